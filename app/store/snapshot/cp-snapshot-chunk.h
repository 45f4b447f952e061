/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-manifest.h"

G_BEGIN_DECLS

/** cp_snapshot_chunk_pack: (transfer full): one zstd frame; fills @ret_chunk for the manifest */
GBytes *cp_snapshot_chunk_pack (gconstpointer raw, gsize raw_bytes, CpManifestChunk *ret_chunk);

/**
 * cp_snapshot_chunk_unpack:
 * @raw_bytes: how much it must hold; not a byte more is written
 *
 * Both hashes are checked, the packed one before anything is unpacked.
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_CORRUPT
 */
GBytes *cp_snapshot_chunk_unpack (const CpManifestChunk *chunk,
                                  gconstpointer packed,
                                  gsize packed_bytes,
                                  gsize raw_bytes,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_snapshot_chunk_has_raw: whether @raw is what the chunk holds */
gboolean
cp_snapshot_chunk_has_raw (const CpManifestChunk *chunk, gconstpointer raw, gsize raw_bytes);

G_END_DECLS
