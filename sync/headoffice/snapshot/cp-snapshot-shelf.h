/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"
#include "cp-manifest.h"

G_BEGIN_DECLS

/**
 * CpSnapshotShelf:
 *
 * The snapshots that head office gives out: built when somebody asks and none is fresh, in a thread
 * of their own and from a copy of the storage, and kept for the others. The one before stays until
 * the next, for those who are in the midst of it. Several processes over one database may share the folder:
 * each gives out what any of them has built, and one of them builds at a time. None gives out what holds
 * somebody who has been erased, whichever process did that (cp-snapshot-folder.h). While the database can't say
 * who that is, nothing is given out, built or deleted. Belongs to one thread, with a main context.
 */
typedef struct _CpSnapshotShelf CpSnapshotShelf;

/** cp_snapshot_shelf_new: @folder is made; what is there of an earlier start is given out if it is still fresh.
 *  Files that are no snapshots are left alone. */
CpSnapshotShelf *cp_snapshot_shelf_new (CpHeadOffice *office,
                                        const char *folder,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_snapshot_shelf_set_chunk_bytes: of those that are built from now on; see cp-manifest.h */
void cp_snapshot_shelf_set_chunk_bytes (CpSnapshotShelf *self, gint64 chunk_bytes);

/** cp_snapshot_shelf_free: waits for one that is being built; @func is called for nobody any more. */
void cp_snapshot_shelf_free (CpSnapshotShelf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSnapshotShelf, cp_snapshot_shelf_free)

/** CpSnapshotFunc: @manifest: (nullable): %NULL if none could be built */
typedef void (*CpSnapshotFunc) (gpointer data, const CpManifest *manifest);

/**
 * cp_snapshot_shelf_ask:
 * @store_id: (nullable): of what that store's devices are told; %NULL: of everything
 *
 * Calls @func with a fresh one: at once, or later once it is built.
 */
void cp_snapshot_shelf_ask (CpSnapshotShelf *self,
                            const char *store_id,
                            CpSnapshotFunc func,
                            gpointer data);

/** cp_snapshot_shelf_cancel: whoever asked with @data has gone: @func is not called any more, and what
 *  nobody else asks for is not built, unless it is under way already. */
void cp_snapshot_shelf_cancel (CpSnapshotShelf *self, gpointer data);

/** cp_snapshot_shelf_put_off: whoever asked with @data is told to ask again: @func is not called any more,
 *  but what they asked for is built when its turn comes, whether they are back by then or not. Else a store
 *  would be behind all others each time that it asks again. */
void cp_snapshot_shelf_put_off (CpSnapshotShelf *self, gpointer data);

/** cp_snapshot_shelf_is_building: one is being built, so who asks for another waits for that first. */
gboolean cp_snapshot_shelf_is_building (const CpSnapshotShelf *self);

/** cp_snapshot_shelf_dup_path: (transfer full) (nullable): the packed file of the snapshot @id, if it is
 *  for @store_id (nullable) */
char *cp_snapshot_shelf_dup_path (CpSnapshotShelf *self, const char *store_id, const char *id);

G_END_DECLS
