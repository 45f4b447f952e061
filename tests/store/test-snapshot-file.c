/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-file.h"

#include "cp-error.h"
#include "cp-test-snapshot.h"

static void
test_same_content_same_name (void)
{
  g_autofree char *text = g_strnfill (1000, 'a');
  g_autoptr (CpTestSnapshot) one = cp_test_snapshot_of (text, 1000);
  g_autoptr (CpTestSnapshot) same = cp_test_snapshot_of (text, 1000);
  g_autoptr (CpTestSnapshot) other = cp_test_snapshot_of (text, 999);

  g_assert_cmpstr (one->manifest->id, ==, same->manifest->id);
  g_assert_cmpstr (one->manifest->id, !=, other->manifest->id);
  g_assert_cmpint (one->manifest->raw_bytes, ==, 1000);
}

static void
test_cuts_at_whole_chunks (void)
{
  g_autofree char *text = g_strnfill (CP_SNAPSHOT_CHUNK_BYTES + 1, 'a');
  g_autoptr (CpTestSnapshot) whole = cp_test_snapshot_of (text, CP_SNAPSHOT_CHUNK_BYTES);
  g_autoptr (CpTestSnapshot) more = cp_test_snapshot_of (text, CP_SNAPSHOT_CHUNK_BYTES + 1);

  g_assert_cmpuint (whole->chunks->len, ==, 1);
  g_assert_cmpuint (more->chunks->len, ==, 2);
}

static void
test_no_file (void)
{
  g_autoptr (CpManifest) manifest = cp_manifest_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (
      cp_snapshot_file_pack (cp_world_real (), "/nowhere/a", "/nowhere/b", manifest, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot-file/the-same-content-has-the-same-name",
                   test_same_content_same_name);
  g_test_add_func ("/snapshot-file/cuts-at-whole-chunks", test_cuts_at_whole_chunks);
  g_test_add_func ("/snapshot-file/says-that-there-is-none", test_no_file);
  return g_test_run ();
}
