/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-key-file.h"

#include <glib/gstdio.h>

#include "cp-error.h"
#include "cp-test-folder.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "keys", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->path);
  cp_test_folder_free (self->folder);
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  g_autofree char *one = g_strnfill (64, '1');
  g_autofree char *other = g_strnfill (64, '2');
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  GStrv keys;

  g_assert_true (cp_key_file_write (self->path, TRUE, one, NULL, &error));
  g_assert_false (cp_key_file_write (self->path, TRUE, other, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (cp_key_file_write (self->path, FALSE, one, other, &error));
  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  keys = cp_key_file_read (self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (keys), ==, 2);
  g_assert_cmpstr (keys[0], ==, one);
  g_assert_cmpstr (keys[1], ==, other);
  cp_key_file_forget (keys);
}

static void
assert_refused (Fixture *self, const char *text, int mode, CpError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  g_assert_cmpint (g_chmod (self->path, mode), ==, 0);
  g_assert_null (cp_key_file_read (self->path, &error));
  g_assert_error (error, CP_ERROR, (int) code);
}

static void
test_refuses (Fixture *self, gconstpointer data)
{
  g_autofree char *key = g_strnfill (64, '1');
  g_autofree char *three = g_strconcat (key, "\n", key, "\n", key, "\n", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_key_file_read (self->path, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_FOUND);
  assert_refused (self, key, 0644, CP_ERROR_NOT_ALLOWED);
  assert_refused (self, "", 0600, CP_ERROR_CORRUPT);
  assert_refused (self, key + 1, 0600, CP_ERROR_CORRUPT);
  assert_refused (self, three, 0600, CP_ERROR_CORRUPT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/key-file/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/key-file/refuses-what-is-none", Fixture, NULL, set_up, test_refuses, tear_down);
  return g_test_run ();
}
