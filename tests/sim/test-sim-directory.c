/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-directory.h"

#include <string.h>

static CpSimRandom random_stream;
static CpSimFate fate;

static void
write_text (CpSimFile *file, const char *text)
{
  cp_sim_file_write (file, 0, (const guint8 *) text, strlen (text));
}

static void
assert_text (CpSimDirectory *directory, const char *name, const char *expected)
{
  CpSimFile *file = cp_sim_directory_find (directory, name);
  char text[64] = "";

  g_assert_nonnull (file);
  cp_sim_file_read (file, 0, (guint8 *) text, sizeof text - 1);
  g_assert_cmpstr (text, ==, expected);
}

static void
cut (CpSimDirectory *directory, CpSimCut how)
{
  cp_sim_directory_power_cut (directory, how, &random_stream, &fate);
}

static void
test_new_file_is_gone_unless_it_was_synced (void)
{
  g_autoptr (CpSimDirectory) directory = cp_sim_directory_new ();
  CpSimFile *kept = cp_sim_directory_create (directory, "kept");

  write_text (kept, "bytes");
  cp_sim_file_sync (kept);
  cp_sim_directory_sync_file (directory, kept);
  write_text (cp_sim_directory_create (directory, "lost"), "bytes");
  g_assert_cmpuint (cp_sim_directory_power_cut (directory, CP_SIM_CUT_NONE, NULL, &fate), ==, 1);
  g_assert_null (cp_sim_directory_find (directory, "lost"));
  assert_text (directory, "kept", "bytes");
}

static void
test_unlinked_file_comes_back_unless_the_directory_was_synced (void)
{
  g_autoptr (CpSimDirectory) directory = cp_sim_directory_new ();

  cp_sim_directory_create (directory, "a");
  cp_sim_directory_sync (directory);
  g_assert_true (cp_sim_directory_unlink (directory, "a"));
  g_assert_false (cp_sim_directory_unlink (directory, "a"));
  g_assert_null (cp_sim_directory_find (directory, "a"));
  cut (directory, CP_SIM_CUT_NONE);
  g_assert_nonnull (cp_sim_directory_find (directory, "a"));
  cp_sim_directory_unlink (directory, "a");
  cp_sim_directory_sync (directory);
  cut (directory, CP_SIM_CUT_NONE);
  g_assert_null (cp_sim_directory_find (directory, "a"));
}

static void
test_file_made_anew_never_shows_the_old_bytes (void)
{
  g_autoptr (CpSimDirectory) directory = cp_sim_directory_new ();
  CpSimFile *file = cp_sim_directory_create (directory, "a");

  write_text (file, "old and long");
  cp_sim_file_sync (file);
  cp_sim_directory_sync (directory);
  cp_sim_directory_unlink (directory, "a");
  file = cp_sim_directory_create (directory, "a");
  assert_text (directory, "a", "");
  cp_sim_directory_sync_file (directory, file);
  write_text (file, "new");
  cut (directory, CP_SIM_CUT_NONE);
  assert_text (directory, "a", "");
}

static void
test_sync_of_a_new_file_covers_earlier_changes_only (void)
{
  g_autoptr (CpSimDirectory) directory = cp_sim_directory_new ();
  CpSimFile *file;

  cp_sim_directory_create (directory, "journal");
  cp_sim_directory_sync (directory);
  cp_sim_directory_unlink (directory, "journal");
  file = cp_sim_directory_create (directory, "wal");
  cp_sim_directory_create (directory, "later");
  cp_sim_directory_sync_file (directory, file);
  g_assert_cmpuint (cp_sim_directory_get_n_unsynced (directory), ==, 1);
  cut (directory, CP_SIM_CUT_NONE);
  g_assert_null (cp_sim_directory_find (directory, "journal"));
  g_assert_nonnull (cp_sim_directory_find (directory, "wal"));
  g_assert_null (cp_sim_directory_find (directory, "later"));
}

/* Of changes a, b, c any beginning may be kept, and nothing else. */
static void
test_changes_are_kept_in_order (void)
{
  guint n_seen[4] = { 0 };

  for (guint i = 0; i < 200; i++) {
    g_autoptr (CpSimDirectory) directory = cp_sim_directory_new ();
    gboolean a, b, c;

    cp_sim_directory_create (directory, "a");
    cp_sim_directory_create (directory, "b");
    cp_sim_directory_create (directory, "c");
    cut (directory, CP_SIM_CUT_RANDOM);
    a = cp_sim_directory_find (directory, "a") != NULL;
    b = cp_sim_directory_find (directory, "b") != NULL;
    c = cp_sim_directory_find (directory, "c") != NULL;
    g_assert_true (a >= b && b >= c);
    n_seen[a + b + c]++;
  }
  for (guint i = 0; i < G_N_ELEMENTS (n_seen); i++)
    g_assert_cmpuint (n_seen[i], >, 20);
}

static void
test_copy_has_what_is_durable_and_stands_alone (void)
{
  g_autoptr (CpSimDirectory) directory = cp_sim_directory_new ();
  g_autoptr (CpSimDirectory) copy = NULL;
  CpSimFile *file = cp_sim_directory_create (directory, "a");

  write_text (file, "one");
  cp_sim_file_sync (file);
  cp_sim_directory_sync (directory);
  write_text (file, "two");
  cp_sim_directory_create (directory, "b");
  copy = cp_sim_directory_copy (directory);
  cp_sim_file_sync (file);
  assert_text (copy, "a", "one");
  g_assert_null (cp_sim_directory_find (copy, "b"));
  assert_text (directory, "a", "two");
  g_assert_cmpuint (cp_sim_directory_get_size_bytes (copy), ==, 3);
}

static void
list_file (const char *name, const CpSimFile *file, gpointer data)
{
  const char *bytes = (const char *) cp_sim_file_get_bytes (file);

  g_string_append_printf (data, "%s=%.*s;", name, (int) cp_sim_file_get_size (file),
                          bytes != NULL ? bytes : "");
}

static void
test_each_live_file_is_shown (void)
{
  g_autoptr (CpSimDirectory) directory = cp_sim_directory_new ();
  g_autoptr (GString) list = g_string_new (NULL);

  write_text (cp_sim_directory_create (directory, "a"), "one");
  cp_sim_directory_create (directory, "b");
  cp_sim_directory_create (directory, "c");
  cp_sim_directory_unlink (directory, "c");
  cp_sim_directory_each (directory, list_file, list);
  g_assert_cmpstr (list->str, ==, "a=one;b=;");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cp_sim_random_init (&random_stream, 1, "directory");
  g_test_add_func ("/sim/directory/new-file-is-gone-unless-it-was-synced",
                   test_new_file_is_gone_unless_it_was_synced);
  g_test_add_func ("/sim/directory/unlinked-file-comes-back-unless-the-directory-was-synced",
                   test_unlinked_file_comes_back_unless_the_directory_was_synced);
  g_test_add_func ("/sim/directory/file-made-anew-never-shows-the-old-bytes",
                   test_file_made_anew_never_shows_the_old_bytes);
  g_test_add_func ("/sim/directory/sync-of-a-new-file-covers-earlier-changes-only",
                   test_sync_of_a_new_file_covers_earlier_changes_only);
  g_test_add_func ("/sim/directory/changes-are-kept-in-order", test_changes_are_kept_in_order);
  g_test_add_func ("/sim/directory/copy-has-what-is-durable-and-stands-alone",
                   test_copy_has_what_is_durable_and_stands_alone);
  g_test_add_func ("/sim/directory/each-live-file-is-shown", test_each_live_file_is_shown);
  return g_test_run ();
}
