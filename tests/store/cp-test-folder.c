/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-folder.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

char *
cp_test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("counterpart-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
delete_all (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    /* A folder can't be unlinked. */
    if (g_unlink (path) != 0)
      delete_all (path);
  }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
}

void
cp_test_folder_free (char *folder)
{
  delete_all (folder);
  g_free (folder);
}

void
cp_test_tamper (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}
