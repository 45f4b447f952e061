/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-file.h"

#include "cp-files.h"
#include "cp-snapshot-chunk.h"

static gboolean
pack_all (CpFile *raw, CpFile *packed, CpManifest *manifest, GError **error)
{
  g_autofree guint8 *bytes = g_malloc ((gsize) manifest->chunk_bytes);
  gint64 written = 0;

  g_array_set_size (manifest->chunks, 0);
  for (gint64 offset = 0; offset < manifest->raw_bytes; offset += manifest->chunk_bytes) {
    gsize n_bytes = cp_manifest_get_raw_bytes (manifest, manifest->chunks->len);
    g_autoptr (GBytes) chunk_bytes = NULL;
    CpManifestChunk chunk;

    if (!cp_file_read (raw, offset, bytes, n_bytes, error))
      return FALSE;
    chunk_bytes = cp_snapshot_chunk_pack (bytes, n_bytes, &chunk);
    if (!cp_file_write (packed, written, g_bytes_get_data (chunk_bytes, NULL),
                        g_bytes_get_size (chunk_bytes), error))
      return FALSE;
    written += chunk.packed_bytes;
    g_array_append_val (manifest->chunks, chunk);
  }
  return TRUE;
}

gboolean
cp_snapshot_file_pack (const CpWorld *world,
                       const char *raw_path,
                       const char *packed_path,
                       CpManifest *manifest,
                       GError **error)
{
  g_autoptr (CpFile) raw = cp_file_open (world, raw_path, FALSE, error);
  g_autoptr (CpFile) packed = NULL;

  if (raw == NULL || !cp_file_get_size (raw, &manifest->raw_bytes, error))
    return FALSE;
  cp_files_remove (world, packed_path);
  packed = cp_file_open (world, packed_path, TRUE, error);
  if (packed == NULL || !pack_all (raw, packed, manifest, error))
    return FALSE;
  cp_manifest_name (manifest);
  return TRUE;
}
