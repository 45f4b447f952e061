/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows, by what they are found, and the feed. */
#include "cp-error.h"
#include "cp-head-office-sqlite-private.h"

/* From the columns kind, data and ver. */
static gpointer
read_entity (CpStatement *statement, GError **error)
{
  int kind = cp_kind_from_word (cp_statement_get_text (statement, 0));
  g_autoptr (CpJson) data = cp_json_parse (cp_statement_get_text (statement, 1), -1, error);

  if (data == NULL)
    return NULL;
  if (kind < 0) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT, "A row is of a kind that is none");
    return NULL;
  }
  return cp_entity_from_json ((CpKind) kind, data, cp_statement_get_int (statement, 2), error);
}

/* Takes over what @statement finds; @key (nullable): by what */
static gboolean
load_rows (CpHeadOfficeSqlite *self, CpStatement *statement, const CpKey *key, GError **error)
{
  g_autoptr (CpStatementCleaner) cleaner = statement;
  gboolean row = TRUE;

  while (row) {
    gpointer entity;
    CpWorkRow *loaded;

    if (!cp_statement_step (cleaner, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    entity = read_entity (cleaner, error);
    if (entity == NULL)
      return FALSE;
    loaded = cp_work_load_row (self->work, entity);
    if (key != NULL)
      cp_work_add_to_key (self->work, cp_key_type_to_word (key->type), key->value, loaded);
  }
  return TRUE;
}

static const char *
get_word (CpKind kind)
{
  return cp_kind_get_type (kind)->name;
}

static gboolean
load_row (CpHeadOfficeSqlite *self, CpKind kind, const char *id, GError **error)
{
  CpStatement *statement = cp_database_get (self->database, "get-row", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_lasting_text (statement, ":kind", get_word (kind));
  cp_statement_bind_lasting_text (statement, ":id", id);
  if (!load_rows (self, statement, NULL, error))
    return FALSE;
  cp_work_miss_row (self->work, kind, id);
  return TRUE;
}

static gboolean
look_at_row (CpHeadOfficeStorage *storage,
             CpKind kind,
             const char *id,
             const CpEntity **ret_entity,
             GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  if (cp_work_look (self->work, kind, id, ret_entity))
    return TRUE;
  if (!load_row (self, kind, id, error))
    return FALSE;
  *ret_entity = cp_work_get_row (self->work, kind, id);
  return TRUE;
}

static gboolean
get_row (
    CpHeadOfficeStorage *storage, CpKind kind, const char *id, gpointer *ret_entity, GError **error)
{
  const CpEntity *entity;

  if (!look_at_row (storage, kind, id, &entity, error))
    return FALSE;
  *ret_entity = entity != NULL ? cp_entity_copy (entity) : NULL;
  return TRUE;
}

static gboolean
load_account (CpHeadOfficeSqlite *self, const char *account_id, GError **error)
{
  CpStatement *statement = cp_database_get (self->database, "list-account-rows", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_lasting_text (statement, ":account_id", account_id);
  cp_work_begin_account (self->work, account_id);
  return load_rows (self, statement, NULL, error);
}

static gboolean
get_account (CpHeadOfficeStorage *storage,
             const char *account_id,
             const CpAccount **ret_account,
             GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  if (cp_work_get_account (self->work, account_id) == NULL &&
      !load_account (self, account_id, error))
    return FALSE;
  *ret_account = cp_work_get_account (self->work, account_id);
  return TRUE;
}

static gboolean
load_key (CpHeadOfficeSqlite *self, const CpKey *key, GError **error)
{
  const char *type = cp_key_type_to_word (key->type);
  CpStatement *statement = cp_database_get (self->database, "list-rows-by-key", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_lasting_text (statement, ":type", type);
  cp_statement_bind_lasting_text (statement, ":value", key->value);
  cp_work_add_to_key (self->work, type, key->value, NULL);
  return load_rows (self, statement, key, error);
}

static gboolean
add_rows_by_key (CpHeadOfficeStorage *storage, const CpKey *key, GPtrArray *rows, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  const char *type = cp_key_type_to_word (key->type);

  if (!cp_work_has_key (self->work, type, key->value) && !load_key (self, key, error)) {
    cp_work_clear (self->work);
    return FALSE;
  }
  cp_work_add_rows_by_key (self->work, type, key->value, rows);
  return TRUE;
}

static void
bind_row (CpStatement *statement, const CpEntity *entity)
{
  cp_statement_bind_lasting_text (statement, ":kind", get_word (entity->kind));
  cp_statement_bind_lasting_text (statement, ":id", entity->id);
}

static gboolean
add_to_feed (CpHeadOfficeSqlite *self, CpEntity *entity, const char *text, GError **error)
{
  CpStatement *statement = cp_database_get (self->database, "add-feed-row", error);

  if (statement == NULL)
    return FALSE;
  bind_row (statement, entity);
  cp_statement_bind_lasting_text (statement, ":account_id", entity->account_id);
  cp_statement_bind_lasting_text (statement, ":data", text);
  if (!cp_statement_run (statement, error))
    return FALSE;
  self->last_gseq = entity->ver = cp_database_get_last_row (self->database);
  return TRUE;
}

/* Runs the statement @name for those of @keys that are not in @but. */
static gboolean
write_keys (CpHeadOfficeSqlite *self,
            const char *name,
            const CpEntity *entity,
            const GArray *keys,
            const GArray *but,
            GError **error)
{
  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);
    CpStatement *statement;

    if (cp_keys_has (but, key->type, key->value))
      continue;
    statement = cp_database_get (self->database, name, error);
    if (statement == NULL)
      return FALSE;
    cp_statement_bind_lasting_text (statement, ":type", cp_key_type_to_word (key->type));
    cp_statement_bind_lasting_text (statement, ":value", key->value);
    cp_statement_bind_lasting_text (statement, ":kind", get_word (entity->kind));
    cp_statement_bind_lasting_text (statement, ":id", entity->id);
    if (!cp_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cp_head_office_sqlite_met_another (CpHeadOfficeSqlite *self)
{
  if (!self->looks)
    self->looks = self->wants_retry = TRUE;
  return FALSE;
}

/* (To write an account or a home again would write to its index, somewhere else in the file for each row.) */
static const char *
choose_statement (const CpWorkRow *row)
{
  if (row->stored == NULL)
    return "add-row";
  return cp_work_row_has_moved (row) ? "move-row" : "change-row";
}

static gboolean
write_text (CpHeadOfficeSqlite *self, const CpWorkRow *row, const char *text, GError **error)
{
  CpStatement *statement = cp_database_get (self->database, choose_statement (row), error);

  if (statement == NULL)
    return FALSE;
  bind_row (statement, row->entity);
  cp_statement_bind_lasting_text (statement, ":data", text);
  cp_statement_bind_int (statement, ":ver", row->entity->ver);
  if (cp_work_row_has_moved (row)) {
    cp_statement_bind_lasting_text (statement, ":account_id", row->entity->account_id);
    cp_statement_bind_lasting_text (statement, ":home_store_id", cp_work_row_get_home (row));
  }
  return cp_statement_run (statement, error) ||
         (row->stored == NULL && cp_head_office_sqlite_met_another (self));
}

static gboolean
write_row (CpHeadOfficeSqlite *self, CpWorkRow *row, GError **error)
{
  const char *text = cp_work_row_get_text (row);
  g_autoptr (GArray) before = cp_work_dup_keys (row->stored);
  const GArray *after = cp_work_row_get_keys (row);

  return add_to_feed (self, row->entity, text, error) && write_text (self, row, text, error) &&
         write_keys (self, "delete-key", row->entity, before, after, error) &&
         write_keys (self, "add-key", row->entity, after, before, error);
}

static gboolean
write_usage (CpHeadOfficeSqlite *self, const CpWorkUsage *usage, GError **error)
{
  CpStatement *statement = cp_database_get (self->database, "add-usage", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_lasting_text (statement, ":staff_id", usage->staff_id);
  cp_statement_bind_lasting_text (statement, ":kind", usage->kind);
  cp_statement_bind_int (statement, ":day", usage->day);
  cp_statement_bind_int (statement, ":count", usage->more);
  cp_statement_bind_int (statement, ":value_minor", usage->more_minor);
  return cp_statement_run (statement, error);
}

static gboolean
end_entry (CpHeadOfficeSqlite *self, GError **error)
{
  CpStatement *statement;

  if (self->n_items == 0)
    return TRUE;
  self->n_items = 0;
  statement = cp_database_get (self->database, "end-transaction", error);
  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":gseq", self->last_gseq);
  return cp_statement_run (statement, error);
}

gboolean
cp_head_office_sqlite_write_work (CpHeadOfficeSqlite *self, GError **error)
{
  const GPtrArray *changed = cp_work_list_changed (self->work);
  const GPtrArray *usage = cp_work_list_usage (self->work);

  for (guint i = 0; i < changed->len; i++)
    if (!write_row (self, changed->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < usage->len; i++)
    if (!write_usage (self, usage->pdata[i], error))
      return FALSE;
  cp_work_settle (self->work);
  return TRUE;
}

gboolean
cp_head_office_sqlite_flush (CpHeadOfficeSqlite *self, GError **error)
{
  return cp_head_office_sqlite_write_work (self, error) && end_entry (self, error);
}

static gboolean
put_row (CpHeadOfficeStorage *storage, CpEntity *entity, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  cp_work_put_row (self->work, entity);
  self->n_items++;
  return TRUE;
}

static void
expect_no_row (CpHeadOfficeStorage *storage, CpKind kind, const char *id)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  if (!self->looks)
    cp_work_miss_row (self->work, kind, id);
}

static gboolean
add_ack (CpHeadOfficeStorage *storage,
         const CpPlace *place,
         const char *operation_id,
         const char *outcome,
         GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "add-feed-ack", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_place (statement, place);
  cp_statement_bind_lasting_text (statement, ":id", operation_id);
  cp_statement_bind_lasting_text (statement, ":data", outcome);
  if (!cp_statement_run (statement, error))
    return FALSE;
  self->last_gseq = cp_database_get_last_row (self->database);
  self->n_items++;
  return TRUE;
}

static gboolean
end_transaction (CpHeadOfficeStorage *storage, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  return self->n_items < CP_ITEMS_PER_ENTRY || cp_head_office_sqlite_flush (self, error);
}

static gboolean
get_last_gseq (CpHeadOfficeStorage *storage, gint64 *ret_gseq, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) statement =
      cp_database_get (self->database, "get-last-gseq", error);
  gboolean row;

  if (statement == NULL || !cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_gseq = cp_statement_get_int (statement, 0);
  return TRUE;
}

/* Returns: whether the reader wants more */
static gboolean
give_entry (CpStatement *statement, const CpFeedReader *reader)
{
  gint64 gseq = cp_statement_get_int (statement, 0);
  const char *kind = cp_statement_get_text (statement, 1);
  const char *id = cp_statement_get_text (statement, 2);
  const char *data = cp_statement_get_text (statement, 4);
  gboolean is_theirs = cp_statement_get_int (statement, 7) != 0;

  if (kind != NULL)
    reader->row (reader->data, gseq, kind, id, cp_statement_get_text (statement, 3), gseq, data);
  else if (is_theirs)
    reader->ack (reader->data, gseq, cp_statement_get_text (statement, 8),
                 cp_statement_get_int (statement, 5), id, data);
  return cp_statement_get_int (statement, 6) == 0 || reader->end (reader->data, gseq);
}

static gboolean
read_feed (CpHeadOfficeStorage *storage,
           gint64 after,
           const char *device_id,
           const char *incarnation,
           const char *bulk,
           const CpFeedReader *reader,
           GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, "read-feed", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":after", after);
  cp_statement_bind_lasting_text (statement, ":device_id", device_id);
  cp_statement_bind_lasting_text (statement, ":incarnation", incarnation);
  cp_statement_bind_lasting_text (statement, ":bulk", bulk);
  while (row) {
    if (!cp_statement_step (statement, &row, error))
      return FALSE;
    if (row && !give_entry (statement, reader))
      return TRUE;
  }
  return TRUE;
}

static gboolean
list_rows (
    CpHeadOfficeStorage *storage, const char *kind, CpTextFunc func, gpointer data, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "list-rows", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_lasting_text (statement, ":kind", kind);
  return cp_head_office_sqlite_list (statement, func, data, error);
}

static gboolean
list_images (CpHeadOfficeStorage *storage, CpTextFunc func, gpointer data, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  static const char *const names[] = { "list-images-by-account", "list-images-of-no-account" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    CpStatement *statement = cp_database_get (self->database, names[i], error);

    if (statement == NULL || !cp_head_office_sqlite_list (statement, func, data, error))
      return FALSE;
  }
  return TRUE;
}

void
cp_head_office_sqlite_fill_rows (CpHeadOfficeStorageClass *class_)
{
  class_->get_row = get_row;
  class_->look_at_row = look_at_row;
  class_->get_account = get_account;
  class_->add_rows_by_key = add_rows_by_key;
  class_->expect_no_row = expect_no_row;
  class_->put_row = put_row;
  class_->add_ack = add_ack;
  class_->end_transaction = end_transaction;
  class_->get_last_gseq = get_last_gseq;
  class_->read_feed = read_feed;
  class_->list_rows = list_rows;
  class_->list_images = list_images;
}
