/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-sim: runs seeds, in one or more processes, and tells of the first that fails. */
#include "cp-sim-jobs.h"
#include "cp-sim-memo.h"
#include "cp-sim-memory.h"
#include "cp-sim-run.h"
#include "cp-sim-town.h"

#include <stdlib.h>
#include <string.h>

/* One run of so many is done twice: the same seed must give the same run. */
#define TWICE_ONE_IN 100

/* In so many runs each kind of operation must have been accepted. */
#define ENOUGH_FOR_ALL 1000

/* With records or without, settled or not. */
#define N_TEMPLATES 4

/* What the processes share. */
typedef struct {
  guint64 seed; /* that is being run */
  guint64 n_done;
  guint64 n_failed;
  guint64 n_twice;
  guint64 hash; /* of all runs, in whatever order */
  guint64 virtual_ms;
  guint64 disks[CP_SIM_N_DISK_COUNTERS];
  guint64 network[CP_SIM_N_NETWORK_COUNTERS];
  CpSimWorkCounts work;
  guint64 n_with[CP_SIM_N_FAULTS]; /* runs in which a fault was on */
  guint64 figures[CP_SIM_N_FAULTS];
  guint64 faults[CP_SIM_N_FAULTS];
  guint64 tallies[CP_SIM_N_TALLIES];
} Share;

typedef struct {
  gint64 n_seeds;
  gint64 from;
  gint64 one;
  gint jobs;
  gboolean expect_failure;
  gboolean keep_going;
  char **without;
  char *replay;
  const char *program;
  GArray *seeds; /* of guint64 */
  Share *shares; /* one a process */
  gint *stop;
} Sim;

static char *
describe (gpointer data)
{
  const Share *share = data;

  return g_strdup_printf ("seed %" G_GUINT64_FORMAT, share->seed);
}

static void
print_failure (const Sim *self, const CpSimOptions *options, const CpSimResult *result)
{
  g_autofree char *text = cp_sim_options_to_text (options);

  if (!self->expect_failure && !self->keep_going)
    printf ("%s", result->story);
  printf ("FAILED %s\noptions: %s\nagain: %s --seed %" G_GUINT64_FORMAT, result->failure, text,
          self->program, options->seed);
  for (guint i = 0; self->without != NULL && self->without[i] != NULL; i++)
    printf (" --without %s", self->without[i]);
  printf ("\n");
  fflush (stdout);
}

static void
add_up (Share *share, const CpSimResult *result)
{
  share->hash += result->hash;
  share->virtual_ms += (guint64) result->took_ms;
  for (guint i = 0; i < CP_SIM_N_FAULTS; i++)
    share->faults[i] += result->faults[i];
  for (guint i = 0; i < CP_SIM_N_TALLIES; i++)
    share->tallies[i] += result->tallies[i];
  for (guint i = 0; i < CP_SIM_N_DISK_COUNTERS; i++)
    share->disks[i] += result->disks[i];
  for (guint i = 0; i < CP_SIM_N_NETWORK_COUNTERS; i++)
    share->network[i] += result->network[i];
  for (guint i = 0; i < CP_N_OPERATION_KINDS; i++) {
    share->work.n_accepted[i] += result->work.n_accepted[i];
    share->work.n_refused[i] += result->work.n_refused[i];
  }
  share->work.n_errors += result->work.n_errors;
  share->work.n_taps += result->work.n_taps;
  share->work.n_views += result->work.n_views;
}

static void
add_options (Share *share, const CpSimOptions *options)
{
  for (guint i = 0; i < CP_SIM_N_FAULTS; i++) {
    share->n_with[i] += options->faults[i] != 0;
    share->figures[i] += options->faults[i];
  }
}

static void
check_twice (const CpSimOptions *options,
             const CpSimTemplate *template,
             Share *share,
             CpSimResult *result)
{
  g_auto (CpSimResult) second = { 0 };

  if (options->seed % TWICE_ONE_IN != 0)
    return;
  cp_sim_memo_use (FALSE);
  cp_sim_run (options, template, &second);
  cp_sim_memo_use (TRUE);
  share->n_twice++;
  if (second.hash != result->hash && result->failure == NULL)
    result->failure = g_strdup ("deterministic: the same seed gave two different runs");
}

