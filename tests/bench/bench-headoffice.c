/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How much head office takes: operations pushed by several devices over HTTP, members imported, and
 * how long a change at one store takes to another. Beside it the plain way: a transaction for each
 * operation. Prints a line for each figure and writes them to bench-headoffice.json beside itself. */
#include "bench-load.h"

#include <string.h>

#define N_DEVICES 4
#define BATCH 500
#define N_MEMBERS 20000

typedef struct {
  guint n_pushes;
  guint n_plain;
  guint n_imported;
  guint n_seen;
} Amount;

static const Amount full = { 40, 400, 100000, 300 };
static const Amount quick = { 1, 10, 1000, 5 };

typedef struct {
  CpJson *figures;
  const Amount *amount;
  guint n_tests;
} Bench;

static double
get_seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
note (Bench *bench, const char *database, const char *name, double value)
{
  CpJson *of_database = cp_json_get_object (bench->figures, database);

  if (of_database == NULL) {
    of_database = json_object ();
    cp_json_set (bench->figures, database, of_database);
  }
  cp_json_set (of_database, name, json_real (value));
  g_print ("# %-10s %-32s %12.1f\nok %u %s %s\n", database, name, value, ++bench->n_tests, database,
           name);
}

static gpointer
push_all (gpointer data)
{
  BenchDevice *device = data;

  for (guint i = 0; i < device->pushes->len; i++)
    bench_device_push (device, i);
  return NULL;
}

/* The rate hangs on what else the machine does; what an operation costs, less so. */
static void
measure_pushes (Bench *bench,
                BenchOffice *office,
                const char *database,
                guint first,
                guint n_pushes,
                guint n_operations)
{
  g_autofree char *rate = g_strdup_printf ("pushed by %u, operations/s", n_operations);
  g_autofree char *cost = g_strdup_printf ("pushed by %u, CPU us/operation", n_operations);
  double n_all = N_DEVICES * n_pushes * n_operations;
  double cpu;
  BenchDevice *devices[N_DEVICES];
  GThread *threads[N_DEVICES];
  double begin;

  for (guint i = 0; i < N_DEVICES; i++) {
    devices[i] = bench_device_new (office, first + i, 3 * N_DEVICES);
    bench_device_make (devices[i], n_pushes, n_operations);
  }
  cpu = bench_office_get_cpu (office);
  begin = get_seconds ();
  for (guint i = 0; i < N_DEVICES; i++)
    threads[i] = g_thread_new ("device", push_all, devices[i]);
  for (guint i = 0; i < N_DEVICES; i++)
    g_thread_join (threads[i]);
  note (bench, database, rate, n_all / (get_seconds () - begin));
  note (bench, database, cost, 1e6 * (bench_office_get_cpu (office) - cpu) / n_all);
  for (guint i = 0; i < N_DEVICES; i++)
    bench_device_free (devices[i]);
}

typedef struct {
  BenchDevice *reader;
  char *epoch;
  gint64 after;
  GMutex mutex;
  GCond cond;
  guint n_seen;
  guint n_wanted;
  double seen_at;
} Watch;

/* Asks again and again, as a worker does, and notes when each change came. */
static gpointer
watch (gpointer data)
{
  Watch *self = data;

  while (self->n_seen < self->n_wanted) {
    g_autoptr (CpJson) page = bench_device_pull (self->reader, self->epoch, self->after, 20000);

    self->after = cp_json_get_int (page, "through", self->after);
    if (json_array_size (cp_json_get_array (page, "items")) == 0)
      continue;
    g_mutex_lock (&self->mutex);
    self->seen_at = get_seconds ();
    self->n_seen++;
    g_cond_signal (&self->cond);
    g_mutex_unlock (&self->mutex);
  }
  return NULL;
}

static void
catch_up (Watch *self)
{
  gboolean more = TRUE;

  self->epoch = g_strdup ("");
  while (more) {
    g_autoptr (CpJson) page = bench_device_pull (self->reader, self->epoch, self->after, 0);

    g_free (self->epoch);
    self->epoch = g_strdup (cp_json_get_text (page, "epoch"));
    self->after = cp_json_get_int (page, "through", 0);
    more = cp_json_get_bool (page, "more");
  }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

static void
measure_latency (Bench *bench, BenchOffice *office, const char *database)
{
  guint n = bench->amount->n_seen;
  BenchDevice *writer = bench_device_new (office, 2 * N_DEVICES, 3 * N_DEVICES);
  Watch self = { .reader = bench_device_new (office, 2 * N_DEVICES + 1, 3 * N_DEVICES),
                 .n_wanted = n };
  g_autofree double *delays = g_new0 (double, n);
  GThread *thread;

  bench_device_make (writer, n, 1);
  catch_up (&self);
  thread = g_thread_new ("watch", watch, &self);
  for (guint i = 0; i < n; i++) {
    double begin = get_seconds ();

    bench_device_push (writer, i);
    g_mutex_lock (&self.mutex);
    while (self.n_seen <= i)
      g_cond_wait (&self.cond, &self.mutex);
    delays[i] = self.seen_at - begin;
    g_mutex_unlock (&self.mutex);
  }
  g_thread_join (thread);
  qsort (delays, n, sizeof (double), compare_doubles);
  note (bench, database, "seen elsewhere, ms, median", 1000 * delays[n / 2]);
  note (bench, database, "seen elsewhere, ms, p99", 1000 * delays[n * 99 / 100]);
  bench_device_free (writer);
  bench_device_free (self.reader);
  g_free (self.epoch);
}

static void
measure_import (Bench *bench, BenchOffice *office, const char *database)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = bench_office_dup_path (office, "members");
  g_autofree char *out = NULL;
  double begin;

  for (guint i = 0; i < bench->amount->n_imported; i++)
    g_string_append_printf (text,
                            "{\"external_id\":\"X%u\",\"given_name\":\"Ada\",\"family_name\":"
                            "\"Number %u\",\"phone\":\"+3538712%05u\",\"city\":\"Cork\"}\n",
                            i, i, i % 100000);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  begin = get_seconds ();
  out = bench_office_run (office, "import members $/members");
  note (bench, database, "imported, rows/s",
        2 * bench->amount->n_imported / (get_seconds () - begin));
}

static void
measure (Bench *bench, Postgres *postgres, const char *database)
{
  BenchOffice *office = bench_office_new (postgres, N_MEMBERS, 3 * N_DEVICES);

  measure_import (bench, office, database);
  bench_office_serve (office, postgres != NULL ? 2 : 1, NULL);
  measure_latency (bench, office, database);
  measure_pushes (bench, office, database, 0, bench->amount->n_pushes, BATCH);
  measure_pushes (bench, office, database, N_DEVICES, bench->amount->n_plain, 1);
  bench_office_free (office);
}

static void
write_figures (const Bench *bench, const char *program)
{
  g_autofree char *path = g_strconcat (program, ".json", NULL);
  g_autofree char *text = json_dumps (bench->figures, JSON_INDENT (2) | JSON_SORT_KEYS);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

int
main (int argc, char **argv)
{
  gboolean is_quick = argc > 1 && g_str_equal (argv[1], "--quick");
  Bench bench = { json_object (), is_quick ? &quick : &full, 0 };
  Postgres *postgres = postgres_new ();

  curl_global_init (CURL_GLOBAL_ALL);
  measure (&bench, NULL, "sqlite");
  measure (&bench, postgres, "postgresql");
  postgres_free (postgres);
  if (!is_quick)
    write_figures (&bench, argv[0]);
  json_decref (bench.figures);
  curl_global_cleanup ();
  g_print ("1..%u\n", bench.n_tests);
  return 0;
}
