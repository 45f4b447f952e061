/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-kiosk.h"
#include "cp-sim-office.h"
#include "cp-sim-options.h"
#include "cp-sim-work.h"

G_BEGIN_DECLS

/**
 * CpSimStorm:
 *
 * Lets work and faults happen, at random moments, until it is told to end.
 */
typedef struct _CpSimStorm CpSimStorm;

/** cp_sim_storm_new: begins at once; all is borrowed. @kiosks: %CP_SIM_N_KIOSKS of them */
CpSimStorm *cp_sim_storm_new (const CpSimScene *scene,
                              const CpSimOptions *options,
                              CpSimKiosk *const *kiosks,
                              CpSimOffice *office,
                              CpSimWork *work);

/** cp_sim_storm_end: no more faults and no more work; what is broken is mended. */
void cp_sim_storm_end (CpSimStorm *self);

/** cp_sim_storm_get_count: how often a fault has come that comes `every-ms`; 0 for the others, which
 *  disks and network count */
guint64 cp_sim_storm_get_count (const CpSimStorm *self, CpSimFault fault);
void cp_sim_storm_free (CpSimStorm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimStorm, cp_sim_storm_free)

G_END_DECLS
