/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a transaction has decided, written a table at a time. */
#include "cp-error.h"
#include "cp-head-office-postgres-private.h"
#include "cp-text.h"

#include <string.h>

/* What is no JSON could have a character in it that ends a part or an item, and nobody could read the feed
 * from there on. */
static gboolean
check_part (const char *id, GError **error)
{
  if (!cp_text_has_control (id))
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                       "An id with a control character in it can't be told");
  return FALSE;
}

static gboolean
put_row (CpHeadOfficeStorage *storage, CpEntity *entity, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  if (!check_part (entity->id, error) || !check_part (entity->account_id, error))
    return FALSE;
  cp_work_put_row (self->work, entity);
  self->n_items++;
  return TRUE;
}

static void
expect_no_row (CpHeadOfficeStorage *storage, CpKind kind, const char *id)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  if (!self->looks)
    cp_work_miss_row (self->work, kind, id);
}

static void
append_part (GString *item, const char *text)
{
  g_string_append_c (item, CP_PART_END);
  g_string_append (item, text);
}

static void
append_number (GString *item, gint64 number)
{
  g_string_append_c (item, CP_PART_END);
  cp_json_write_int (item, number);
}

static gboolean
add_ack (CpHeadOfficeStorage *storage,
         const CpPlace *place,
         const char *operation_id,
         const char *outcome,
         GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  if (!check_part (place->device_id, error) || !check_part (place->incarnation, error) ||
      !check_part (operation_id, error))
    return FALSE;
  g_string_append_c (self->acks, 'A');
  append_part (self->acks, place->device_id);
  append_part (self->acks, place->incarnation);
  append_number (self->acks, place->seq);
  append_part (self->acks, operation_id);
  append_part (self->acks, outcome);
  g_string_append_c (self->acks, CP_ITEM_END);
  self->n_items++;
  return TRUE;
}

static void
append_rows (CpHeadOfficePostgres *self, GString *body)
{
  const GPtrArray *changed = cp_work_list_changed (self->work);

  for (guint i = 0; i < changed->len; i++) {
    CpWorkRow *row = changed->pdata[i];
    const CpEntity *entity = row->entity;

    if (row->is_told)
      continue;
    g_string_append_c (body, 'R');
    append_part (body, cp_kind_get_type (entity->kind)->name);
    append_part (body, entity->id);
    append_part (body, entity->account_id != NULL ? entity->account_id : "");
    append_number (body, entity->ver);
    append_part (body, cp_work_row_get_text (row));
    g_string_append_c (body, CP_ITEM_END);
    row->is_told = TRUE;
  }
}

gboolean
cp_head_office_postgres_take_gid (CpHeadOfficePostgres *self, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (self->gid != 0)
    return TRUE;
  result = cp_postgres_query (self->postgres, "next-gid", NULL, error);
  if (result == NULL)
    return FALSE;
  self->gid = cp_postgres_get_int (result, 0, 0);
  return TRUE;
}

static gboolean
end_entry (CpHeadOfficePostgres *self, GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  CpPostgresParams params = { 0 };

  if (self->n_items == 0)
    return TRUE;
  if (!cp_head_office_postgres_take_gid (self, error))
    return FALSE;
  append_rows (self, body);
  g_string_append (body, self->acks->str);
  g_string_truncate (self->acks, 0);
  self->n_items = 0;
  cp_postgres_params_add_int (&params, self->gid);
  cp_postgres_params_add_int (&params, ++self->n_entries);
  cp_postgres_params_add_text (&params, body->str);
  return cp_postgres_run (self->postgres, "add-item", &params, error);
}

static gboolean
end_transaction (CpHeadOfficeStorage *storage, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  return self->n_items < CP_ITEMS_PER_ENTRY || end_entry (self, error);
}

static void
want_lock (CpHeadOfficePostgres *self, const CpEntity *entity, GHashTable *ids)
{
  if (entity != NULL && entity->account_id != NULL && entity->kind != CP_KIND_ACTION &&
      !g_hash_table_contains (self->locked, entity->account_id))
    g_hash_table_add (ids, entity->account_id);
}

/* Most rows are of accounts that were locked before they were read. Of others too somebody may have
 * kept what is no longer so. */
