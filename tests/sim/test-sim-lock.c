/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Locks and shared memory of a simulated disk, as two SQLite connections meet them. */
#include "cp-sim-disk.h"

#include <sqlite3.h>

typedef struct {
  CpSimLoop *loop;
  CpSimClock *clock;
  CpSimDisk *disk;
  sqlite3 *a;
  sqlite3 *b;
} Fixture;

static sqlite3 *
open_database (CpSimDisk *disk)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (
      sqlite3_open_v2 ("/var/a.db", &db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       cp_sim_disk_get_vfs_name (disk)),
      ==, SQLITE_OK);
  return db;
}

static void
run (sqlite3 *db, const char *sql, int expected)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, expected);
}

static gint64
get_int (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
  return value;
}

static void
set_up (Fixture *self, gconstpointer journal_mode)
{
  self->loop = cp_sim_loop_new (NULL);
  self->clock = cp_sim_clock_new (self->loop, 1700000000000);
  self->disk = cp_sim_disk_new ("machine", self->clock, 1, NULL);
  self->a = open_database (self->disk);
  run (self->a, journal_mode, SQLITE_OK);
  run (self->a, "CREATE TABLE t (x INTEGER)", SQLITE_OK);
  self->b = open_database (self->disk);
  run (self->b, journal_mode, SQLITE_OK);
}

static void
tear_down (Fixture *self, gconstpointer journal_mode)
{
  g_assert_cmpint (sqlite3_close (self->a), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (self->b), ==, SQLITE_OK);
  cp_sim_disk_free (self->disk);
  cp_sim_clock_free (self->clock);
  cp_sim_loop_free (self->loop);
}

static void
test_only_one_writes_at_a_time (Fixture *self, gconstpointer journal_mode)
{
  run (self->a, "BEGIN IMMEDIATE", SQLITE_OK);
  run (self->b, "BEGIN IMMEDIATE", SQLITE_BUSY);
  run (self->a, "INSERT INTO t VALUES (1); COMMIT", SQLITE_OK);
  run (self->b, "BEGIN IMMEDIATE; INSERT INTO t VALUES (2); COMMIT", SQLITE_OK);
  g_assert_cmpint (get_int (self->a, "SELECT sum(x) FROM t"), ==, 3);
}

static void
test_wal_reader_keeps_its_snapshot (Fixture *self, gconstpointer journal_mode)
{
  run (self->b, "BEGIN", SQLITE_OK);
  g_assert_cmpint (get_int (self->b, "SELECT count(*) FROM t"), ==, 0);
  run (self->a, "INSERT INTO t VALUES (1)", SQLITE_OK);
  g_assert_cmpint (get_int (self->b, "SELECT count(*) FROM t"), ==, 0);
  g_assert_cmpint (
      sqlite3_wal_checkpoint_v2 (self->a, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL), ==,
      SQLITE_BUSY);
  run (self->b, "COMMIT", SQLITE_OK);
  g_assert_cmpint (get_int (self->b, "SELECT count(*) FROM t"), ==, 1);
  g_assert_cmpint (
      sqlite3_wal_checkpoint_v2 (self->a, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL), ==,
      SQLITE_OK);
}

static void
test_rollback_reader_keeps_the_writer_from_committing (Fixture *self, gconstpointer journal_mode)
{
  run (self->b, "BEGIN", SQLITE_OK);
  g_assert_cmpint (get_int (self->b, "SELECT count(*) FROM t"), ==, 0);
  run (self->a, "BEGIN; INSERT INTO t VALUES (1)", SQLITE_OK);
  run (self->a, "COMMIT", SQLITE_BUSY);
  run (self->b, "COMMIT", SQLITE_OK);
  run (self->b, "SELECT * FROM t", SQLITE_BUSY); /* a waits: no new reader */
  run (self->a, "COMMIT", SQLITE_OK);
  g_assert_cmpint (get_int (self->b, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_waiting_for_a_lock_takes_virtual_time (Fixture *self, gconstpointer journal_mode)
{
  gint64 before_ms = cp_sim_loop_now_ms (self->loop);

  sqlite3_busy_timeout (self->b, 1000);
  run (self->a, "BEGIN IMMEDIATE", SQLITE_OK);
  run (self->b, "BEGIN IMMEDIATE", SQLITE_BUSY);
  run (self->a, "COMMIT", SQLITE_OK);
  g_assert_cmpint (cp_sim_loop_now_ms (self->loop) - before_ms, >=, 900);
  g_assert_cmpuint (cp_sim_disk_get_counter (self->disk, CP_SIM_DISK_SLEEPS), >, 0);
}

static void
test_locks_die_with_the_machine (Fixture *self, gconstpointer journal_mode)
{
  sqlite3 *after;

  run (self->a, "BEGIN IMMEDIATE; INSERT INTO t VALUES (1)", SQLITE_OK);
  cp_sim_disk_kill (self->disk);
  after = open_database (self->disk);
  run (after, "BEGIN IMMEDIATE; INSERT INTO t VALUES (2); COMMIT", SQLITE_OK);
  run (self->a, "COMMIT", SQLITE_IOERR);
  run (self->b, "SELECT * FROM t", SQLITE_IOERR);
  g_assert_cmpint (get_int (after, "SELECT sum(x) FROM t"), ==, 2);
  g_assert_cmpint (sqlite3_close (after), ==, SQLITE_OK);
}

#define WAL "PRAGMA journal_mode = WAL"
#define ROLLBACK "PRAGMA journal_mode = DELETE"

static void
add (const char *path, const char *mode, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, mode, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/sim/lock/only-one-writes-at-a-time/wal", WAL, test_only_one_writes_at_a_time);
  add ("/sim/lock/only-one-writes-at-a-time/rollback", ROLLBACK, test_only_one_writes_at_a_time);
  add ("/sim/lock/wal-reader-keeps-its-snapshot", WAL, test_wal_reader_keeps_its_snapshot);
  add ("/sim/lock/rollback-reader-keeps-the-writer-from-committing", ROLLBACK,
       test_rollback_reader_keeps_the_writer_from_committing);
  add ("/sim/lock/waiting-for-a-lock-takes-virtual-time", WAL,
       test_waiting_for_a_lock_takes_virtual_time);
  add ("/sim/lock/locks-die-with-the-machine/wal", WAL, test_locks_die_with_the_machine);
  add ("/sim/lock/locks-die-with-the-machine/rollback", ROLLBACK, test_locks_die_with_the_machine);
  return g_test_run ();
}
