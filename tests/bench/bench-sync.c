/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How long a device takes to have everything, whole or of each member no more than what a card may do,
 * and to have what has changed, while somebody works at its screen; what head office takes when it is
 * asked by all at once; what all that weighs on the line. Beside it PouchDB, replicating with a PouchDB
 * server over as slow a line, and the naive way, a request for each row, on the rows of a smaller chain,
 * which a device of ours takes, too. Writes bench-sync.json beside itself: a group of figures for each
 * chain, named by its size; what they are held to; and how much faster than PouchDB a row is. */
#include "bench-kiosk.h"
#include "bench-measure.h"
#include "bench-reconnect.h"
#include "cp-replica.h"
#include "cp-wire-gzip.h"

#include <string.h>

#define BATCH 500
#define FIRST_PUSHING 2
#define FIRST_SEEING (FIRST_PUSHING + BENCH_N_PUSHING)
#define FIRST_STORE (FIRST_SEEING + 2)

/* How long the screen is looked at while nothing else goes on. */
#define SETTLE_MS 2000
#define AT_REST_MS 4000

#define BOOTSTRAP_S "bootstrap, s"
#define BOOTSTRAP_RATE "bootstrap, rows/s"
#define THIN_S "thin bootstrap, s"
#define CATCH_UP_S "catch up, s"
#define CATCH_UP_RATE "catch up, rows/s"
#define CHANGED_ROW "changed row down, bytes"
#define PUSHED "pushed by 500, operations/s"
#define OPERATION_UP "operation up, bytes"

typedef struct {
  int members;
  int changed;
  int stores;
  int operations;
  int seen;
  int pushes;
  int mbit;
  int peer_members;
  int peer_changed;
  int peer_operations;
} Scale;

static const Scale quick = { 200, 100, 3, 30, 5, 1, 100, 100, 50, 30 };

/* Names of the groups. */
typedef struct {
  char *whole;
  char *same;
  char *peer;
  char *postgres;
} Groups;

static char *
name_group (const char *who, int members)
{
  return g_strdup_printf ("%s, %d members, %d rows", who, members, BENCH_ROWS_A_MEMBER * members);
}

static CpJson *
describe_scale (const Scale *scale)
{
  return json_pack ("{s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i}", "members", scale->members,
                    "changed rows", scale->changed, "stores", scale->stores,
                    "operations when they reconnect", scale->operations, "changes seen elsewhere",
                    scale->seen, "line, Mbit/s", scale->mbit, "members beside PouchDB",
                    scale->peer_members, "changed rows beside PouchDB", scale->peer_changed,
                    "operations pushed to PouchDB, by 10 stores", scale->peer_operations);
}

/* So that a device that asks does not wait for it to be built; there is none of a small chain. */
static void
build_snapshot (Bench *bench, const char *group, BenchOffice *office, const char *what)
{
  BenchDevice *device = bench_device_new (office, FIRST_SEEING);
  double began = bench_get_seconds ();

  json_decref (bench_device_ask_for_snapshot (device, cp_replica_get_schema ()));
  bench_note (bench, group, what, bench_get_seconds () - began);
  bench_device_free (device);
}

static void
note_screen (Bench *bench, const char *group, BenchKiosk *kiosk, const char *during)
{
  g_autoptr (CpJson) report = bench_kiosk_report (kiosk);
  const char *name;
  json_t *value;

  json_object_foreach (report, name, value)
  {
    g_autofree char *whole = g_strdup_printf ("%s, %s", during, name);

    bench_note (bench, group, whole, json_number_value (value));
  }
}

static void
measure_bootstrap (Bench *bench, const char *group, BenchKiosk *kiosk, double n_rows)
{
  double before = bench_kiosk_count_down (kiosk);
  double took = bench_kiosk_catch_up (kiosk);

  bench_note (bench, group, BOOTSTRAP_S, took);
  bench_note (bench, group, BOOTSTRAP_RATE, n_rows / took);
  bench_note (bench, group, "row down, bytes", (bench_kiosk_count_down (kiosk) - before) / n_rows);
}

static void
measure_catching_up (
    Bench *bench, const char *group, BenchOffice *office, BenchKiosk *kiosk, int n_rows)
{
  double before, took;

  bench_kiosk_stop_worker (kiosk);
  bench_office_change (office, (guint) n_rows);
  before = bench_kiosk_count_down (kiosk);
  took = bench_kiosk_catch_up (kiosk);
  bench_note (bench, group, CATCH_UP_S, took);
  bench_note (bench, group, CATCH_UP_RATE, n_rows / took);
  bench_note (bench, group, CHANGED_ROW, (bench_kiosk_count_down (kiosk) - before) / n_rows);
}

/* What it does at once, when it is opened or a page is first shown, is not looked at. */
static void
let_screen_settle (BenchKiosk *kiosk)
{
  bench_pause (SETTLE_MS);
  json_decref (bench_kiosk_report (kiosk));
}

