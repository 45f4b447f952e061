/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-folder.h"

#include <glib/gstdio.h>

char *
cp_test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("counterpart-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
cp_test_folder_free (char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
  g_free (folder);
}