static gboolean
lock_others (CpHeadOfficePostgres *self, GError **error)
{
  const GPtrArray *changed = cp_work_list_changed (self->work);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree gpointer *list = NULL;
  g_autoptr (PGresult) result = NULL;
  guint n;

  for (guint i = 0; i < changed->len; i++) {
    const CpWorkRow *row = changed->pdata[i];

    want_lock (self, row->entity, ids);
    want_lock (self, row->stored, ids);
  }
  list = g_hash_table_get_keys_as_array (ids, &n);
  if (n > 0)
    result = cp_head_office_postgres_lock_accounts (self, (const char *const *) list, n, error);
  return n == 0 || result != NULL;
}

static void
add_row (CpPostgresColumns *rows, CpWorkRow *row)
{
  const CpEntity *entity = row->entity;

  cp_postgres_array_add_text (&rows->columns[0], cp_kind_get_type (entity->kind)->name);
  cp_postgres_array_add_text (&rows->columns[1], entity->id);
  cp_postgres_array_add_text (&rows->columns[2], entity->account_id);
  cp_postgres_array_add_int (&rows->columns[3], entity->ver);
  cp_postgres_array_add_text (&rows->columns[4], cp_work_row_get_text (row));
  cp_postgres_array_add_text (&rows->columns[5], cp_work_row_get_home (row));
}

/* Not all rows were held when they were read: one that is not what it was then would undo what somebody
 * else has done to it, an erasure even, and under a number that devices have had. */
static gboolean
change_rows (CpHeadOfficePostgres *self, CpPostgresColumns *rows, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (rows->columns[0].n == 0)
    return TRUE;
  result = cp_postgres_query_columns (self->postgres, "change-rows", rows, error);
  if (result == NULL)
    return FALSE;
  if (g_ascii_strtoull (PQcmdTuples (result), NULL, 10) == rows->columns[0].n)
    return TRUE;
  self->wants_retry = TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
                       "Somebody else has changed a row since it was read");
  return FALSE;
}

static gboolean
write_rows (CpHeadOfficePostgres *self, GError **error)
{
  const GPtrArray *changed = cp_work_list_changed (self->work);
  g_auto (CpPostgresColumns) added = { 0 };
  g_auto (CpPostgresColumns) altered = { 0 };

  cp_postgres_columns_init (&added, "tttitt");
  cp_postgres_columns_init (&altered, "tttitti");
  for (guint i = 0; i < changed->len; i++) {
    CpWorkRow *row = changed->pdata[i];

    if (row->entity->kind == CP_KIND_PROGRAMME)
      self->has_setting = TRUE;
    add_row (row->stored == NULL ? &added : &altered, row);
    if (row->stored != NULL)
      cp_postgres_array_add_int (&altered.columns[6], row->stored->ver);
  }
  return cp_postgres_run_columns (self->postgres, "add-rows", &added, error) &&
         change_rows (self, &altered, error);
}

/* Those of @keys that are not among @others. */
static void
add_keys (CpPostgresArray *columns,
          const CpEntity *entity,
          const GArray *keys,
          const GArray *others)
{
  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);

    if (cp_keys_has (others, key->type, key->value))
      continue;
    cp_postgres_array_add_text (&columns[0], cp_key_type_to_word (key->type));
    cp_postgres_array_add_text (&columns[1], key->value);
    cp_postgres_array_add_text (&columns[2], cp_kind_get_type (entity->kind)->name);
    cp_postgres_array_add_text (&columns[3], entity->id);
  }
}

static gboolean
write_keys (CpHeadOfficePostgres *self, GError **error)
{
  const GPtrArray *changed = cp_work_list_changed (self->work);
  g_auto (CpPostgresColumns) gone = { 0 };
  g_auto (CpPostgresColumns) come = { 0 };

  cp_postgres_columns_init (&gone, "tttt");
  cp_postgres_columns_init (&come, "tttt");
  for (guint i = 0; i < changed->len; i++) {
    CpWorkRow *row = changed->pdata[i];
    g_autoptr (GArray) before = cp_work_dup_keys (row->stored);
    const GArray *after = cp_work_row_get_keys (row);

    add_keys (gone.columns, row->entity, before, after);
    add_keys (come.columns, row->entity, after, before);
  }
  return cp_postgres_run_columns (self->postgres, "delete-keys", &gone, error) &&
         cp_postgres_run_columns (self->postgres, "add-keys", &come, error);
}

