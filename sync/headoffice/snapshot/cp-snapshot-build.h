/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-storage.h"
#include "cp-manifest.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * cp_snapshot_build_replica:
 * @world: on whose disk
 * @storage: which nobody changes meanwhile
 * @store_id: (nullable): whose devices it is for; %NULL: all is told
 * @path: is made
 *
 * Makes a replica of all rows, with how far each device's operations are in them. Durable when it
 * returns %TRUE; on failure something may be left at @path.
 */
gboolean cp_snapshot_build_replica (const CpWorld *world,
                                    CpHeadOfficeStorage *storage,
                                    const char *store_id,
                                    const char *path,
                                    gint64 head_office_ms,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_snapshot_build:
 * @chunk_bytes: see cp-manifest.h
 * @folder: where it works and where the packed file stays, as `ID.zst`
 *
 * The same, packed and durable, with its manifest. May run in any thread that @storage belongs to.
 *
 * Returns: (transfer full): the manifest
 */
CpManifest *cp_snapshot_build (const CpWorld *world,
                               CpHeadOfficeStorage *storage,
                               const char *store_id,
                               gint64 chunk_bytes,
                               const char *folder,
                               gint64 head_office_ms,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
