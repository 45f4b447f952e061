/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A member is forgotten: who they were goes from every row, from what the feed still holds of earlier
 * ones, and from what devices sent; what was earned and spent stays under an id that names nobody. */
#include "cp-erase-person.h"
#include "cp-error.h"
#include "cp-head-office-private.h"

#define LIST "erasures"

static gboolean
erase_rows (CpHeadOffice *self, const CpMember *member, GError **error)
{
  const CpAccount *present = NULL;
  g_autoptr (CpAccount) account = NULL;
  g_autoptr (GPtrArray) erased = NULL;

  if (!self->storage->class_->get_account (self->storage, member->entity.account_id, &present,
                                           error))
    return FALSE;
  account = cp_account_copy (present);
  erased = cp_erase_person (account, member->entity.id);
  for (guint i = 0; i < erased->len; i++) {
    CpEntity *left = erased->pdata[i];

    if (!self->storage->class_->change_row (self->storage, left,
                                            cp_account_find (account, left->kind, left->id), error))
      return FALSE;
  }
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
  text = cp_json_to_text (list);
  return self->storage->class_->put_setting (self->storage, LIST, text, error);
}

static gboolean
erase_all (CpHeadOffice *self, const CpMember *member, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;

  return erase_rows (self, member, error) && storage->end_transaction (self->storage, error) &&
         storage->forget (self->storage, member->entity.account_id, member->entity.id, error) &&
         note_erased (self, member->entity.id, error);
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

  if (self->storage->class_->forget == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
                         "This storage can't take anything out of its history");
    return FALSE;
  }
  if (!find (self, member_id, &member, error))
    return FALSE;
  ok = cp_head_office_begin (self, error);
  if (ok && !erase_all (self, member, error)) {
    cp_head_office_rollback (self);
    ok = FALSE;
  }
  cp_entity_free (member);
  ok = ok && cp_head_office_commit (self, error);
  if (ok && self->erased != NULL)
    self->erased (self->erased_data);
  return ok && self->storage->class_->settle (self->storage, error);
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
