/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-disk.h"

#include <sqlite3.h>

typedef struct {
  CpSimTrace *trace;
  CpSimLoop *loop;
  CpSimClock *clock;
  CpSimDisk *disk;
  sqlite3 *db;
} Fixture;

#define NAME "/var/a.db"
#define INSERT "INSERT INTO t (x) VALUES (randomblob (500))"

static int
try_open (CpSimDisk *disk, sqlite3 **ret_db)
{
  return sqlite3_open_v2 (NAME, ret_db,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                              SQLITE_OPEN_EXRESCODE,
                          cp_sim_disk_get_vfs_name (disk));
}

static void
run (sqlite3 *db, const char *sql, int expected)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, expected);
}

static char *
get_text (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  char *text = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return text;
}

static void
assert_text (sqlite3 *db, const char *sql, const char *expected)
{
  g_autofree char *text = get_text (db, sql);

  g_assert_cmpstr (text, ==, expected);
}

static void
open_database (Fixture *self)
{
  g_assert_cmpint (try_open (self->disk, &self->db), ==, SQLITE_OK);
  run (self->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", SQLITE_OK);
  run (self->db, "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, x BLOB)", SQLITE_OK);
}

static void
close_database (Fixture *self)
{
  g_assert_cmpint (sqlite3_close (g_steal_pointer (&self->db)), ==, SQLITE_OK);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->trace = cp_sim_trace_new ();
  self->loop = cp_sim_loop_new (self->trace);
  self->clock = cp_sim_clock_new (self->loop, G_GINT64_CONSTANT (1700000000000));
  self->disk = cp_sim_disk_new ("machine", self->clock, 1, self->trace);
  open_database (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->db != NULL)
    close_database (self);
  cp_sim_disk_free (self->disk);
  cp_sim_clock_free (self->clock);
  cp_sim_loop_free (self->loop);
  cp_sim_trace_free (self->trace);
}

static void
test_kill_keeps_what_was_written (Fixture *self, gconstpointer data)
{
  run (self->db, "PRAGMA synchronous = OFF", SQLITE_OK);
  run (self->db, INSERT, SQLITE_OK);
  cp_sim_disk_kill (self->disk);
  run (self->db, INSERT, SQLITE_IOERR_SHMLOCK);
  close_database (self);
  open_database (self);
  assert_text (self->db, "SELECT count(*) FROM t", "1");
}

static void
test_power_cut_loses_what_was_not_synced (Fixture *self, gconstpointer data)
{
  run (self->db, INSERT, SQLITE_OK);
  run (self->db, "PRAGMA synchronous = OFF", SQLITE_OK);
  run (self->db, INSERT, SQLITE_OK);
  cp_sim_disk_power_cut_as (self->disk, CP_SIM_CUT_NONE, NULL);
  close_database (self);
  open_database (self);
  assert_text (self->db, "SELECT count(*) FROM t", "1");
  assert_text (self->db, "PRAGMA quick_check", "ok");
  g_assert_cmpuint (cp_sim_disk_get_counter (self->disk, CP_SIM_DISK_LOST_WRITES), >, 0);
}

static void
test_connection_from_before_the_cut_reaches_nothing (Fixture *self, gconstpointer data)
{
  sqlite3 *old = g_steal_pointer (&self->db);
  guint64 n_ios;

  run (old, "BEGIN; " INSERT, SQLITE_OK);
  cp_sim_disk_power_cut (self->disk, NULL);
  open_database (self);
  run (self->db, INSERT, SQLITE_OK);
  n_ios = cp_sim_disk_get_n_ios (self->disk);
  g_assert_cmpint (sqlite3_exec (old, "COMMIT", NULL, NULL, NULL) & 0xff, ==, SQLITE_IOERR);
  g_assert_cmpint (sqlite3_close (old), ==, SQLITE_OK);
  g_assert_cmpuint (cp_sim_disk_get_n_ios (self->disk), ==, n_ios);
  g_assert_cmpuint (cp_sim_disk_get_counter (self->disk, CP_SIM_DISK_REFUSED), >, 0);
  assert_text (self->db, "SELECT count(*) FROM t", "1");
}

static void
test_crash_comes_after_so_many_ios (Fixture *self, gconstpointer data)
{
  guint64 before = cp_sim_disk_get_n_ios (self->disk);
  sqlite3 *db = NULL;

  cp_sim_disk_crash_after (self->disk, 3);
  while (sqlite3_exec (self->db, INSERT, NULL, NULL, NULL) == SQLITE_OK)
    ;
  g_assert_true (cp_sim_disk_has_crashed (self->disk));
  g_assert_cmpuint (cp_sim_disk_get_n_ios (self->disk), ==, before + 4);
  run (self->db, "SELECT * FROM t", SQLITE_IOERR_SHMLOCK);
  g_assert_cmpint (try_open (self->disk, &db), ==, SQLITE_IOERR);
  sqlite3_close (db);
  cp_sim_disk_power_cut (self->disk, NULL);
  g_assert_false (cp_sim_disk_has_crashed (self->disk));
  close_database (self);
  open_database (self);
  run (self->db, INSERT, SQLITE_OK);
}

static void
test_full_disk_refuses_growth_and_takes_writes_again (Fixture *self, gconstpointer data)
{
  const CpSimDiskFaults faults = { .quota_bytes = 200000 };
  g_autofree char *n_before = NULL;

  cp_sim_disk_set_faults (self->disk, &faults);
  while (sqlite3_exec (self->db, INSERT, NULL, NULL, NULL) == SQLITE_OK)
    ;
  g_assert_cmpint (sqlite3_errcode (self->db), ==, SQLITE_FULL);
  g_assert_cmpuint (cp_sim_disk_get_counter (self->disk, CP_SIM_DISK_FULL), >, 0);
  n_before = get_text (self->db, "SELECT count(*) FROM t");
  g_assert_cmpint (g_ascii_strtoll (n_before, NULL, 10), >, 10);
  cp_sim_disk_set_faults (self->disk, NULL);
  run (self->db, INSERT, SQLITE_OK);
  assert_text (self->db, "PRAGMA quick_check", "ok");
}

static void
test_faults_come_at_their_rates (Fixture *self, gconstpointer data)
{
  const CpSimDiskFaults faults = { 100000, 100000, 100000, 0 };
  guint n_failed = 0;

  run (self->db, "PRAGMA cache_size = 0", SQLITE_OK);
  cp_sim_disk_set_faults (self->disk, &faults);
  for (guint i = 0; i < 500; i++)
    n_failed += sqlite3_exec (self->db, INSERT, NULL, NULL, NULL) != SQLITE_OK;
  cp_sim_disk_set_faults (self->disk, NULL);
  g_assert_cmpuint (n_failed, >, 50);
  for (CpSimDiskCounter i = CP_SIM_DISK_FAILED_READS; i <= CP_SIM_DISK_FAILED_SYNCS; i++)
    g_assert_cmpuint (cp_sim_disk_get_counter (self->disk, i), >, 10);
}

static void
test_rot_is_found_by_sqlite (Fixture *self, gconstpointer data)
{
  guint n_found = 0;

  for (guint i = 0; i < 40; i++)
    run (self->db, INSERT, SQLITE_OK);
  close_database (self);
  for (guint i = 0; i < 200 && n_found == 0; i++) {
    g_autofree char *verdict = NULL;

    g_assert_true (cp_sim_disk_flip_bit (self->disk, NAME, NULL));
    g_assert_cmpint (try_open (self->disk, &self->db), ==, SQLITE_OK);
    verdict = get_text (self->db, "PRAGMA integrity_check");
    n_found += g_strcmp0 (verdict, "ok") != 0;
    close_database (self);
  }
  g_assert_cmpuint (n_found, ==, 1);
  g_assert_false (cp_sim_disk_flip_bit (self->disk, "/var/none", NULL));
}

static void
test_disk_may_become_a_copy_of_another (Fixture *self, gconstpointer data)
{
  g_autoptr (CpSimDisk) backup = cp_sim_disk_new ("backup", self->clock, 1, self->trace);

  run (self->db, INSERT, SQLITE_OK);
  cp_sim_disk_become (backup, self->disk);
  run (self->db, INSERT, SQLITE_OK);
  assert_text (self->db, "SELECT count(*) FROM t", "2");
  cp_sim_disk_become (self->disk, backup);
  close_database (self);
  open_database (self);
  assert_text (self->db, "SELECT count(*) FROM t", "1");
}

static void
test_time_is_the_machines (Fixture *self, gconstpointer data)
{
  assert_text (self->db, "SELECT strftime ('%Y-%m-%d %H:%M:%f')", "2023-11-14 22:13:20.000");
  cp_sim_loop_run_until (self->loop, 61500);
  assert_text (self->db, "SELECT strftime ('%Y-%m-%d %H:%M:%f')", "2023-11-14 22:14:21.500");
}

static void
test_temporary_files_need_no_disk (Fixture *self, gconstpointer data)
{
  guint64 n_ios;

  run (self->db, INSERT, SQLITE_OK);
  n_ios = cp_sim_disk_get_n_ios (self->disk);
  run (self->db, "PRAGMA temp_store = FILE; PRAGMA cache_size = 1", SQLITE_OK);
  run (self->db, "CREATE TEMP TABLE big AS SELECT randomblob (90000) AS x FROM t", SQLITE_OK);
  assert_text (self->db, "SELECT length (x) FROM big", "90000");
  g_assert_cmpuint (cp_sim_disk_get_n_ios (self->disk), ==, n_ios);
}

static void
test_closing_leaves_no_log_unless_it_shall_stay (Fixture *self, gconstpointer data)
{
  int persists = 1;

  run (self->db, INSERT, SQLITE_OK);
  g_assert_true (cp_sim_disk_has_file (self->disk, NAME "-wal"));
  close_database (self);
  g_assert_false (cp_sim_disk_has_file (self->disk, NAME "-wal"));
  open_database (self);
  g_assert_cmpint (sqlite3_file_control (self->db, NULL, SQLITE_FCNTL_PERSIST_WAL, &persists), ==,
                   SQLITE_OK);
  run (self->db, INSERT, SQLITE_OK);
  close_database (self);
  g_assert_true (cp_sim_disk_has_file (self->disk, NAME "-wal"));
}

static void
test_counters_have_names (void)
{
  for (CpSimDiskCounter i = 0; i < CP_SIM_N_DISK_COUNTERS; i++)
    g_assert_nonnull (cp_sim_disk_counter_to_name (i));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/sim/disk/kill-keeps-what-was-written", test_kill_keeps_what_was_written);
  add ("/sim/disk/power-cut-loses-what-was-not-synced", test_power_cut_loses_what_was_not_synced);
  add ("/sim/disk/connection-from-before-the-cut-reaches-nothing",
       test_connection_from_before_the_cut_reaches_nothing);
  add ("/sim/disk/crash-comes-after-so-many-ios", test_crash_comes_after_so_many_ios);
  add ("/sim/disk/full-disk-refuses-growth-and-takes-writes-again",
       test_full_disk_refuses_growth_and_takes_writes_again);
  add ("/sim/disk/faults-come-at-their-rates", test_faults_come_at_their_rates);
  add ("/sim/disk/rot-is-found-by-sqlite", test_rot_is_found_by_sqlite);
  add ("/sim/disk/disk-may-become-a-copy-of-another", test_disk_may_become_a_copy_of_another);
  add ("/sim/disk/time-is-the-machines", test_time_is_the_machines);
  add ("/sim/disk/temporary-files-need-no-disk", test_temporary_files_need_no_disk);
  add ("/sim/disk/closing-leaves-no-log-unless-it-shall-stay",
       test_closing_leaves_no_log_unless_it_shall_stay);
  g_test_add_func ("/sim/disk/counters-have-names", test_counters_have_names);
  return g_test_run ();
}
