/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-statement.h"
#include "cp-world.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpDatabaseUse:
 * @CP_DATABASE_SACRED: what can't be had again: WAL, synchronous FULL, migrated forward, looked
 *   through (quick_check) at each opening
 * @CP_DATABASE_DISPOSABLE: what can be fetched again: WAL, synchronous FULL too, since what staff do
 *   rests on it and must not outlive it, looked through too, never migrated: an older file is
 *   %CP_ERROR_CORRUPT
 * @CP_DATABASE_BUILD: a new file filled in one go; nothing is safe before cp_database_seal()
 * @CP_DATABASE_READ_ONLY: a sealed file
 */
typedef enum {
  CP_DATABASE_SACRED,
  CP_DATABASE_DISPOSABLE,
  CP_DATABASE_BUILD,
  CP_DATABASE_READ_ONLY,
} CpDatabaseUse;

/**
 * CpDatabaseConfig:
 * @path: of the file; made if it is not there (except read-only), its folder is not
 * @application_id: what migration 0001 writes into the file's header, so that a foreign file is not
 *   taken for ours
 * @resource: where the statements are
 * @folder: inside @resource: `FOLDER/NAME.sql` is one statement with named parameters;
 *   `FOLDER/migrations/NNNN-name.sql` leads from version NNNN - 1 to NNNN and ends in setting
 *   user_version to it
 * @is_backed_up: where @world has files, what the file was goes to `PATH.version-NNNN` before the first
 *   migration, in place of earlier ones; without room for it nothing is migrated
 * @gives_back: what is deleted can be taken off the file's size, see cp_database_give_back()
 * @is_looked_through: its pages are known to be whole, so they are not read for that at opening
 * @wal_pages: how much log is let stand before a checkpoint is wanted, in pages of 4096 bytes; 0: what
 *   is usual for @use
 */
typedef struct {
  const char *path;
  CpDatabaseUse use;
  gint64 application_id;
  GResource *resource;
  const char *folder;
  gboolean is_backed_up;
  gboolean gives_back;
  gboolean is_looked_through;
  int wal_pages;
} CpDatabaseConfig;

/**
 * CpDatabase:
 *
 * One SQLite file and the only connection to it. Belongs to one thread at a time. Every setting
 * that safety hangs on is set and read back at opening; schema changes, PRAGMA and ATTACH are
 * denied from then on; the automatic checkpoint is off, since it throws its errors away.
 *
 * Once a call has given %CP_ERROR_FATAL, all others do.
 */
typedef struct _CpDatabase CpDatabase;

/**
 * cp_database_open:
 * @world: its VFS is used; without one, `PATH.lock` is locked too, so that a second process (or a
 *   second CpDatabase in this one) is %CP_ERROR_UNAVAILABLE
 *
 * Returns: (transfer full): or %NULL. A file of a newer version is %CP_ERROR_NEWER; one that is no
 *   database, another application's, damaged, or disposable and older is %CP_ERROR_CORRUPT. None of
 *   these is changed.
 */
CpDatabase *cp_database_open (const CpWorld *world,
                              const CpDatabaseConfig *config,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_database_close (CpDatabase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpDatabase, cp_database_close)

/** cp_database_is_fatal: whether the disk has lied or failed in a way that only a restart mends. */
gboolean cp_database_is_fatal (const CpDatabase *self);

/**
 * cp_database_get:
 * @name: of the statement's file, without `.sql`; `{{part}}` in it stands for what `part.sql` says, which
 *   several statements have in common
 *
 * Prepared at the first call and kept.
 *
 * Returns: (transfer none): ready to be bound; it must not be in use already
 */
CpStatement *
cp_database_get (CpDatabase *self, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_database_begin: BEGIN IMMEDIATE. Transactions do not nest. */
gboolean cp_database_begin (CpDatabase *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_database_commit:
 *
 * Returns: %TRUE once it is durable (with synchronous FULL). If not, the transaction is over all
 *   the same, and with %CP_ERROR_UNKNOWN_OUTCOME it may or may not be on disk: close, open again and
 *   look. (%CP_ERROR_FATAL: the same, but only after a restart of the machine.)
 */
gboolean cp_database_commit (CpDatabase *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_database_rollback: ends a transaction without effect; allowed where none is open. */
void cp_database_rollback (CpDatabase *self);

/** cp_database_get_last_row: the row number that the last INSERT made. */
gint64 cp_database_get_last_row (const CpDatabase *self);

/** cp_database_wants_checkpoint: whether the write-ahead log has grown enough. */
gboolean cp_database_wants_checkpoint (const CpDatabase *self);

/**
 * cp_database_checkpoint:
 * @truncate: cut the log's file to nothing too; when idle, and after an erasure
 *
 * Returns: %FALSE with %CP_ERROR_FULL if there is no room (nothing is lost, try later); every other
 *   failure is %CP_ERROR_FATAL.
 */
gboolean cp_database_checkpoint (CpDatabase *self,
                                 gboolean truncate,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_database_forget_backups: deletes what migrations have left of earlier versions. */
void cp_database_forget_backups (CpDatabase *self);

/**
 * cp_database_copy_into:
 * @path: where there is no file yet, on any disk
 *
 * Writes all of it, as it is now, into a new file, outside a transaction; only where @self's world has
 * files (cp_files_can()). The copy need not outlive the machine.
 *
 * Returns: %FALSE with %CP_ERROR_FULL or %CP_ERROR_UNAVAILABLE if the copy could not be written: then
 *   nothing is left at @path, and this file is as good as before
 */
gboolean cp_database_copy_into (CpDatabase *self,
                                const char *path,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_database_look_through: everything, indexes too; %CP_ERROR_CORRUPT if it is not what it should be */
gboolean cp_database_look_through (CpDatabase *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_database_give_back:
 * @ret_more: whether there is more that could be given back
 *
 * Takes 1 MiB of what is free in the file off its size, outside a transaction, if the file was opened with
 * `gives_back`.
 */
gboolean cp_database_give_back (CpDatabase *self,
                                gboolean *ret_more,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_database_run_script: runs `FOLDER/NAME.sql`, which may be several statements and change the
 *  schema; only on a %CP_DATABASE_BUILD file */
gboolean cp_database_run_script (CpDatabase *self,
                                 const char *name,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_database_seal: looks a %CP_DATABASE_BUILD file through (quick_check), makes it durable and closes it. */
gboolean cp_database_seal (CpDatabase *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_database_take_place: moves the closed database @from over the closed database @to, durably; both
 *  have to have been checkpointed with @truncate. A kill at any instant leaves
 *  the one or the other at @to. */
gboolean cp_database_take_place (const CpWorld *world,
                                 const char *from,
                                 const char *to,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_database_delete: the file of a closed database, if it is there, with all that was beside it. */
void cp_database_delete (const CpWorld *world, const char *path);

/** cp_database_is_beside: whether a file of that name is what stands beside a database, and none itself */
gboolean cp_database_is_beside (const char *path);

/** cp_database_forget_aside: deletes what cp_database_set_aside() has left of @path. */
gboolean cp_database_forget_aside (const CpWorld *world, const char *path, GError **error);

/** cp_database_set_aside: moves @path (and what SQLite keeps beside it) to `PATH.bad`, in place of
 *  an earlier one; with a VFS of @world's own it is deleted. The file must be closed. */
gboolean cp_database_set_aside (const CpWorld *world, const char *path, GError **error);

G_END_DECLS
