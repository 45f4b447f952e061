/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The machine's own files. */
#include <string.h>

#include "cp-error.h"
#include "cp-files.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("cp-files-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "one", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *all = g_strconcat (self->folder, "/", NULL);

  cp_files_sweep (cp_world_real (), all, NULL);
  cp_files_remove_folder (cp_world_real (), self->folder);
  g_assert_false (g_file_test (self->folder, G_FILE_TEST_EXISTS));
  g_free (self->folder);
  g_free (self->path);
}

static void
write_text (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFile) file = cp_file_open (cp_world_real (), path, TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (cp_file_write (file, 0, (const guint8 *) text, strlen (text), &error));
  g_assert_true (cp_file_sync (file, &error));
}

static void
test_reads_what_was_written (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFile) file = NULL;
  guint8 bytes[4] = { 0 };
  gint64 size = 0;

  write_text (self->path, "abcdef");
  file = cp_file_open (cp_world_real (), self->path, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (cp_file_read (file, 2, bytes, 4, &error));
  g_assert_cmpmem (bytes, 4, "cdef", 4);
  g_assert_true (cp_file_get_size (file, &size, &error));
  g_assert_cmpint (size, ==, 6);
  g_assert_true (cp_file_truncate (file, 3, &error));
  g_assert_false (cp_file_read (file, 2, bytes, 4, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

static void
test_renames_over_another (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->folder, "other", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  write_text (self->path, "new");
  write_text (other, "old");
  g_assert_true (cp_files_rename (cp_world_real (), self->path, other, &error));
  g_assert_true (cp_files_sync_folder (cp_world_real (), other, &error));
  g_assert_true (g_file_get_contents (other, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "new");
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static void
test_opens_only_what_is_there (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_file_open (cp_world_real (), self->path, FALSE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static CpFile *
open_lock (const char *path, gboolean *ret_locked)
{
  g_autoptr (GError) error = NULL;
  CpFile *file = cp_file_open (cp_world_real (), path, TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (cp_file_try_lock (file, ret_locked, &error));
  return file;
}

static void
test_one_has_the_lock (Fixture *self, gconstpointer data)
{
  gboolean locked = FALSE;
  g_autoptr (CpFile) first = open_lock (self->path, &locked);
  g_autoptr (CpFile) second = NULL;
  g_autoptr (CpFile) third = NULL;

  g_assert_true (locked);
  second = open_lock (self->path, &locked);
  g_assert_false (locked);
  g_clear_pointer (&first, cp_file_close);
  third = open_lock (self->path, &locked);
  g_assert_true (locked);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/files-real/reads-what-was-written", Fixture, NULL, set_up,
              test_reads_what_was_written, tear_down);
  g_test_add ("/files-real/renames-over-another", Fixture, NULL, set_up, test_renames_over_another,
              tear_down);
  g_test_add ("/files-real/opens-only-what-is-there", Fixture, NULL, set_up,
              test_opens_only_what_is_there, tear_down);
  g_test_add ("/files-real/one-has-the-lock", Fixture, NULL, set_up, test_one_has_the_lock,
              tear_down);
  return g_test_run ();
}
