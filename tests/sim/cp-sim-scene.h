/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-bound.h"
#include "cp-sim-clock.h"
#include "cp-sim-network.h"
#include "cp-sim-tally.h"

G_BEGIN_DECLS

/** CP_SIM_N_KIOSKS: they are the network's first nodes, head office is the one after. The last of
 *  them is not in use until somebody clones the first one. */
#define CP_SIM_N_KIOSKS 4
#define CP_SIM_CLONE_NODE 3
#define CP_SIM_OFFICE_NODE CP_SIM_N_KIOSKS
#define CP_SIM_N_NODES (CP_SIM_N_KIOSKS + 1)

/**
 * CpSimScene: what all machines of a run share. All borrowed.
 * @trace: everything down to each write, for the hash
 * @story: what happened, to be read when a run fails
 * @pin_key: of all kiosks
 */
typedef struct {
  guint64 seed;
  CpSimLoop *loop;
  CpSimNetwork *network;
  CpSimTrace *trace;
  CpSimTrace *story;
  CpSimOracle *oracle;
  CpSimBound *bound;
  CpSimClock *office_clock;
  GBytes *pin_key;
  guint64 *tallies; /* CP_SIM_N_TALLIES */
} CpSimScene;

G_END_DECLS
