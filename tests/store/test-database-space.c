/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file from before it could give anything back is made one that can, however large it has become. */
#include "cp-database-private.h"
#include "cp-store-resource.h"
#include "cp-test-folder.h"

#include <glib/gstdio.h>

#define JOURNAL_ID 0x43504a31
#define N_ROWS 8000

/* Of about 4 kB each. */
#define FILL                                                                               \
  "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 8000) " \
  "INSERT INTO dismissed SELECT printf ('%08d', n) || hex (randomblob (2000)), 1, 'ann' FROM many"

static CpDatabase *
open_file (const char *path, gboolean gives_back)
{
  const CpDatabaseConfig config = { .path = path,
                                    .use = CP_DATABASE_SACRED,
                                    .application_id = JOURNAL_ID,
                                    .resource = cp_store_get_resource (),
                                    .folder = "/org/counterpart/store/journal/sql",
                                    .gives_back = gives_back };
  g_autoptr (GError) error = NULL;
  CpDatabase *db = cp_database_open (cp_world_real (), &config, &error);

  g_assert_no_error (error);
  return db;
}

static gint64
get_size (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_size;
}

static gint64
read_int (CpDatabase *db, const char *sql)
{
  gint64 value = -1;

  cp_database_set_guard (db, FALSE);
  g_assert_true (cp_database_read_int (db, sql, &value, NULL));
  cp_database_set_guard (db, TRUE);
  return value;
}

/* (transfer full): the path of one with years in it */
static char *
make_old_file (const char *folder)
{
  char *path = g_build_filename (folder, "a.db", NULL);

  cp_database_close (open_file (path, FALSE));
  cp_test_tamper (path, FILL);
  return path;
}

/* What is looked through at each opening stands in memory once; it may not stand there twice. */
static void
test_is_rebuilt_on_the_disk (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_old_file (folder);
  gint64 before = sqlite3_memory_used ();
  g_autoptr (CpDatabase) db = NULL;

  sqlite3_memory_highwater (TRUE);
  db = open_file (path, TRUE);
  g_assert_cmpint (sqlite3_memory_highwater (FALSE) - before, <, get_size (path) * 3 / 2);
  g_assert_cmpint (read_int (db, "PRAGMA auto_vacuum"), ==, 2);
  g_assert_cmpint (read_int (db, "SELECT count (*) FROM dismissed"), ==, N_ROWS);
}

static void
test_works_as_it_did_afterwards (void)
{
  static const char *const settings[] = { "PRAGMA temp_store", "PRAGMA cache_size",
                                          "PRAGMA synchronous" };
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_old_file (folder);
  g_autofree char *other = g_build_filename (folder, "other.db", NULL);
  g_autoptr (CpDatabase) db = open_file (path, TRUE);
  g_autoptr (CpDatabase) fresh = open_file (other, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_assert_cmpint (read_int (db, settings[i]), ==, read_int (fresh, settings[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/database/space/is-rebuilt-on-the-disk", test_is_rebuilt_on_the_disk);
  g_test_add_func ("/store/database/space/works-as-it-did-afterwards",
                   test_works_as_it_did_afterwards);
  return g_test_run ();
}