static void
run_seed (const Sim *self, CpSimTemplate *const *templates, Share *share, guint64 seed)
{
  g_auto (CpSimResult) result = { 0 };
  const CpSimTemplate *template;
  CpSimOptions options;

  cp_sim_options_draw (&options, seed);
  template = templates[2 * options.is_settled + options.has_records];
  for (guint i = 0; self->without != NULL && self->without[i] != NULL; i++)
    if (!cp_sim_options_switch_off (&options, self->without[i]))
      g_error ("There is no fault called %s", self->without[i]);
  share->seed = seed;
  cp_sim_memo_trim ();
  cp_sim_run (&options, template, &result);
  check_twice (&options, template, share, &result);
  add_up (share, &result);
  add_options (share, &options);
  share->n_done++;
  if (result.failure == NULL)
    return;
  share->n_failed++;
  if (!self->keep_going)
    g_atomic_int_set (self->stop, 1);
  print_failure (self, &options, &result);
}

static void
make_templates (CpSimTemplate *ret_templates[N_TEMPLATES])
{
  for (guint i = 0; i < N_TEMPLATES; i++) {
    ret_templates[i] = cp_sim_template_new (i % 2 == 1);
    if (i >= 2)
      cp_sim_town_settle (ret_templates[i]);
  }
}

static void
run_job (guint job, gpointer data)
{
  const Sim *self = data;
  Share *share = &self->shares[job];
  CpSimTemplate *templates[N_TEMPLATES];

  cp_sim_jobs_watch_log (describe, share);
  cp_sim_memo_use (TRUE);
  make_templates (templates);
  for (guint i = job; i < self->seeds->len && !g_atomic_int_get (self->stop);
       i += (guint) self->jobs)
    run_seed (self, templates, share, g_array_index (self->seeds, guint64, i));
  for (guint i = 0; i < N_TEMPLATES; i++)
    cp_sim_template_free (templates[i]);
}

static void
on_died (guint job, gpointer data)
{
  const Sim *self = data;

  printf ("FAILED the process died\nagain: %s --seed %" G_GUINT64_FORMAT "\n", self->program,
          self->shares[job].seed);
}

static void
print_counters (const Share *sum)
{
  printf ("faults: how many runs had them, the average figure, how often one came every-ms\n");
  for (guint i = 0; i < CP_SIM_N_FAULTS; i++)
    printf ("  %-24s %6" G_GUINT64_FORMAT " %6" G_GUINT64_FORMAT " %6" G_GUINT64_FORMAT "\n",
            cp_sim_fault_to_name ((CpSimFault) i), sum->n_with[i],
            sum->n_with[i] > 0 ? sum->figures[i] / sum->n_with[i] : 0, sum->faults[i]);
  printf ("work:");
  for (guint i = 0; i < CP_N_OPERATION_KINDS; i++)
    printf (" %s %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
            cp_operation_kind_get_info ((CpOperationKind) i)->word, sum->work.n_accepted[i],
            sum->work.n_accepted[i] + sum->work.n_refused[i]);
  printf (", no answer %" G_GUINT64_FORMAT ", taps %" G_GUINT64_FORMAT ", views %" G_GUINT64_FORMAT
          "\ndisks:",
          sum->work.n_errors, sum->work.n_taps, sum->work.n_views);
  for (guint i = 0; i < CP_SIM_N_DISK_COUNTERS; i++)
    printf (" %s %" G_GUINT64_FORMAT, cp_sim_disk_counter_to_name ((CpSimDiskCounter) i),
            sum->disks[i]);
  printf ("\nnetwork:");
  for (guint i = 0; i < CP_SIM_N_NETWORK_COUNTERS; i++)
    printf (" %s %" G_GUINT64_FORMAT, cp_sim_network_counter_to_name ((CpSimNetworkCounter) i),
            sum->network[i]);
  printf ("\nhappened:");
  for (guint i = 0; i < CP_SIM_N_TALLIES; i++)
    printf (" %s %" G_GUINT64_FORMAT, cp_sim_tally_to_name ((CpSimTally) i), sum->tallies[i]);
  printf ("\n");
}

static void
add_share (Share *sum, const Share *share)
{
  CpSimResult result = { .hash = share->hash,
                         .took_ms = (gint64) share->virtual_ms,
                         .work = share->work };

  memcpy (result.faults, share->faults, sizeof result.faults);
  memcpy (result.disks, share->disks, sizeof result.disks);
  memcpy (result.tallies, share->tallies, sizeof result.tallies);
  memcpy (result.network, share->network, sizeof result.network);
  add_up (sum, &result);
  for (guint i = 0; i < CP_SIM_N_FAULTS; i++) {
    sum->n_with[i] += share->n_with[i];
    sum->figures[i] += share->figures[i];
  }
  sum->n_done += share->n_done;
  sum->n_failed += share->n_failed;
  sum->n_twice += share->n_twice;
}

