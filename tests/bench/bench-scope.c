/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a store costs head office, in time of its processor, where stores are told little of one another's
 * members: its checksums, and a snapshot for it. bench-scope [--quick]; over PostgreSQL with CP_TEST_DATABASE=postgresql. */
#include <glib/gstdio.h>
#include <time.h>

#include "cp-import.h"
#include "cp-range-sum.h"
#include "cp-snapshot-build.h"
#include "cp-store-scope.h"
#include "office-fixture.h"

#define N_STORES 500
#define N_ASKING 10

typedef struct {
  Office *office;
  guint n_members;
  guint n_tests;
} Bench;

/* Of processor: the rest hangs on what else the machine does. */
static double
get_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
note (Bench *self, const char *name, double value)
{
  g_print ("# %-44s %10.1f\nok %u %s\n", name, value, ++self->n_tests, name);
}

static void
publish (Office *office)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;

  cp_json_set_int (programme, "version", 1000);
  cp_json_set_text (programme, "scope", "store");
  cp_head_office_publish (office->office, programme, &error);
  g_assert_no_error (error);
}

static void
fill (Bench *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autofree char *path = g_build_filename (self->office->folder, "members", NULL);
  CpImport import = { .path = path, .name = "members", .problems = problems };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->n_members; i++)
    g_string_append_printf (text,
                            "{\"external_id\":\"X%u\",\"given_name\":\"Ada\",\"family_name\":"
                            "\"Number %u\",\"phone\":\"+35387%07u\",\"home_store_id\":\"s%u\"}\n",
                            i, i, i, i % N_STORES);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  cp_import_members (self->office->office, &import, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (import.n_good, ==, self->n_members);
}

static void
add_up (Bench *self)
{
  gboolean is_done = FALSE;
  double begin = get_ms ();

  while (!is_done)
    g_assert_true (cp_head_office_is_added_up (self->office->office, &is_done, NULL));
  note (self, "added up once for all stores, ms", get_ms () - begin);
}

static CpJson *
ask (Bench *self, guint n)
{
  g_autofree char *device = g_strdup_printf ("till-%u", n);
  CpRangeQuery query = { cp_head_office_get_epoch (self->office->office),
                         "one",
                         "c1",
                         office_get_place (self->office),
                         CP_RANGE_MOST_BITS,
                         0 };
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_sums (self->office->office, device, &query, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  return json_incref (answer.document);
}

typedef struct {
  CpStoreScope *scope;
  CpRangeSums *sums;
} Telling;

static gboolean
add_row (gpointer data, const char *kind, const char *id, gint64 ver, const char *row)
{
  const Telling *telling = data;

  g_array_index (telling->sums->sums, guint64, cp_range_of (telling->sums->bits, kind, id)) +=
      cp_store_scope_sum (telling->scope, kind, id, ver, row);
  return TRUE;
}

/* The plain way: each row of the chain is looked at for each store. */
static void
compare_with_all_rows (Bench *self)
{
  CpHeadOffice *office = self->office->office;
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  g_autoptr (CpJson) answer = ask (self, 0);
  const CpJson *told = cp_json_get_array (answer, "sums");
  g_autoptr (CpStoreScope) scope = NULL;
  g_autoptr (CpRangeSums) sums = cp_range_sums_new (CP_RANGE_MOST_BITS);
  Telling telling = { NULL, sums };
  double begin = get_ms ();

  g_assert_true (cp_store_scope_open (office, "till-0", &scope, NULL));
  telling.scope = scope;
  g_assert_true (
      storage->class_->list_range (storage, 0, sums->sums->len - 1, add_row, &telling, NULL));
  note (self, "sums of one store from all rows, ms", get_ms () - begin);
  for (guint range = 0; range < sums->sums->len; range++) {
    g_autofree char *sum = cp_range_sums_dup_hex (sums, range);

    g_assert_cmpstr (json_string_value (json_array_get (told, range)), ==, sum);
  }
}

static void
measure_sums (Bench *self)
{
  double begin;

  for (guint n = 0; n < N_ASKING; n++) {
    g_autofree char *device = g_strdup_printf ("till-%u", n);
    g_autofree char *store = g_strdup_printf ("s%u", n);

    g_assert_true (
        cp_head_office_put_device (self->office->office, device, store, device, FALSE, NULL));
  }
  begin = get_ms ();
  for (guint n = 0; n < N_ASKING; n++)
    json_decref (ask (self, n));
  note (self, "sums of one store, ms", (get_ms () - begin) / N_ASKING);
  compare_with_all_rows (self);
}

static void
measure_snapshot (Bench *self)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);
  g_autofree char *replica = g_build_filename (self->office->folder, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpManifest) manifest = NULL;
  double begin = get_ms ();
  double filled;
  GStatBuf file;

  g_assert_true (
      cp_snapshot_build_replica (cp_world_real (), storage, "s1", replica, CP_TEST_NOW_MS, &error));
  filled = get_ms () - begin;
  note (self, "snapshot of one store, filled, ms", filled);
  g_assert_cmpint (g_stat (replica, &file), ==, 0);
  note (self, "snapshot of one store, MB", (double) file.st_size / 1e6);
  begin = get_ms ();
  manifest = cp_snapshot_build (cp_world_real (), storage, "s1", CP_SNAPSHOT_CHUNK_BYTES,
                                self->office->folder, CP_TEST_NOW_MS, &error);
  g_assert_no_error (error);
  note (self, "snapshot of one store, packed too, ms", get_ms () - begin);
}

int
main (int argc, char **argv)
{
  Bench self = { .n_members = 100000 };

  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && g_str_equal (argv[1], "--quick"))
    self.n_members = 2000;
  self.office = office_new ();
  publish (self.office);
  fill (&self);
  add_up (&self);
  measure_sums (&self);
  measure_snapshot (&self);
  office_free (self.office);
  g_print ("1..%u\n", self.n_tests);
  return 0;
}
