/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SQLite on a simulated disk that dies at every moment. Settings that are known to be safe must lose
 * nothing, and settings that are known not to be must be found out: that proves the disk's faults. */
#include "cp-sim-disk.h"

#include <sqlite3.h>

#define CHECKPOINT_EVERY 8

/* How a program uses SQLite. */
typedef struct {
  const char *pragmas;
  gboolean checkpoints; /* itself, every few commits and with its error seen; not when closing */
  gboolean reboots;     /* after any I/O error, instead of opening again */
} Policy;

static const Policy wal_full = { "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                 "PRAGMA wal_autocheckpoint = 0",
                                 TRUE, TRUE };
static const Policy wal_normal = { "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                                   "PRAGMA wal_autocheckpoint = 0",
                                   TRUE, TRUE };
static const Policy wal_careless = { "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                     "PRAGMA wal_autocheckpoint = 16",
                                     FALSE, FALSE };
static const Policy rollback_full = { "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL",
                                      FALSE, TRUE };
static const Policy rollback_extra = { "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA",
                                       FALSE, TRUE };

typedef struct {
  const Policy *policy;
  CpSimTrace *trace;
  CpSimLoop *loop;
  CpSimClock *clock;
  CpSimDisk *disk;
  CpSimRandom random;
  sqlite3 *db;
  gint64 acked;     /* commits that were answered with OK, the last one's number */
  gboolean unknown; /* another one was answered with an error */
  guint64 n_commits;
  guint64 n_lost;
  guint64 n_corrupt;
} Machine;

static void
machine_init (Machine *self, const Policy *policy, guint64 seed)
{
  *self = (Machine){ .policy = policy };
  cp_sim_seed_sqlite (seed);
  cp_sim_random_init (&self->random, seed, "work");
  self->trace = cp_sim_trace_new ();
  self->loop = cp_sim_loop_new (self->trace);
  self->clock = cp_sim_clock_new (self->loop, G_GINT64_CONSTANT (1700000000000));
  self->disk = cp_sim_disk_new ("machine", self->clock, seed, self->trace);
}

static void
machine_clear (Machine *self)
{
  g_clear_pointer (&self->db, sqlite3_close);
  cp_sim_disk_free (self->disk);
  cp_sim_clock_free (self->clock);
  cp_sim_loop_free (self->loop);
  cp_sim_trace_free (self->trace);
}

static gboolean
run (Machine *self, const char *sql)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static gboolean
machine_open (Machine *self)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

  if (sqlite3_open_v2 ("/var/journal.db", &self->db, flags,
                       cp_sim_disk_get_vfs_name (self->disk)) != SQLITE_OK)
    return FALSE;
  if (self->policy->checkpoints)
    sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return run (self, self->policy->pragmas) &&
         run (self, "BEGIN IMMEDIATE;"
                    "CREATE TABLE IF NOT EXISTS op (seq INTEGER PRIMARY KEY, payload BLOB);"
                    "CREATE TABLE IF NOT EXISTS total (id INTEGER PRIMARY KEY, n INTEGER);"
                    "INSERT OR IGNORE INTO total VALUES (1, 0);"
                    "COMMIT");
}

static void
machine_close (Machine *self)
{
  g_assert_cmpint (sqlite3_close (g_steal_pointer (&self->db)), ==, SQLITE_OK);
}

/* One operation, which touches a page of its own and one that all of them touch. */
static gboolean
commit (Machine *self)
{
  g_autofree char *sql =
      g_strdup_printf ("BEGIN IMMEDIATE;"
                       "INSERT INTO op VALUES (%" G_GINT64_FORMAT ", randomblob (%u));"
                       "UPDATE total SET n = n + 1;"
                       "COMMIT",
                       self->acked + 1, 100 + (guint) cp_sim_random_below (&self->random, 1500));

  if (!run (self, sql)) {
    self->unknown = TRUE;
    return FALSE;
  }
  self->acked++;
  self->n_commits++;
  return !self->policy->checkpoints || self->acked % CHECKPOINT_EVERY != 0 ||
         sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) ==
             SQLITE_OK;
}

static int
on_row (gpointer data, int n_columns, char **values, char **names)
{
  *(char **) data = g_strdup (values[0]);
  return 0;
}

/* What a person finds after the crash, against what they were told before. */
static void
check (Machine *self)
{
  g_autofree char *verdict = NULL;
  g_autofree char *count = NULL;
  g_autofree char *consistent = NULL;
  gint64 n = 0;

  sqlite3_exec (self->db, "PRAGMA quick_check", on_row, &verdict, NULL);
  sqlite3_exec (self->db, "SELECT count(*) FROM op", on_row, &count, NULL);
  sqlite3_exec (self->db,
                "SELECT n = (SELECT count(*) FROM op)"
                "  AND n = (SELECT ifnull (max(seq), 0) FROM op) FROM total",
                on_row, &consistent, NULL);
  if (g_strcmp0 (verdict, "ok") != 0 || g_strcmp0 (consistent, "1") != 0) {
    self->n_corrupt++;
    return;
  }
  n = g_ascii_strtoll (count, NULL, 10);
  if (n < self->acked)
    self->n_lost += (guint64) (self->acked - n);
  if (n > self->acked + self->unknown)
    self->n_corrupt++;
  self->acked = n;
  self->unknown = FALSE;
}

