/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-kiosk.h"
#include "cp-sim-office.h"
#include "cp-sim-options.h"
#include "cp-sim-template.h"
#include "cp-sim-work.h"

G_BEGIN_DECLS

/** CpSimTown: the machines of a run and the people at them. Its owner may read all. */
typedef struct {
  const CpSimOptions *options; /* borrowed */
  CpSimScene scene;
  CpSimKiosk *kiosks[CP_SIM_N_KIOSKS];
  CpSimOffice *office;
  CpSimWork *work;
  guint64 tallies[CP_SIM_N_TALLIES];
  guint64 n_received[CP_N_OPERATION_KINDS]; /* that head office had when all was checked */
} CpSimTown;

/** cp_sim_town_set_up: all machines are off; no fault happens before somebody makes it. */
void
cp_sim_town_set_up (CpSimTown *self, const CpSimOptions *options, const CpSimTemplate *template);
void cp_sim_town_boot (CpSimTown *self);
/**
 * cp_sim_town_settle:
 *
 * Lets the machines of @template run until all are in step, and keeps their disks in it. Runs that
 * begin with these need not begin with the whole feed.
 */
void cp_sim_town_settle (CpSimTemplate *template);

/** cp_sim_town_stop: all machines are killed. */
void cp_sim_town_stop (CpSimTown *self);
void cp_sim_town_tear_down (CpSimTown *self);

/** cp_sim_town_get_machine: (transfer none): */
CpSimMachine *cp_sim_town_get_machine (CpSimTown *self, guint node);

/** cp_sim_town_cut: whether what @node sends to head office is lost (@up), and what it is sent (@down) */
void cp_sim_town_cut (CpSimTown *self, guint node, gboolean up, gboolean down);

/** cp_sim_town_has_failed: whether an invariant does not hold */
gboolean cp_sim_town_has_failed (const CpSimTown *self);

/** cp_sim_town_run_until: lets time pass until @at_ms, or until something has failed. */
void cp_sim_town_run_until (CpSimTown *self, gint64 at_ms);

/** cp_sim_town_wait_until_in_step: until nothing waits and each kiosk has taken the whole feed;
 *  that it takes longer than the options allow is a failure. */
void cp_sim_town_wait_until_in_step (CpSimTown *self);

/** cp_sim_town_check: stops all machines and compares what is on their disks. */
void cp_sim_town_check (CpSimTown *self);

G_END_DECLS
