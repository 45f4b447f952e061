/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  char *(*describe) (gpointer data);
  gpointer data;
} Log;

static gboolean
wait_for (pid_t process)
{
  int status;

  g_assert_cmpint (waitpid (process, &status, 0), ==, process);
  return WIFEXITED (status) && WEXITSTATUS (status) == EXIT_SUCCESS;
}

gboolean
cp_sim_jobs_go_apart (gboolean *ret_ok)
{
  pid_t process;

  fflush (stdout);
  process = fork ();
  g_assert_cmpint (process, >=, 0);
  *ret_ok = process == 0 || wait_for (process);
  return process == 0;
}

gboolean
cp_sim_jobs_run (guint n_jobs, CpSimJobFunc run, CpSimJobFunc died, gpointer data)
{
  pid_t processes[CP_SIM_MOST_JOBS];
  gboolean ok = TRUE;

  if (n_jobs == 1) {
    run (0, data);
    return TRUE;
  }
  fflush (stdout);
  for (guint job = 0; job < n_jobs; job++) {
    processes[job] = fork ();
    g_assert_cmpint (processes[job], >=, 0);
    if (processes[job] == 0) {
      run (job, data);
      exit (EXIT_SUCCESS);
    }
  }
  for (guint job = 0; job < n_jobs; job++) {
    if (wait_for (processes[job]))
      continue;
    died (job, data);
    ok = FALSE;
  }
  return ok;
}

gpointer
cp_sim_jobs_share (gsize size)
{
  gpointer memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  g_assert_true (memory != MAP_FAILED);
  return memory;
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  const Log *log = data;
  g_autofree char *what = NULL;

  if ((level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) == 0)
    return G_LOG_WRITER_HANDLED;
  what = log->describe (log->data);
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      fprintf (stderr, "%s: %s\n", what, (const char *) fields[i].value);
  abort ();
}

void
cp_sim_jobs_watch_log (char *(*describe) (gpointer data), gpointer data)
{
  Log *log = g_new (Log, 1);

  *log = (Log){ describe, data };
  g_log_set_writer_func (write_log, log, g_free);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
}
