/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is done with an open database: statements, transactions, checkpoints, errors. */
#include "cp-database-private.h"

#include <string.h>

#include "cp-error.h"
#include "cp-files.h"
#include "cp-store-resource.h"

/* How much log is let stand before a checkpoint, in pages of 4096 bytes: 1 MiB where each is paid
 * for by a person waiting, 8 MiB where whole pages of the feed go in. */
#define SACRED_WAL_PAGES 256
#define DISPOSABLE_WAL_PAGES 2048

/* Around the name of a part. */
#define PART_BEGINS "{{"
#define PART_ENDS "}}"

static CpError
error_from_rc (int rc)
{
  switch (rc & 0xff) {
  case SQLITE_FULL:
    return CP_ERROR_FULL;
  case SQLITE_IOERR:
    return CP_ERROR_FATAL;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_CANTOPEN:
  case SQLITE_PERM:
  case SQLITE_READONLY:
    return CP_ERROR_UNAVAILABLE;
  case SQLITE_CONSTRAINT:
  case SQLITE_TOOBIG:
    return CP_ERROR_INVALID;
  case SQLITE_NOMEM:
    g_error ("SQLite is out of memory");
  default: /* SQLITE_CORRUPT, SQLITE_NOTADB, a table that is not there */
    return CP_ERROR_CORRUPT;
  }
}

gboolean
cp_database_fail (CpDatabase *self, int rc, const char *doing, GError **error)
{
  CpError code = self->fatal ? CP_ERROR_FATAL : error_from_rc (rc);
  g_autofree char *name = g_path_get_basename (self->path);

  if (code == CP_ERROR_FATAL)
    self->fatal = TRUE;
  /* Not sqlite3_errmsg(): it may quote what was being written. */
  g_set_error (error, CP_ERROR, (int) code, "Can't %s %s: %s (SQLite %d)", doing, name,
               sqlite3_errstr (rc), rc);
  return FALSE;
}

static gboolean
is_usable (CpDatabase *self, GError **error)
{
  return !self->fatal || cp_database_fail (self, SQLITE_IOERR, "use", error);
}

gboolean
cp_database_is_fatal (const CpDatabase *self)
{
  return self->fatal;
}

