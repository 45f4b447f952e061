/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding members: in the replica by its indexes, and among the few that wait for head office. */
#include "cp-ledger-find.h"

#include "cp-error.h"
#include "cp-ledger-private.h"
#include "cp-search.h"
#include "cp-text.h"
#include "cp-view.h"
#include "cp-wording.h"

#include <string.h>

static const char *
get_tail (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 4 ? text + length - 4 : text;
}

static const CpCard *
find_card (const CpAccount *account, const char *member_id)
{
  const GPtrArray *cards = account->rows[CP_KIND_CARD];

  for (guint i = 0; i < cards->len; i++) {
    const CpCard *card = cards->pdata[i];

    if (cp_card_identifies (card) && g_strcmp0 (card->member_id, member_id) == 0)
      return card;
  }
  return NULL;
}

static CpJson *
describe (const CpProgramme *programme,
          const CpAccount *account,
          const CpMember *found,
          CpMatchField field,
          gint64 now_ms)
{
  CpMember *member = cp_view_mask (found);
  const CpCard *card = find_card (account, member->entity.id);
  g_autoptr (CpJson) row = cp_entity_to_json (member);
  g_autofree char *name = cp_wording_name (member);
  CpJson *document = json_object ();
  CpJson *match = json_object ();

  cp_json_set_text (document, "id", member->entity.id);
  cp_json_set_text (document, "name", name);
  cp_json_set_bool (document, "thin", member->thin);
  cp_json_set_text (document, "city", member->city);
  cp_json_set_text (document, "birth_date", member->birth_date);
  cp_json_set_text (document, "phone_tail", get_tail (member->phone));
  cp_json_set_text (document, "card_tail", card != NULL ? get_tail (card->number) : NULL);
  cp_json_set_text (document, "status",
                    programme != NULL
                        ? cp_view_get_status_name (programme, account, member->entity.id, now_ms)
                        : NULL);
  cp_json_set_text (document, "state", cp_json_get_text (row, "state"));
  cp_json_set_bool (document, "waiting", member->entity.waiting);
  cp_json_set_text (match, "field", cp_match_field_to_word (field));
  cp_json_set (document, "match", match);
  cp_entity_free (member);
  return document;
}

static CpJson *
make_reply (CpJson *members, gboolean more)
{
  CpJson *reply = json_object ();

  cp_json_set (reply, "members", members);
  cp_json_set_bool (reply, "more", more);
  return reply;
}

/* The accounts whose names and addresses the waiting operations have changed. */
static gboolean
load_waiting (CpLedger *self, GError **error)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_auto (GStrv) ids = NULL;

  if (self->waiting_accounts != NULL)
    return TRUE;
  ids = cp_journal_list_renamed_accounts (self->journal, &self->acked, error);
  if (ids == NULL)
    return FALSE;
  accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_account_free);
  for (guint i = 0; ids[i] != NULL; i++) {
    CpAccount *account = cp_ledger_load_account (self, ids[i], NULL, error);

    if (account == NULL)
      return FALSE;
    g_ptr_array_add (accounts, account);
  }
  self->waiting_accounts = g_steal_pointer (&accounts);
  return TRUE;
}

static gboolean
ends_with_digits (const char *text, const char *digits)
{
  g_autoptr (GString) own = g_string_new (NULL);

  for (; text != NULL && *text != '\0'; text++)
    if (g_ascii_isdigit (*text))
      g_string_append_c (own, *text);
  return strlen (digits) >= 4 && g_str_has_suffix (own->str, digits);
}

static gboolean
fits_waiting (const CpMember *member, const char *query, CpMatchField *ret_field)
{
  g_autofree char *name =
      g_strdup_printf ("%s %s", member->given_name != NULL ? member->given_name : "",
                       member->family_name != NULL ? member->family_name : "");
  g_autofree char *lower = g_utf8_strdown (query, -1);
  g_autofree char *digits = g_strdup (query);
  char *to = digits;

  for (const char *from = query; *from != '\0'; from++)
    if (g_ascii_isdigit (*from))
      *to++ = *from;
  *to = '\0';
  *ret_field = CP_MATCH_NAME;
  if (cp_search_matches_name (query, name))
    return TRUE;
  *ret_field = CP_MATCH_EMAIL;
  if (strchr (query, '@') != NULL)
    return member->email != NULL && g_str_has_prefix (member->email, lower);
  *ret_field = CP_MATCH_PHONE;
  return ends_with_digits (member->phone, *digits == '0' ? digits + 1 : digits);
}

static void
add_waiting (CpLedger *self, const char *query, guint limit, GHashTable *seen, CpJson *members)
{
  for (guint i = 0; i < self->waiting_accounts->len; i++) {
    const CpAccount *account = self->waiting_accounts->pdata[i];

    for (guint j = 0; j < account->rows[CP_KIND_MEMBER]->len; j++) {
      const CpMember *member = account->rows[CP_KIND_MEMBER]->pdata[j];
      CpMatchField field;

      if (json_array_size (members) >= limit || !fits_waiting (member, query, &field) ||
          !g_hash_table_add (seen, g_strdup (member->entity.id)))
        continue;
      cp_json_append (members, describe (self->programme, account, member, field,
                                         cp_world_wall_ms (self->world)));
    }
  }
}

