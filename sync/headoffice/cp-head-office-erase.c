/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A member is forgotten: who they were goes from every row, from what the feed still holds of earlier
 * ones, and from what devices sent; what was earned and spent stays under an id that names nobody. */
#include "cp-head-office-erase.h"

#include "cp-erase-person.h"
#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-head-office-receipts.h"

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

static gboolean
add_line (CpHeadOffice *self, const char *operation_id, CpAccount *copy, GError **error)
{
  gpointer line = NULL;

  if (cp_account_find (copy, CP_KIND_ACTION, operation_id) != NULL)
    return TRUE;
  if (!self->storage->class_->get_row (self->storage, CP_KIND_ACTION, operation_id, &line, error))
    return FALSE;
  if (line != NULL)
    cp_account_put (copy, line);
  return TRUE;
}

/* Of somebody who is alone in it all texts are about them. */
gboolean
cp_head_office_copy_to_erase (CpHeadOffice *self,
                              const CpAccount *account,
                              CpAccount **ret_copy,
                              GError **error)
{
  g_autoptr (CpAccount) copy = cp_account_copy (account);
  const GPtrArray *entries = copy->rows[CP_KIND_POINTS];

  for (guint i = 0; cp_account_count_members (copy) > 1 && i < entries->len; i++) {
    const CpPoints *entry = entries->pdata[i];

    if (entry->operation_id != NULL && (entry->reason != NULL || entry->note != NULL) &&
        !add_line (self, entry->operation_id, copy, error))
      return FALSE;
  }
  *ret_copy = g_steal_pointer (&copy);
  return TRUE;
}

/* @ret_erased: (transfer full): as they are now */
static gboolean
erase_rows (CpHeadOffice *self, const CpMember *member, GPtrArray **ret_erased, GError **error)
{
  const CpAccount *present = NULL;
  g_autoptr (CpAccount) account = NULL;
  g_autoptr (GPtrArray) erased = NULL;

  if (!self->storage->class_->get_account (self->storage, member->entity.account_id, &present,
                                           error) ||
      !cp_head_office_copy_to_erase (self, present, &account, error))
    return FALSE;
  erased = cp_erase_person (account, member->entity.id);
  for (guint i = 0; i < erased->len; i++)
    if (!self->storage->class_->put_row (self->storage, erased->pdata[i], error))
      return FALSE;
  *ret_erased = g_steal_pointer (&erased);
  return TRUE;
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

/* Returns: (transfer container): those of @rows that say nothing of anybody now. The others were changed on the way,
 * as by a hold that has run out, and may be about others. */
static GPtrArray *
list_erased (const GPtrArray *rows)
{
  GPtrArray *erased = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++) {
    gpointer copy = cp_entity_copy (rows->pdata[i]);
    g_autofree char *text = cp_entity_to_text (copy);
    g_autofree char *erased_text = NULL;

    cp_erase_row (copy);
    erased_text = cp_entity_to_text (copy);
    cp_entity_free (copy);
    if (g_str_equal (text, erased_text))
      g_ptr_array_add (erased, rows->pdata[i]);
  }
  return erased;
}

gboolean
cp_head_office_forget_member (CpHeadOffice *self,
                              const char *account_id,
                              const char *member_id,
                              const GPtrArray *rows,
                              GError **error)
{
  g_autoptr (GPtrArray) erased = list_erased (rows);

  self->has_erased = TRUE;
  return forget (self, account_id, erased, error) &&
         (rows->len == 0 || cp_head_office_note_erasure (self, member_id, error));
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
cp_head_office_drop_erased (CpHeadOffice *self, CpReceived *received, GError **error)
{
  /* What would be kept, and no other form of it, which whoever took it may have let go of by now. */
  g_autoptr (CpJson) body = cp_json_parse (received->body, -1, NULL);
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

static gboolean
try_to_erase (CpHeadOffice *self, gpointer data, gboolean *ret_again, GError **error)
{
  gpointer member = NULL;
  gboolean ok;

  if (!cp_head_office_begin (self, error))
    return FALSE;
  ok = find (self, data, &member, error) && erase_all (self, member, error);
  cp_entity_free (member);
  return cp_head_office_finish (self, ok, error);
}

gboolean
cp_head_office_erase (CpHeadOffice *self, const char *member_id, GError **error)
{
  return cp_head_office_attempt (self, try_to_erase, (gpointer) member_id, error);
}
