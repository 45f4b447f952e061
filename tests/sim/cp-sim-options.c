/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-options.h"

#define OFF_PPM 250000
/* Those from here on are drawn after everything else, so that seeds from before go on as they did. */
#define FIRST_LATER CP_SIM_FAULT_CHECK_EVERY_MS
#define FIRST_LATEST CP_SIM_FAULT_REVIEW_EVERY_MS

#define LONG_WAIT_MS (5 * 60 * 1000)

typedef struct {
  const char *name;
  guint least;
  guint most;
  gboolean is_rare; /* on in one run of four and not off: it costs as much as everything else */
} Range;

static const Range ranges[CP_SIM_N_FAULTS] = {
  [CP_SIM_FAULT_LOSS_PPM] = { "loss-ppm", 1000, 300000, FALSE },
  [CP_SIM_FAULT_DUPLICATE_PPM] = { "duplicate-ppm", 1000, 300000, FALSE },
  [CP_SIM_FAULT_TRUNCATE_PPM] = { "truncate-ppm", 1000, 100000, FALSE },
  [CP_SIM_FAULT_DELAY_MS] = { "delay-ms", 10, 400, FALSE },
  [CP_SIM_FAULT_GARBLE_PPM] = { "garble-ppm", 1000, 60000, FALSE },
  [CP_SIM_FAULT_PARTITION_EVERY_MS] = { "partition-every-ms", 8000, 60000, FALSE },
  [CP_SIM_FAULT_POWER_CUT_EVERY_MS] = { "power-cut-every-ms", 6000, 80000, FALSE },
  [CP_SIM_FAULT_KILL_EVERY_MS] = { "kill-every-ms", 6000, 80000, FALSE },
  [CP_SIM_FAULT_OFFICE_CUT_EVERY_MS] = { "office-cut-every-ms", 6000, 80000, FALSE },
  [CP_SIM_FAULT_OFFICE_KILL_EVERY_MS] = { "office-kill-every-ms", 6000, 80000, FALSE },
  [CP_SIM_FAULT_FULL_EVERY_MS] = { "full-every-ms", 15000, 80000, FALSE },
  [CP_SIM_FAULT_SYNC_FAILURE_PPM] = { "sync-failure-ppm", 500, 20000, FALSE },
  [CP_SIM_FAULT_WRITE_FAILURE_PPM] = { "write-failure-ppm", 100, 3000, FALSE },
  [CP_SIM_FAULT_READ_FAILURE_PPM] = { "read-failure-ppm", 100, 1000, FALSE },
  [CP_SIM_FAULT_CLOCK_STEP_EVERY_MS] = { "clock-step-every-ms", 10000, 80000, FALSE },
  [CP_SIM_FAULT_DRIFT_PPM] = { "drift-ppm", 10, 2000, FALSE },
  [CP_SIM_FAULT_RESTORE_EVERY_MS] = { "restore-every-ms", 30000, 160000, FALSE },
  [CP_SIM_FAULT_OFFICE_RESTORE_EVERY_MS] = { "office-restore-every-ms", 60000, 240000, FALSE },
  [CP_SIM_FAULT_CLONE_EVERY_MS] = { "clone-every-ms", 20000, 160000, FALSE },
  [CP_SIM_FAULT_SERVER_ERROR_PPM] = { "server-error-ppm", 1000, 150000, FALSE },
  [CP_SIM_FAULT_POISON_EVERY_MS] = { "poison-every-ms", 15000, 120000, FALSE },
  [CP_SIM_FAULT_CHECK_EVERY_MS] = { "check-every-ms", 15000, 60000, TRUE },
  [CP_SIM_FAULT_ROT_ROWS] = { "rot-rows", 1, 6, TRUE },
  [CP_SIM_FAULT_SCOPE_EVERY_MS] = { "scope-every-ms", 15000, 120000, FALSE },
  [CP_SIM_FAULT_FORGET_EVERY_MS] = { "forget-every-ms", 3000, 20000, TRUE },
  [CP_SIM_FAULT_STORE_CUT_EVERY_MS] = { "store-cut-every-ms", 10000, 60000, FALSE },
  [CP_SIM_FAULT_SILENCE_EVERY_MS] = { "silence-every-ms", 30000, 160000, TRUE },
  [CP_SIM_FAULT_ALONE_EVERY_MS] = { "alone-every-ms", 4000, 20000, FALSE },
  [CP_SIM_FAULT_BUSY_EVERY_MS] = { "busy-every-ms", 8000, 60000, FALSE },
  [CP_SIM_FAULT_OLDER_MS] = { "older-ms", 5000, 40000, FALSE },
  [CP_SIM_FAULT_REVIEW_EVERY_MS] = { "review-every-ms", 4000, 40000, TRUE },
};

