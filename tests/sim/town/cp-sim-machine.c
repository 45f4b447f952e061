/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-machine.h"

#include "cp-test-chain.h"

static gint64
get_wall_ms (gpointer data)
{
  CpSimMachine *self = data;

  return cp_sim_clock_wall_ms (self->clock);
}

static gint64
get_boot_ms (gpointer data)
{
  CpSimMachine *self = data;

  return cp_sim_clock_boot_ms (self->clock);
}

static void
fill_random (gpointer data, guint8 *bytes, gsize n_bytes)
{
  CpSimMachine *self = data;

  cp_sim_random_fill (&self->random, bytes, n_bytes);
}

void
cp_sim_machine_init (
    CpSimMachine *self, const char *name, CpSimLoop *loop, guint64 seed, CpSimTrace *trace)
{
  g_autofree char *stream = g_strconcat (name, "-programs", NULL);

  self->name = name;
  self->clock = cp_sim_clock_new (loop, CP_TEST_NOW_MS);
  self->disk = cp_sim_disk_new (name, self->clock, seed, trace);
  cp_sim_random_init (&self->random, seed, stream);
  self->world = (CpWorld){ .wall_ms = get_wall_ms,
                           .boot_ms = get_boot_ms,
                           .fill_random = fill_random,
                           .vfs_name = cp_sim_disk_get_vfs_name (self->disk),
                           .files = cp_sim_disk_get_files (self->disk),
                           .data = self };
}

void
cp_sim_machine_clear (CpSimMachine *self)
{
  cp_sim_disk_free (self->disk);
  cp_sim_clock_free (self->clock);
}

void
cp_sim_machine_fall (CpSimMachine *self, CpSimDeath death)
{
  static const CpSimCut cuts[] = { [CP_SIM_DEATH_POWER_CUT] = CP_SIM_CUT_RANDOM,
                                   [CP_SIM_DEATH_POWER_CUT_NONE] = CP_SIM_CUT_NONE,
                                   [CP_SIM_DEATH_POWER_CUT_ALL] = CP_SIM_CUT_ALL };

  if (death == CP_SIM_DEATH_KILL) {
    cp_sim_disk_kill (self->disk);
    return;
  }
  cp_sim_disk_power_cut_as (self->disk, cuts[death], NULL);
  cp_sim_clock_reboot (self->clock, FALSE);
}
