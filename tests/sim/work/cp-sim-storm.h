/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-town.h"

G_BEGIN_DECLS

/**
 * CpSimStorm:
 *
 * Lets work and faults happen, at random moments, until it is told to end.
 */
typedef struct _CpSimStorm CpSimStorm;

/** cp_sim_storm_new: begins at once; @town is borrowed */
CpSimStorm *cp_sim_storm_new (CpSimTown *town);

/** cp_sim_storm_end: no more faults and no more work; what is broken is mended. */
void cp_sim_storm_end (CpSimStorm *self);

/** cp_sim_storm_rot: rows of all replicas rot, when everything else is in step again. */
void cp_sim_storm_rot (CpSimStorm *self);

/** cp_sim_storm_get_count: how often a fault has come that comes `every-ms`; 0 for the others, which
 *  disks and network count */
guint64 cp_sim_storm_get_count (const CpSimStorm *self, CpSimFault fault);
void cp_sim_storm_free (CpSimStorm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimStorm, cp_sim_storm_free)

G_END_DECLS
