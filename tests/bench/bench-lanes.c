/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How long a customer waits for head office's word on a redemption while 10,000 operations of the bulk lane
 * wait on a slow line: with two lanes and, in the same run, with one. Ledger, worker and head office are
 * those that ship; time and line are virtual (bench-slow-line.h), so the figures are the same each time but for a few bytes.
 * Writes bench-lanes.json beside itself. */
#include "bench-note.h"
#include "bench-slow-line.h"
#include "town-fixture.h"

/* The redemption is made so long after the line has come back, in the midst of what waits. */
#define MADE_AFTER_MS 3000

/* Nobody at a counter waits for longer than this, with two lanes. */
#define MOST_SECONDS 3

typedef struct {
  int n_operations;
  int bytes_per_s;
} Scale;

/* @judged_at: when head office's word on @wanted has come; 0: it has not */
typedef struct {
  Town town;
  CpWorld before; /* the ledger's */
  SlowLine *line;
  CpSyncWorker *worker;
  char *wanted;
  double judged_at;
} Rig;

static CpJson *
get_push (gpointer data,
          CpLane lane,
          gint64 from_seq,
          guint max_operations,
          gsize max_bytes,
          GError **error)
{
  Rig *self = data;

  return cp_ledger_get_push (self->town.till.ledger, lane, from_seq, max_operations, max_bytes,
                             error);
}

static gboolean
is_judged (const Rig *self, const CpJson *page)
{
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (self->wanted != NULL &&
        g_strcmp0 (cp_json_get_text (item, "operation_id"), self->wanted) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
apply_page (gpointer data, const CpJson *page, GError **error)
{
  Rig *self = data;

  if (!cp_ledger_apply_page (self->town.till.ledger, page, error))
    return FALSE;
  if (self->judged_at == 0 && is_judged (self, page))
    self->judged_at = slow_line_get_seconds (self->line);
  return TRUE;
}

static gboolean
set_link (gpointer data, const CpJson *link, GError **error)
{
  return cp_ledger_set_link (((Rig *) data)->town.till.ledger, link, error);
}

/* Of no member: how long it takes to make them is not measured. */
static void
end_visits (Rig *self, guint n)
{
  cp_test_ledger_sign_in (&self->town.till, "ann");
  for (guint i = 0; i < n; i++)
    json_decref (
        cp_test_ledger_submit (&self->town.till, "end_visit", 0, "{'reason_id': 'served'}"));
  self->town.n_done += n;
}

static void
redeem (Rig *self)
{
  g_autoptr (CpJson) answer =
      cp_test_ledger_submit (&self->town.till, "redeem_reward", 1, "{'amount_minor': 100}");

  self->wanted = g_strdup (cp_json_get_text (answer, "operation_id"));
  self->town.n_done++;
}

static void
begin (Rig *self, const Scale *scale, guint n_lanes)
{
  town_begin (&self->town, n_lanes);
  self->line = slow_line_new (self->town.office, scale->bytes_per_s, n_lanes);
  self->before = self->town.till.vfs.world;
  self->town.till.vfs.world = slow_line_get_world (self->line, &self->town.till.vfs.world);
  end_visits (self, (guint) scale->n_operations);
  self->worker = cp_sync_worker_new (&(CpSyncWorkerConfig){
      .world = &self->town.till.vfs.world,
      .transport = slow_line_get_transport (self->line),
      .ledger = { .get_push = get_push, .apply_page = apply_page, .set_link = set_link, self },
      .timer = slow_line_get_timer (self->line),
  });
}

static void
end (Rig *self)
{
  cp_sync_worker_free (self->worker);
  self->town.till.vfs.world = self->before;
  slow_line_free (self->line);
  town_end (&self->town);
  g_free (self->wanted);
}

/* Returns: how long the redemption took */
static double
measure (Bench *bench, const Scale *scale, guint n_lanes)
{
  const char *group = n_lanes > 1 ? "two lanes" : "one lane";
  Rig self = { 0 };
  double made_at, took;

  begin (&self, scale, n_lanes);
  slow_line_pass (self.line, MADE_AFTER_MS);
  bench_note (bench, group, "waits when it is made",
              (double) cp_test_ledger_status (&self.town.till, "waiting"));
  made_at = slow_line_get_seconds (self.line);
  redeem (&self);
  cp_sync_worker_wake (self.worker);
  while (self.judged_at == 0)
    slow_line_step (self.line);
  took = self.judged_at - made_at;
  bench_note (bench, group, "redemption is judged after, s", took);
  while (cp_test_ledger_status (&self.town.till, "waiting") > 0)
    slow_line_step (self.line);
  bench_note (bench, group, "everything is through after, s", slow_line_get_seconds (self.line));
  bench_note (bench, group, "up, bytes", slow_line_count (self.line, TRUE));
  bench_note (bench, group, "down, bytes", slow_line_count (self.line, FALSE));
  g_assert_cmpuint (town_count (&self.town), ==, self.town.n_done);
  end (&self);
  return took;
}

int
main (int argc, char **argv)
{
  Scale scale = { 10000, 20000 };
  Bench bench = { json_object (), 0 };
  const GOptionEntry entries[] = {
    { "operations", 0, 0, G_OPTION_ARG_INT, &scale.n_operations, "Of the bulk lane", "N" },
    { "speed", 0, 0, G_OPTION_ARG_INT, &scale.bytes_per_s, "Bytes a second, each way", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- what a second lane is worth");
  g_autoptr (GError) error = NULL;
  double took;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  g_test_init (&argc, &argv, NULL);
  cp_json_set (bench.figures, "scale",
               json_pack ("{s:i,s:i,s:i}", "operations of the bulk lane", scale.n_operations,
                          "line, bytes/s", scale.bytes_per_s, "limit with two lanes, s",
                          MOST_SECONDS));
  measure (&bench, &scale, 1);
  took = measure (&bench, &scale, CP_N_LANES);
  bench_write (&bench, argv[0]);
  json_decref (bench.figures);
  g_print ("1..%u\n", bench.n_tests);
  return took <= MOST_SECONDS ? 0 : 1;
}
