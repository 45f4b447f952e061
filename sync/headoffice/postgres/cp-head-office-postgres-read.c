/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows, and what goes with them: one by one outside of transactions, and inside through the work,
 * much at a time. */
#include "cp-error.h"
#include "cp-head-office-postgres-private.h"

gpointer
cp_postgres_read_entity (const PGresult *result, int row, GError **error)
{
  int kind = cp_kind_from_word (PQgetvalue (result, row, 0));
  g_autoptr (CpJson) data = cp_json_parse (PQgetvalue (result, row, 1), -1, error);

  if (data == NULL)
    return NULL;
  if (kind < 0) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT, "A row is of a kind that is none");
    return NULL;
  }
  return cp_entity_from_json ((CpKind) kind, data, cp_postgres_get_int (result, row, 2), error);
}

static CpWorkRow *
load_row (CpHeadOfficePostgres *self, const PGresult *result, int row, GError **error)
{
  gpointer entity = cp_postgres_read_entity (result, row, error);

  return entity != NULL ? cp_work_load_row (self->work, entity) : NULL;
}

static gboolean
load_rows (CpHeadOfficePostgres *self, const PGresult *result, GError **error)
{
  for (int i = 0; i < PQntuples (result); i++)
    if (load_row (self, result, i, error) == NULL)
      return FALSE;
  return TRUE;
}

static void
fill_array (CpPostgresArray *array, const char *const *texts, guint n)
{
  cp_postgres_array_init (array, TRUE);
  for (guint i = 0; i < n; i++)
    cp_postgres_array_add_text (array, texts[i]);
}

static PGresult *
query_by_ids (CpHeadOfficePostgres *self,
              const char *name,
              const char *kind,
              const char *const *ids,
              guint n_ids,
              GError **error)
{
  g_auto (CpPostgresArray) array = { 0 };
  CpPostgresParams params = { 0 };

  fill_array (&array, ids, n_ids);
  if (kind != NULL)
    cp_postgres_params_add_text (&params, kind);
  cp_postgres_params_add_array (&params, &array);
  return cp_postgres_query (self->postgres, name, &params, error);
}

/* Those that came with their account are there already. */
static gboolean
load_by_id (
    CpHeadOfficePostgres *self, CpKind kind, const char *const *all, guint n_all, GError **error)
{
  g_autofree const char **ids = g_new (const char *, n_all + 1);
  guint n_ids = 0;
  g_autoptr (PGresult) result = NULL;

  for (guint i = 0; i < n_all; i++)
    if (!cp_work_has_row (self->work, kind, all[i]))
      ids[n_ids++] = all[i];
  if (n_ids == 0)
    return TRUE;
  result = query_by_ids (self, "list-rows-of-kind-by-id", cp_kind_get_type (kind)->name, ids, n_ids,
                         error);
  if (result == NULL || !load_rows (self, result, error))
    return FALSE;
  for (guint i = 0; i < n_ids; i++)
    cp_work_miss_row (self->work, kind, ids[i]);
  return TRUE;
}

PGresult *
cp_head_office_postgres_lock_accounts (CpHeadOfficePostgres *self,
                                       const char *const *ids,
                                       guint n_ids,
                                       GError **error)
{
  PGresult *result = query_by_ids (self, "lock-accounts", NULL, ids, n_ids, error);

  for (int i = 0; result != NULL && i < PQntuples (result); i++) {
    gint64 changes = cp_postgres_get_int (result, i, 1);

    g_hash_table_replace (self->locked, g_strdup (PQgetvalue (result, i, 0)),
                          g_memdup2 (&changes, sizeof changes));
  }
  return result;
}

static gboolean
load_whole (CpHeadOfficePostgres *self, const char *const *ids, guint n_ids, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (n_ids == 0)
    return TRUE;
  result = query_by_ids (self, "list-account-rows", NULL, ids, n_ids, error);
  if (result == NULL)
    return FALSE;
  for (guint i = 0; i < n_ids; i++)
    cp_work_begin_account (self->work, ids[i]);
  return load_rows (self, result, error);
}

/* Locked first, in the order of ids, then read: so the rows are as whoever had them before has left
 * them. */
