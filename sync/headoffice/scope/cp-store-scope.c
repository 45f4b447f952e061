/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is told. Who comes and goes is in cp-store-scope-visit.c. */
#include "cp-store-scope.h"

#include "cp-head-office-private.h"
#include "cp-range-sum.h"
#include "cp-thin.h"

struct _CpStoreScope {
  GHashTable *account_ids; /* of which all is told: a set */
};

static gboolean
take_account (gpointer data, const char *account_id)
{
  g_hash_table_add (data, g_strdup (account_id));
  return TRUE;
}

CpStoreScope *
cp_store_scope_new (CpHeadOfficeStorage *storage,
                    const char *store_id,
                    const CpJson *account_ids,
                    GError **error)
{
  g_autoptr (CpStoreScope) self = g_new0 (CpStoreScope, 1);

  self->account_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (store_id != NULL && !storage->class_->list_scope (storage, store_id, account_ids,
                                                        take_account, self->account_ids, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cp_store_scope_free (CpStoreScope *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->account_ids);
  g_free (self);
}

/* Who visits where, no device is told. */
gboolean
cp_store_scope_is_told (const char *kind)
{
  return g_strcmp0 (kind, cp_kind_get_type (CP_KIND_VISITOR)->name) != 0;
}

gboolean
cp_store_scope_may_thin (const CpStoreScope *self, const char *word)
{
  int kind = cp_kind_from_word (word);

  return !cp_store_scope_is_told (word) ||
         (self != NULL && kind >= 0 && cp_kind_is_thinned ((CpKind) kind));
}

CpJson *
cp_store_scope_tell (const CpStoreScope *self, const char *word, const CpJson *data)
{
  const char *account_id = cp_json_get_text (data, "account_id");
  int kind = cp_kind_from_word (word);

  if (!cp_store_scope_is_told (word))
    return NULL;
  if (self == NULL || kind < 0)
    return json_incref ((CpJson *) data);
  if (account_id == NULL && kind == CP_KIND_ACCOUNT)
    account_id = cp_json_get_text (data, "id");
  if (account_id == NULL || g_hash_table_contains (self->account_ids, account_id))
    return json_incref ((CpJson *) data);
  return cp_thin ((CpKind) kind, data);
}

guint64
cp_store_scope_sum (
    const CpStoreScope *self, const char *kind, const char *id, gint64 ver, const char *row)
{
  g_autoptr (CpJson) json = NULL;
  g_autoptr (CpJson) told = NULL;
  g_autofree char *text = NULL;

  if (!cp_store_scope_is_told (kind))
    return 0;
  if (!cp_store_scope_may_thin (self, kind))
    return cp_row_sum (kind, id, ver, row);
  json = cp_json_parse (row, -1, NULL);
  told = cp_store_scope_tell (self, kind, json);
  if (told == NULL)
    return 0;
  text = cp_json_to_text (told);
  return cp_row_sum (kind, id, ver, text);
}

gboolean
cp_store_scope_list_whole (const CpStoreScope *self,
                           CpHeadOfficeStorage *storage,
                           CpImageFunc func,
                           gpointer data,
                           GError **error)
{
  guint n_ids;
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (self->account_ids, &n_ids);

  return storage->class_->list_account_rows (storage, (const char *const *) ids, n_ids, func, data,
                                             error);
}

/* An item says nothing but that there is no such row where the device is not told of it: it may have
 * been told before. */
static void
tell_item (const CpStoreScope *self, CpJson *item)
{
  const CpJson *data = cp_json_get_object (item, "data");
  CpJson *told;

  if (data == NULL)
    return;
  told = cp_store_scope_tell (self, cp_json_get_text (item, "kind"), data);
  cp_json_set (item, "data", told != NULL ? told : json_null ());
}

static CpJson *
list_accounts (const CpJson *items)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  CpJson *list = json_array ();
  gsize i;
  CpJson *item;

  json_array_foreach ((CpJson *) items, i, item)
  {
    const char *id = cp_json_get_text (item, "account_id");

    if (id != NULL && g_hash_table_add (seen, (gpointer) id))
      cp_json_append (list, json_string (id));
  }
  return list;
}

gboolean
cp_store_scope_dup_store (CpHeadOffice *office,
                          const char *device_id,
                          char **ret_store_id,
                          GError **error)
{
  *ret_store_id = NULL;
  return !cp_head_office_is_store_scope (office) ||
         office->storage->class_->get_device_store (office->storage, device_id, ret_store_id,
                                                    error);
}

gboolean
cp_store_scope_open (CpHeadOffice *office,
                     const char *device_id,
                     CpStoreScope **ret_scope,
                     GError **error)
{
  g_autofree char *store_id = NULL;

  *ret_scope = NULL;
  if (!cp_head_office_is_store_scope (office))
    return TRUE;
  if (!cp_store_scope_dup_store (office, device_id, &store_id, error))
    return FALSE;
  *ret_scope = cp_store_scope_new (office->storage, store_id, NULL, error);
  return *ret_scope != NULL;
}

/* Asked for after the items were read, so that nobody who has come by one of them is missed. */
gboolean
cp_store_scope_tell_page (CpHeadOffice *office,
                          CpHeadOfficeStorage *storage,
                          const char *device_id,
                          CpJson *items,
                          GError **error)
{
  g_autoptr (CpStoreScope) scope = NULL;
  g_autoptr (CpJson) account_ids = NULL;
  g_autofree char *store_id = NULL;
  gsize i;
  CpJson *item;

  if (!cp_head_office_is_store_scope (office) || json_array_size (items) == 0)
    return TRUE;
  account_ids = list_accounts (items);
  if (!storage->class_->get_device_store (storage, device_id, &store_id, error))
    return FALSE;
  scope = cp_store_scope_new (storage, store_id, account_ids, error);
  if (scope == NULL)
    return FALSE;
  json_array_foreach (items, i, item) { tell_item (scope, item); }
  return TRUE;
}
