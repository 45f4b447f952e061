/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-template.h"
#include "cp-sim-work.h"

G_BEGIN_DECLS

/**
 * CpSimCutStage: the disks of three kiosks and a head office in step, with a member on whom each kind
 * of operation is possible.
 */
typedef struct _CpSimCutStage CpSimCutStage;

/** cp_sim_cut_stage_new: takes some time; once for many cases */
CpSimCutStage *cp_sim_cut_stage_new (void);
void cp_sim_cut_stage_free (CpSimCutStage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimCutStage, cp_sim_cut_stage_free)

/**
 * CpSimCutFlow: what is done, and the machine that may die of it.
 * @what: see cp-sim-cut-flow.h
 * @node: the machine: the kiosk where it is done is node 0
 * @seed: of all that is left to chance until then
 */
typedef struct {
  guint what;
  guint node;
  guint64 seed;
} CpSimCutFlow;

/**
 * CpSimCutEnd: how a machine dies.
 * @fate: of unsynced writes, where chance decides
 */
typedef struct {
  CpSimDeath death;
  guint64 fate;
} CpSimCutEnd;

/**
 * CpSimCutFunc: whether the machine dies of a change to its disk, of which @n_ios have gone through
 * since it was begun. Called for each, until one returns %TRUE; may fork.
 */
typedef gboolean CpSimCutFunc (guint64 n_ios, CpSimCutEnd *ret_end, gpointer data);

/**
 * CpSimCutResult: clear with cp_sim_cut_result_clear().
 * @failure: (nullable): the invariant that does not hold, and what was found
 * @story: what happened, one event on each line
 * @disk: what became of the machine's disk
 */
typedef struct {
  char *failure;
  char *story;
  guint64 disk[CP_SIM_N_DISK_COUNTERS];
} CpSimCutResult;

void cp_sim_cut_result_clear (CpSimCutResult *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpSimCutResult, cp_sim_cut_result_clear)

/**
 * cp_sim_cut_run:
 *
 * What is done is done at the first till, pushed, decided
 * and fed to all, and each checkpoints; meanwhile the machine dies once at most, boots again, and
 * whoever got no answer asks again. Then all must be in step, and hold what was done once.
 */
void cp_sim_cut_run (const CpSimCutFlow *flow,
                     CpSimCutStage *stage,
                     CpSimCutFunc *dies,
                     gpointer data,
                     CpSimCutResult *ret_result);

G_END_DECLS
