/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-sqlite.h"

#include "cp-head-office-resource.h"
#include "cp-head-office-sqlite-private.h"

/* 16 MiB: pages that many pushes touch are written back once. */
#define WAL_PAGES 4096

/* So many rows are held at most between transactions: about a kilobyte each. */
#define MAX_ROWS 100000

#define APPLICATION_ID 1128810289 /* as in migration 0001 */

static void
free_storage (CpHeadOfficeStorage *storage)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  cp_database_close (self->database);
  cp_work_free (self->work);
  g_free (self);
}

static gboolean
begin (CpHeadOfficeStorage *storage, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  self->wants_retry = FALSE;
  if (cp_work_count_rows (self->work) > MAX_ROWS)
    cp_work_clear (self->work);
  return cp_database_begin (self->database, error);
}

/* What the work holds is no longer what the database has. */
static void
forget_work (CpHeadOfficeSqlite *self)
{
  cp_work_clear (self->work);
  self->n_items = 0;
}

static void
rollback (CpHeadOfficeStorage *storage)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  forget_work (self);
  cp_database_rollback (self->database);
}

static gboolean
commit (CpHeadOfficeStorage *storage, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  if (!cp_head_office_sqlite_flush (self, error)) {
    rollback (storage);
    return FALSE;
  }
  if (cp_database_commit (self->database, error)) {
    self->looks = FALSE;
    return TRUE;
  }
  forget_work (self);
  return FALSE;
}

static gboolean
wants_retry (CpHeadOfficeStorage *storage)
{
  return cp_head_office_sqlite_cast (storage)->wants_retry;
}

static gboolean
get_setting (CpHeadOfficeStorage *storage, const char *name, char **ret_value, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, "get-setting", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":name", name);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_value = row ? g_strdup (cp_statement_get_text (statement, 0)) : NULL;
  return TRUE;
}

static gboolean
put_setting (CpHeadOfficeStorage *storage, const char *name, const char *value, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "put-setting", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":name", name);
  cp_statement_bind_text (statement, ":value", value);
  return cp_statement_run (statement, error);
}

static gboolean
do_upkeep (CpHeadOfficeStorage *storage, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  return !cp_database_wants_checkpoint (self->database) ||
         cp_database_checkpoint (self->database, FALSE, error);
}

static gboolean
is_fatal (CpHeadOfficeStorage *storage)
{
  return cp_database_is_fatal (cp_head_office_sqlite_cast (storage)->database);
}

void
cp_statement_bind_place (CpStatement *self, const CpPlace *place)
{
  cp_statement_bind_lasting_text (self, ":device_id", place->device_id);
  cp_statement_bind_lasting_text (self, ":incarnation", place->incarnation);
  cp_statement_bind_int (self, ":seq", place->seq);
}

gboolean
cp_head_office_sqlite_list (CpStatement *statement, CpTextFunc func, gpointer data, GError **error)
{
  g_autoptr (CpStatementCleaner) cleaner = statement;
  gboolean row = TRUE;

  while (row) {
    if (!cp_statement_step (cleaner, &row, error))
      return FALSE;
    if (row && !func (data, cp_statement_get_text (cleaner, 0)))
      return TRUE;
  }
  return TRUE;
}

static gboolean
open_copy (CpHeadOfficeStorage *storage,
           const char *path,
           CpHeadOfficeStorage **ret_copy,
           GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  if (!cp_database_copy_into (self->database, path, error))
    return FALSE;
  *ret_copy = cp_head_office_sqlite_open (self->world, path, error);
  return *ret_copy != NULL;
}

gboolean
cp_head_office_sqlite_look_through (CpHeadOfficeStorage *storage, GError **error)
{
  return cp_database_look_through (cp_head_office_sqlite_cast (storage)->database, error);
}

static void
fill_class (CpHeadOfficeStorageClass *class_)
{
  class_->free = free_storage;
  class_->begin = begin;
  class_->commit = commit;
  class_->rollback = rollback;
  class_->wants_retry = wants_retry;
  class_->get_setting = get_setting;
  class_->put_setting = put_setting;
  class_->open_copy = open_copy;
  class_->do_upkeep = do_upkeep;
  class_->is_fatal = is_fatal;
  cp_head_office_sqlite_fill_rows (class_);
  cp_head_office_sqlite_fill_chain (class_);
  cp_head_office_sqlite_fill_erase (class_);
  cp_head_office_sqlite_fill_scope (class_);
  cp_head_office_sqlite_fill_status (class_);
  cp_head_office_sqlite_fill_sums (class_);
}

CpHeadOfficeStorage *
cp_head_office_sqlite_open (const CpWorld *world, const char *path, GError **error)
{
  const CpDatabaseConfig config = {
    .path = path,
    .use = CP_DATABASE_SACRED,
    .application_id = APPLICATION_ID,
    .resource = cp_head_office_get_resource (),
    .folder = "/org/counterpart/headoffice/sqlite/sql",
    .wal_pages = WAL_PAGES,
  };
  CpDatabase *database = cp_database_open (world, &config, error);
  CpHeadOfficeSqlite *self;

  if (database == NULL)
    return NULL;
  self = g_new0 (CpHeadOfficeSqlite, 1);
  fill_class (&self->functions);
  self->parent.class_ = &self->functions;
  self->world = world;
  self->database = database;
  self->work = cp_work_new ();
  return &self->parent;
}
