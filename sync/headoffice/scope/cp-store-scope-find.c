/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Staff look for somebody who is not their store's: by the whole of what the customer says of
 * themselves, and not by a few letters, so that nobody leafs through the chain's members. */
#include "cp-store-scope.h"

#include <string.h>

#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-signature.h"
#include "cp-text.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define MAX_SOUGHT 254

/* How many a device has found on a day is counted beside what staff have done on it. */
#define USAGE_KIND "find"

/* So many fit at most: of more, more has to be said. */
#define MAX_FOUND 5

/* @found: ids of accounts, a set */
typedef struct {
  const char *device_id;
  const char *store_id;
  CpQuestion question;
  GHashTable *found;
  gboolean too_many; /* too much was found for it, or today for this device */
} Search;

/* Whoever has all of it, as a name, a phone number, an address, a number of the chain's or a card. */
static GArray *
make_keys (CpHeadOffice *office, const char *text)
{
  CpMember *like = cp_entity_new (CP_KIND_MEMBER, "", NULL);
  GArray *keys = cp_keys_new ();
  g_autofree char *uid = NULL;

  like->given_name = g_strdup (text);
  like->phone = cp_text_to_phone (text, office->programme->country_code);
  like->email = cp_text_to_email (text);
  like->external_id = g_strdup (text);
  cp_entity_add_keys (like, keys);
  cp_entity_free (like);
  uid = g_ascii_strup (text, -1);
  cp_keys_add (keys, CP_KEY_CARD_UID, uid);
  cp_keys_add (keys, CP_KEY_CARD_NUMBER, text);
  return keys;
}

static gboolean
is_somebody (gconstpointer row)
{
  const CpMember *member = row;

  if (member->entity.kind == CP_KIND_CARD)
    return cp_card_identifies (row);
  return member->entity.kind == CP_KIND_MEMBER && cp_member_is_present (member);
}

static gboolean
look (CpHeadOffice *office, Search *search, const GArray *keys, GError **error)
{
  for (guint i = 0; i < keys->len; i++) {
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (cp_entity_free);

    if (!office->storage->class_->add_rows_by_key (office->storage, &g_array_index (keys, CpKey, i),
                                                   rows, error))
      return FALSE;
    for (guint j = 0; j < rows->len; j++) {
      const CpEntity *row = rows->pdata[j];

      if (row->account_id != NULL && is_somebody (row))
        g_hash_table_add (search->found, g_strdup (row->account_id));
    }
  }
  return TRUE;
}

/* In the order of their ids, as accounts are locked everywhere. */
static gboolean
invite_all (CpHeadOffice *office, const Search *search, GError **error)
{
  gint64 until_ms = cp_world_wall_ms (office->world) + DAY_MS;
  GList *ids = g_list_sort (g_hash_table_get_keys (search->found), (GCompareFunc) strcmp);
  gboolean ok = TRUE;

  for (const GList *id = ids; ok && id != NULL; id = id->next)
    ok = cp_store_scope_invite (office, search->store_id, id->data, until_ms, error);
  g_list_free (ids);
  return ok && office->storage->class_->end_transaction (office->storage, error);
}

/* In the transaction that invites them, so that head office's processes count together. */
static gboolean
count_found (CpHeadOffice *office, Search *search, GError **error)
{
  const CpHeadOfficeStorageClass *storage = office->storage->class_;
  gint64 day = cp_world_wall_ms (office->world) / DAY_MS;
  gint64 n = g_hash_table_size (search->found), n_today = 0, unused = 0;

  if (!storage->get_usage (office->storage, search->device_id, USAGE_KIND, day, &n_today, &unused,
                           error))
    return FALSE;
  search->too_many = n > MAX_FOUND || n_today + n > CP_STORE_SCOPE_FINDS_A_DAY;
  return search->too_many || n == 0 ||
         storage->put_usage (office->storage, search->device_id, USAGE_KIND, day, n_today + n, 0,
                             error);
}

static gboolean
try_search (CpHeadOffice *office, gpointer data, gboolean *ret_again, GError **error)
{
  Search *search = data;
  g_autoptr (GArray) keys = NULL;

  g_hash_table_remove_all (search->found);
  if (!cp_head_office_begin (office, error))
    return FALSE;
  keys = make_keys (office, search->question.text);
  if (look (office, search, keys, error) && count_found (office, search, error)) {
    if (search->too_many || g_hash_table_size (search->found) == 0) {
      cp_head_office_rollback (office);
      return TRUE;
    }
    return cp_head_office_finish (office, invite_all (office, search, error), error);
  }
  return cp_head_office_finish (office, FALSE, error);
}

static void
answer (CpHeadOffice *office, const Search *search, CpWireAnswer *ret_answer)
{
  guint n = search->too_many ? 0 : g_hash_table_size (search->found);
  CpJson *document = json_object ();

  cp_json_set_text (document, "challenge", search->question.challenge);
  cp_json_set_int (document, "found", n);
  if (search->too_many)
    cp_json_set_bool (document, "too_many", TRUE);
  cp_head_office_seal_answer (office, document, CP_SEAL_FIND,
                              &(CpPlace){ search->device_id, search->question.incarnation, 0 },
                              search->question.challenge);
  *ret_answer = (CpWireAnswer){ 200, document };
}

void
cp_head_office_handle_find (CpHeadOffice *office,
                            const char *device_id,
                            const CpJson *request,
                            CpWireAnswer *ret_answer)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *store_id = NULL;
  g_autoptr (GError) error = NULL;
  Search search = { .device_id = device_id, .found = found };

  if (!cp_head_office_read_question (request, "text", MAX_SOUGHT, &search.question)) {
    cp_wire_answer_refuse (ret_answer, 400, "invalid", "That is nothing to look for");
    return;
  }
  if (!cp_store_scope_dup_store (office, device_id, &store_id, &error)) {
    cp_head_office_answer_error (office, "look for a member", error, ret_answer);
    return;
  }
  search.store_id = store_id;
  if (store_id == NULL)
    cp_wire_answer_refuse (ret_answer, 404, "not_found", "Every device has all members already");
  else if (!cp_head_office_attempt (office, try_search, &search, &error))
    cp_head_office_answer_error (office, "look for a member", error, ret_answer);
  else
    answer (office, &search, ret_answer);
}