static void
draw_fault (CpSimOptions *self, CpSimRandom *random, CpSimFault fault)
{
  gboolean is_off = cp_sim_random_chance (random, OFF_PPM) != ranges[fault].is_rare;
  gint64 figure = cp_sim_random_between (random, ranges[fault].least, ranges[fault].most);

  self->faults[fault] = is_off ? 0 : (guint) figure;
}

void
cp_sim_options_draw (CpSimOptions *self, guint64 seed)
{
  CpSimRandom random;

  cp_sim_random_init (&random, seed, "options");
  *self = (CpSimOptions){ .seed = seed, .deadline_ms = LONG_WAIT_MS };
  self->storm_ms = cp_sim_random_between (&random, 20000, 80000);
  self->work_every_ms = cp_sim_random_between (&random, 1500, 5000);
  self->n_members = (guint) cp_sim_random_between (&random, 1, 4);
  for (CpSimFault fault = 0; fault < FIRST_LATER; fault++)
    draw_fault (self, &random, fault);
  /* What only head office still had, its own restore could take with it: one of them a run. */
  self->faults[cp_sim_random_chance (&random, CP_SIM_ALWAYS / 2)
                   ? CP_SIM_FAULT_RESTORE_EVERY_MS
                   : CP_SIM_FAULT_OFFICE_RESTORE_EVERY_MS] = 0;
  self->has_records = cp_sim_random_chance (&random, OFF_PPM);
  self->is_settled = !cp_sim_random_chance (&random, OFF_PPM);
  for (CpSimFault fault = FIRST_LATER; fault < FIRST_LATEST; fault++)
    draw_fault (self, &random, fault);
  /* Who is behind what the feed still tells has no other way. */
  self->has_snapshots =
      !cp_sim_random_chance (&random, OFF_PPM) || self->faults[CP_SIM_FAULT_FORGET_EVERY_MS] != 0;
  /* What has been upgraded is not taken back: tills that were in step knew of both lanes. */
  if (self->is_settled)
    self->faults[CP_SIM_FAULT_OLDER_MS] = 0;
  for (CpSimFault fault = FIRST_LATEST; fault < CP_SIM_N_FAULTS; fault++)
    draw_fault (self, &random, fault);
}

gboolean
cp_sim_options_switch_off (CpSimOptions *self, const char *fault)
{
  for (CpSimFault i = 0; i < CP_SIM_N_FAULTS; i++)
    if (g_str_equal (ranges[i].name, fault)) {
      self->faults[i] = 0;
      return TRUE;
    }
  return FALSE;
}

const char *
cp_sim_fault_to_name (CpSimFault fault)
{
  return ranges[fault].name;
}

char *
cp_sim_options_to_text (const CpSimOptions *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text,
      "seed %" G_GUINT64_FORMAT ", storm-ms %" G_GINT64_FORMAT ", deadline-ms %" G_GINT64_FORMAT
      ", work-every-ms %" G_GINT64_FORMAT ", members %u, records %d, settled %d, snapshots %d",
      self->seed, self->storm_ms, self->deadline_ms, self->work_every_ms, self->n_members,
      self->has_records, self->is_settled, self->has_snapshots);
  for (CpSimFault fault = 0; fault < CP_SIM_N_FAULTS; fault++)
    if (self->faults[fault] == 0)
      g_string_append_printf (text, ", %s off", ranges[fault].name);
    else
      g_string_append_printf (text, ", %s %u", ranges[fault].name, self->faults[fault]);
  return g_string_free (text, FALSE);
}

CpSimNetworkFaults
cp_sim_options_get_network (const CpSimOptions *self)
{
  return (CpSimNetworkFaults){ .loss_ppm = self->faults[CP_SIM_FAULT_LOSS_PPM],
                               .duplicate_ppm = self->faults[CP_SIM_FAULT_DUPLICATE_PPM],
                               .truncate_ppm = self->faults[CP_SIM_FAULT_TRUNCATE_PPM],
                               .delay_least_ms = 5,
                               .delay_spread_ms = self->faults[CP_SIM_FAULT_DELAY_MS] };
}
