/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-kiosk.h"
#include "cp-sim-options.h"

G_BEGIN_DECLS

/**
 * CpSimWork:
 *
 * The people in the shops: staff who do all that staff can do, for a few members whom all kiosks
 * share, and customers who hold their cards to the reader. Whatever they are told, the oracle is
 * told too.
 */
typedef struct _CpSimWork CpSimWork;

CpSimWork *cp_sim_work_new (const CpSimScene *scene, const CpSimOptions *options);
void cp_sim_work_free (CpSimWork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimWork, cp_sim_work_free)

/** cp_sim_work_do: one thing happens at @kiosk. */
void cp_sim_work_do (CpSimWork *self, CpSimKiosk *kiosk);

/** cp_sim_work_do_alone: a member comes to @kiosk alone. */
void cp_sim_work_do_alone (CpSimWork *self, CpSimKiosk *kiosk);

/** CP_SIM_MANAGER: a member of staff who may do everything */
#define CP_SIM_MANAGER "mia"

/** cp_sim_work_sign_in: %FALSE while it can't be done */
gboolean cp_sim_work_sign_in (CpSimWork *self, CpSimKiosk *kiosk, const char *staff_id);

/** cp_sim_work_knows_kind: whether such operations are done here at all */
gboolean cp_sim_work_knows_kind (CpOperationKind kind);

/**
 * cp_sim_work_do_kind:
 *
 * A manager does an operation of @kind for the first member; one that a preview accepts. What was
 * answered, the oracle knows.
 *
 * Returns: whether there was such a one
 */
gboolean cp_sim_work_do_kind (CpSimWork *self, CpSimKiosk *kiosk, CpOperationKind kind);

/** cp_sim_work_can_do: whether cp_sim_work_do_kind() would find one */
gboolean cp_sim_work_can_do (CpSimWork *self, CpSimKiosk *kiosk, CpOperationKind kind);

/** cp_sim_work_settle: asks once more for what was last asked for without an answer. */
void cp_sim_work_settle (CpSimWork *self, CpSimKiosk *kiosk);

/** CpSimWorkCounts: how much was done; a run that refuses everything proves nothing. What tills note
 *  by themselves counts when head office has it. */
typedef struct {
  guint64 n_accepted[CP_N_OPERATION_KINDS];
  guint64 n_refused[CP_N_OPERATION_KINDS];
  guint64 n_errors;
  guint64 n_taps;
  guint64 n_views;
} CpSimWorkCounts;

const CpSimWorkCounts *cp_sim_work_get_counts (const CpSimWork *self);

G_END_DECLS
