/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-chunk.h"

#include <sodium.h>
#include <string.h>
#include <zstd.h>

#include "cp-error.h"

/* A fifteenth less on every line than 3, for some seconds more of a million members that are built once. */
#define LEVEL 9

static void
hash (gconstpointer bytes, gsize n_bytes, char *ret_hex)
{
  guint8 digest[32];

  crypto_generichash (digest, sizeof digest, bytes, n_bytes, NULL, 0);
  sodium_bin2hex (ret_hex, 2 * sizeof digest + 1, digest, sizeof digest);
}

GBytes *
cp_snapshot_chunk_pack (gconstpointer raw, gsize raw_bytes, CpManifestChunk *ret_chunk)
{
  gsize room = ZSTD_compressBound (raw_bytes);
  guint8 *packed = g_malloc (room);
  gsize n_bytes = ZSTD_compress (packed, room, raw, raw_bytes, LEVEL);

  g_assert (!ZSTD_isError (n_bytes));
  ret_chunk->packed_bytes = (gint64) n_bytes;
  hash (raw, raw_bytes, ret_chunk->raw_hash);
  hash (packed, n_bytes, ret_chunk->hash);
  return g_bytes_new_take (packed, n_bytes);
}

gboolean
cp_snapshot_chunk_has_raw (const CpManifestChunk *chunk, gconstpointer raw, gsize raw_bytes)
{
  char hex[65];

  hash (raw, raw_bytes, hex);
  return g_str_equal (hex, chunk->raw_hash);
}

static gboolean
has_packed (const CpManifestChunk *chunk, gconstpointer packed, gsize packed_bytes)
{
  char hex[65];

  if ((gint64) packed_bytes != chunk->packed_bytes)
    return FALSE;
  hash (packed, packed_bytes, hex);
  return g_str_equal (hex, chunk->hash);
}

GBytes *
cp_snapshot_chunk_unpack (const CpManifestChunk *chunk,
                          gconstpointer packed,
                          gsize packed_bytes,
                          gsize raw_bytes,
                          GError **error)
{
  g_autofree guint8 *raw = NULL;
  gsize n_bytes;

  if (!has_packed (chunk, packed, packed_bytes)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT,
                         "A chunk of the snapshot is not what the manifest says");
    return NULL;
  }
  raw = g_malloc (raw_bytes);
  n_bytes = ZSTD_decompress (raw, raw_bytes, packed, packed_bytes);
  if (!ZSTD_isError (n_bytes) && n_bytes == raw_bytes &&
      cp_snapshot_chunk_has_raw (chunk, raw, raw_bytes))
    return g_bytes_new_take (g_steal_pointer (&raw), raw_bytes);
  g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT,
                       "A chunk of the snapshot does not hold what the manifest says");
  return NULL;
}