char *
cp_database_load_sql (GResource *resource, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("A statement is not there: %s", error->message);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

gboolean
cp_database_exec (CpDatabase *self, const char *sql, GError **error)
{
  int rc = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  return rc == SQLITE_OK || cp_database_fail (self, rc, "change", error);
}

char *
cp_database_load_setting (const char *name)
{
  g_autofree char *path = g_strconcat ("/org/counterpart/store/database/sql/", name, ".sql", NULL);

  return cp_database_load_sql (cp_store_get_resource (), path);
}

static char *
load_file (CpDatabase *self, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.sql", self->folder, name);

  return cp_database_load_sql (self->resource, path);
}

static char *
load_statement (CpDatabase *self, const char *name)
{
  g_autofree char *whole = load_file (self, name);
  g_auto (GStrv) pieces = g_strsplit (whole, PART_BEGINS, -1);
  g_autoptr (GString) text = g_string_new (pieces[0]);

  for (guint i = 1; pieces[0] != NULL && pieces[i] != NULL; i++) {
    char *rest = strstr (pieces[i], PART_ENDS);
    g_autofree char *part = NULL;

    g_assert (rest != NULL);
    *rest = '\0';
    part = load_file (self, pieces[i]);
    g_string_append (text, g_strchomp (part));
    g_string_append (text, rest + strlen (PART_ENDS));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static CpStatement *
prepare (CpDatabase *self, const char *name, GError **error)
{
  g_autofree char *sql = g_str_has_prefix (name, "settings/")
                             ? cp_database_load_setting (name + strlen ("settings/"))
                             : load_statement (self, name);
  sqlite3_stmt *stmt;
  CpStatement *statement;
  int rc = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);

  if (rc != SQLITE_OK) {
    g_debug ("%s: %s", name, sqlite3_errmsg (self->db));
    cp_database_fail (self, rc, "use", error);
    return NULL;
  }
  statement = g_new0 (CpStatement, 1);
  statement->database = self;
  statement->stmt = stmt;
  g_hash_table_insert (self->statements, g_strdup (name), statement);
  return statement;
}

CpStatement *
cp_database_get (CpDatabase *self, const char *name, GError **error)
{
  CpStatement *statement;

  if (!is_usable (self, error))
    return NULL;
  statement = g_hash_table_lookup (self->statements, name);
  if (statement == NULL)
    return prepare (self, name, error);
  if (sqlite3_stmt_busy (statement->stmt))
    g_error ("The statement %s is in use already", name);
  return statement;
}

gboolean
cp_database_run_script (CpDatabase *self, const char *name, GError **error)
{
  g_autofree char *sql = NULL;
  gboolean ok;

  g_return_val_if_fail (self->use == CP_DATABASE_BUILD, FALSE);

  sql = load_statement (self, name);
  cp_database_set_guard (self, FALSE);
  ok = is_usable (self, error) && cp_database_exec (self, sql, error);
  cp_database_set_guard (self, TRUE);
  return ok;
}

gboolean
cp_database_vacuum_into (CpDatabase *self, const char *path, GError **error)
{
  CpStatement *statement = cp_database_get (self, "settings/copy-into", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":path", path);
  return cp_statement_run (statement, error);
}

/* The file itself is only read while it is copied: what could not be written is the copy, on whatever
 * disk that is, and says nothing of this one. */
static gboolean
is_of_copy (int rc)
{
  switch (rc) {
  case SQLITE_IOERR_READ:
  case SQLITE_IOERR_SHORT_READ:
  case SQLITE_IOERR_CORRUPTFS:
  case SQLITE_IOERR_NOMEM:
    return FALSE;
  default:
    return (rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_FULL;
  }
}

static gboolean
fail_copy (CpDatabase *self, int rc, const char *path, GError **error)
{
  int code = (rc & 0xff) == SQLITE_FULL ? CP_ERROR_FULL : CP_ERROR_UNAVAILABLE;

  if (!is_of_copy (rc))
    return cp_database_fail (self, rc, "copy", error);
  cp_files_remove (self->world, path);
  g_set_error (error, CP_ERROR, code, "Can't write the copy %s: %s (SQLite %d)", path,
               sqlite3_errstr (rc), rc);
  return FALSE;
}

static gboolean
is_free (CpDatabase *self, const char *path, GError **error)
{
  g_autoptr (CpFile) file = cp_file_open (self->world, path, FALSE, NULL);

  if (file == NULL)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
               "Can't write the copy %s: it is there already", path);
  return FALSE;
}

gboolean
cp_database_copy_into (CpDatabase *self, const char *path, GError **error)
{
  CpStatement *statement;
  int rc = SQLITE_OK;

  g_return_val_if_fail (cp_files_can (self->world), FALSE);

  if (!is_free (self, path, error))
    return FALSE;
  cp_database_set_guard (self, FALSE);
  statement = cp_database_get (self, "settings/copy-into", error);
  if (statement != NULL) {
    cp_statement_bind_text (statement, ":path", path);
    rc = sqlite3_step (statement->stmt);
    cp_statement_reset (statement);
  }
  cp_database_set_guard (self, TRUE);
  return statement != NULL && (rc == SQLITE_DONE || fail_copy (self, rc, path, error));
}

static gboolean
run (CpDatabase *self, const char *name, GError **error)
{
  CpStatement *statement = cp_database_get (self, name, error);

  return statement != NULL && cp_statement_run (statement, error);
}

gboolean
cp_database_begin (CpDatabase *self, GError **error)
{
  g_return_val_if_fail (self->fatal || sqlite3_get_autocommit (self->db), FALSE);

  return run (self, "settings/begin", error);
}

gboolean
cp_database_commit (CpDatabase *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (run (self, "settings/commit", &local))
    return TRUE;
  cp_database_rollback (self);
  if (!self->fatal)
    local->code = CP_ERROR_UNKNOWN_OUTCOME;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

void
cp_database_rollback (CpDatabase *self)
{
  g_autoptr (GError) error = NULL;

  /* SQLite has rolled back by itself after some errors; after a fatal one, closing does it. */
  if (!self->fatal && !sqlite3_get_autocommit (self->db) &&
      !run (self, "settings/rollback", &error))
    g_warning ("%s", error->message);
}

gint64
cp_database_get_last_row (const CpDatabase *self)
{
  return sqlite3_last_insert_rowid (self->db);
}

gboolean
cp_database_wants_checkpoint (const CpDatabase *self)
{
  int usual = self->use == CP_DATABASE_SACRED ? SACRED_WAL_PAGES : DISPOSABLE_WAL_PAGES;

  return self->wal_pages >= (self->max_wal_pages > 0 ? self->max_wal_pages : usual);
}

gboolean
cp_database_checkpoint (CpDatabase *self, gboolean truncate, GError **error)
{
  int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  int rc;

  if (!is_usable (self, error))
    return FALSE;
  rc = sqlite3_wal_checkpoint_v2 (self->db, NULL, mode, NULL, NULL);
  if (rc == SQLITE_OK) {
    self->wal_pages = 0;
    if (truncate) /* Pages in memory have not been through CpCleanPages, and would be in the log again. */
      sqlite3_db_release_memory (self->db);
    return TRUE;
  }
  if (rc != SQLITE_FULL)
    self->fatal = TRUE;
  return cp_database_fail (self, rc, "checkpoint", error);
}