gboolean
cp_head_office_postgres_write_operations (CpHeadOfficePostgres *self, GError **error)
{
  const GPtrArray *list = cp_work_list_operations (self->work);
  g_auto (CpPostgresColumns) operations = { 0 };
  CpPostgresArray *columns = operations.columns;

  cp_postgres_columns_init (&operations, "ttittttii");
  for (guint i = 0; i < list->len; i++) {
    const CpWorkOperation *operation = list->pdata[i];

    cp_postgres_array_add_text (&columns[0], operation->device_id);
    cp_postgres_array_add_text (&columns[1], operation->incarnation);
    cp_postgres_array_add_int (&columns[2], operation->seq);
    cp_postgres_array_add_text (&columns[3], operation->received.id);
    cp_postgres_array_add_text (&columns[4], operation->received.hash);
    cp_postgres_array_add_text (&columns[5], operation->received.body);
    cp_postgres_array_add_text (&columns[6], operation->received.outcome);
    cp_postgres_array_add_int (&columns[7], operation->received.at_ms);
    cp_postgres_array_add_int (&columns[8], operation->received.is_repeat ? 1 : 0);
  }
  if (!cp_postgres_run_columns (self->postgres, "add-operations", &operations, error))
    return FALSE;
  cp_work_drop_operations (self->work);
  return TRUE;
}

static gboolean
write_usage (CpHeadOfficePostgres *self, GError **error)
{
  const GPtrArray *list = cp_work_list_usage (self->work);
  g_auto (CpPostgresColumns) usage = { 0 };
  CpPostgresArray *columns = usage.columns;

  cp_postgres_columns_init (&usage, "ttiii");
  for (guint i = 0; i < list->len; i++) {
    const CpWorkUsage *one = list->pdata[i];

    cp_postgres_array_add_text (&columns[0], one->staff_id);
    cp_postgres_array_add_text (&columns[1], one->kind);
    cp_postgres_array_add_int (&columns[2], one->day);
    cp_postgres_array_add_int (&columns[3], one->more);
    cp_postgres_array_add_int (&columns[4], one->more_minor);
  }
  return cp_postgres_run_columns (self->postgres, "add-usage", &usage, error);
}

/* One row for the whole transaction, and nothing after it but the commit: that is what keeps the
 * order in which transactions are numbered one in which each comes after what it has read. */
static gboolean
write_todo (CpHeadOfficePostgres *self, GError **error)
{
  CpPostgresParams params = { 0 };

  if (self->n_entries == 0)
    return TRUE;
  cp_postgres_params_add_int (&params, self->gid);
  cp_postgres_params_add_int (&params, self->n_entries);
  return (self->use == CP_POSTGRES_ALONE ||
          cp_postgres_run (self->postgres, "notify-todo", NULL, error)) &&
         cp_postgres_run (self->postgres, "add-todo", &params, error);
}

/* What one process has put, the others notice by the generation. */
static gboolean
bump_generation (CpHeadOfficePostgres *self, GError **error)
{
  CpPostgresParams params = { 0 };

  if (!self->has_setting)
    return TRUE;
  cp_postgres_params_add_int (&params, 0);
  return cp_postgres_run (self->postgres, "bump-generation", NULL, error) &&
         cp_postgres_run (self->postgres, "notify-feed", &params, error);
}

gboolean
cp_head_office_postgres_flush (CpHeadOfficePostgres *self, GError **error)
{
  return end_entry (self, error) && lock_others (self, error) && write_rows (self, error) &&
         write_keys (self, error) && cp_head_office_postgres_write_operations (self, error) &&
         write_usage (self, error) && bump_generation (self, error) && write_todo (self, error);
}

void
cp_head_office_postgres_fill_write (CpHeadOfficeStorageClass *class_)
{
  class_->expect_no_row = expect_no_row;
  class_->put_row = put_row;
  class_->add_ack = add_ack;
  class_->end_transaction = end_transaction;
}
