/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-sim-cuts: lets each machine die at each of its changes to the disk during each kind of
 * operation and whatever else changes it, and what it had not synced be gone, be there, or be there in
 * part. Each is done once: at each change a copy of the process goes on with a machine that dies there. */
#include "cp-sim-cut-flow.h"
#include "cp-sim-cut.h"
#include "cp-sim-jobs.h"
#include "cp-sim-memo.h"
#include "cp-sim-memory.h"

#include <stdlib.h>
#include <unistd.h>

/* The kiosk where it is done, one that only hears of it, and head office. */
static const struct {
  guint node;
  const char *name;
} machines[] = {
  { 0, "where it is done" },
  { 1, "which hears of it" },
  { CP_SIM_OFFICE_NODE, "head office" },
};

/* What is worth telling of the disks that lost their power. */
static const CpSimDiskCounter told[] = {
  CP_SIM_DISK_POWER_CUTS,  CP_SIM_DISK_KEPT_WRITES, CP_SIM_DISK_LOST_WRITES,
  CP_SIM_DISK_TORN_WRITES, CP_SIM_DISK_LOST_NAMES,
};

/* What the processes share. */
typedef struct {
  CpSimCutFlow flow; /* being run */
  guint64 n_ios;
  CpSimCutEnd end;
  guint64 n_flows;
  guint64 n_cuts[G_N_ELEMENTS (machines)];
  guint64 n_failed;
  guint64 disk[CP_SIM_N_DISK_COUNTERS];
} Share;

typedef struct {
  gint jobs;
  gint torn;
  gint every;
  gint one_of;
  gint seeds;
  gint from;
  gint64 at_least;
  char *only;
  char *again;
  const char *program;
  Share *shares; /* one a process */
} Cuts;

/* What one process is at. */
typedef struct {
  const Cuts *cuts;
  Share *share;
  guint machine;
  gboolean is_apart; /* a copy, whose machine dies */
} Job;

/* As --again takes it. */
static char *
describe (gpointer data)
{
  const Share *now = data;

  return g_strdup_printf ("%s,%u,%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%u,%" G_GUINT64_FORMAT,
                          cp_sim_cut_flow_to_word (now->flow.what), now->flow.node, now->flow.seed,
                          now->n_ios, now->end.death, now->end.fate);
}

static void
print_failure (const Cuts *self, Share *share, const char *story, const char *failure)
{
  g_autofree char *what = describe (share);

  share->n_failed++;
  printf ("%sFAILED %s\nagain: %s --again %s\n", share->n_failed == 1 ? story : "", failure,
          self->program, what);
  fflush (stdout);
}

/* %TRUE in the copy of the process in which the machine is to die. */
static gboolean
cut (Job *self, guint64 n_ios, CpSimDeath death, guint64 fate)
{
  Share *share = self->share;
  gboolean ok;

  share->n_ios = n_ios;
  share->end = (CpSimCutEnd){ death, fate };
  share->n_cuts[self->machine]++;
  self->is_apart = cp_sim_jobs_go_apart (&ok);
  if (!ok)
    print_failure (self->cuts, share, "", "the process died");
  return self->is_apart;
}

/* A CpSimCutFunc. */
static gboolean
dies (guint64 n_ios, CpSimCutEnd *ret_end, gpointer data)
{
  Job *self = data;
  const CpSimCutFlow *flow = &self->share->flow;
  guint64 every = (guint64) MAX (self->cuts->every, 1);
  gboolean result;

  if (n_ios % every != (flow->what + flow->seed) % every)
    return FALSE;
  result = cut (self, n_ios, CP_SIM_DEATH_POWER_CUT_NONE, 0) ||
           cut (self, n_ios, CP_SIM_DEATH_POWER_CUT_ALL, 0);
  for (gint i = 0; i < self->cuts->torn && !result; i++)
    result = cut (self, n_ios, CP_SIM_DEATH_POWER_CUT, (guint64) i + flow->seed);
  *ret_end = self->share->end;
  return result;
}

