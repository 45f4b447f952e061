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
 * CpSimCutCase: one operation, and the moment at which one machine dies of it.
 * @node: the machine: the kiosk where it is done is node 0
 * @n_ios: its changes to the disk that go through, counted from the moment it is asked for
 * @seed: what is left of unsynced writes where chance decides
 */
typedef struct {
  CpOperationKind kind;
  guint node;
  CpSimDeath death;
  guint64 n_ios;
  guint64 seed;
} CpSimCutCase;

/**
 * CpSimCutResult: clear with cp_sim_cut_result_clear().
 * @failure: (nullable): the invariant that does not hold, and what was found
 * @story: what happened, one event on each line
 * @has_died: %FALSE if the machine had nothing more to write: there is no such moment
 */
typedef struct {
  char *failure;
  char *story;
  gboolean has_died;
} CpSimCutResult;

void cp_sim_cut_result_clear (CpSimCutResult *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpSimCutResult, cp_sim_cut_result_clear)

/**
 * cp_sim_cut_run:
 *
 * The operation is asked for at the first, pushed, decided
 * and fed to all, and each checkpoints; meanwhile the machine dies once, boots again, and whoever
 * got no answer asks again. Then all must be in step, and hold the operation once.
 */
void cp_sim_cut_run (const CpSimCutCase *which, CpSimCutStage *stage, CpSimCutResult *ret_result);

G_END_DECLS
