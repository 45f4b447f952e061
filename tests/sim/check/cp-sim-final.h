/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-kiosk.h"
#include "cp-sim-office.h"

G_BEGIN_DECLS

/**
 * cp_sim_final_check:
 * @ret_received: how many operations of each kind head office has
 *
 * When all queues are empty and all programs have ended: compares what people were told with what
 * stands on the disks, and the disks with each other.
 */
void cp_sim_final_check (CpSimOracle *oracle,
                         CpSimKiosk *const *kiosks,
                         CpSimOffice *office,
                         guint64 ret_received[CP_N_OPERATION_KINDS]);

G_END_DECLS
