/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-sim-cuts: lets each machine die at each of its changes to the disk during each kind of
 * operation, and what it had not synced be gone, be there, or be there in part. */
#include "cp-sim-cut.h"
#include "cp-sim-jobs.h"
#include "cp-sim-memory.h"

#include <stdlib.h>

/* The kiosk where it is done, one that only hears of it, and head office. */
static const guint nodes[] = { 0, 1, CP_SIM_OFFICE_NODE };

/* What the processes share. */
typedef struct {
  CpSimCutCase now;
  guint64 n_points;
  guint64 n_failed;
} Share;

typedef struct {
  gint jobs;
  gint torn;
  gint every;
  gint one_of;
  gint64 at_least;
  char *again;
  const char *program;
  Share *shares; /* one a process */
} Cuts;

/* As --again takes it. */
static char *
describe (gpointer data)
{
  const CpSimCutCase *now = &((const Share *) data)->now;

  return g_strdup_printf ("%s,%u,%u,%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT,
                          cp_operation_kind_get_info (now->kind)->word, now->node, now->death,
                          now->n_ios, now->seed);
}

static gboolean
run_case (const Cuts *self, CpSimCutStage *stage, Share *share)
{
  g_auto (CpSimCutResult) result = { 0 };
  g_autofree char *what = describe (share);

  cp_sim_cut_run (&share->now, stage, &result);
  share->n_points += result.has_died;
  if (result.failure != NULL) {
    share->n_failed++;
    printf ("%sFAILED %s\nagain: %s --again %s\n", share->n_failed == 1 ? result.story : "",
            result.failure, self->program, what);
    fflush (stdout);
  }
  return result.has_died;
}

/* Each moment, until there are no more. */
static void
run_moments (const Cuts *self, CpSimCutStage *stage, Share *share, CpSimDeath death, guint64 repeat)
{
  gboolean has_died = TRUE;
  guint64 every = (guint64) MAX (self->every, 1);

  for (guint64 n_ios = (share->now.kind + repeat) % every; has_died; n_ios += every) {
    share->now.death = death;
    share->now.n_ios = n_ios;
    share->now.seed = 1 + repeat;
    has_died = run_case (self, stage, share);
  }
}

/* Whether a process is to do the @turn-th of all kinds at all nodes. */
static gboolean
is_mine (const Cuts *self, guint job, guint turn)
{
  guint one_of = (guint) MAX (self->one_of, 1);

  return turn % one_of == 0 && turn / one_of % (guint) self->jobs == job;
}

static void
run_job (guint job, gpointer data)
{
  const Cuts *self = data;
  Share *share = &self->shares[job];
  g_autoptr (CpSimCutStage) stage = NULL;
  guint turn = 0;

  cp_sim_jobs_watch_log (describe, share);
  stage = cp_sim_cut_stage_new ();
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (nodes); i++) {
      if (!cp_sim_work_knows_kind ((CpOperationKind) kind) || !is_mine (self, job, turn++))
        continue;
      share->now.kind = (CpOperationKind) kind;
      share->now.node = nodes[i];
      run_moments (self, stage, share, CP_SIM_DEATH_POWER_CUT_NONE, 0);
      run_moments (self, stage, share, CP_SIM_DEATH_POWER_CUT_ALL, 0);
      for (gint repeat = 0; repeat < self->torn; repeat++)
        run_moments (self, stage, share, CP_SIM_DEATH_POWER_CUT, (guint64) repeat);
    }
}

static void
on_died (guint job, gpointer data)
{
  const Cuts *self = data;
  g_autofree char *what = describe (&self->shares[job]);

  printf ("FAILED the process died\nagain: %s --again %s\n", self->program, what);
}

static gboolean
run_again (const Cuts *self)
{
  g_auto (GStrv) parts = g_strsplit (self->again, ",", 5);
  g_autoptr (CpSimCutStage) stage = NULL;
  g_auto (CpSimCutResult) result = { 0 };
  CpSimCutCase now;

  if (g_strv_length (parts) != 5 || cp_operation_kind_from_word (parts[0]) < 0) {
    fprintf (stderr, "--again needs KIND,NODE,DEATH,IOS,SEED\n");
    return FALSE;
  }
  now = (CpSimCutCase){ .kind = (CpOperationKind) cp_operation_kind_from_word (parts[0]),
                        .node = (guint) g_ascii_strtoull (parts[1], NULL, 10),
                        .death = (CpSimDeath) g_ascii_strtoull (parts[2], NULL, 10),
                        .n_ios = g_ascii_strtoull (parts[3], NULL, 10),
                        .seed = g_ascii_strtoull (parts[4], NULL, 10) };
  stage = cp_sim_cut_stage_new ();
  cp_sim_cut_run (&now, stage, &result);
  printf ("%s%s\n", result.story, result.failure != NULL ? result.failure : "nothing failed");
  return result.failure == NULL;
}

static gboolean
run_all (const Cuts *self)
{
  gint64 began_us = g_get_monotonic_time ();
  gboolean ok = cp_sim_jobs_run ((guint) self->jobs, run_job, on_died, (gpointer) self);
  guint64 n_points = 0;
  guint64 n_failed = 0;

  for (gint job = 0; job < self->jobs; job++) {
    n_points += self->shares[job].n_points;
    n_failed += self->shares[job].n_failed;
  }
  printf ("%" G_GUINT64_FORMAT " cuts, %" G_GUINT64_FORMAT " failed, in %.1f s\n", n_points,
          n_failed, (double) (g_get_monotonic_time () - began_us) / G_USEC_PER_SEC);
  if ((gint64) n_points < self->at_least)
    printf ("FAILED that is less than %" G_GINT64_FORMAT "\n", self->at_least);
  return ok && n_failed == 0 && (gint64) n_points >= self->at_least;
}

int
main (int argc, char **argv)
{
  Cuts cuts = { .jobs = 1, .torn = 1, .every = 1, .one_of = 1, .program = argv[0] };
  const GOptionEntry entries[] = {
    { "jobs", 0, 0, G_OPTION_ARG_INT, &cuts.jobs, "In so many processes", "N" },
    { "torn", 0, 0, G_OPTION_ARG_INT, &cuts.torn,
      "How often chance decides what is left, at each moment", "N" },
    { "every", 0, 0, G_OPTION_ARG_INT, &cuts.every,
      "One moment of so many, each kind of operation beginning at another one", "N" },
    { "one-of", 0, 0, G_OPTION_ARG_INT, &cuts.one_of,
      "One kind of operation at one machine of so many", "N" },
    { "at-least", 0, 0, G_OPTION_ARG_INT64, &cuts.at_least, "Fail if there are fewer cuts", "N" },
    { "again", 0, 0, G_OPTION_ARG_STRING, &cuts.again, "Run one case, as a failure names it",
      "CASE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean ok;

  json_object_seed (1);
  cp_sim_memory_use ();
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return EXIT_FAILURE;
  }
  cuts.jobs = CLAMP (cuts.jobs, 1, CP_SIM_MOST_JOBS);
  cuts.shares = cp_sim_jobs_share (sizeof (Share) * CP_SIM_MOST_JOBS);
  ok = cuts.again != NULL ? run_again (&cuts) : run_all (&cuts);
  g_free (cuts.again);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
