/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-work.h"

struct _CpSimWork {
  const CpSimScene *scene;
  CpSimRandom random;
  guint n_members;
  guint n_taken;      /* names, UIDs and such that nobody had before */
  GPtrArray *members; /* ids, owned: those of the template, then those who were enrolled */
  struct {
    char *new_uid;   /* of the card that was given out there last */
    char *member_id; /* whom a card identified there last */
  } counters[CP_SIM_N_KIOSKS];
  CpIdSource ids;
  CpSimWorkCounts counts;
};

/** cp_sim_work_pick_kind: what people ask for, some things more often than others; mostly what
 *  @view (nullable), of the member for whom it is, offers */
CpOperationKind cp_sim_work_pick_kind (CpSimWork *self, const CpJson *view);

/**
 * cp_sim_work_make_payload:
 * @view: (nullable): of the member
 *
 * Makes up something that could be asked for.
 *
 * Returns: (transfer full): its payload
 */
CpJson *cp_sim_work_make_payload (CpSimWork *self, CpOperationKind kind, const CpJson *view);

/** cp_sim_work_add_own_fields: puts `fields` of the chain's own into an enrolment. */
void cp_sim_work_add_own_fields (CpSimWork *self, CpJson *payload);

/** cp_sim_work_edit_own_field: one of the chain's own, beside what the editor saw of it in @view (nullable) */
void cp_sim_work_edit_own_field (CpSimWork *self, const CpJson *view, CpJson *set, CpJson *seen);

/** cp_sim_work_pick_target: (transfer none) (nullable): a row of @view (nullable) that an operation of
 *  @kind may be about, mostly one of those that it can be done to */
const CpJson *cp_sim_work_pick_target (CpSimWork *self, CpOperationKind kind, const CpJson *view);

/** cp_sim_work_get_target_text: (transfer none): what @row (nullable) has at @key, or the id of
 *  something that is not there */
const char *cp_sim_work_get_target_text (const CpJson *row, const char *key);

/** cp_sim_work_expand_template: (transfer full) (nullable): a payload from the table, about @target
 *  (nullable); %NULL if the kind is not in the table */
CpJson *cp_sim_work_expand_template (CpSimWork *self, CpOperationKind kind, const CpJson *target);

/** cp_sim_work_expand: (transfer full): the payload that @template says, see cp-sim-work-table.c */
CpJson *cp_sim_work_expand (CpSimWork *self, const CpJson *target, const char *template);

/** cp_sim_work_make_request: (transfer full): with an id that whoever asks makes, so that they can ask
 *  again when they get no answer. @payload: (transfer full): */
CpJson *cp_sim_work_make_request (CpSimWork *self,
                                  CpSimKiosk *kiosk,
                                  CpOperationKind kind,
                                  const char *member_id,
                                  CpJson *payload);

/** cp_sim_work_request_again: (transfer full): the same once more */
CpJson *cp_sim_work_request_again (const CpSimDeed *deed);

/** cp_sim_work_check_error: counts it; nothing that is asked here is not a request. */
void cp_sim_work_check_error (CpSimWork *self, CpSimKiosk *kiosk, const GError *error);

/** cp_sim_work_is_not_written: whether @error says that nothing was written */
gboolean cp_sim_work_is_not_written (const GError *error);

/** cp_sim_work_count: @result: (nullable): what was answered to the one who did @deed */
void
cp_sim_work_count (CpSimWork *self, CpSimKiosk *kiosk, const CpSimDeed *deed, const CpJson *result);

/** cp_sim_work_ask_again_alone: the member who did it comes again. */
void cp_sim_work_ask_again_alone (CpSimWork *self, CpSimKiosk *kiosk, CpSimDeed *deed);

/** cp_sim_work_pick_uid: (transfer full): of a card of the template or one that was linked since */
char *cp_sim_work_pick_uid (CpSimWork *self);
