/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is made of the answers of a world's own door. */
#include <errno.h>
#include <string.h>

#include "cp-error.h"
#include "cp-files.h"

typedef struct {
  CpFiles files;
  CpWorld world;
  int answer;
  GString *removed;
} Door;

static int
answer_rename (gpointer data, const char *from, const char *to)
{
  return ((Door *) data)->answer;
}

static int
answer_sync (gpointer data, const char *folder)
{
  return ((Door *) data)->answer;
}

static int
note_removed (gpointer data, const char *path)
{
  g_string_append_printf (((Door *) data)->removed, "%s ", path);
  return 0;
}

static int
open_nothing (gpointer data, const char *path, gboolean creates, gpointer *ret_file)
{
  *ret_file = data;
  return 0;
}

static void
close_nothing (gpointer file)
{
}

static GStrv
list_names (gpointer data, const char *folder)
{
  return g_strsplit ("a.1,a.2,b.1", ",", -1);
}

static void
set_up (Door *self, gconstpointer data)
{
  self->removed = g_string_new (NULL);
  self->files = (CpFiles){ .rename = answer_rename,
                           .sync_folder = answer_sync,
                           .remove = note_removed,
                           .list = list_names,
                           .data = self };
  self->world = *cp_world_real ();
  self->world.files = &self->files;
}

static void
tear_down (Door *self, gconstpointer data)
{
  g_string_free (self->removed, TRUE);
}

static void
test_tells_errors_apart (Door *self, gconstpointer data)
{
  static const struct {
    int number;
    CpError code;
  } cases[] = { { ENOSPC, CP_ERROR_FULL },
                { EDQUOT, CP_ERROR_FULL },
                { EIO, CP_ERROR_UNAVAILABLE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    self->answer = cases[i].number;
    g_assert_false (cp_files_rename (&self->world, "/a", "/b", &error));
    g_assert_error (error, CP_ERROR, (gint) cases[i].code);
  }
}

/* After that nothing on the disk can be believed. */
static void
test_takes_failed_sync_for_fatal (Door *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->answer = EIO;
  g_assert_false (cp_files_sync_folder (&self->world, "/folder/a", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
}

static void
test_sweeps_by_prefix (Door *self, gconstpointer data)
{
  cp_files_sweep (&self->world, "/folder/a.", "/folder/a.2");
  g_assert_cmpstr (self->removed->str, ==, "/folder/a.1 ");
}

static void
test_needs_a_door_beside_a_vfs (Door *self, gconstpointer data)
{
  self->world.vfs_name = "own";
  g_assert_true (cp_files_can (&self->world));
  self->world.files = NULL;
  g_assert_false (cp_files_can (&self->world));
  g_assert_true (cp_files_can (cp_world_real ()));
}

/* Nobody else is there. */
static void
test_locks_without_a_lock (Door *self, gconstpointer data)
{
  gboolean locked = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFile) file = NULL;

  self->files.open = open_nothing;
  self->files.close = close_nothing;
  file = cp_file_open (&self->world, "/folder/lock", TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (cp_file_try_lock (file, &locked, &error));
  g_assert_true (locked);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/files/tells-errors-apart", Door, NULL, set_up, test_tells_errors_apart, tear_down);
  g_test_add ("/files/takes-a-failed-sync-for-fatal", Door, NULL, set_up,
              test_takes_failed_sync_for_fatal, tear_down);
  g_test_add ("/files/sweeps-by-prefix", Door, NULL, set_up, test_sweeps_by_prefix, tear_down);
  g_test_add ("/files/needs-a-door-beside-a-vfs", Door, NULL, set_up,
              test_needs_a_door_beside_a_vfs, tear_down);
  g_test_add ("/files/locks-without-a-lock", Door, NULL, set_up, test_locks_without_a_lock,
              tear_down);
  return g_test_run ();
}