static void
run_flow (Job *self, CpSimCutStage *stage)
{
  g_auto (CpSimCutResult) result = { 0 };
  Share *share = self->share;

  cp_sim_memo_trim ();
  cp_sim_cut_run (&share->flow, stage, dies, self, &result);
  if (result.failure != NULL)
    print_failure (self->cuts, share, result.story, result.failure);
  for (guint i = 0; i < CP_SIM_N_DISK_COUNTERS; i++)
    share->disk[i] += result.disk[i];
  if (self->is_apart)
    _exit (EXIT_SUCCESS);
  share->n_flows++;
}

static gboolean
is_done (const Cuts *self, guint what)
{
  const char *word = cp_sim_cut_flow_to_word (what);

  return word != NULL && (self->only == NULL || g_str_equal (word, self->only));
}

/* Whether a process is to do the @turn-th of all flows at all machines. */
static gboolean
is_mine (const Cuts *self, guint job, guint turn)
{
  guint one_of = (guint) MAX (self->one_of, 1);

  return turn % one_of == 0 && turn / one_of % (guint) self->jobs == job;
}

static void
run_seed (Job *self, guint job, guint64 seed, CpSimCutStage *stage)
{
  guint turn = 0;

  for (guint what = 0; what < cp_sim_cut_flow_get_n (); what++)
    for (guint i = 0; i < G_N_ELEMENTS (machines); i++) {
      if (!is_done (self->cuts, what) || !is_mine (self->cuts, job, turn++))
        continue;
      self->machine = i;
      self->share->flow = (CpSimCutFlow){ what, machines[i].node, seed };
      run_flow (self, stage);
    }
}

static void
run_job (guint job, gpointer data)
{
  const Cuts *cuts = data;
  Job self = { .cuts = cuts, .share = &cuts->shares[job] };
  g_autoptr (CpSimCutStage) stage = NULL;

  cp_sim_jobs_watch_log (describe, self.share);
  cp_sim_memo_use (TRUE);
  stage = cp_sim_cut_stage_new ();
  for (gint i = 0; i < cuts->seeds; i++)
    run_seed (&self, job, (guint64) (cuts->from + i), stage);
}

static void
on_died (guint job, gpointer data)
{
  const Cuts *self = data;

  print_failure (self, &self->shares[job], "", "the process died");
}

/* A CpSimCutFunc: one moment. */
static gboolean
dies_then (guint64 n_ios, CpSimCutEnd *ret_end, gpointer data)
{
  const Share *now = data;

  *ret_end = now->end;
  return n_ios == now->n_ios;
}

static gboolean
parse_again (const char *text, Share *ret_now)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", 6);
  guint64 numbers[6];

  if (g_strv_length (parts) != G_N_ELEMENTS (numbers) || cp_sim_cut_flow_from_word (parts[0]) < 0)
    return FALSE;
  for (guint i = 1; i < G_N_ELEMENTS (numbers); i++)
    if (!g_ascii_string_to_unsigned (parts[i], 10, 0, G_MAXINT64, &numbers[i], NULL))
      return FALSE;
  *ret_now = (Share){ .flow = { (guint) cp_sim_cut_flow_from_word (parts[0]), (guint) numbers[1],
                                numbers[2] },
                      .n_ios = numbers[3],
                      .end = { (CpSimDeath) numbers[4], numbers[5] } };
  return numbers[1] < CP_SIM_N_NODES && numbers[1] != CP_SIM_CLONE_NODE &&
         numbers[4] <= CP_SIM_DEATH_POWER_CUT_ALL;
}

static gboolean
run_again (const Cuts *self)
{
  g_autoptr (CpSimCutStage) stage = NULL;
  g_auto (CpSimCutResult) result = { 0 };
  Share now;

  if (!parse_again (self->again, &now)) {
    fprintf (stderr, "--again needs FLOW,NODE,SEED,IOS,DEATH,FATE\n");
    return FALSE;
  }
  stage = cp_sim_cut_stage_new ();
  cp_sim_cut_run (&now.flow, stage, dies_then, &now, &result);
  printf ("%s%s\n", result.story, result.failure != NULL ? result.failure : "nothing failed");
  return result.failure == NULL;
}

