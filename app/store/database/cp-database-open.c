/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening: the lock, the settings, each read back, and what is denied from then on. */
#include "cp-database-private.h"

#include "cp-error.h"
#include "cp-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* More pages than any disk has; SQLite's own limit. */
#define NO_LIMIT_PAGES G_GINT64_CONSTANT (4294967294)
#define PAGE_BYTES 4096

/* SQLite's words, see rc_of_verdict(). */
#define UNREAD_MAP "Failed to read ptrmap"
#define MOST_LOOKS 5 /* a disk may fail twice in a row */

static const char *const settings_of_use[] = {
  [CP_DATABASE_SACRED] = "sacred",
  [CP_DATABASE_DISPOSABLE] = "disposable",
  [CP_DATABASE_BUILD] = "build",
  [CP_DATABASE_READ_ONLY] = "read-only",
};

static void
free_statement (CpStatement *self)
{
  sqlite3_finalize (self->stmt);
  g_free (self);
}

static gboolean
take_lock (CpDatabase *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);

  if (self->world->vfs_name != NULL || self->use == CP_DATABASE_READ_ONLY)
    return TRUE;
  self->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->lock_fd < 0) {
    int code = errno == ENOSPC || errno == EDQUOT ? CP_ERROR_FULL : CP_ERROR_UNAVAILABLE;

    g_set_error (error, CP_ERROR, code, "Can't open %s: %s", path, g_strerror (errno));
    return FALSE;
  }
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "%s is in use already", self->path);
  return FALSE;
}

static gboolean
connect_file (CpDatabase *self, GError **error)
{
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int rc;

  if (self->use == CP_DATABASE_READ_ONLY)
    flags |= SQLITE_OPEN_READONLY;
  else
    flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  rc = sqlite3_open_v2 (self->path, &self->db, flags, self->world->vfs_name);
  if (rc != SQLITE_OK)
    return cp_database_fail (self, rc, "open", error);
  if (self->use != CP_DATABASE_READ_ONLY)
    self->clean = cp_clean_pages_new (self->db);
  return TRUE;
}

static gboolean
configure (CpDatabase *self, GError **error)
{
  static const struct {
    int option;
    int value;
  } wanted[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 }, { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },        { SQLITE_DBCONFIG_DQS_DDL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
    int value = -1;
    int rc = sqlite3_db_config (self->db, wanted[i].option, wanted[i].value, &value);

    if (rc != SQLITE_OK || value != wanted[i].value)
      return cp_database_fail (self, rc == SQLITE_OK ? SQLITE_ERROR : rc, "configure", error);
  }
  return TRUE;
}

static gint64
half_the_disk_pages (CpDatabase *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  struct statvfs disk;

  if (self->world->vfs_name != NULL || statvfs (folder, &disk) != 0)
    return NO_LIMIT_PAGES;
  return CLAMP ((gint64) (disk.f_blocks / 2 * disk.f_frsize / PAGE_BYTES), 1, NO_LIMIT_PAGES);
}

static char *
read_text (CpDatabase *self, const char *sql, int *ret_rc)
{
  sqlite3_stmt *stmt = NULL;
  char *text = NULL;

  *ret_rc = sqlite3_prepare_v2 (self->db, sql, -1, &stmt, NULL);
  if (*ret_rc == SQLITE_OK)
    *ret_rc = sqlite3_step (stmt);
  if (*ret_rc == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  return text;
}

gboolean
cp_database_read_int (CpDatabase *self, const char *sql, gint64 *ret_value, GError **error)
{
  int rc;
  g_autofree char *text = read_text (self, sql, &rc);

  if (text == NULL)
    return cp_database_fail (self, rc == SQLITE_DONE ? SQLITE_ERROR : rc, "read", error);
  *ret_value = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

gboolean
cp_database_read_setting (CpDatabase *self, const char *name, gint64 *ret_value, GError **error)
{
  g_autofree char *sql = cp_database_load_setting (name);

  return cp_database_read_int (self, sql, ret_value, error);
}

/* A file that has outgrown its limit keeps its size, one that was made before it could give pages back
 * has yet to be rebuilt, and a VFS without memory maps has no such setting. */
static gboolean
is_as_wanted (const char *setting, const char *wanted, const char *value)
{
  if (strstr (setting, "max_page_count") != NULL && value != NULL)
    return g_ascii_strtoll (value, NULL, 10) >= g_ascii_strtoll (wanted, NULL, 10);
  if (strstr (setting, "auto_vacuum") != NULL)
    return TRUE;
  if (strstr (setting, "mmap_size") != NULL && value == NULL)
    return TRUE;
  return g_strcmp0 (value, wanted) == 0;
}

/* @line: `PRAGMA name = value`; what stands before the = reads it back. */
static gboolean
apply_setting (CpDatabase *self, const char *line, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (line, "=", 2);
  g_autofree char *value = NULL;
  int rc;

  if (!cp_database_exec (self, line, error))
    return FALSE;
  value = read_text (self, parts[0], &rc);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE)
    return cp_database_fail (self, rc, "set up", error);
  if (is_as_wanted (parts[0], g_strstrip (parts[1]), value))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "%s: \"%s\" has no effect: it is %s",
               self->path, line, value != NULL ? value : "nothing");
  return FALSE;
}

