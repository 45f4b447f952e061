/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A member is forgotten: who they were goes from every row, from what the feed still holds of earlier
 * ones, and from what devices sent; what was earned and spent stays under an id that names nobody. */
#include "cp-head-office-erase.h"

#include <sodium.h>
#include <string.h>

#include "cp-erase-person.h"
#include "cp-error.h"
#include "cp-head-office-private.h"

#define LIST "erasures"
#define MARK_BYTES 16

char *
cp_erased_dup_names (const GPtrArray *rows)
{
  g_autoptr (CpJson) names = json_array ();

  for (guint i = 0; i < rows->len; i++) {
    const CpEntity *row = rows->pdata[i];
    g_autofree char *name = g_strconcat (cp_kind_get_type (row->kind)->name, "/", row->id, NULL);

    cp_json_append (names, json_string (name));
  }
  return cp_json_to_text (names);
}

char *
cp_erased_dup_image (const char *word, const char *data, GError **error)
{
  int kind = cp_kind_from_word (word);
  g_autoptr (CpJson) json = cp_json_parse (data, -1, error);
  gpointer row;
  char *text;

  if (json == NULL)
    return NULL;
  if (kind < 0) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT, "A row is of a kind that is none");
    return NULL;
  }
  row = cp_entity_from_json ((CpKind) kind, json, 0, error);
  if (row == NULL)
    return NULL;
  cp_erase_row (row);
  text = cp_entity_to_text (row);
  cp_entity_free (row);
  return text;
}

/* @ret_erased: (transfer full): as they are now */
static gboolean
erase_rows (CpHeadOffice *self, const CpMember *member, GPtrArray **ret_erased, GError **error)
{
  const CpAccount *present = NULL;
  g_autoptr (CpAccount) account = NULL;
  g_autoptr (GPtrArray) erased = NULL;

  if (!self->storage->class_->get_account (self->storage, member->entity.account_id, &present,
                                           error))
    return FALSE;
  account = cp_account_copy (present);
  erased = cp_erase_person (account, member->entity.id);
  for (guint i = 0; i < erased->len; i++)
    if (!self->storage->class_->put_row (self->storage, erased->pdata[i], error))
      return FALSE;
  *ret_erased = g_steal_pointer (&erased);
  return TRUE;
}

/* (transfer full): [{member_id, gseq, at_ms}] */
static CpJson *
load_list (CpHeadOffice *self, GError **error)
{
  g_autofree char *text = NULL;

  if (!self->storage->class_->get_setting (self->storage, LIST, &text, error))
    return NULL;
  return text != NULL ? cp_json_parse (text, -1, error) : json_array ();
}