static gboolean
load_accounts (CpHeadOfficePostgres *self, const char *const *ids, guint n_ids, GError **error)
{
  g_autofree const char **missing = g_new (const char *, n_ids + 1);
  g_autoptr (PGresult) locked = NULL;
  guint n_missing = 0;

  if (n_ids == 0)
    return TRUE;
  locked = cp_head_office_postgres_lock_accounts (self, ids, n_ids, error);
  if (locked == NULL)
    return FALSE;
  /* As this process has left it, if nobody has changed it since. */
  for (int i = 0; i < PQntuples (locked); i++)
    if (!cp_work_wake_account (self->work, PQgetvalue (locked, i, 0),
                               cp_postgres_get_int (locked, i, 1) - 1))
      missing[n_missing++] = PQgetvalue (locked, i, 0);
  return load_whole (self, missing, n_missing, error);
}

static PGresult *
query_by_keys (CpHeadOfficePostgres *self, const char *name, const GArray *keys, GError **error)
{
  g_auto (CpPostgresColumns) columns = { 0 };

  cp_postgres_columns_init (&columns, "tt");
  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);

    cp_postgres_array_add_text (&columns.columns[0], cp_key_type_to_word (key->type));
    cp_postgres_array_add_text (&columns.columns[1], key->value);
  }
  return cp_postgres_query_columns (self->postgres, name, &columns, error);
}

static PGresult *
lock_keys (CpHeadOfficePostgres *self, const GArray *keys, GError **error)
{
  g_auto (CpPostgresColumns) names = { 0 };

  cp_postgres_columns_init (&names, "t");
  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);
    g_autofree char *name = g_strconcat (cp_key_type_to_word (key->type), ":", key->value, NULL);

    cp_postgres_array_add_text (&names.columns[0], name);
  }
  return cp_postgres_query_columns (self->postgres, "lock-keys", &names, error);
}

/* The last column of each row says by which key it was found. */
static gboolean
note_keys (CpHeadOfficePostgres *self, const GArray *keys, const PGresult *result, GError **error)
{
  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);

    cp_work_add_to_key (self->work, cp_key_type_to_word (key->type), key->value, NULL);
  }
  for (int i = 0; i < PQntuples (result); i++) {
    g_auto (GStrv) parts = g_strsplit (PQgetvalue (result, i, 3), ":", 2);
    CpWorkRow *row = load_row (self, result, i, error);

    if (row == NULL)
      return FALSE;
    cp_work_add_to_key (self->work, parts[0], parts[1], row);
  }
  return TRUE;
}

static gboolean
load_keys (CpHeadOfficePostgres *self, const GArray *keys, GError **error)
{
  g_autoptr (PGresult) rows_locked = NULL;
  g_autoptr (PGresult) result = NULL;

  if (keys->len == 0)
    return TRUE;
  rows_locked = query_by_keys (self, "lock-rows-by-key", keys, error);
  if (rows_locked == NULL)
    return FALSE;
  result = query_by_keys (self, "list-rows-by-key", keys, error);
  return result != NULL && note_keys (self, keys, result, error);
}

typedef gboolean (*LoadFunc) (CpHeadOfficePostgres *self,
                              const char *const *ids,
                              guint n_ids,
                              GError **error);

static gboolean
load_set (CpHeadOfficePostgres *self, GHashTable *ids, LoadFunc load, GError **error)
{
  guint n_ids = 0;
  g_autofree gpointer *list = g_hash_table_get_keys_as_array (ids, &n_ids);

  return load (self, (const char *const *) list, n_ids, error);
}

static gboolean
load_kinds (CpHeadOfficePostgres *self, GHashTable *const *ids_of_kinds, GError **error)
{
  for (guint kind = 0; kind < CP_N_KINDS; kind++) {
    GHashTable *ids = ids_of_kinds[kind];
    guint n_ids = 0;
    g_autofree gpointer *list = ids != NULL ? g_hash_table_get_keys_as_array (ids, &n_ids) : NULL;

    if (n_ids > 0 && !load_by_id (self, (CpKind) kind, (const char *const *) list, n_ids, error))
      return FALSE;
  }
  return TRUE;
}

/* Keys before accounts before rows by key, everywhere: few transactions then wait for one another
 * in a circle. Those that do are done over. */