static void
measure_whole (
    Bench *bench, const Scale *scale, const char *group, BenchOffice *office, const char *peer)
{
  BenchKiosk *kiosk = bench_kiosk_new (office, peer, (guint) scale->mbit);

  bench_office_give_pin (office);
  build_snapshot (bench, group, office, "snapshot built, s");
  bench_kiosk_open_screen (kiosk);
  let_screen_settle (kiosk);
  measure_bootstrap (bench, group, kiosk, BENCH_ROWS_A_MEMBER * scale->members);
  note_screen (bench, group, kiosk, "bootstrap");
  bench_kiosk_sign_in (kiosk);
  let_screen_settle (kiosk);
  bench_pause (AT_REST_MS);
  note_screen (bench, group, kiosk, "at rest");
  measure_catching_up (bench, group, office, kiosk, scale->changed);
  note_screen (bench, group, kiosk, "catch up");
  bench_kiosk_free (kiosk);
}

static void
measure_thin (
    Bench *bench, const Scale *scale, const char *group, BenchOffice *office, const char *peer)
{
  BenchKiosk *kiosk = bench_kiosk_new (office, peer, (guint) scale->mbit);
  double before;

  build_snapshot (bench, group, office, "thin snapshot built, s");
  before = bench_kiosk_count_down (kiosk);
  bench_note (bench, group, THIN_S, bench_kiosk_catch_up (kiosk));
  bench_note (bench, group, "thin row down, bytes",
              (bench_kiosk_count_down (kiosk) - before) / (BENCH_ROWS_A_MEMBER * scale->members));
  bench_kiosk_free (kiosk);
}

static void
measure_weight (Bench *bench, const char *group, BenchOffice *office)
{
  BenchDevice *device = bench_device_new (office, FIRST_STORE);
  const char *body;
  g_autoptr (GBytes) packed = NULL;

  bench_device_make (device, 1, BATCH);
  body = device->pushes->pdata[0];
  packed = cp_gzip_pack (body, strlen (body));
  bench_note (bench, group, OPERATION_UP, (double) g_bytes_get_size (packed) / BATCH);
  bench_device_free (device);
}

/* The whole chain, over SQLite. */
static void
measure_ours (Bench *bench, const Scale *scale, const Groups *groups, const char *peer)
{
  const char *group = groups->whole;
  BenchOffice *office =
      bench_office_new (NULL, (guint) scale->members, FIRST_STORE + (guint) scale->stores);

  bench_note (bench, group, "imported, rows/s",
              BENCH_ROWS_A_MEMBER * scale->members / office->import_seconds);
  bench_office_publish (office, "store");
  bench_office_serve (office, 1, NULL);
  measure_thin (bench, scale, group, office, peer);
  bench_office_publish (office, "chain");
  measure_whole (bench, scale, group, office, peer);
  measure_weight (bench, group, office);
  bench_measure_latency (bench, office, group, FIRST_SEEING, (guint) scale->seen);
  bench_measure_pushes (bench, office, group, FIRST_PUSHING, (guint) scale->pushes, BATCH);
  bench_measure_reconnect (bench, office, group, FIRST_STORE, (guint) scale->stores,
                           (guint) scale->operations);
  bench_office_free (office);
}

static void
measure_postgres (Bench *bench, const Scale *scale, const Groups *groups)
{
  g_autoptr (Postgres) postgres = postgres_new ();
  BenchOffice *office =
      bench_office_new (postgres, (guint) scale->peer_members, FIRST_PUSHING + BENCH_N_PUSHING);

  bench_office_serve (office, BENCH_MAX_PROCESSES, NULL);
  bench_measure_pushes (bench, office, groups->postgres, FIRST_PUSHING, (guint) scale->pushes,
                        BATCH);
  bench_office_free (office);
}

/* Returns: (transfer full): the last line of what it prints */
static char *
run_node (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *out = NULL;

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL));
  if (g_subprocess_get_exit_status (process) != 0)
    g_error ("%s %s has failed", argv[0], argv[1]);
  return g_strchomp (out);
}

static void
run_peer (Bench *bench,
          const Scale *scale,
          const char *group,
          const BenchOffice *office,
          const char *peer)
{
  g_autofree char *program = g_build_filename (peer, "peer.mjs", NULL);
  g_autofree char *rows = bench_office_dup_path (office, "rows");
  g_autofree char *numbers = g_strdup_printf ("%d %d %d %d", scale->peer_changed,
                                              scale->peer_operations, scale->seen, scale->mbit);
  g_auto (GStrv) words = g_strsplit (numbers, " ", 4);
  const char *const argv[] = {
    "node", program, rows, words[0], words[1], words[2], words[3], NULL
  };
  g_autofree char *text = run_node (argv);
  g_autoptr (CpJson) figures = cp_json_parse_object (text, -1, NULL);
  const char *name;
  json_t *value;

  g_assert_nonnull (figures);
  json_object_foreach (figures, name, value)
      bench_note (bench, group, name, json_number_value (value));
}