char *
cp_erased_dup_mark (CpHeadOfficeStorage *storage, GError **error)
{
  g_autofree char *epoch = NULL;
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;
  guint8 hash[MARK_BYTES];
  char hex[2 * MARK_BYTES + 1];

  if (!storage->class_->get_setting (storage, "epoch", &epoch, error) ||
      !storage->class_->get_setting (storage, LIST, &list, error))
    return NULL;
  text = g_strdup_printf ("%s\n%s", epoch != NULL ? epoch : "", list != NULL ? list : "");
  crypto_generichash (hash, sizeof hash, (const guint8 *) text, strlen (text), NULL, 0);
  return g_strdup (sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}

/* So that it can be said which devices have followed. */
static gboolean
note_erased (CpHeadOffice *self, const char *member_id, GError **error)
{
  g_autoptr (CpJson) list = load_list (self, error);
  g_autofree char *text = NULL;
  CpJson *entry;
  gint64 gseq = 0;

  if (list == NULL || !self->storage->class_->get_last_gseq (self->storage, &gseq, error))
    return FALSE;
  entry = json_object ();
  cp_json_set_text (entry, "member_id", member_id);
  cp_json_set_int (entry, "gseq", gseq);
  cp_json_set_int (entry, "at_ms", cp_world_wall_ms (self->world));
  cp_json_append (list, entry);
  self->n_erasures = json_array_size (list);
  text = cp_json_to_text (list);
  return self->storage->class_->put_setting (self->storage, LIST, text, error);
}

/* What the feed and operations said of @rows and of the members among them. */
static gboolean
forget (CpHeadOffice *self, const char *account_id, const GPtrArray *rows, GError **error)
{
  CpHeadOfficeStorage *storage = self->storage;

  if (!storage->class_->forget_feed (storage, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CpEntity *row = rows->pdata[i];

    if (row->kind == CP_KIND_MEMBER &&
        !storage->class_->forget_said (storage, account_id, row->id, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cp_head_office_forget_member (CpHeadOffice *self,
                              const char *account_id,
                              const char *member_id,
                              const GPtrArray *rows,
                              GError **error)
{
  self->has_erased = TRUE;
  return forget (self, account_id, rows, error) && note_erased (self, member_id, error);
}

/* Whoever loads an account waits until who is about to erase somebody on it has done so, and keeps others from
 * it: else what is kept now would stay. @member_id: (nullable) */
static gboolean
is_erased (CpHeadOffice *self, const char *member_id, gboolean *ret_erased, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  const CpEntity *row = NULL;
  const CpAccount *account = NULL;
  const CpMember *member;
  g_autofree char *account_id = NULL;

  if (member_id != NULL &&
      !storage->look_at_row (self->storage, CP_KIND_MEMBER, member_id, &row, error))
    return FALSE;
  *ret_erased = row != NULL && ((const CpMember *) row)->state == CP_MEMBER_ERASED;
  if (*ret_erased || row == NULL || row->account_id == NULL)
    return TRUE;
  account_id = g_strdup (row->account_id);
  if (!storage->get_account (self->storage, account_id, &account, error))
    return FALSE;
  member = cp_account_find (account, CP_KIND_MEMBER, member_id);
  *ret_erased = member != NULL && member->state == CP_MEMBER_ERASED;
  return TRUE;
}

gboolean
cp_head_office_drop_erased (CpHeadOffice *self,
                            const CpJson *body,
                            CpReceived *received,
                            GError **error)
{
  /* Those by which forget_said() finds what had come before. */
  const char *ids[] = { cp_json_get_text (body, "member_id"),
                        cp_json_get_text (cp_json_get_object (body, "payload"), "member_id") };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    gboolean erased = FALSE;

    if (!is_erased (self, ids[i], &erased, error))
      return FALSE;
    if (erased)
      received->body = (char *) "null";
  }
  return TRUE;
}

gboolean
cp_head_office_hear_erasures (CpHeadOffice *self, gboolean is_first, GError **error)
{
  g_autoptr (CpJson) list = load_list (self, error);
  gsize n;

  if (list == NULL)
    return FALSE;
  n = json_array_size (list);
  if (!is_first && n > self->n_erasures && self->erased != NULL)
    self->erased (self->erased_data);
  self->n_erasures = n;
  if (is_first)
    self->is_unsettled = n > 0;
  return TRUE;
}

gboolean
cp_head_office_settle_erasures (CpHeadOffice *self, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;

  if (!self->is_unsettled)
    return TRUE;
  if (self->erased != NULL)
    self->erased (self->erased_data);
  if (storage->settle != NULL && !storage->settle (self->storage, error))
    return FALSE;
  self->is_unsettled = FALSE;
  return TRUE;
}

static gboolean
erase_all (CpHeadOffice *self, const CpMember *member, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_autoptr (GPtrArray) erased = NULL;

  return erase_rows (self, member, &erased, error) &&
         storage->end_transaction (self->storage, error) &&
         cp_head_office_forget_member (self, member->entity.account_id, member->entity.id, erased,
                                       error);
}

static gboolean
find (CpHeadOffice *self, const char *member_id, gpointer *ret_member, GError **error)
{
  gpointer row = NULL;

  if (!self->storage->class_->get_row (self->storage, CP_KIND_MEMBER, member_id, &row, error))
    return FALSE;
  if (row == NULL || ((CpEntity *) row)->account_id == NULL) {
    cp_entity_free (row);
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no member %s", member_id);
    return FALSE;
  }
  *ret_member = row;
  return TRUE;
}

gboolean
cp_head_office_erase (CpHeadOffice *self, const char *member_id, GError **error)
{
  gpointer member = NULL;
  gboolean ok;

  if (!find (self, member_id, &member, error))
    return FALSE;
  ok = cp_head_office_begin (self, error) &&
       cp_head_office_finish (self, erase_all (self, member, error), error);
  cp_entity_free (member);
  return ok;
}

void
cp_head_office_note_cursor (CpHeadOffice *self, const char *device_id, const CpFeedQuery *query)
{
  gint64 *cursor;

  if (!g_str_equal (query->epoch, self->epoch))
    return;
  if (self->cursors == NULL)
    self->cursors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  cursor = g_new (gint64, 1);
  *cursor = query->after;
  g_hash_table_replace (self->cursors, g_strdup (device_id), cursor);
}

typedef struct {
  CpHeadOffice *office;
  gint64 gseq;
  gint64 n_devices;
  gint64 n_followed;
} Count;

static gboolean
count_device (gpointer data, const char *text)
{
  Count *count = data;
  g_autoptr (CpJson) device = cp_json_parse (text, -1, NULL);
  const char *id = cp_json_get_text (device, "id");
  const gint64 *cursor = count->office->cursors != NULL && id != NULL
                             ? g_hash_table_lookup (count->office->cursors, id)
                             : NULL;

  /* (SQLite has no truth values.) */
  if (cp_json_get_bool (device, "revoked") || cp_json_get_int (device, "revoked", 0) != 0)
    return TRUE;
  count->n_devices++;
  if (cursor != NULL && *cursor >= count->gseq)
    count->n_followed++;
  return TRUE;
}

CpJson *
cp_head_office_list_erasures (CpHeadOffice *self, GError **error)
{
  g_autoptr (CpJson) list = load_list (self, error);
  gsize i;
  json_t *entry;

  if (list == NULL)
    return NULL;
  json_array_foreach (list, i, entry)
  {
    Count count = { self, cp_json_get_int (entry, "gseq", 0), 0, 0 };

    if (!self->storage->class_->list_devices (self->storage, count_device, &count, error))
      return NULL;
    cp_json_set_int (entry, "devices", count.n_devices);
    cp_json_set_int (entry, "erased_at", count.n_followed);
  }
  return g_steal_pointer (&list);
}
