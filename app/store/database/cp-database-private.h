/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-clean-pages.h"
#include "cp-database.h"

G_BEGIN_DECLS

struct _CpDatabase {
  const CpWorld *world;
  sqlite3 *db;
  CpCleanPages *clean; /* (nullable) */
  char *path;
  char *folder;
  GResource *resource;
  CpDatabaseUse use;
  gboolean is_backed_up;
  gboolean gives_back;
  gboolean is_looked_through;
  GHashTable *statements; /* name → CpStatement */
  int lock_fd;
  int wal_pages;
  int max_wal_pages;
  gboolean fatal;
};

/** CpParameter: @name: a constant, known by where it is */
typedef struct {
  const char *name;
  int index;
} CpParameter;

/** CpStatement: @parameters: what was bound first, second and so on the last time */
struct _CpStatement {
  CpDatabase *database;
  sqlite3_stmt *stmt;
  int bind_rc;
  guint n_bound;
  CpParameter parameters[16];
};

/**
 * cp_database_fail:
 * @rc: an extended result code
 * @doing: what went wrong, for the message: `read journal.db`
 *
 * The one place where SQLite's codes become ours.
 *
 * Returns: %FALSE, always
 */
gboolean cp_database_fail (CpDatabase *self, int rc, const char *doing, GError **error);

/** cp_database_load_sql: (transfer full): the text at @path in @resource, which is there. */
char *cp_database_load_sql (GResource *resource, const char *path);

/** cp_database_read_int: the only value that the statement @sql gives */
gboolean
cp_database_read_int (CpDatabase *self, const char *sql, gint64 *ret_value, GError **error);

/** cp_database_exec: runs every statement in @sql. */
gboolean cp_database_exec (CpDatabase *self, const char *sql, GError **error);

/** cp_database_set_guard: whether everything but reading and writing data is denied */
void cp_database_set_guard (CpDatabase *self, gboolean guarded);

/** cp_database_apply_settings: sets each line of settings/NAME.sql and reads it back. */
gboolean cp_database_apply_settings (CpDatabase *self, const char *name, GError **error);

/** cp_database_apply_use: those for what the file is opened for */
gboolean cp_database_apply_use (CpDatabase *self, GError **error);

/** cp_database_check_version: refuses files that are newer, foreign, or older and disposable. */
gboolean cp_database_check_version (CpDatabase *self, gint64 application_id, GError **error);

/** cp_database_migrate: brings the file to the newest version. */
gboolean cp_database_migrate (CpDatabase *self, GError **error);

/** cp_database_vacuum_into: cp_database_copy_into(), while the file is being opened and onto its own disk,
 *  whose failures are this file's too */
gboolean cp_database_vacuum_into (CpDatabase *self, const char *path, GError **error);

/** cp_database_back_up: `PATH.version-VERSION`, durably, in place of all others. */
gboolean cp_database_back_up (CpDatabase *self, gint64 version, GError **error);

/** cp_database_load_setting: (transfer full): the text of sql/NAME.sql */
char *cp_database_load_setting (const char *name);

/** cp_database_read_setting: the number that sql/NAME.sql gives */
gboolean
cp_database_read_setting (CpDatabase *self, const char *name, gint64 *ret_value, GError **error);

/** cp_database_prepare_giving_back: before anything is in a new file */
gboolean cp_database_prepare_giving_back (CpDatabase *self, GError **error);

/** cp_database_begin_giving_back: makes a file that was made before it could give pages back one that
 *  can, in a few MiB of memory however large it is; without room on the disk for a copy, and for the log of
 *  it, it stays what it is. */
gboolean cp_database_begin_giving_back (CpDatabase *self, GError **error);

G_END_DECLS