gboolean
cp_database_apply_settings (CpDatabase *self, const char *name, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *sql = cp_database_load_setting (name);
  g_autofree char *limit = g_strdup_printf ("%" G_GINT64_FORMAT, half_the_disk_pages (self));
  g_auto (GStrv) lines = NULL;

  g_string_assign (text, sql);
  g_string_replace (text, "HALF_THE_DISK", limit, 0);
  lines = g_strsplit (text->str, ";", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0' && !apply_setting (self, lines[i], error))
      return FALSE;
  return TRUE;
}

gboolean
cp_database_apply_use (CpDatabase *self, GError **error)
{
  return cp_database_apply_settings (self, settings_of_use[self->use], error);
}

static int
on_authorize (gpointer data,
              int action,
              const char *first,
              const char *second,
              const char *schema,
              const char *trigger)
{
  switch (action) {
  case SQLITE_SELECT:
  case SQLITE_READ:
  case SQLITE_INSERT:
  case SQLITE_UPDATE:
  case SQLITE_DELETE:
  case SQLITE_TRANSACTION:
  case SQLITE_FUNCTION:
  case SQLITE_RECURSIVE:
    return SQLITE_OK;
  default: /* ATTACH, DETACH, PRAGMA, and whatever changes the schema */
    return SQLITE_DENY;
  }
}

void
cp_database_set_guard (CpDatabase *self, gboolean guarded)
{
  sqlite3_set_authorizer (self->db, guarded ? on_authorize : NULL, NULL);
}

static int
on_wal_grown (gpointer data, sqlite3 *db, const char *schema, int n_pages)
{
  CpDatabase *self = data;

  self->wal_pages = n_pages;
  return SQLITE_OK;
}

/* A page that could not be read is no damage, and quick_check tells of it in words alone. Those for a
 * page of pointers to pages are the same when it is damaged: then they come again. */
static int
rc_of_verdict (const char *verdict)
{
  const char *code = strstr (verdict, "error code=");
  int rc = SQLITE_CORRUPT;

  if (code != NULL)
    rc = (int) g_ascii_strtoll (code + strlen ("error code="), NULL, 10);
  else if (strstr (verdict, "failed to get page") != NULL || strstr (verdict, UNREAD_MAP) != NULL)
    rc = SQLITE_IOERR_READ;
  return (rc & 0xff) == SQLITE_IOERR ? rc : SQLITE_CORRUPT;
}

/* @how: the statement that does it */
static gboolean
look_through (CpDatabase *self, const char *how, GError **error)
{
  g_autofree char *sql = cp_database_load_setting (how);
  int rc = SQLITE_ROW;
  g_autofree char *verdict = read_text (self, sql, &rc);
  g_autofree char *before = NULL;

  for (guint n = 1; n < MOST_LOOKS && verdict != NULL && strstr (verdict, UNREAD_MAP) != NULL;
       n++) {
    g_free (before);
    before = g_steal_pointer (&verdict);
    verdict = read_text (self, sql, &rc);
  }
  if (g_strcmp0 (verdict, "ok") == 0)
    return TRUE;
  if (rc == SQLITE_ROW)
    rc = g_strcmp0 (verdict, before) == 0 ? SQLITE_CORRUPT : rc_of_verdict (verdict);
  return cp_database_fail (self, rc, "check", error);
}

gboolean
cp_database_look_through (CpDatabase *self, GError **error)
{
  gboolean ok;

  cp_database_set_guard (self, FALSE);
  ok = look_through (self, "integrity-check", error);
  cp_database_set_guard (self, TRUE);
  return ok;
}

static gboolean
look_through_at_opening (CpDatabase *self, GError **error)
{
  return self->is_looked_through ||
         (self->use != CP_DATABASE_SACRED && self->use != CP_DATABASE_DISPOSABLE) ||
         look_through (self, "quick-check", error);
}

/* What the log holds from before goes into the file now; where there is no room it can wait. */
static gboolean
take_up_log (CpDatabase *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  sqlite3_wal_hook (self->db, on_wal_grown, self);
  if (self->use != CP_DATABASE_SACRED && self->use != CP_DATABASE_DISPOSABLE)
    return TRUE;
  if (cp_database_checkpoint (self, FALSE, &local) ||
      g_error_matches (local, CP_ERROR, CP_ERROR_FULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
set_up (CpDatabase *self, gint64 application_id, GError **error)
{
  if (!configure (self, error) || !cp_database_apply_settings (self, "lock", error) ||
      !cp_database_check_version (self, application_id, error) ||
      !cp_database_prepare_giving_back (self, error) || !cp_database_apply_use (self, error) ||
      !look_through_at_opening (self, error) || !cp_database_migrate (self, error) ||
      !cp_database_begin_giving_back (self, error) || !take_up_log (self, error))
    return FALSE;
  cp_database_set_guard (self, TRUE);
  return TRUE;
}

CpDatabase *
cp_database_open (const CpWorld *world, const CpDatabaseConfig *config, GError **error)
{
  g_autoptr (CpDatabase) self = g_new0 (CpDatabase, 1);

  self->world = world;
  self->path = g_strdup (config->path);
  self->folder = g_strdup (config->folder);
  self->resource = g_resource_ref (config->resource);
  self->use = config->use;
  self->is_backed_up = config->is_backed_up && cp_files_can (world);
  self->gives_back = config->gives_back;
  self->is_looked_through = config->is_looked_through;
  self->max_wal_pages = config->wal_pages;
  self->lock_fd = -1;
  self->statements =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) free_statement);
  if (!take_lock (self, error) || !connect_file (self, error) ||
      !set_up (self, config->application_id, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cp_database_close (CpDatabase *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  if (sqlite3_close (self->db) == SQLITE_OK)
    cp_clean_pages_free (self->clean);
  else
    g_critical ("%s is closed while in use", self->path);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_resource_unref (self->resource);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

gboolean
cp_database_seal (CpDatabase *self, GError **error)
{
  g_autofree char *path = g_strdup (self->path);
  const CpWorld *world = self->world;
  gboolean ok;

  g_return_val_if_fail (self->use == CP_DATABASE_BUILD && cp_files_can (world), FALSE);

  cp_database_set_guard (self, FALSE);
  ok = look_through (self, "quick-check", error);
  cp_database_close (self);
  return ok && cp_files_sync (world, path, error) && cp_files_sync_folder (world, path, error);
}

static void
delete_beside (const CpWorld *world, const char *path, const char *ending)
{
  g_autofree char *name = g_strconcat (path, ending, NULL);

  cp_files_remove (world, name);
}

static const char *const besides[] = { "-wal", "-journal", "-shm", ".lock" };

void
cp_database_delete (const CpWorld *world, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (besides); i++)
    delete_beside (world, path, besides[i]);
  cp_files_remove (world, path);
}

gboolean
cp_database_is_beside (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (besides); i++)
    if (g_str_has_suffix (path, besides[i]))
      return TRUE;
  return FALSE;
}

gboolean
cp_database_take_place (const CpWorld *world, const char *from, const char *to, GError **error)
{
  /* A log beside the new file would be taken for its own. What it held is in the file. */
  delete_beside (world, from, "-wal");
  delete_beside (world, from, ".lock");
  delete_beside (world, to, "-wal");
  return cp_files_sync (world, from, error) && cp_files_sync_folder (world, to, error) &&
         cp_files_rename (world, from, to, error) && cp_files_sync_folder (world, to, error);
}

static gboolean
move_or_delete (const CpWorld *world, const char *path, GError **error)
{
  g_autofree char *bad = g_strconcat (path, ".bad", NULL);
  sqlite3_vfs *vfs = sqlite3_vfs_find (world->vfs_name);
  gboolean ok, has_failed;

  if (world->vfs_name == NULL) {
    g_unlink (bad);
    ok = g_rename (path, bad) == 0 || errno == ENOENT;
    has_failed = errno == EIO;
  } else {
    int rc = vfs != NULL ? vfs->xDelete (vfs, path, 1) : SQLITE_ERROR;

    ok = rc == SQLITE_OK || rc == SQLITE_IOERR_DELETE_NOENT;
    has_failed = (rc & 0xff) == SQLITE_IOERR;
  }
  /* Where the disk itself fails it is not asked again before a restart. */
  if (!ok)
    g_set_error (error, CP_ERROR, has_failed ? CP_ERROR_FATAL : CP_ERROR_UNAVAILABLE,
                 "Can't set %s aside", path);
  return ok;
}

/* The log first: a file without its log is only older, a log without its file is nothing. */
static const char *const endings[] = { "-wal", "-journal", "-shm", "" };

gboolean
cp_database_forget_aside (const CpWorld *world, const char *path, GError **error)
{
  for (guint i = 0; world->vfs_name == NULL && i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strconcat (path, endings[i], ".bad", NULL);

    if (g_unlink (name) != 0 && errno != ENOENT) {
      g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "Can't delete %s: %s", name,
                   g_strerror (errno));
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
cp_database_set_aside (const CpWorld *world, const char *path, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strconcat (path, endings[i], NULL);

    if (!move_or_delete (world, name, error))
      return FALSE;
  }
  return TRUE;
}
