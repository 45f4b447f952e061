/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-database.h"
#include "cp-error.h"
#include "cp-journal.h"
#include "cp-store-resource.h"
#include "cp-test-folder.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>

#define FOLDER "/org/counterpart/store/journal/sql"
#define JOURNAL_ID 0x43504a31

static CpDatabase *
open_it (const char *path, GError **error)
{
  const CpDatabaseConfig config = {
    .path = path,
    .use = CP_DATABASE_SACRED,
    .application_id = JOURNAL_ID,
    .resource = cp_store_get_resource (),
    .folder = FOLDER,
    .is_backed_up = TRUE,
  };

  return cp_database_open (cp_world_real (), &config, error);
}

static void
run_migration (const char *path, const char *name)
{
  g_autofree char *resource = g_strconcat (FOLDER "/migrations/", name, NULL);
  g_autoptr (GBytes) sql = g_resource_lookup_data (cp_store_get_resource (), resource,
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (sql, NULL), g_bytes_get_size (sql));

  cp_test_tamper (path, text);
}

/* A journal as the second version wrote it. */
static char *
make_second_version (const char *folder)
{
  char *path = g_build_filename (folder, "journal.db", NULL);

  run_migration (path, "0001-first.sql");
  run_migration (path, "0002-signatures.sql");
  return path;
}

static int
get_version (const char *path)
{
  sqlite3_stmt *stmt;
  sqlite3 *db;
  int version;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA user_version", -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  version = sqlite3_column_int (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return version;
}

static char *
beside (const char *path, const char *ending)
{
  return g_strconcat (path, ending, NULL);
}

static gboolean
is_there (const char *path, const char *ending)
{
  g_autofree char *name = beside (path, ending);

  return g_file_test (name, G_FILE_TEST_EXISTS);
}

static void
test_keeps_what_it_was (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_second_version (folder);
  g_autofree char *backup = beside (path, ".version-2");
  g_autofree char *earlier = beside (path, ".version-1");
  g_autofree char *broken_off = beside (path, ".version-2.part");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDatabase) db = NULL;

  g_assert_true (g_file_set_contents (earlier, "", 0, NULL));
  g_assert_true (g_file_set_contents (broken_off, "a part", -1, NULL));
  db = open_it (path, &error);
  g_assert_no_error (error);
  g_clear_pointer (&db, cp_database_close);
  g_assert_cmpint (get_version (backup), ==, 2);
  g_assert_cmpint (get_version (path), >, 2);
  g_assert_false (is_there (path, ".version-1"));
  g_assert_false (is_there (path, ".version-2.part"));
}

static void
test_backs_up_only_what_is_led_on (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "journal.db", NULL);

  for (guint i = 0; i < 2; i++) {
    g_autoptr (CpDatabase) db = open_it (path, NULL);

    g_assert_nonnull (db);
  }
  for (int version = 0; version <= get_version (path); version++) {
    g_autofree char *ending = g_strdup_printf (".version-%d", version);

    g_assert_false (is_there (path, ending));
  }
}

static void
test_changes_nothing_without_a_backup (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_second_version (folder);
  g_autofree char *in_the_way = beside (path, ".version-2.part");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDatabase) db = NULL;

  g_assert_cmpint (g_mkdir (in_the_way, 0700), ==, 0);
  g_assert_null (open_it (path, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (get_version (path), ==, 2);
  g_assert_cmpint (g_rmdir (in_the_way), ==, 0);
  db = open_it (path, NULL);
  g_assert_nonnull (db);
}

static void
test_a_journal_that_erases_forgets_it (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_second_version (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJournal) journal = cp_journal_open (cp_world_real (), path, "till-1", &error);

  g_assert_no_error (error);
  g_assert_true (is_there (path, ".version-2"));
  g_assert_true (cp_journal_mark_erased (journal, (const char *[]){ "account", NULL }, &error));
  g_assert_true (cp_journal_erase (journal, &(CpLaneMarks){ { 0 } }, &error));
  g_assert_false (is_there (path, ".version-2"));
}

static void
put_failure (CpDatabase *db, const char *staff_id)
{
  CpStatement *statement = cp_database_get (db, "put-pin-failure", NULL);

  g_assert_nonnull (statement);
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  cp_statement_bind_int (statement, ":at_ms", 7);
  g_assert_true (cp_statement_run (statement, NULL));
}

static gint64
count_failures (CpDatabase *db, const char *staff_id)
{
  g_autoptr (CpStatementCleaner) statement = cp_database_get (db, "get-pin-failure", NULL);
  gboolean row;

  g_assert_nonnull (statement);
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  g_assert_true (cp_statement_step (statement, &row, NULL));
  return row ? cp_statement_get_int (statement, 0) : 0;
}

static CpDatabase *
open_large (const char *path)
{
  CpDatabase *db = open_it (path, NULL);

  g_assert_nonnull (db);
  g_assert_true (cp_database_begin (db, NULL));
  for (guint i = 0; i < 500; i++) {
    g_autofree char *staff_id = g_strdup_printf ("somebody with a long name %u", i);

    put_failure (db, staff_id);
  }
  g_assert_true (cp_database_commit (db, NULL));
  return db;
}

/* As on a disk whose quota is used up, no file may grow beyond @size_bytes. */
static gboolean
copy_within (CpDatabase *db, const char *copy, rlim_t size_bytes, GError **error)
{
  void (*before) (int) = signal (SIGXFSZ, SIG_IGN);
  struct rlimit usual, small;
  gboolean ok;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  small = (struct rlimit){ size_bytes, usual.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  ok = cp_database_copy_into (db, copy, error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  signal (SIGXFSZ, before);
  return ok;
}

static void
test_a_copy_that_fails_is_the_copys_trouble (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.db", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.db", NULL);
  g_autoptr (CpDatabase) db = open_large (path);
  g_autoptr (GError) error = NULL;

  g_assert_false (copy_within (db, copy, 3 * 4096, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, copy));
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_false (cp_database_is_fatal (db));
  put_failure (db, "a");
  g_assert_cmpint (count_failures (db, "a"), ==, 1);
  g_assert_true (cp_database_checkpoint (db, TRUE, NULL));
  g_assert_true (cp_database_copy_into (db, copy, NULL));
  g_clear_pointer (&db, cp_database_close);
  db = open_it (copy, NULL);
  g_assert_cmpint (count_failures (db, "a"), ==, 1);
}

/* What is there already is not taken for a half of its own. */
static void
test_a_copy_leaves_what_is_there (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.db", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.db", NULL);
  g_autofree char *text = NULL;
  g_autoptr (CpDatabase) db = open_large (path);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (copy, "somebody's", -1, NULL));
  g_assert_false (cp_database_copy_into (db, copy, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_true (g_file_get_contents (copy, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "somebody's");
  put_failure (db, "a");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/backup/keeps-what-it-was", test_keeps_what_it_was);
  g_test_add_func ("/store/backup/backs-up-only-what-is-led-on", test_backs_up_only_what_is_led_on);
  g_test_add_func ("/store/backup/changes-nothing-without-a-backup",
                   test_changes_nothing_without_a_backup);
  g_test_add_func ("/store/backup/a-journal-that-erases-forgets-it",
                   test_a_journal_that_erases_forgets_it);
  g_test_add_func ("/store/backup/a-copy-that-fails-is-the-copys-trouble",
                   test_a_copy_that_fails_is_the_copys_trouble);
  g_test_add_func ("/store/backup/a-copy-leaves-what-is-there", test_a_copy_leaves_what_is_there);
  return g_test_run ();
}
