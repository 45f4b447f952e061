/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow.h"
#include "cp-kiosk-private.h"

G_BEGIN_DECLS

/* What the files of CpFlow share. */

struct _CpFlow {
  GObject parent_instance;

  CpKiosk *kiosk; /* which owns us */
  const CpFlowSpec *spec;
  guint part;
  guint step;
  CpStage stage;
  GArray *answered; /* of guint: the steps of this part that the person answered */
  char *target;
  CpJson *member; /* (nullable): as the form of what is kept of them was filled */
  char *id;       /* of the operation under way */
  CpJson *payload;
  CpJson *form;
  CpJson *form_problems;
  CpJson *approver;
  CpJson *identity; /* what the ledger said last of who the customer is */
  char *identity_uid;
  CpJson *found; /* members who were sought */
  guint find_serial;
  CpJson *result;
  char *problem;
  GPtrArray *picks;
  guint retyped; /* how often the form was typed into from outside */
  gboolean busy;
  gboolean doing; /* the latest operation that was sent was no preview */
  gboolean being_done;
  guint asking_source;
};

/** cp_flow_forget_approver: the PIN of whoever approved is needed no more. */
void cp_flow_forget_approver (CpFlow *self);
void cp_flow_renew_id (CpFlow *self);
void cp_flow_tell_moved (CpFlow *self);
void cp_flow_set_stage (CpFlow *self, CpStage stage);
void cp_flow_set_problem (CpFlow *self, const char *text);
gboolean cp_flow_is_last_part (CpFlow *self);

/** cp_flow_renew_form: the member's form has them as they are by now, and of what was typed that which stands
 *  in fields that nobody else has changed */
void cp_flow_renew_form (CpFlow *self);

/** cp_flow_begin_part: begins the operation @part with nothing chosen but the card */
void cp_flow_begin_part (CpFlow *self, guint part);

/** cp_flow_return_to_form: back to the last form that was filled in, as it was; %FALSE: there was none */
gboolean cp_flow_return_to_form (CpFlow *self);

/** cp_flow_advance: goes to the next step that a person has to answer, or to what follows the last */
void cp_flow_advance (CpFlow *self);

/** cp_flow_ask_identity: begins to find out who the customer is; once that is known the operation is
 *  sent again as it was. */
void cp_flow_ask_identity (CpFlow *self);
void cp_flow_take_answers (CpFlow *self, const CpJson *texts);

/** cp_flow_take_identity_card: whether the card was waited for, as a part of that */
gboolean cp_flow_take_identity_card (CpFlow *self, const char *uid);

/** cp_flow_take_member_card: whether a card was waited for to say who the second member is */
gboolean cp_flow_take_member_card (CpFlow *self, const char *uid);

/** cp_flow_forget_other: what was said of the second member, their card and what is kept of them */
void cp_flow_forget_other (CpFlow *self);

/** CpFlowTap: a card of which it is asked whose it is */
typedef struct {
  CpFlow *flow;
  char *uid;
} CpFlowTap;

/** cp_flow_ask_holder: asks the ledger whose card @uid is; @func gets a #CpFlowTap as its data */
void cp_flow_ask_holder (CpFlow *self, const char *uid, CpReplyFunc func);

/** cp_flow_answer_card: goes on with the card that the step asked for */
void cp_flow_answer_card (CpFlow *self, const char *uid);

/** cp_flow_make_request: (transfer full): the operation under way, as Submit takes it; it may hold a PIN */
char *cp_flow_make_request (CpFlow *self);

/** cp_flow_begin_asking: it is done: head office's word is waited for, if it can be had */
void cp_flow_begin_asking (CpFlow *self);
void cp_flow_end_asking (CpFlow *self);

/** cp_flow_submit: sends the operation under way to the ledger; its answer moves the flow. */
void cp_flow_submit (CpFlow *self, gboolean preview);

G_END_DECLS
