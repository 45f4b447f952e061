/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"
#include "cp-manifest.h"

G_BEGIN_DECLS

/**
 * CpSnapshotFolder:
 *
 * Snapshots as they lie in a folder that any number of processes over one database may share. Each is two
 * files: `MARK-SCOPE-ID.zst`, packed, and `MARK-SCOPE-ID.json`, its manifest, sealed by head office. Nothing of
 * it is kept in memory, so each process has what any of them has built.
 *
 * MARK is cp_erased_dup_mark() as of the rows in it. Whoever looks does so by the mark of now, so what holds
 * somebody who was erased since is not found any more, whichever process erased them. SCOPE is a hash of the
 * manifest's scope.
 *
 * Beside them lies `counterpart-building.lock`; whoever has locked that works in `counterpart-building`, and
 * whoever has locked `counterpart-building.next` is the next to do so. Other files are not touched, but for those
 * that the version before left: `ID.zst`, and in `work` `building.db…`, `copy.db…` and `ID.zst`. On a disk of the
 * machine: files are mapped while another process may delete them. Belongs to one thread.
 */
typedef struct _CpSnapshotFolder CpSnapshotFolder;

/** cp_snapshot_folder_new: @path is made. */
CpSnapshotFolder *cp_snapshot_folder_new (CpHeadOffice *office,
                                          const char *path,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_snapshot_folder_free (CpSnapshotFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSnapshotFolder, cp_snapshot_folder_free)

/** cp_snapshot_folder_list: (transfer full): the names in it */
GStrv cp_snapshot_folder_list (const CpSnapshotFolder *self);

typedef gboolean (*CpSnapshotFilter) (gpointer data, const CpManifest *manifest);

/**
 * cp_snapshot_folder_find:
 * @names: as cp_snapshot_folder_list() had them
 * @is_wanted: of those that are whole, sealed by this head office and of cp_replica_get_schema(); devices with
 *   other tables are told so and need none
 *
 * Returns: (transfer full) (nullable): the newest
 */
CpManifest *cp_snapshot_folder_find (const CpSnapshotFolder *self,
                                     GStrv names,
                                     const char *mark,
                                     const char *scope,
                                     CpSnapshotFilter is_wanted,
                                     gpointer data);

/** cp_snapshot_folder_dup_path: (transfer full) (nullable): the packed file, if it is there; @id comes from
 *  anybody */
char *cp_snapshot_folder_dup_path (const CpSnapshotFolder *self,
                                   const char *mark,
                                   const char *scope,
                                   const char *id);

/**
 * cp_snapshot_folder_begin_work:
 * @ret_begun: (out): %FALSE: another process is building, or waits to; ask again
 *
 * From then on cp_snapshot_folder_get_work() is this one's alone, and empty. Of those that could not begin, one
 * is the next: nobody else begins before it, until it has or stops waiting.
 */
gboolean cp_snapshot_folder_begin_work (CpSnapshotFolder *self,
                                        gboolean *ret_begun,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *cp_snapshot_folder_get_work (const CpSnapshotFolder *self);

/** cp_snapshot_folder_stop_waiting: whoever could not begin does not want to any more. */
void cp_snapshot_folder_stop_waiting (CpSnapshotFolder *self);

/** cp_snapshot_folder_end_work: and leaves nothing there. */
void cp_snapshot_folder_end_work (CpSnapshotFolder *self);

/** cp_snapshot_folder_put: within work: what cp_snapshot_build() has made there is to be had from now on; of its
 *  scope it and the newest of those before stay. */
gboolean cp_snapshot_folder_put (CpSnapshotFolder *self,
                                 const char *mark,
                                 const CpManifest *manifest,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_snapshot_folder_clear: deletes all that are not of @mark. */
void cp_snapshot_folder_clear (CpSnapshotFolder *self, const char *mark);

/** cp_snapshot_folder_sweep: within work: deletes what is of more than two days ago or of other tables, what was
 *  left half done by a process that died, and what the version before left. */
void cp_snapshot_folder_sweep (CpSnapshotFolder *self);

G_END_DECLS
