/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How much head office takes: operations pushed by several devices over HTTP, members imported, and
 * how long a change at one store takes to another. Beside it the plain way: a transaction for each
 * operation. Prints a line for each figure and writes them to bench-headoffice.json beside itself.
 * bench-headoffice sqlite|postgresql: pushes over that one only, and nothing written; for a profiler. */
#include "bench-measure.h"

#define N_DEVICES (3 * BENCH_N_PUSHING)
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

static void
measure_import (Bench *bench, const Amount *amount, BenchOffice *office, const char *database)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = bench_office_dup_path (office, "members");
  g_autofree char *out = NULL;
  double begin;

  for (guint i = 0; i < amount->n_imported; i++)
    g_string_append_printf (text,
                            "{\"external_id\":\"X%u\",\"given_name\":\"Ada\",\"family_name\":"
                            "\"Number %u\",\"phone\":\"+3538712%05u\",\"city\":\"Cork\"}\n",
                            i, i, i % 100000);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  begin = bench_get_seconds ();
  out = bench_office_run (office, "import members $/members");
  bench_note (bench, database, "imported, rows/s",
              2 * amount->n_imported / (bench_get_seconds () - begin));
}

static void
measure (Bench *bench, const Amount *amount, Postgres *postgres, const char *database)
{
  BenchOffice *office = bench_office_new (postgres, N_MEMBERS, N_DEVICES);

  measure_import (bench, amount, office, database);
  bench_office_serve (office, postgres != NULL ? 2 : 1, NULL);
  bench_measure_latency (bench, office, database, 2 * BENCH_N_PUSHING, amount->n_seen);
  bench_measure_pushes (bench, office, database, 0, amount->n_pushes, BATCH);
  bench_measure_pushes (bench, office, database, BENCH_N_PUSHING, amount->n_plain, 1);
  bench_office_free (office);
}

static void
measure_only_pushes (Bench *bench, const char *database)
{
  Postgres *postgres = g_str_equal (database, "postgresql") ? postgres_new () : NULL;
  BenchOffice *office = bench_office_new (postgres, N_MEMBERS, N_DEVICES);

  bench_office_serve (office, postgres != NULL ? 2 : 1, NULL);
  bench_measure_pushes (bench, office, database, 0, full.n_pushes, BATCH);
  bench_office_free (office);
  if (postgres != NULL)
    postgres_free (postgres);
}

static void
measure_all (Bench *bench, const Amount *amount)
{
  Postgres *postgres = postgres_new ();

  measure (bench, amount, NULL, "sqlite");
  measure (bench, amount, postgres, "postgresql");
  postgres_free (postgres);
}

int
main (int argc, char **argv)
{
  gboolean is_quick = argc > 1 && g_str_equal (argv[1], "--quick");
  gboolean is_one = argc > 1 && !is_quick;
  Bench bench = { json_object (), 0 };

  curl_global_init (CURL_GLOBAL_ALL);
  if (is_one)
    measure_only_pushes (&bench, argv[1]);
  else
    measure_all (&bench, is_quick ? &quick : &full);
  if (!is_quick && !is_one)
    bench_write (&bench, argv[0]);
  json_decref (bench.figures);
  curl_global_cleanup ();
  g_print ("1..%u\n", bench.n_tests);
  return 0;
}
