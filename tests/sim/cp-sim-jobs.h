/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CP_SIM_MOST_JOBS 64

/** CpSimJobFunc: does the share of @job, in a process of its own */
typedef void (*CpSimJobFunc) (guint job, gpointer data);

/**
 * cp_sim_jobs_run:
 * @n_jobs: 1 runs it in this process
 * @died: called in this process for each that did not end as it should
 *
 * Returns: whether all did
 */
gboolean cp_sim_jobs_run (guint n_jobs, CpSimJobFunc run, CpSimJobFunc died, gpointer data);

/**
 * cp_sim_jobs_go_apart:
 * @ret_ok: (out): here, whether the other process ended with success
 *
 * Lets a copy of this process go on from here, and waits for its end.
 *
 * Returns: %TRUE in the copy, which has to end with _exit()
 */
gboolean cp_sim_jobs_go_apart (gboolean *ret_ok);

/** cp_sim_jobs_share: memory that all processes begun later see; zero, and never freed */
gpointer cp_sim_jobs_share (gsize size);

/**
 * cp_sim_jobs_watch_log:
 * @describe: (transfer full): what is being run, to be said if it ends in a critical
 *
 * Warnings are what the simulated machines say when their disks fail, and are dropped; a critical is
 * a fault of ours, and the end. For this process.
 */
void cp_sim_jobs_watch_log (char *(*describe) (gpointer data), gpointer data);

G_END_DECLS