/* Opens the disk as it was left, though the machine may go down in the middle of that, too. */
static gboolean
recover (Machine *self, CpSimCut cut)
{
  for (guint n_tries = 0; n_tries < 100; n_tries++) {
    if (self->db != NULL)
      machine_close (self);
    cp_sim_disk_power_cut_as (self->disk, cut, &self->random);
    if (cp_sim_random_chance (&self->random, 300000))
      cp_sim_disk_crash_after (self->disk, cp_sim_random_below (&self->random, 6));
    if (machine_open (self)) {
      check (self);
      return TRUE;
    }
  }
  return FALSE;
}

typedef struct {
  guint64 n_cuts;
  guint64 n_commits;
  guint64 n_lost;
  guint64 n_corrupt;
  guint64 n_bad_seeds;
  guint64 counters[CP_SIM_N_DISK_COUNTERS];
} Sum;

static void
add_up (Sum *sum, Machine *self)
{
  sum->n_commits += self->n_commits;
  sum->n_lost += self->n_lost;
  sum->n_corrupt += self->n_corrupt;
  sum->n_bad_seeds += self->n_lost + self->n_corrupt > 0;
  for (CpSimDiskCounter i = 0; i < CP_SIM_N_DISK_COUNTERS; i++)
    sum->counters[i] += cp_sim_disk_get_counter (self->disk, i);
}

static void
print (const Sum *sum)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text,
      "cut points %" G_GUINT64_FORMAT ", commits %" G_GUINT64_FORMAT ", lost %" G_GUINT64_FORMAT
      ", corrupt %" G_GUINT64_FORMAT ", bad seeds %" G_GUINT64_FORMAT ";",
      sum->n_cuts, sum->n_commits, sum->n_lost, sum->n_corrupt, sum->n_bad_seeds);
  for (CpSimDiskCounter i = 0; i < CP_SIM_N_DISK_COUNTERS; i++)
    g_string_append_printf (text, " %s %" G_GUINT64_FORMAT, cp_sim_disk_counter_to_name (i),
                            sum->counters[i]);
  g_test_message ("%s", text->str);
}

/* From an empty disk through the first commits; FALSE when the machine went down. */
static gboolean
do_work (Machine *self)
{
  if (self->db == NULL && !machine_open (self))
    return FALSE;
  for (guint i = 0; i < 3 * CHECKPOINT_EVERY; i++)
    if (!commit (self))
      return FALSE;
  return TRUE;
}

static guint64
count_ios (const Policy *policy)
{
  Machine machine;
  guint64 n_ios;

  machine_init (&machine, policy, 0);
  g_assert_true (do_work (&machine));
  n_ios = cp_sim_disk_get_n_ios (machine.disk);
  machine_clear (&machine);
  return n_ios;
}

static void
cut_at (const Policy *policy, guint64 n_ios, CpSimCut cut, guint64 seed, Sum *sum)
{
  Machine machine;

  machine_init (&machine, policy, seed);
  cp_sim_disk_crash_after (machine.disk, n_ios);
  if (!do_work (&machine)) {
    sum->n_cuts++;
    g_assert_true (recover (&machine, cut));
    while (!do_work (&machine))
      g_assert_true (recover (&machine, cut));
  }
  add_up (sum, &machine);
  machine_clear (&machine);
}

static void
cut_everywhere (const Policy *policy, guint n_random, Sum *sum)
{
  guint64 n_ios = count_ios (policy);

  for (guint64 i = 0; i < n_ios; i++) {
    cut_at (policy, i, CP_SIM_CUT_NONE, i, sum);
    cut_at (policy, i, CP_SIM_CUT_ALL, i, sum);
    for (guint j = 0; j < n_random; j++)
      cut_at (policy, i, CP_SIM_CUT_RANDOM, i + 1000 * j, sum);
  }
  print (sum);
  g_assert_cmpuint (sum->counters[CP_SIM_DISK_CRASHES], >=, sum->n_cuts);
  g_assert_cmpuint (sum->n_cuts, >, n_ios);
}

static void
test_wal_full_loses_nothing_at_any_cut (void)
{
  Sum sum = { 0 };

  cut_everywhere (&wal_full, 4, &sum);
  g_assert_cmpuint (sum.n_lost, ==, 0);
  g_assert_cmpuint (sum.n_corrupt, ==, 0);
  g_assert_cmpuint (sum.n_commits, >, 10000);
  g_assert_cmpuint (sum.counters[CP_SIM_DISK_TORN_WRITES], >, 100);
  g_assert_cmpuint (sum.counters[CP_SIM_DISK_LOST_WRITES], >, 100);
  g_assert_cmpuint (sum.counters[CP_SIM_DISK_LOST_NAMES], >, 10);
}

