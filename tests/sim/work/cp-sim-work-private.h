/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-work.h"

struct _CpSimWork {
  const CpSimScene *scene;
  CpSimRandom random;
  guint n_members;
  guint n_taken;      /* names, UIDs and such that nobody had before */
  GPtrArray *members; /* ids, owned: those of the template, then those who were enrolled */
  CpIdSource ids;
  CpSimWorkCounts counts;
};

/** cp_sim_work_pick_kind: what people ask for, some things more often than others */
CpOperationKind cp_sim_work_pick_kind (CpSimWork *self);

/**
 * cp_sim_work_make_payload:
 * @view: (nullable): of the member
 *
 * Makes up something that could be asked for.
 *
 * Returns: (transfer full): its payload
 */
CpJson *cp_sim_work_make_payload (CpSimWork *self, CpOperationKind kind, const CpJson *view);

/** cp_sim_work_pick: (transfer none): the value at @key of any item of a list of @view (nullable);
 *  the id of something that is not there if it is empty */
const char *
cp_sim_work_pick (CpSimWork *self, const CpJson *view, const char *list, const char *key);

/** cp_sim_work_get_template_weight: 0 if its payload is not from the table */
guint cp_sim_work_get_template_weight (CpOperationKind kind);

/** cp_sim_work_expand_template: (transfer full): a payload from the table */
CpJson *cp_sim_work_expand_template (CpSimWork *self, CpOperationKind kind, const CpJson *view);

/** cp_sim_work_pick_uid: (transfer full): of a card of the template or one that was linked since */
char *cp_sim_work_pick_uid (CpSimWork *self);
