/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-manifest.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * cp_snapshot_file_pack:
 * @raw_path: a sealed replica
 * @packed_path: is made anew: the chunks one after the other, which `zstd -d` reads too
 * @manifest: gets its chunks, raw_bytes and, last, its id; all else must be set already
 *
 * May run in any thread.
 */
gboolean cp_snapshot_file_pack (const CpWorld *world,
                                const char *raw_path,
                                const char *packed_path,
                                CpManifest *manifest,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
