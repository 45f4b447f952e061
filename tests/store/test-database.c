/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-chain.h"
#include "cp-database.h"
#include "cp-error.h"
#include "cp-store-resource.h"
#include "cp-test-folder.h"
#include "cp-test-vfs.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOURNAL_ID 0x43504a31

static CpDatabase *
open_with (
    const CpWorld *world, const char *path, CpDatabaseUse use, gboolean gives_back, GError **error)
{
  const CpDatabaseConfig config = {
    .path = path,
    .use = use,
    .application_id = JOURNAL_ID,
    .resource = cp_store_get_resource (),
    .folder = "/org/counterpart/store/journal/sql",
    .gives_back = gives_back,
  };

  return cp_database_open (world, &config, error);
}

static CpDatabase *
open_as (const CpWorld *world, const char *path, CpDatabaseUse use, GError **error)
{
  return open_with (world, path, use, FALSE, error);
}

static CpDatabase *
open_sacred (const char *path, GError **error)
{
  return open_as (cp_world_real (), path, CP_DATABASE_SACRED, error);
}

static char *
make_path (const char *folder)
{
  return g_build_filename (folder, "a.db", NULL);
}

static void
put_failure (CpDatabase *db, const char *staff_id)
{
  g_autoptr (GError) error = NULL;
  CpStatement *statement = cp_database_get (db, "put-pin-failure", &error);

  g_assert_no_error (error);
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  cp_statement_bind_int (statement, ":at_ms", 7);
  g_assert_true (cp_statement_run (statement, &error));
}

static gint64
count_failures (CpDatabase *db, const char *staff_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpStatementCleaner) statement = cp_database_get (db, "get-pin-failure", &error);
  gboolean row;

  g_assert_no_error (error);
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  g_assert_true (cp_statement_step (statement, &row, &error));
  return row ? cp_statement_get_int (statement, 0) : 0;
}

static void
test_keeps_what_is_committed (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDatabase) db = open_sacred (path, &error);

  g_assert_no_error (error);
  g_assert_true (cp_database_begin (db, &error));
  put_failure (db, "a");
  g_assert_true (cp_database_commit (db, &error));
  g_assert_true (cp_database_begin (db, &error));
  put_failure (db, "b");
  cp_database_rollback (db);
  g_clear_pointer (&db, cp_database_close);
  db = open_sacred (path, &error);
  g_assert_cmpint (count_failures (db, "a"), ==, 1);
  g_assert_cmpint (count_failures (db, "b"), ==, 0);
}

static void
assert_untouched (const char *path, GBytes *before)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) after = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  after = g_bytes_new (text, size);
  g_assert_true (g_bytes_equal (before, after));
}

static void
assert_refused (const char *path, CpDatabaseUse use, CpError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) before = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  before = g_bytes_new (text, size);
  g_assert_null (open_as (cp_world_real (), path, use, &error));
  g_assert_error (error, CP_ERROR, (int) code);
  assert_untouched (path, before);
}

static void
make_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDatabase) db = open_sacred (path, &error);

  g_assert_no_error (error);
  g_assert_true (cp_database_checkpoint (db, TRUE, &error));
}

/* What several statements say stands in a file of its own. */
static void
test_joins_the_parts_of_a_statement (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autoptr (CpDatabase) db = open_as (cp_world_real (), path, CP_DATABASE_SACRED, NULL);
  g_autoptr (CpStatementCleaner) statement = cp_database_get (db, "list-waiting", NULL);
  gboolean row = TRUE;

  g_assert_nonnull (statement);
  cp_statement_bind_text (statement, ":priority", "one");
  cp_statement_bind_int (statement, ":bulk_seq", 1);
  g_assert_true (cp_statement_step (statement, &row, NULL));
  g_assert_false (row);
}

static void
test_refuses_newer_file (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);

  make_file (path);
  cp_test_tamper (path, "PRAGMA user_version = 99");
  assert_refused (path, CP_DATABASE_SACRED, CP_ERROR_NEWER);
}

static void
test_refuses_what_is_no_database (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autofree char *text = g_strnfill (9000, 'x');

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  assert_refused (path, CP_DATABASE_SACRED, CP_ERROR_CORRUPT);
}

static void
test_refuses_foreign_file (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);

  cp_test_tamper (path, "CREATE TABLE t (a)");
  assert_refused (path, CP_DATABASE_SACRED, CP_ERROR_CORRUPT);
}

