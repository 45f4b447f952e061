/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-scene.h"
#include "cp-sync-worker.h"

G_BEGIN_DECLS

/**
 * CpSimLine:
 *
 * A worker's doors on one simulated machine: HTTP as messages of the simulated network, and timers
 * on virtual time. A message is `SIZE METHOD PATH` and, for
 * a part, ` FIRST-LAST`, a line end and the body; its answer is `STATUS`,
 * a line end and the body.
 */
typedef struct _CpSimLine CpSimLine;

CpSimLine *cp_sim_line_new (const CpSimScene *scene, guint node);

/** cp_sim_line_free: the worker is gone. */
void cp_sim_line_free (CpSimLine *self);

CpTransport cp_sim_line_get_transport (CpSimLine *self);
CpTimer cp_sim_line_get_timer (CpSimLine *self);

G_END_DECLS