static Share
add_shares (const Cuts *self)
{
  Share sum = { 0 };

  for (gint job = 0; job < self->jobs; job++) {
    const Share *share = &self->shares[job];

    sum.n_flows += share->n_flows;
    sum.n_failed += share->n_failed;
    for (guint i = 0; i < G_N_ELEMENTS (machines); i++)
      sum.n_cuts[i] += share->n_cuts[i];
    for (guint i = 0; i < CP_SIM_N_DISK_COUNTERS; i++)
      sum.disk[i] += share->disk[i];
  }
  return sum;
}

static gboolean
print_sum (const Cuts *self, gint64 took_us)
{
  Share sum = add_shares (self);
  guint64 n_cuts = 0;

  printf ("cuts:");
  for (guint i = 0; i < G_N_ELEMENTS (machines); i++) {
    printf (" %s %" G_GUINT64_FORMAT, machines[i].name, sum.n_cuts[i]);
    n_cuts += sum.n_cuts[i];
  }
  printf ("\ndisks:");
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    printf (" %s %" G_GUINT64_FORMAT, cp_sim_disk_counter_to_name (told[i]), sum.disk[told[i]]);
  printf ("\n%" G_GUINT64_FORMAT " cuts, %" G_GUINT64_FORMAT " failed, in %" G_GUINT64_FORMAT
          " flows, in %.1f s\n",
          n_cuts, sum.n_failed, sum.n_flows, (double) took_us / G_USEC_PER_SEC);
  if ((gint64) n_cuts < self->at_least)
    printf ("FAILED that is less than %" G_GINT64_FORMAT "\n", self->at_least);
  return sum.n_failed == 0 && (gint64) n_cuts >= self->at_least;
}

static gboolean
run_all (const Cuts *self)
{
  gint64 began_us = g_get_monotonic_time ();
  gboolean ok = cp_sim_jobs_run ((guint) self->jobs, run_job, on_died, (gpointer) self);

  return print_sum (self, g_get_monotonic_time () - began_us) && ok;
}

static gboolean
parse (Cuts *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "jobs", 0, 0, G_OPTION_ARG_INT, &self->jobs, "In so many processes", "N" },
    { "torn", 0, 0, G_OPTION_ARG_INT, &self->torn,
      "How often chance decides what is left, at each moment", "N" },
    { "seeds", 0, 0, G_OPTION_ARG_INT, &self->seeds,
      "How often each of them is done, each time with what chance asks for", "N" },
    { "from", 0, 0, G_OPTION_ARG_INT, &self->from, "The first seed", "SEED" },
    { "every", 0, 0, G_OPTION_ARG_INT, &self->every,
      "One moment of so many, each flow beginning at another one", "N" },
    { "one-of", 0, 0, G_OPTION_ARG_INT, &self->one_of, "One flow at one machine of so many", "N" },
    { "only", 0, 0, G_OPTION_ARG_STRING, &self->only, "This one: a kind of operation, snapshot, …",
      "FLOW" },
    { "at-least", 0, 0, G_OPTION_ARG_INT64, &self->at_least, "Fail if there are fewer cuts", "N" },
    { "again", 0, 0, G_OPTION_ARG_STRING, &self->again, "Run one case, as a failure names it",
      "CASE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

int
main (int argc, char **argv)
{
  Cuts cuts = {
    .jobs = 1, .torn = 1, .every = 1, .one_of = 1, .seeds = 1, .from = 1, .program = argv[0]
  };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  json_object_seed (1);
  cp_sim_memory_use ();
  if (!parse (&cuts, &argc, &argv, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return EXIT_FAILURE;
  }
  if (cuts.only != NULL && cp_sim_cut_flow_from_word (cuts.only) < 0) {
    fprintf (stderr, "--only: there is no %s\n", cuts.only);
    return EXIT_FAILURE;
  }
  cuts.jobs = CLAMP (cuts.jobs, 1, CP_SIM_MOST_JOBS);
  cuts.shares = cp_sim_jobs_share (sizeof (Share) * CP_SIM_MOST_JOBS);
  ok = cuts.again != NULL ? run_again (&cuts) : run_all (&cuts);
  g_free (cuts.again);
  g_free (cuts.only);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
