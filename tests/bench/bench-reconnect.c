/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-reconnect.h"

#define BATCH 500
#define MOST_PAUSE_MS 300000
#define FIRST_PAUSE_MS 1000

typedef struct {
  BenchDevice *device;
  guint n_failed;
} Store;

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
      bench_pause ((guint) g_random_int_range (0, (gint32) most_ms));
    }
  return NULL;
}

void
bench_measure_reconnect (Bench *bench,
                         BenchOffice *office,
                         const char *group,
                         guint first,
                         guint n_stores,
                         guint n_operations)
{
  guint n_each = MAX (n_operations / n_stores, 1);
  guint n_pushes = (n_each + BATCH - 1) / BATCH;
  g_autofree Store *stores = g_new0 (Store, n_stores);
  g_autofree GThread **threads = g_new0 (GThread *, n_stores);
  guint n_failed = 0;
  double begin;

  for (guint i = 0; i < n_stores; i++) {
    stores[i].device = bench_device_new (office, first + i);
    bench_device_make (stores[i].device, n_pushes, n_each / n_pushes);
  }
  begin = bench_get_seconds ();
  for (guint i = 0; i < n_stores; i++)
    threads[i] = g_thread_new ("store", drain, &stores[i]);
  for (guint i = 0; i < n_stores; i++) {
    g_thread_join (threads[i]);
    n_failed += stores[i].n_failed;
    bench_device_free (stores[i].device);
  }
  bench_note (bench, group, BENCH_DRAINED, bench_get_seconds () - begin);
  bench_note (bench, group, BENCH_RETRIES,
              (double) (n_stores * n_pushes + n_failed) / (n_stores * n_pushes));
}
