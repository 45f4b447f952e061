/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-run.h"

#include "cp-sim-storm.h"

#include <string.h>

static void
go (CpSimTown *self, CpSimResult *result)
{
  g_autoptr (CpSimStorm) storm = cp_sim_storm_new (self);

  cp_sim_town_run_until (self, self->options->storm_ms);
  cp_sim_storm_end (storm);
  cp_sim_town_wait_until_in_step (self);
  if (self->options->faults[CP_SIM_FAULT_ROT_ROWS] > 0) {
    cp_sim_storm_rot (storm);
    cp_sim_town_wait_until_in_step (self);
  }
  for (guint i = 0; i < CP_SIM_N_FAULTS; i++)
    result->faults[i] = cp_sim_storm_get_count (storm, (CpSimFault) i);
  cp_sim_town_check (self);
}

static void
add_disk (CpSimResult *result, const CpSimMachine *machine)
{
  for (CpSimDiskCounter i = 0; i < CP_SIM_N_DISK_COUNTERS; i++)
    result->disks[i] += cp_sim_disk_get_counter (machine->disk, i);
}

static void
fill (const CpSimTown *self, CpSimResult *result)
{
  result->failure = g_strdup (cp_sim_oracle_get_failure (self->scene.oracle));
  result->story = cp_sim_trace_to_text (self->scene.story);
  result->hash =
      cp_sim_trace_get_hash (self->scene.trace) * 31 + cp_sim_trace_get_hash (self->scene.story);
  result->took_ms = cp_sim_loop_now_ms (self->scene.loop);
  memcpy (result->tallies, self->tallies, sizeof result->tallies);
  result->work = *cp_sim_work_get_counts (self->work);
  for (guint i = 0; i < CP_N_OPERATION_KINDS; i++)
    if (cp_operation_kind_is_record ((CpOperationKind) i))
      result->work.n_accepted[i] = self->n_received[i];
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++)
    add_disk (result, cp_sim_kiosk_get_machine (self->kiosks[i]));
  add_disk (result, cp_sim_office_get_machine (self->office));
  for (CpSimNetworkCounter i = 0; i < CP_SIM_N_NETWORK_COUNTERS; i++)
    result->network[i] = cp_sim_network_get_counter (self->scene.network, i);
}

void
cp_sim_run (const CpSimOptions *options, const CpSimTemplate *template, CpSimResult *ret_result)
{
  CpSimTown town;

  cp_sim_town_set_up (&town, options, template);
  cp_sim_town_boot (&town);
  *ret_result = (CpSimResult){ 0 };
  go (&town, ret_result);
  fill (&town, ret_result);
  cp_sim_town_tear_down (&town);
}

void
cp_sim_result_clear (CpSimResult *self)
{
  g_free (self->failure);
  g_free (self->story);
}
