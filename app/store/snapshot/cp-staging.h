/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-manifest.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpStaging:
 *
 * A snapshot on its way to becoming the replica: a file beside it, to which one verified chunk after
 * the other is added. May be given up at any instant, by a kill or a power cut: what is there of the
 * same snapshot is verified and taken up again. Of others one stays while there is room, since it may come
 * again; anything else is deleted.
 */
typedef struct _CpStaging CpStaging;

/**
 * cp_staging_open:
 * @replica_path: beside which it lies, as `REPLICA_PATH.incoming-ID`
 * @manifest: (transfer full): taken even on failure
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_FULL if there is no room for the whole file,
 *   %CP_ERROR_UNAVAILABLE if it can't be opened
 */
CpStaging *cp_staging_open (const CpWorld *world,
                            const char *replica_path,
                            CpManifest *manifest,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_staging_close: leaves the file to be taken up again. */
void cp_staging_close (CpStaging *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpStaging, cp_staging_close)

const CpManifest *cp_staging_get_manifest (const CpStaging *self);
const char *cp_staging_get_path (const CpStaging *self);

/** cp_staging_get_next: which chunk is wanted next; the number of chunks if all are there */
guint cp_staging_get_next (const CpStaging *self);

/**
 * cp_staging_put:
 *
 * Adds the chunk that is wanted next. Another, or one that is not what the manifest says, is
 * %CP_ERROR_INVALID or %CP_ERROR_CORRUPT and changes nothing.
 */
gboolean cp_staging_put (CpStaging *self,
                         guint index,
                         gconstpointer packed,
                         gsize packed_bytes,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_staging_check_whole: whether all chunks are there; durable it is after cp_staging_look_through() */
gboolean cp_staging_check_whole (const CpStaging *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_staging_look_through:
 * @path: of a snapshot of which all chunks are there
 *
 * Makes it durable and holds each chunk that is in the file against @manifest, as whoever built it looked
 * through: a second for a million members, and longer on a slow disk. In any thread.
 *
 * Returns: %FALSE with %CP_ERROR_CORRUPT if something else stands there
 */
gboolean cp_staging_look_through (const CpWorld *world,
                                  const char *path,
                                  const CpManifest *manifest,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_staging_sweep: deletes what is left beside @replica_path, but for the snapshot @keep_id
 *  (nullable). */
void cp_staging_sweep (const CpWorld *world, const char *replica_path, const char *keep_id);

G_END_DECLS
