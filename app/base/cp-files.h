/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpFiles:
 * @open: read and write; @creates: it is made if it is not there
 * @read: all of @n_bytes; %ENODATA if the file ends before
 * @rename: over what is at @to; one change, which is there whole or not at all
 * @remove: %ENOENT if there is none
 * @sync_folder: makes names durable that were made, changed or deleted in it
 * @list: (transfer full): the names in it, in any order; empty if it can't be read
 * @get_room: how much may still be written there
 * @make_folder: with all above it, for its owner only; allowed if it is there
 * @try_lock: (nullable): %EWOULDBLOCK if somebody else has it; until @close, or the process ends. %NULL where
 *   there is nobody else
 *
 * The disk's other door, beside the SQLite VFS: files that are not databases, or not yet. What gives
 * an int gives 0 or an errno. Any thread, if the disk allows it.
 */
struct _CpFiles {
  int (*open) (gpointer data, const char *path, gboolean creates, gpointer *ret_file);
  void (*close) (gpointer file);
  int (*read) (gpointer file, gint64 offset, guint8 *bytes, gsize n_bytes);
  int (*write) (gpointer file, gint64 offset, const guint8 *bytes, gsize n_bytes);
  int (*get_size) (gpointer file, gint64 *ret_size);
  int (*truncate) (gpointer file, gint64 size);
  int (*sync) (gpointer file);
  int (*rename) (gpointer data, const char *from, const char *to);
  int (*remove) (gpointer data, const char *path);
  int (*sync_folder) (gpointer data, const char *folder);
  GStrv (*list) (gpointer data, const char *folder);
  int (*get_room) (gpointer data, const char *folder, gint64 *ret_bytes);
  int (*make_folder) (gpointer data, const char *folder);
  int (*remove_folder) (gpointer data, const char *folder);
  int (*try_lock) (gpointer file);
  gpointer data;
};

/** cp_files_can: whether @world has files at all: the machine's own, or its own with a door. One with a
 *  VFS alone can't rename. */
gboolean cp_files_can (const CpWorld *world);

/* Failures below are %CP_ERROR_FULL where there is no room, %CP_ERROR_FATAL where something could not be
 * made durable, and else %CP_ERROR_UNAVAILABLE. */

/** CpFile: an open file; belongs to one thread */
typedef struct _CpFile CpFile;

/** cp_file_open: (transfer full): to read and write; made if it is not there and @creates */
CpFile *cp_file_open (const CpWorld *world, const char *path, gboolean creates, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void cp_file_close (CpFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpFile, cp_file_close)

/** cp_file_read: %FALSE if the file ends before */
gboolean cp_file_read (CpFile *self, gint64 offset, guint8 *bytes, gsize n_bytes, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_file_write (CpFile *self,
                        gint64 offset,
                        const guint8 *bytes,
                        gsize n_bytes,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
cp_file_get_size (CpFile *self, gint64 *ret_size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_file_truncate (CpFile *self, gint64 size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_file_sync (CpFile *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_file_try_lock:
 * @ret_locked: (out): %FALSE: whoever else has opened it has it, in this process or another
 *
 * From then on nobody else gets it until it is closed here, or the process ends, however it ends. Waits for
 * nobody.
 */
gboolean
cp_file_try_lock (CpFile *self, gboolean *ret_locked, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_files_sync: makes what is in the file at @path durable. */
gboolean
cp_files_sync (const CpWorld *world, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_files_sync_folder: the names in the folder in which @path lies */
gboolean cp_files_sync_folder (const CpWorld *world,
                               const char *path,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_files_rename: over what is at @to; not durable yet */
gboolean cp_files_rename (const CpWorld *world, const char *from, const char *to, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** cp_files_remove: if it is there and can be */
void cp_files_remove (const CpWorld *world, const char *path);

/** cp_files_get_size: -1 if it is not there, or can't be opened */
gint64 cp_files_get_size (const CpWorld *world, const char *path);

/** cp_files_list: (transfer full): the names in @folder, in any order; empty if it can't be read */
GStrv cp_files_list (const CpWorld *world, const char *folder);

/** cp_files_sweep: deletes each file in the folder of @prefix whose path begins with it, but for @but
 *  (nullable), as far as they can be. */
void cp_files_sweep (const CpWorld *world, const char *prefix, const char *but);

/** cp_files_make_folder: with all above it, for its owner only; allowed if it is there */
gboolean cp_files_make_folder (const CpWorld *world,
                               const char *folder,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_files_remove_folder: if it is empty */
void cp_files_remove_folder (const CpWorld *world, const char *folder);

/** cp_files_get_room: how much may still be written in the folder in which @path lies */
gboolean cp_files_get_room (const CpWorld *world,
                            const char *path,
                            gint64 *ret_bytes,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
