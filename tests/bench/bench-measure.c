/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-measure.h"

#include <string.h>
#include <sys/resource.h>

static gpointer
push_all (gpointer data)
{
  BenchDevice *device = data;

  for (guint i = 0; i < device->pushes->len; i++)
    bench_device_push (device, i);
  return NULL;
}

/* Seconds of processor, of each who has a part in it. */
typedef struct {
  double office;
  double database;
  double client;
} Cpu;

static double
get_own_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

static Cpu
get_cpu (const BenchOffice *office)
{
  return (Cpu){ bench_office_get_cpu (office), bench_office_get_database_cpu (office),
                get_own_cpu () };
}

/* The rate hangs on what else the machine does; what an operation costs, less so. */
static void
note_cpu (Bench *bench,
          const char *group,
          guint n_operations,
          const Cpu *before,
          const Cpu *now,
          double n)
{
  const struct {
    const char *who;
    double seconds;
  } parts[] = { { "head office", now->office - before->office },
                { "database", now->database - before->database },
                { "devices", now->client - before->client } };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *name =
        g_strdup_printf ("pushed by %u, CPU us/op, %s", n_operations, parts[i].who);

    bench_note (bench, group, name, 1e6 * parts[i].seconds / n);
  }
}

void
bench_measure_pushes (Bench *bench,
                      BenchOffice *office,
                      const char *group,
                      guint first,
                      guint n_pushes,
                      guint n_operations)
{
  g_autofree char *rate = g_strdup_printf ("pushed by %u, operations/s", n_operations);
  double n_all = BENCH_N_PUSHING * n_pushes * n_operations;
  BenchDevice *devices[BENCH_N_PUSHING];
  GThread *threads[BENCH_N_PUSHING];
  Cpu before, after;
  double begin;

  for (guint i = 0; i < BENCH_N_PUSHING; i++) {
    devices[i] = bench_device_new (office, first + i);
    bench_device_make (devices[i], n_pushes, n_operations);
  }
  before = get_cpu (office);
  begin = bench_get_seconds ();
  for (guint i = 0; i < BENCH_N_PUSHING; i++)
    threads[i] = g_thread_new ("device", push_all, devices[i]);
  for (guint i = 0; i < BENCH_N_PUSHING; i++)
    g_thread_join (threads[i]);
  bench_note (bench, group, rate, n_all / (bench_get_seconds () - begin));
  after = get_cpu (office);
  note_cpu (bench, group, n_operations, &before, &after, n_all);
  for (guint i = 0; i < BENCH_N_PUSHING; i++)
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
    self->seen_at = bench_get_seconds ();
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

void
bench_measure_latency (Bench *bench, BenchOffice *office, const char *group, guint first, guint n)
{
  BenchDevice *writer = bench_device_new (office, first);
  Watch self = { .reader = bench_device_new (office, first + 1), .n_wanted = n };
  g_autofree double *delays = g_new0 (double, n);
  GThread *thread;

  bench_device_make (writer, n, 1);
  catch_up (&self);
  thread = g_thread_new ("watch", watch, &self);
  for (guint i = 0; i < n; i++) {
    double begin = bench_get_seconds ();

    bench_device_push (writer, i);
    g_mutex_lock (&self.mutex);
    while (self.n_seen <= i)
      g_cond_wait (&self.cond, &self.mutex);
    delays[i] = self.seen_at - begin;
    g_mutex_unlock (&self.mutex);
  }
  g_thread_join (thread);
  qsort (delays, n, sizeof (double), compare_doubles);
  bench_note (bench, group, "seen elsewhere, ms, median", 1000 * delays[n / 2]);
  bench_note (bench, group, "seen elsewhere, ms, p99", 1000 * delays[n * 99 / 100]);
  bench_device_free (writer);
  bench_device_free (self.reader);
  g_free (self.epoch);
}
