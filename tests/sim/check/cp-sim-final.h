/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-kiosk.h"
#include "cp-sim-office.h"

G_BEGIN_DECLS

/**
 * cp_sim_final_check:
 *
 * When all queues are empty and all programs have ended: compares what people were told with what
 * stands on the disks, and the disks with each other.
 */
void cp_sim_final_check (CpSimOracle *oracle, CpSimKiosk *const *kiosks, CpSimOffice *office);

G_END_DECLS