static void
test_refuses_older_disposable_file (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);

  make_file (path);
  cp_test_tamper (path, "PRAGMA user_version = 0");
  assert_refused (path, CP_DATABASE_DISPOSABLE, CP_ERROR_CORRUPT);
}

static void
test_refuses_second_opener (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDatabase) db = open_sacred (path, &error);

  g_assert_no_error (error);
  g_assert_null (open_sacred (path, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

static void
test_denies_what_is_not_data (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDatabase) db = open_sacred (path, &error);

  g_assert_no_error (error);
  /* A statement of ours that is a PRAGMA, so that it can be asked for at all. */
  g_assert_null (cp_database_get (db, "settings/get-version", &error));
  g_assert_nonnull (error);
}

static void
test_keeps_log_until_checkpoint (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDatabase) db = open_sacred (path, &error);
  GStatBuf info;

  for (guint i = 0; i < 300; i++) {
    g_assert_true (cp_database_begin (db, &error));
    put_failure (db, "a");
    g_assert_true (cp_database_commit (db, &error));
  }
  g_assert_true (cp_database_wants_checkpoint (db));
  g_assert_cmpint (g_stat (log, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 1 << 20);
  g_assert_true (cp_database_checkpoint (db, TRUE, &error));
  g_assert_false (cp_database_wants_checkpoint (db));
  g_assert_cmpint (g_stat (log, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, 0);
}

static void
test_lets_as_much_log_stand_as_it_is_told (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GError) error = NULL;
  const CpDatabaseConfig config = {
    .path = path,
    .use = CP_DATABASE_SACRED,
    .application_id = JOURNAL_ID,
    .resource = cp_store_get_resource (),
    .folder = "/org/counterpart/store/journal/sql",
    .wal_pages = 4,
  };
  g_autoptr (CpDatabase) db = cp_database_open (cp_world_real (), &config, &error);

  g_assert_no_error (error);
  g_assert_true (cp_database_checkpoint (db, TRUE, &error));
  g_assert_true (cp_database_begin (db, &error));
  put_failure (db, "a");
  g_assert_true (cp_database_commit (db, &error));
  g_assert_false (cp_database_wants_checkpoint (db));
  for (guint i = 0; i < 4; i++) {
    g_assert_true (cp_database_begin (db, &error));
    put_failure (db, "a");
    g_assert_true (cp_database_commit (db, &error));
  }
  g_assert_true (cp_database_wants_checkpoint (db));
}

/* Commits in a child until it is killed; says so after each. */
static void
commit_for_ever (const char *path, int said)
{
  g_autoptr (CpDatabase) db = open_sacred (path, NULL);

  while (TRUE) {
    g_assert_true (cp_database_begin (db, NULL));
    put_failure (db, "a");
    g_assert_true (cp_database_commit (db, NULL));
    g_assert_cmpint (write (said, ".", 1), ==, 1);
  }
}

static void
test_survives_kill (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDatabase) db = NULL;
  gint64 n_said = 0;
  int ends[2];
  char dot;
  pid_t pid;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    commit_for_ever (path, ends[1]);
  close (ends[1]);
  while (n_said < 20 && read (ends[0], &dot, 1) == 1)
    n_said++;
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  while (read (ends[0], &dot, 1) == 1)
    n_said++;
  close (ends[0]);
  db = open_sacred (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_failures (db, "a"), >=, n_said);
  g_assert_cmpint (count_failures (db, "a"), <=, n_said + 1);
}