static void
test_wal_normal_is_found_out (void)
{
  Sum sum = { 0 };

  cut_everywhere (&wal_normal, 2, &sum);
  g_assert_cmpuint (sum.n_lost, >, 100);
  g_assert_cmpuint (sum.n_corrupt, ==, 0);
}

/* SQLite does not sync the directory when it removes the journal, unless EXTRA is asked for. */
static void
test_rollback_full_is_found_out_and_extra_is_not (void)
{
  Sum full = { 0 }, extra = { 0 };

  cut_everywhere (&rollback_full, 1, &full);
  g_assert_cmpuint (full.n_lost, >, 0);
  g_assert_cmpuint (full.n_corrupt, ==, 0);
  cut_everywhere (&rollback_extra, 1, &extra);
  g_assert_cmpuint (extra.n_lost, ==, 0);
  g_assert_cmpuint (extra.n_corrupt, ==, 0);
}

/* What the program does about an error that was no crash. */
static gboolean
mend (Machine *self)
{
  while (!self->policy->reboots && !cp_sim_disk_has_crashed (self->disk)) {
    machine_close (self);
    if (machine_open (self)) {
      check (self);
      return TRUE;
    }
  }
  return recover (self, CP_SIM_CUT_RANDOM);
}

/* A long life of one disk: syncs that fail, kills, power cuts at random moments. */
static void
live (Machine *self, guint n_commits, guint sync_failure_ppm)
{
  const CpSimDiskFaults faults = { .sync_failure_ppm = sync_failure_ppm };

  g_assert_true (machine_open (self));
  cp_sim_disk_set_faults (self->disk, &faults);
  for (guint i = 0; i < n_commits && self->n_corrupt == 0; i++) {
    if (cp_sim_random_chance (&self->random, 30000))
      cp_sim_disk_crash_after (self->disk, cp_sim_random_below (&self->random, 40));
    if (cp_sim_random_chance (&self->random, 10000)) {
      machine_close (self);
      cp_sim_disk_kill (self->disk);
      if (machine_open (self))
        check (self);
      else if (!mend (self))
        break;
    }
    if (!commit (self) && !mend (self))
      break;
  }
  cp_sim_disk_set_faults (self->disk, NULL);
  if (self->n_corrupt == 0 && !recover (self, CP_SIM_CUT_RANDOM))
    self->n_corrupt++;
}

static guint64
live_once (const Policy *policy, guint64 seed, guint sync_failure_ppm, Sum *sum)
{
  Machine machine;
  guint64 hash;

  machine_init (&machine, policy, seed);
  live (&machine, 200, sync_failure_ppm);
  add_up (sum, &machine);
  hash = cp_sim_trace_get_hash (machine.trace);
  machine_clear (&machine);
  return hash;
}

static void
test_strict_policy_survives_failed_syncs (void)
{
  static const guint rates[] = { 0, 20000, 100000, 300000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    Sum sum = { 0 };

    for (guint64 seed = 0; seed < 30; seed++)
      live_once (&wal_full, seed, rates[i], &sum);
    print (&sum);
    g_assert_cmpuint (sum.n_bad_seeds, ==, 0);
    g_assert_true ((rates[i] > 0) == (sum.counters[CP_SIM_DISK_FAILED_SYNCS] > 0));
  }
}

static void
test_careless_policy_is_found_out_by_failed_syncs (void)
{
  Sum sum = { 0 };

  for (guint64 seed = 0; seed < 60; seed++)
    live_once (&wal_careless, seed, 300000, &sum);
  print (&sum);
  g_assert_cmpuint (sum.n_bad_seeds, >, 0);
}

static void
test_same_seed_writes_the_same_bytes (void)
{
  Sum sum = { 0 };

  for (guint64 seed = 1; seed < 6; seed++) {
    guint64 hash = live_once (&wal_full, seed, 20000, &sum);

    g_test_message ("seed %" G_GUINT64_FORMAT ": trace %016" G_GINT64_MODIFIER "x", seed, hash);
    g_assert_cmpuint (hash, ==, live_once (&wal_full, seed, 20000, &sum));
  }
  g_assert_cmpuint (live_once (&wal_full, 1, 0, &sum), !=, live_once (&wal_full, 2, 0, &sum));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/crash/wal-full-loses-nothing-at-any-cut",
                   test_wal_full_loses_nothing_at_any_cut);
  g_test_add_func ("/sim/crash/wal-normal-is-found-out", test_wal_normal_is_found_out);
  g_test_add_func ("/sim/crash/rollback-full-is-found-out-and-extra-is-not",
                   test_rollback_full_is_found_out_and_extra_is_not);
  g_test_add_func ("/sim/crash/strict-policy-survives-failed-syncs",
                   test_strict_policy_survives_failed_syncs);
  g_test_add_func ("/sim/crash/careless-policy-is-found-out-by-failed-syncs",
                   test_careless_policy_is_found_out_by_failed_syncs);
  g_test_add_func ("/sim/crash/same-seed-writes-the-same-bytes",
                   test_same_seed_writes_the_same_bytes);
  return g_test_run ();
}