/* What is never done proves nothing. A few runs may well miss what is rare. */
static gboolean
check_work (const Sim *self, const Share *sum)
{
  gboolean ok = TRUE;

  if (self->expect_failure || sum->n_done < ENOUGH_FOR_ALL)
    return TRUE;
  for (guint i = 0; i < CP_N_OPERATION_KINDS; i++)
    if (sum->work.n_accepted[i] == 0) {
      printf ("FAILED in all these runs no %s was ever accepted\n",
              cp_operation_kind_get_info ((CpOperationKind) i)->word);
      ok = FALSE;
    }
  for (guint i = 0; i < CP_SIM_N_TALLIES; i++)
    if (sum->tallies[i] == 0) {
      printf ("FAILED in all these runs it never happened: %s\n",
              cp_sim_tally_to_name ((CpSimTally) i));
      ok = FALSE;
    }
  return ok;
}

static gboolean
print_sum (const Sim *self, gint64 took_us)
{
  Share sum = { 0 };
  guint64 n_accepted = 0;

  for (gint job = 0; job < self->jobs; job++)
    add_share (&sum, &self->shares[job]);
  for (guint i = 0; i < CP_N_OPERATION_KINDS; i++)
    n_accepted += sum.work.n_accepted[i];
  print_counters (&sum);
  printf ("%" G_GUINT64_FORMAT " seeds, %" G_GUINT64_FORMAT " failed, %" G_GUINT64_FORMAT
          " run twice, %" G_GUINT64_FORMAT " operations accepted, %" G_GUINT64_FORMAT
          " s of virtual time in %.1f s, hash %016" G_GINT64_MODIFIER "x\n",
          sum.n_done, sum.n_failed, sum.n_twice, n_accepted, sum.virtual_ms / 1000,
          (double) took_us / G_USEC_PER_SEC, sum.hash);
  return check_work (self, &sum) && sum.n_failed == 0;
}

/* One number on a line; what follows it, and lines that begin with #, is for people. */
static gboolean
read_seeds (Sim *self, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (self->replay == NULL)
    return TRUE;
  if (!g_file_get_contents (self->replay, &text, NULL, error))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    guint64 seed = g_ascii_strtoull (lines[i], NULL, 10);

    if (seed != 0)
      g_array_append_val (self->seeds, seed);
  }
  return TRUE;
}

static void
add_seeds (Sim *self)
{
  for (gint64 i = 0; i < self->n_seeds && self->one == 0; i++) {
    guint64 seed = (guint64) (self->from + i);

    g_array_append_val (self->seeds, seed);
  }
  if (self->one != 0) {
    guint64 seed = (guint64) self->one;

    g_array_append_val (self->seeds, seed);
  }
}

static gboolean
parse (Sim *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "seeds", 0, 0, G_OPTION_ARG_INT64, &self->n_seeds, "How many seeds to run", "N" },
    { "from", 0, 0, G_OPTION_ARG_INT64, &self->from, "The first of them", "SEED" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->one, "Run this one", "SEED" },
    { "replay", 0, 0, G_OPTION_ARG_FILENAME, &self->replay, "Run those in FILE first", "FILE" },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &self->jobs, "In so many processes", "N" },
    { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->without, "Leave a fault out", "FAULT" },
    { "keep-going", 0, 0, G_OPTION_ARG_NONE, &self->keep_going, "Don't stop at a failure", NULL },
    { "expect-failure", 0, 0, G_OPTION_ARG_NONE, &self->expect_failure,
      "Fail if no seed does: for a simulator with a planted bug", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  self->jobs = CLAMP (self->jobs, 1, CP_SIM_MOST_JOBS);
  return read_seeds (self, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) seeds = g_array_new (FALSE, FALSE, sizeof (guint64));
  Sim sim = { .n_seeds = 100, .from = 1, .jobs = 1, .program = argv[0], .seeds = seeds };
  gint64 began_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  gboolean ok;

  /* The order of jansson's tables must not differ from run to run. */
  json_object_seed (1);
  cp_sim_memory_use ();
  if (!parse (&sim, &argc, &argv, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return EXIT_FAILURE;
  }
  add_seeds (&sim);
  sim.shares = cp_sim_jobs_share (sizeof (Share) * CP_SIM_MOST_JOBS);
  sim.stop = cp_sim_jobs_share (sizeof (gint));
  ok = cp_sim_jobs_run ((guint) sim.jobs, run_job, on_died, &sim);
  ok = print_sum (&sim, g_get_monotonic_time () - began_us) && ok;
  g_strfreev (sim.without);
  g_free (sim.replay);
  return ok != sim.expect_failure ? EXIT_SUCCESS : EXIT_FAILURE;
}
