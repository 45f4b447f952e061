/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-chunk.h"

#include <string.h>

#include "cp-error.h"
#include "cp-test-snapshot.h"

static void
test_comes_back (void)
{
  g_autofree char *text = g_strnfill (100000, 'a');
  CpManifestChunk chunk;
  g_autoptr (GBytes) packed = cp_snapshot_chunk_pack (text, 100000, &chunk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = cp_snapshot_chunk_unpack (&chunk, g_bytes_get_data (packed, NULL),
                                                     g_bytes_get_size (packed), 100000, &error);

  g_assert_no_error (error);
  g_assert_cmpint (chunk.packed_bytes, <, 1000);
  g_assert_cmpmem (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw), text, 100000);
}

static void
test_refuses_each_flipped_byte (void)
{
  g_autofree char *text = g_strnfill (1000, 'a');
  CpManifestChunk chunk;
  g_autoptr (GBytes) packed = cp_snapshot_chunk_pack (text, 1000, &chunk);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (packed, &size);

  for (gsize i = 0; i < size; i++) {
    g_autofree guint8 *bad = g_memdup2 (bytes, size);
    g_autoptr (GError) error = NULL;

    bad[i] ^= 1;
    g_assert_null (cp_snapshot_chunk_unpack (&chunk, bad, size, 1000, &error));
    g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
  }
}

/* A manifest that lies of what a chunk holds makes nobody write past the end. */
static void
test_refuses_another_size (void)
{
  g_autofree char *text = g_strnfill (1000, 'a');
  CpManifestChunk chunk;
  g_autoptr (GBytes) packed = cp_snapshot_chunk_pack (text, 1000, &chunk);
  const gsize sizes[] = { 999, 1001 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cp_snapshot_chunk_unpack (&chunk, g_bytes_get_data (packed, NULL),
                                             g_bytes_get_size (packed), sizes[i], &error));
    g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot-chunk/comes-back-whole", test_comes_back);
  g_test_add_func ("/snapshot-chunk/refuses-each-flipped-byte", test_refuses_each_flipped_byte);
  g_test_add_func ("/snapshot-chunk/refuses-another-size", test_refuses_another_size);
  return g_test_run ();
}
