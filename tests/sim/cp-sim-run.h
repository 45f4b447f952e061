/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-disk.h"
#include "cp-sim-network.h"
#include "cp-sim-options.h"
#include "cp-sim-tally.h"
#include "cp-sim-template.h"
#include "cp-sim-work.h"

G_BEGIN_DECLS

/**
 * CpSimResult: what came of a run; clear with cp_sim_result_clear().
 * @failure: (nullable): the invariant that does not hold, and what was found
 * @story: the last events, one on each line
 * @hash: over everything that happened, down to each write
 * @disks: counters of all disks together
 */
typedef struct {
  char *failure;
  char *story;
  guint64 hash;
  gint64 took_ms;                  /* virtual */
  guint64 faults[CP_SIM_N_FAULTS]; /* how often one came that comes `every-ms` */
  guint64 disks[CP_SIM_N_DISK_COUNTERS];
  guint64 network[CP_SIM_N_NETWORK_COUNTERS];
  CpSimWorkCounts work;
  guint64 tallies[CP_SIM_N_TALLIES];
} CpSimResult;

void cp_sim_result_clear (CpSimResult *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpSimResult, cp_sim_result_clear)

/** cp_sim_run: storm, heal, wait until all are in step, and compare. */
void
cp_sim_run (const CpSimOptions *options, const CpSimTemplate *template, CpSimResult *ret_result);

G_END_DECLS
