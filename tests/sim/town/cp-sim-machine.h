/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-disk.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpSimDeath:
 * @CP_SIM_DEATH_KILL: the processes end; what was written is there
 * @CP_SIM_DEATH_POWER_CUT: the machine stops; each write that was not synced has its own fate
 * @CP_SIM_DEATH_POWER_CUT_NONE: the machine stops; nothing that was not synced is there
 * @CP_SIM_DEATH_POWER_CUT_ALL: the machine stops; all that was written is there
 */
typedef enum {
  CP_SIM_DEATH_KILL,
  CP_SIM_DEATH_POWER_CUT,
  CP_SIM_DEATH_POWER_CUT_NONE,
  CP_SIM_DEATH_POWER_CUT_ALL,
} CpSimDeath;

/** CpSimMachine: one simulated computer, and the door through which programs on it see the world.
 *  @n_ios_seen: cp_sim_disk_get_n_ios() when it was last looked at (cp-sim-now.h) */
typedef struct {
  const char *name;
  CpSimClock *clock;
  CpSimDisk *disk;
  CpSimRandom random; /* what programs on it get */
  CpWorld world;
  guint64 n_ios_seen;
} CpSimMachine;

/**
 * cp_sim_machine_init:
 * @name: static text
 * @trace: (nullable):
 */
void cp_sim_machine_init (
    CpSimMachine *self, const char *name, CpSimLoop *loop, guint64 seed, CpSimTrace *trace);

/** cp_sim_machine_clear: all files must be closed. */
void cp_sim_machine_clear (CpSimMachine *self);

/** cp_sim_machine_fall: the machine's programs have ended; decides what is left on its disk. */
void cp_sim_machine_fall (CpSimMachine *self, CpSimDeath death);

G_END_DECLS