static void
test_is_fatal_after_failed_sync (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpDatabase) db = NULL;
  CpTestVfs vfs;

  cp_test_vfs_install (&vfs);
  db = open_as (&vfs.world, path, CP_DATABASE_SACRED, &error);
  g_assert_no_error (error);
  g_assert_true (cp_database_begin (db, &error));
  put_failure (db, "a");
  vfs.fail_at = vfs.n_calls + 1;
  g_assert_false (cp_database_commit (db, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
  g_clear_error (&error);
  g_assert_false (cp_database_begin (db, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
  g_assert_true (cp_database_is_fatal (db));
  g_clear_pointer (&db, cp_database_close);
  cp_test_vfs_remove (&vfs);
}

static void
test_opens_or_fails_cleanly_at_any_call (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  gboolean opened = FALSE;
  CpTestVfs vfs;

  cp_test_vfs_install (&vfs);
  for (guint n = 1; !opened; n++) {
    g_autofree char *name = g_strdup_printf ("%s/%u.db", folder, n);
    g_autoptr (GError) error = NULL;
    g_autoptr (CpDatabase) db = NULL;

    vfs.n_calls = 0;
    vfs.fail_at = n;
    db = open_as (&vfs.world, name, CP_DATABASE_SACRED, &error);
    opened = db != NULL && vfs.n_calls < n;
    vfs.fail_at = 0;
    g_clear_pointer (&db, cp_database_close);
    g_clear_error (&error);
    db = open_as (&vfs.world, name, CP_DATABASE_SACRED, &error);
    g_assert_no_error (error);
  }
  cp_test_vfs_remove (&vfs);
}

static void
make_large (const char *path)
{
  g_autoptr (CpDatabase) made = open_with (cp_world_real (), path, CP_DATABASE_SACRED, TRUE, NULL);

  g_assert_true (cp_database_begin (made, NULL));
  for (guint i = 0; i < 500; i++) {
    g_autofree char *staff_id = g_strdup_printf ("somebody with a long name %u", i);

    put_failure (made, staff_id);
  }
  g_assert_true (cp_database_commit (made, NULL));
  g_assert_true (cp_database_checkpoint (made, TRUE, NULL));
}

/* Damage would have somebody give up the file; a read that failed needs a restart. */
static void
test_takes_no_failed_call_for_damage (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  gboolean opened = FALSE;
  CpTestVfs vfs;

  make_large (path);
  cp_test_vfs_install (&vfs);
  for (guint n = 1; !opened; n++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CpDatabase) db = NULL;

    vfs.n_calls = 0;
    vfs.fail_at = n;
    db = open_with (&vfs.world, path, CP_DATABASE_SACRED, TRUE, &error);
    opened = db != NULL && vfs.n_calls < n;
    vfs.fail_at = 0;
    g_assert_false (g_error_matches (error, CP_ERROR, CP_ERROR_CORRUPT));
  }
  cp_test_vfs_remove (&vfs);
}

/* The second page, without which no other's place is known, again and again: so a damaged one looks too. */
static void
test_takes_no_page_that_fails_twice_for_damage (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  CpTestVfs vfs;

  make_large (path);
  cp_test_vfs_install (&vfs);
  vfs.bad_at = 4096;
  for (guint n = 1; n < 4; n++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CpDatabase) db = NULL;

    vfs.n_bad = n;
    db = open_with (&vfs.world, path, CP_DATABASE_SACRED, TRUE, &error);
    g_assert_cmpuint (vfs.n_bad, ==, 0);
    g_assert_false (g_error_matches (error, CP_ERROR, CP_ERROR_CORRUPT));
  }
  cp_test_vfs_remove (&vfs);
}

/* The second page says where each other hangs, so that room can be given back. */
static void
test_takes_damage_for_what_it_is (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GError) error = NULL;
  const guint8 none[5] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
  int fd;

  make_large (path);
  fd = g_open (path, O_WRONLY, 0);
  g_assert_cmpint (pwrite (fd, none, sizeof none, 4096), ==, sizeof none);
  close (fd);
  g_assert_null (open_with (cp_world_real (), path, CP_DATABASE_SACRED, TRUE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
}

static void
test_sets_aside (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autofree char *bad = g_strconcat (path, ".bad", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  g_assert_true (cp_database_set_aside (cp_world_real (), path, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (bad, G_FILE_TEST_EXISTS));
  make_file (path);
}

static void
test_a_disk_that_fails_sets_nothing_aside (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = make_path (folder);
  g_autoptr (GError) error = NULL;
  CpTestVfs vfs;

  cp_test_vfs_install (&vfs);
  vfs.fail_at = 1;
  g_assert_false (cp_database_set_aside (&vfs.world, path, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
  cp_test_vfs_remove (&vfs);
}

/* A released migration never changes; a new one gets a line here. */
static void
test_migrations_are_frozen (void)
{
  static const struct {
    const char *path;
    const char *hash;
  } frozen[] = {
    { "journal/sql/migrations/0001-first.sql",
      "8260f348d7174a77e86ed80eeef75533aeb4e2c08028e71f2d4793be19813319" },
    { "journal/sql/migrations/0002-signatures.sql",
      "9266f820d12435a31666537b36fb723ae8a138915b191382568b3e7a9bdd9c52" },
    { "journal/sql/migrations/0003-erased.sql",
      "44c066ebc419e5c8c4068f4a49174d1378fb4c18c4a017a5788d90a7ef136750" },
    { "journal/sql/migrations/0004-cards.sql",
      "2edf58ad4339ad1ce6b125b5618f4ac53f87054e08e16296452084f51613153e" },
    { "journal/sql/migrations/0005-terms.sql",
      "5ad39c37c665c964d1a0a520be5e9f61ce63990ad5d202754fe5ed5252d05729" },
    { "journal/sql/migrations/0006-retention.sql",
      "9eab01664a3382cbfd79a5e9cd17f7e8ecce9251189a85bc1a95b837d1b1b595" },
    { "journal/sql/migrations/0007-lanes.sql",
      "dc5d256d7384e3304887c9af609c8084e0f1a5657fc4ed2897b2bb0912297c8e" },
    { "journal/sql/migrations/0008-untold.sql",
      "06fe70961ffc9a075f293e03058afe87f556e3785b4c77be30ed570d49c028e4" },
    { "journal/sql/migrations/0009-answers.sql",
      "92b58a33c9276ccd346044eed582a541fc842cb773ba9e3eb7b74ebdea0c13c6" },
    { "replica/sql/migrations/0001-first.sql",
      "433fd9675569f04bd5d3abd8596130129b52c11d7f6a2cb459dd69cb51e4fd31" },
    { "replica/sql/migrations/0002-clienteling.sql",
      "2da3e8e0e6edd736558d502ba0ff7bf2637c76cf1f15e1035330e0ac1c3be2b0" },
    { "replica/sql/migrations/0003-checked.sql",
      "889ce9e30014c385472f084c98fc677d8dad647acf7f981cedc38f82d06d93ae" },
    { "replica/sql/migrations/0004-packed.sql",
      "2fcf1d280a415122e51795fa5afb023888554964a9686d03105721995ab494fc" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (frozen); i++) {
    g_autofree char *path = g_strconcat ("/org/counterpart/store/", frozen[i].path, NULL);
    g_autoptr (GBytes) text =
        g_resource_lookup_data (cp_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_autofree char *sql = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
    g_autofree char *hash = cp_chain_hash_body (sql);

    g_assert_cmpstr (hash, ==, frozen[i].hash);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/keeps-what-is-committed", test_keeps_what_is_committed);
  g_test_add_func ("/store/joins-the-parts-of-a-statement", test_joins_the_parts_of_a_statement);
  g_test_add_func ("/store/refuses-newer-file", test_refuses_newer_file);
  g_test_add_func ("/store/refuses-what-is-no-database", test_refuses_what_is_no_database);
  g_test_add_func ("/store/refuses-foreign-file", test_refuses_foreign_file);
  g_test_add_func ("/store/refuses-older-disposable-file", test_refuses_older_disposable_file);
  g_test_add_func ("/store/refuses-second-opener", test_refuses_second_opener);
  g_test_add_func ("/store/denies-what-is-not-data", test_denies_what_is_not_data);
  g_test_add_func ("/store/keeps-log-until-checkpoint", test_keeps_log_until_checkpoint);
  g_test_add_func ("/store/lets-as-much-log-stand-as-it-is-told",
                   test_lets_as_much_log_stand_as_it_is_told);
  g_test_add_func ("/store/survives-kill", test_survives_kill);
  g_test_add_func ("/store/is-fatal-after-failed-sync", test_is_fatal_after_failed_sync);
  g_test_add_func ("/store/opens-or-fails-cleanly-at-any-call",
                   test_opens_or_fails_cleanly_at_any_call);
  g_test_add_func ("/store/takes-no-failed-call-for-damage", test_takes_no_failed_call_for_damage);
  g_test_add_func ("/store/takes-no-page-that-fails-twice-for-damage",
                   test_takes_no_page_that_fails_twice_for_damage);
  g_test_add_func ("/store/takes-damage-for-what-it-is", test_takes_damage_for_what_it_is);
  g_test_add_func ("/store/sets-aside", test_sets_aside);
  g_test_add_func ("/store/a-disk-that-fails-sets-nothing-aside",
                   test_a_disk_that_fails_sets_nothing_aside);
  g_test_add_func ("/store/migrations-are-frozen", test_migrations_are_frozen);
  return g_test_run ();
}
