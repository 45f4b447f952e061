/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-loop.h"

G_BEGIN_DECLS

/**
 * CpSimClock:
 *
 * The clocks of one simulated machine: a wall clock that may be wrong, run fast or slow and jump,
 * and the time since boot, which runs with the same quartz but never jumps.
 */
typedef struct _CpSimClock CpSimClock;

/**
 * cp_sim_clock_new:
 * @loop: must outlive the clock
 * @wall_ms: what its wall clock shows now
 */
CpSimClock *cp_sim_clock_new (CpSimLoop *loop, gint64 wall_ms);
void cp_sim_clock_free (CpSimClock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimClock, cp_sim_clock_free)

/** cp_sim_clock_wall_ms: UTC in milliseconds since 1970, as this machine believes. */
gint64 cp_sim_clock_wall_ms (const CpSimClock *self);

/** cp_sim_clock_boot_ms: milliseconds since this machine started. */
gint64 cp_sim_clock_boot_ms (const CpSimClock *self);

/** cp_sim_clock_step: the wall clock jumps by @by_ms, which may be negative. */
void cp_sim_clock_step (CpSimClock *self, gint64 by_ms);

/** cp_sim_clock_set_wall: the wall clock jumps to @wall_ms. */
void cp_sim_clock_set_wall (CpSimClock *self, gint64 wall_ms);

/** cp_sim_clock_set_drift: from now on both clocks gain @drift_ppm millionths (or lose). */
void cp_sim_clock_set_drift (CpSimClock *self, gint drift_ppm);

/**
 * cp_sim_clock_reboot:
 * @forgets: the battery is flat: the wall clock starts at 1970
 *
 * The machine started anew just now.
 */
void cp_sim_clock_reboot (CpSimClock *self, gboolean forgets);

/** cp_sim_clock_get_loop: (transfer none): */
CpSimLoop *cp_sim_clock_get_loop (const CpSimClock *self);

G_END_DECLS