static gboolean
prefetch (CpHeadOfficeStorage *storage, const CpWanted *wanted, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_autoptr (PGresult) keys_locked = NULL;

  if (wanted->keys->len > 0) {
    keys_locked = lock_keys (self, wanted->keys, error);
    if (keys_locked == NULL)
      return FALSE;
  }
  return load_set (self, wanted->account_ids, load_accounts, error) &&
         load_keys (self, wanted->keys, error) && load_kinds (self, wanted->row_ids, error) &&
         (!self->looks ||
          load_set (self, wanted->operation_ids, cp_head_office_postgres_load_operations, error));
}

static gboolean
read_row (
    CpHeadOfficePostgres *self, CpKind kind, const char *id, gpointer *ret_entity, GError **error)
{
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  cp_postgres_params_add_text (&params, cp_kind_get_type (kind)->name);
  cp_postgres_params_add_text (&params, id);
  *ret_entity = NULL;
  if (!cp_postgres_ensure (self->postgres, error))
    return FALSE;
  result = cp_postgres_query (self->postgres, "get-row", &params, error);
  if (result == NULL)
    return FALSE;
  if (PQntuples (result) > 0)
    *ret_entity = cp_postgres_read_entity (result, 0, error);
  return PQntuples (result) == 0 || *ret_entity != NULL;
}

static gboolean
look_at_row (CpHeadOfficeStorage *storage,
             CpKind kind,
             const char *id,
             const CpEntity **ret_entity,
             GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  g_return_val_if_fail (self->in_transaction, FALSE);

  if (cp_work_look (self->work, kind, id, ret_entity))
    return TRUE;
  if (!load_by_id (self, kind, &id, 1, error))
    return FALSE;
  *ret_entity = cp_work_get_row (self->work, kind, id);
  return TRUE;
}

static gboolean
get_row (
    CpHeadOfficeStorage *storage, CpKind kind, const char *id, gpointer *ret_entity, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  const CpEntity *entity;

  if (!self->in_transaction)
    return read_row (self, kind, id, ret_entity, error);
  if (!look_at_row (storage, kind, id, &entity, error))
    return FALSE;
  *ret_entity = entity != NULL ? cp_entity_copy (entity) : NULL;
  return TRUE;
}

static gboolean
get_account (CpHeadOfficeStorage *storage,
             const char *account_id,
             const CpAccount **ret_account,
             GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  g_return_val_if_fail (self->in_transaction, FALSE);

  if (cp_work_get_account (self->work, account_id) == NULL &&
      !load_accounts (self, &account_id, 1, error))
    return FALSE;
  *ret_account = cp_work_get_account (self->work, account_id);
  return TRUE;
}

static gboolean
load_key (CpHeadOfficePostgres *self, const CpKey *key, GError **error)
{
  g_autoptr (GArray) keys = cp_keys_new ();
  g_autoptr (PGresult) locked = NULL;

  cp_keys_add (keys, key->type, key->value);
  locked = lock_keys (self, keys, error);
  return locked != NULL && load_keys (self, keys, error);
}

/* Outside of a transaction the work is there for the time of one question. */
static gboolean
add_rows_by_key (CpHeadOfficeStorage *storage, const CpKey *key, GPtrArray *rows, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  const char *type = cp_key_type_to_word (key->type);

  if (!cp_work_has_key (self->work, type, key->value) && !load_key (self, key, error))
    return FALSE;
  cp_work_add_rows_by_key (self->work, type, key->value, rows);
  if (!self->in_transaction)
    cp_work_give_up (self->work);
  return TRUE;
}

static gboolean
list_rows (
    CpHeadOfficeStorage *storage, const char *kind, CpTextFunc func, gpointer data, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_text (&params, kind);
  return cp_postgres_each (self->postgres, "list-rows", &params, func, data, error);
}

static gboolean
list_images (CpHeadOfficeStorage *storage, CpTextFunc func, gpointer data, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  return cp_postgres_each (self->postgres, "list-images", &params, func, data, error);
}

void
cp_head_office_postgres_fill_read (CpHeadOfficeStorageClass *class_)
{
  class_->prefetch = prefetch;
  class_->get_row = get_row;
  class_->look_at_row = look_at_row;
  class_->get_account = get_account;
  class_->add_rows_by_key = add_rows_by_key;
  class_->list_rows = list_rows;
  class_->list_images = list_images;
}