/* As many rows as PouchDB takes in some minutes; then the same rows by it. */
static void
measure_beside_peer (Bench *bench, const Scale *scale, const Groups *groups, const char *peer)
{
  BenchOffice *office = bench_office_new (NULL, (guint) scale->peer_members, FIRST_SEEING + 2);
  BenchKiosk *kiosk;

  bench_office_serve (office, 1, NULL);
  kiosk = bench_kiosk_new (office, peer, (guint) scale->mbit);
  measure_bootstrap (bench, groups->same, kiosk, BENCH_ROWS_A_MEMBER * scale->peer_members);
  measure_catching_up (bench, groups->same, office, kiosk, scale->peer_changed);
  bench_kiosk_free (kiosk);
  run_peer (bench, scale, groups->peer, office, peer);
  bench_office_free (office);
}

static void
hold (Bench *bench, const Groups *groups)
{
  const char *const whole = groups->whole;
  const BenchGoal goals[] = {
    { whole, THIN_S, 5, FALSE },
    { whole, BOOTSTRAP_S, 14, FALSE },
    { whole, CATCH_UP_S, 4, FALSE },
    { whole, "catch up, frame of the screen, ms, p99", 16, FALSE },
    { whole, PUSHED, 15000, TRUE },
    { groups->postgres, PUSHED, 20000, TRUE },
    { whole, "seen elsewhere, ms, p99", 500, FALSE },
    { whole, BENCH_DRAINED, 60, FALSE },
    { whole, BENCH_RETRIES, 1.2, FALSE },
    { whole, OPERATION_UP, 60, FALSE },
    { whole, CHANGED_ROW, 60, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    bench_hold (bench, &goals[i]);
}

static void
compare (Bench *bench, const Groups *groups)
{
  const char *const ours[] = { groups->same, groups->whole };

  for (guint i = 0; i < G_N_ELEMENTS (ours); i++) {
    bench_compare (bench, ours[i], BOOTSTRAP_RATE, groups->peer, BOOTSTRAP_RATE);
    bench_compare (bench, ours[i], BOOTSTRAP_RATE, groups->peer, "one row a request, rows/s");
    bench_compare (bench, ours[i], CATCH_UP_RATE, groups->peer, CATCH_UP_RATE);
  }
  bench_compare (bench, groups->whole, PUSHED, groups->peer, "pushed, operations/s");
}

static void
measure (Bench *bench, const Scale *scale, const char *peer)
{
  Groups groups = { name_group ("counterpart", scale->members),
                    name_group ("counterpart, the same rows", scale->peer_members),
                    name_group ("pouchdb, the same rows", scale->peer_members),
                    name_group ("counterpart over PostgreSQL", scale->peer_members) };

  measure_ours (bench, scale, &groups, peer);
  measure_postgres (bench, scale, &groups);
  measure_beside_peer (bench, scale, &groups, peer);
  hold (bench, &groups);
  compare (bench, &groups);
  g_free (groups.whole);
  g_free (groups.same);
  g_free (groups.peer);
  g_free (groups.postgres);
}

static gboolean
parse (Scale *scale, gboolean *ret_quick, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "members", 0, 0, G_OPTION_ARG_INT, &scale->members, "Of the chain; four rows each", "N" },
    { "peer-members", 0, 0, G_OPTION_ARG_INT, &scale->peer_members, "Of that beside PouchDB", "N" },
    { "changed", 0, 0, G_OPTION_ARG_INT, &scale->changed, "Rows to catch up with", "N" },
    { "stores", 0, 0, G_OPTION_ARG_INT, &scale->stores, "Which reconnect at once", "N" },
    { "operations", 0, 0, G_OPTION_ARG_INT, &scale->operations, "That they have together", "N" },
    { "quick", 0, 0, G_OPTION_ARG_NONE, ret_quick, "As little as shows that it works", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- what keeping in step costs");

  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

int
main (int argc, char **argv)
{
  Scale scale = { 1000000, 100000, 500, 300000, 300, 40, 100, 20000, 20000, 20000 };
  Bench bench = { json_object (), 0 };
  const char *const npm[] = { CP_BENCH_NPM, CP_BENCH_PEER, CP_BENCH_BUILD, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *peer = NULL;
  gboolean is_quick = FALSE;

  if (!parse (&scale, &is_quick, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  if (is_quick)
    scale = quick;
  peer = run_node (npm);
  curl_global_init (CURL_GLOBAL_ALL);
  cp_json_set (bench.figures, "scale", describe_scale (&scale));
  measure (&bench, &scale, peer);
  bench_write (&bench, argv[0]);
  json_decref (bench.figures);
  curl_global_cleanup ();
  g_print ("1..%u\n", bench.n_tests);
  return 0;
}