static gboolean
add_found (CpLedger *self,
           const GPtrArray *matches,
           guint limit,
           GHashTable *seen,
           CpJson *members,
           GError **error)
{
  for (guint i = 0; i < matches->len && json_array_size (members) < limit; i++) {
    const CpMatch *match = matches->pdata[i];
    g_autoptr (CpAccount) account = cp_ledger_load_account (self, match->account_id, NULL, error);
    const CpMember *member;

    if (account == NULL)
      return FALSE;
    member = cp_account_find_member (account, match->member_id);
    if (member != NULL && g_hash_table_add (seen, g_strdup (match->member_id)))
      cp_json_append (members, describe (self->programme, account, member, match->field,
                                         cp_world_wall_ms (self->world)));
  }
  return TRUE;
}

CpJson *
cp_ledger_find (CpLedger *self, const char *session, const char *query, guint limit, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) matches = NULL;
  g_autofree char *clean = cp_text_clean (query);
  g_autoptr (CpJson) members = json_array ();
  CpSearch search = { clean, NULL, self->store_id, MIN (limit, CP_LEDGER_MAX_FOUND) };
  gboolean more = FALSE;
  const CpStaff *staff;
  CpJson *reply;

  if (!cp_ledger_check_alive (self, error))
    return NULL;
  staff = cp_ledger_use_session (self, session, error);
  if (staff == NULL || !cp_ledger_check_programme (self, error) ||
      !cp_ledger_check_may_open (self, staff, error))
    return NULL;
  if (clean == NULL)
    return make_reply (g_steal_pointer (&members), FALSE);
  search.country_code = self->programme->country_code;
  matches = cp_search_members (self->replica, &search, &more, error);
  if (matches == NULL || !load_waiting (self, error))
    return NULL;
  /* Whom head office does not know yet comes first: they were here a moment ago. */
  add_waiting (self, clean, search.limit, seen, members);
  if (!add_found (self, matches, search.limit, seen, members, error))
    return NULL;
  reply = make_reply (g_steal_pointer (&members), more);
  cp_ledger_look_elsewhere (self, clean, reply);
  return reply;
}

struct _CpLedgerSnapshot {
  CpReplica *replica;
  CpProgramme *programme;
};

/* @ret_programme: (nullable): head office may have members before it has one */
static gboolean
read_programme (CpReplica *replica, CpProgramme **ret_programme, GError **error)
{
  g_autoptr (GPtrArray) rows = cp_replica_list (replica, CP_KIND_PROGRAMME, error);

  *ret_programme = NULL;
  if (rows == NULL || rows->len == 0)
    return rows != NULL;
  *ret_programme = cp_programme_from_json (((CpProgrammeRow *) rows->pdata[0])->document, error);
  return *ret_programme != NULL;
}

static CpJson *
describe_all (CpReplica *replica,
              const CpProgramme *programme,
              const GPtrArray *matches,
              gboolean more,
              GError **error)
{
  g_autoptr (CpJson) members = json_array ();
  gint64 now_ms = cp_replica_get_head_office_ms (replica);

  for (guint i = 0; i < matches->len; i++) {
    const CpMatch *match = matches->pdata[i];
    g_autoptr (CpAccount) account = cp_replica_load_account (replica, match->account_id, error);
    const CpMember *member;

    if (account == NULL)
      return NULL;
    member = cp_account_find_member (account, match->member_id);
    if (member != NULL)
      cp_json_append (members, describe (programme, account, member, match->field, now_ms));
  }
  return make_reply (g_steal_pointer (&members), more);
}

CpLedgerSnapshot *
cp_ledger_snapshot_open (const char *path, GError **error)
{
  g_autoptr (CpReplica) replica = cp_replica_open_snapshot (path, error);
  CpProgramme *programme;
  CpLedgerSnapshot *self;

  if (replica == NULL || !read_programme (replica, &programme, error))
    return NULL;
  self = g_new0 (CpLedgerSnapshot, 1);
  self->replica = g_steal_pointer (&replica);
  self->programme = programme;
  return self;
}

void
cp_ledger_snapshot_close (CpLedgerSnapshot *self)
{
  g_clear_pointer (&self->programme, cp_programme_free);
  cp_replica_close (self->replica);
  g_free (self);
}

CpJson *
cp_ledger_snapshot_find (CpLedgerSnapshot *self, const char *query, guint limit, GError **error)
{
  g_autofree char *clean = cp_text_clean (query);
  g_autoptr (GPtrArray) matches = NULL;
  const char *country = self->programme != NULL ? self->programme->country_code : "";
  CpSearch search = { clean, country, NULL, MIN (limit, CP_LEDGER_MAX_FOUND) };
  gboolean more;

  if (clean == NULL)
    return make_reply (json_array (), FALSE);
  matches = cp_search_members (self->replica, &search, &more, error);
  return matches != NULL ? describe_all (self->replica, self->programme, matches, more, error)
                         : NULL;
}
