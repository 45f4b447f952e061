/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-file.h"

#include <gio/gio.h>

#include "cp-snapshot-chunk.h"

static gboolean
pack_all (GInputStream *raw, GOutputStream *packed, CpManifest *manifest, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (CP_SNAPSHOT_CHUNK_BYTES);
  gsize n_read = CP_SNAPSHOT_CHUNK_BYTES;

  manifest->raw_bytes = 0;
  g_array_set_size (manifest->chunks, 0);
  while (n_read == CP_SNAPSHOT_CHUNK_BYTES) {
    g_autoptr (GBytes) chunk_bytes = NULL;
    CpManifestChunk chunk;

    if (!g_input_stream_read_all (raw, bytes, CP_SNAPSHOT_CHUNK_BYTES, &n_read, NULL, error))
      return FALSE;
    if (n_read == 0)
      break;
    chunk_bytes = cp_snapshot_chunk_pack (bytes, n_read, &chunk);
    if (!g_output_stream_write_all (packed, g_bytes_get_data (chunk_bytes, NULL),
                                    g_bytes_get_size (chunk_bytes), NULL, NULL, error))
      return FALSE;
    manifest->raw_bytes += (gint64) n_read;
    g_array_append_val (manifest->chunks, chunk);
  }
  return TRUE;
}

gboolean
cp_snapshot_file_pack (const char *raw_path,
                       const char *packed_path,
                       CpManifest *manifest,
                       GError **error)
{
  g_autoptr (GFile) raw_file = g_file_new_for_path (raw_path);
  g_autoptr (GFile) packed_file = g_file_new_for_path (packed_path);
  g_autoptr (GFileInputStream) raw = g_file_read (raw_file, NULL, error);
  g_autoptr (GFileOutputStream) packed =
      raw != NULL ? g_file_replace (packed_file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error)
                  : NULL;

  if (packed == NULL ||
      !pack_all (G_INPUT_STREAM (raw), G_OUTPUT_STREAM (packed), manifest, error) ||
      !g_output_stream_close (G_OUTPUT_STREAM (packed), NULL, error))
    return FALSE;
  cp_manifest_name (manifest);
  return TRUE;
}
