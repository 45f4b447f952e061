/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How long a device takes to have everything, and to have what has changed; what head office takes
 * when it is asked by all at once; what all that weighs on the line. Beside it PouchDB, replicating
 * with a PouchDB server over as slow a line, and the naive way, a request for each row, on the same
 * rows. Writes bench-sync.json beside itself, with what the figures are of.
 *
 * A snapshot of cards and balances without names is not built, so all rows travel. */
#include "bench-kiosk.h"
#include "bench-measure.h"
#include "cp-replica.h"
#include "cp-wire-gzip.h"

#include <string.h>

#define OURS "counterpart"
#define BATCH 500
#define FIRST_PUSHING 2
#define FIRST_SEEING (FIRST_PUSHING + BENCH_N_PUSHING)
#define FIRST_STORE (FIRST_SEEING + 2)
#define MOST_PAUSE_MS 300000
#define FIRST_PAUSE_MS 1000
#define ROWS_A_MEMBER 3

/* What SYNC asks for, and by how much less is measured here. */
typedef struct {
  int members;
  int changed;
  int stores;
  int operations;
  int peer_operations;
  int seen;
  int pushes;
  int mbit;
} Scale;

static const Scale quick = { 200, 100, 3, 30, 30, 5, 1, 100 };

static CpJson *
describe_scale (const Scale *scale)
{
  return json_pack ("{s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:s,s:s}", "members", scale->members,
                    "members, goal", 1000000, "changed rows", scale->changed, "stores",
                    scale->stores, "operations when they reconnect", scale->operations,
                    "operations pushed to PouchDB, by 10 stores", scale->peer_operations,
                    "changes seen elsewhere", scale->seen, "line, Mbit/s", scale->mbit, "thin",
                    "not built: all rows travel", "frames of the screen meanwhile",
                    "not measured here");
}

/* So that the first who asks does not wait for it to be built; there is none of a small chain. */
static void
build_snapshot (BenchOffice *office)
{
  BenchDevice *device = bench_device_new (office, FIRST_SEEING);

  bench_device_ask_for_snapshot (device, cp_replica_get_schema ());
  bench_device_free (device);
}

static void
measure_kiosk (Bench *bench, const Scale *scale, BenchOffice *office, const char *peer)
{
  BenchKiosk *kiosk = bench_kiosk_new (office, peer, (guint) scale->mbit);
  double n_rows = ROWS_A_MEMBER * scale->members;
  double took, before;

  took = bench_kiosk_catch_up (kiosk);
  bench_note (bench, OURS, "bootstrap, s", took);
  bench_note (bench, OURS, "bootstrap, rows/s", n_rows / took);
  before = bench_kiosk_count_down (kiosk);
  bench_note (bench, OURS, "row down, bytes", before / n_rows);
  bench_kiosk_stop_worker (kiosk);
  bench_office_change (office, (guint) scale->changed);
  before = bench_kiosk_count_down (kiosk);
  took = bench_kiosk_catch_up (kiosk);
  bench_note (bench, OURS, "catch up, s", took);
  bench_note (bench, OURS, "catch up, rows/s", scale->changed / took);
  bench_note (bench, OURS, "changed row down, bytes",
              (bench_kiosk_count_down (kiosk) - before) / scale->changed);
  bench_kiosk_free (kiosk);
}

typedef struct {
  BenchDevice *device;
  guint n_failed;
} Store;

static gboolean
on_pause_over (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
pause_up_to (gint64 most_ms)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GSource) source =
      g_timeout_source_new ((guint) g_random_int_range (0, (gint32) most_ms));

  g_source_set_callback (source, G_SOURCE_FUNC (on_pause_over), loop, NULL);
  g_source_attach (source, context);
  g_main_loop_run (loop);
}

/* Like a worker: what is not taken comes again after a random pause, longer each time. */
static gpointer
drain (gpointer data)
{
  Store *self = data;
  guint in_a_row = 0;

  for (guint i = 0; i < self->device->pushes->len; i++)
    while (!bench_device_try_push (self->device, i)) {
      gint64 most_ms = MIN (MOST_PAUSE_MS, FIRST_PAUSE_MS << MIN (in_a_row, 10));

      in_a_row++;
      self->n_failed++;
      pause_up_to (most_ms);
    }
  return NULL;
}

static void
measure_reconnect (Bench *bench, const Scale *scale, BenchOffice *office)
{
  guint n = (guint) scale->stores;
  guint n_each = (guint) MAX (scale->operations / scale->stores, 1);
  guint n_pushes = (n_each + BATCH - 1) / BATCH;
  g_autofree Store *stores = g_new0 (Store, n);
  g_autofree GThread **threads = g_new0 (GThread *, n);
  guint n_failed = 0;
  double begin;

  for (guint i = 0; i < n; i++) {
    stores[i].device = bench_device_new (office, FIRST_STORE + i);
    bench_device_make (stores[i].device, n_pushes, n_each / n_pushes);
  }
  begin = bench_get_seconds ();
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("store", drain, &stores[i]);
  for (guint i = 0; i < n; i++) {
    g_thread_join (threads[i]);
    n_failed += stores[i].n_failed;
    bench_device_free (stores[i].device);
  }
  bench_note (bench, OURS, "all reconnect, drained in, s", bench_get_seconds () - begin);
  bench_note (bench, OURS, "all reconnect, requests for one taken",
              (double) (n * n_pushes + n_failed) / (n * n_pushes));
}

static void
measure_weight (Bench *bench, BenchOffice *office)
{
  BenchDevice *device = bench_device_new (office, FIRST_STORE);
  const char *body;
  g_autoptr (GBytes) packed = NULL;

  bench_device_make (device, 1, BATCH);
  body = device->pushes->pdata[0];
  packed = cp_gzip_pack (body, strlen (body));
  bench_note (bench, OURS, "operation up, bytes", (double) g_bytes_get_size (packed) / BATCH);
  bench_device_free (device);
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
measure_peer (Bench *bench, const Scale *scale, const BenchOffice *office, const char *peer)
{
  g_autofree char *program = g_build_filename (peer, "peer.mjs", NULL);
  g_autofree char *rows = bench_office_dup_path (office, "rows");
  g_autofree char *numbers = g_strdup_printf ("%d %d %d %d", scale->changed, scale->peer_operations,
                                              scale->seen, scale->mbit);
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
      bench_note (bench, "pouchdb", name, json_number_value (value));
}

static void
measure (Bench *bench, const Scale *scale, const char *peer)
{
  BenchOffice *office =
      bench_office_new (NULL, (guint) scale->members, FIRST_STORE + (guint) scale->stores);

  bench_office_serve (office, 1, NULL);
  build_snapshot (office);
  measure_kiosk (bench, scale, office, peer);
  measure_weight (bench, office);
  bench_measure_latency (bench, office, OURS, FIRST_SEEING, (guint) scale->seen);
  bench_measure_pushes (bench, office, OURS, FIRST_PUSHING, (guint) scale->pushes, BATCH);
  measure_reconnect (bench, scale, office);
  measure_peer (bench, scale, office, peer);
  bench_office_free (office);
}

static gboolean
parse (Scale *scale, gboolean *ret_quick, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "members", 0, 0, G_OPTION_ARG_INT, &scale->members, "Of the chain; three rows each", "N" },
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
  Scale scale = { 70000, 100000, 500, 300000, 20000, 300, 40, 100 };
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
