/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow-table.h"
#include "cp-kiosk.h"

G_BEGIN_DECLS

/**
 * CpStage:
 * @CP_STAGE_STEP: a question of the part under way, see cp_flow_get_step()
 * @CP_STAGE_REVIEW: the ledger has said what it would do; waits for the person
 * @CP_STAGE_LOOK_ALIKES: the new member may be somebody who is there already
 * @CP_STAGE_IDENTIFY: the customer has to show who they are; the form asks them
 * @CP_STAGE_APPROVAL: somebody else's PIN is needed; where the ledger has said what it would do, that
 *   does it
 * @CP_STAGE_REFUSED: the rules say no
 * @CP_STAGE_UNSURE: the connection broke while it was being done; asking again is safe
 * @CP_STAGE_DONE: it is on disk
 */
typedef enum {
  CP_STAGE_STEP,
  CP_STAGE_REVIEW,
  CP_STAGE_LOOK_ALIKES,
  CP_STAGE_IDENTIFY,
  CP_STAGE_APPROVAL,
  CP_STAGE_REFUSED,
  CP_STAGE_UNSURE,
  CP_STAGE_DONE,
} CpStage;

#define CP_N_STAGES (CP_STAGE_DONE + 1)

#define CP_TYPE_FLOW (cp_flow_get_type ())
G_DECLARE_FINAL_TYPE (CpFlow, cp_flow, CP, FLOW, GObject)

/**
 * CpFlow:
 *
 * One thing being done at the counter, from the first question to its result: choose, preview,
 * confirm, done or refused. Each operation gets its id before it is first tried, so that trying
 * again can't do it twice. Emits `moved` whenever anything about it changes; a property `busy`.
 */
CpFlow *cp_flow_new (CpKiosk *kiosk, const CpFlowSpec *spec, const char *target);

/** cp_flow_begin: enters the first step that needs an answer. */
void cp_flow_begin (CpFlow *self);

CpKiosk *cp_flow_get_kiosk (CpFlow *self); /* (transfer none) */
const CpFlowSpec *cp_flow_get_spec (CpFlow *self);
const CpFlowPart *cp_flow_get_part (CpFlow *self);
CpStage cp_flow_get_stage (CpFlow *self);
gboolean cp_flow_get_busy (CpFlow *self);

/** cp_flow_is_being_done: whether the ledger is at it, so that it is too late to cancel; until it has
 *  answered, or is known not to (half a minute at most) */
gboolean cp_flow_is_being_done (CpFlow *self);

/** cp_flow_get_step: (transfer none): the step under way or last answered */
const CpStep *cp_flow_get_step (CpFlow *self);

/** cp_flow_get_class: (transfer none) (nullable): the operation's class while offline, by the ledger */
const char *cp_flow_get_class (CpFlow *self);

/** cp_flow_get_progress: which of how many screens this is, the result not counted */
void cp_flow_get_progress (CpFlow *self, guint *ret_at, guint *ret_of);
const CpJson *cp_flow_get_payload (CpFlow *self);

/** cp_flow_get_form: (transfer none): what was typed, field → text */
CpJson *cp_flow_get_form (CpFlow *self);

/** cp_flow_get_retyped: rises whenever cp_flow_type() has changed the form */
guint cp_flow_get_retyped (CpFlow *self);

/** cp_flow_get_form_problems: (nullable): field → what is wrong with it */
const CpJson *cp_flow_get_form_problems (CpFlow *self);

/** cp_flow_get_result: (nullable): the ledger's latest word, a preview's or the real one's */
const CpJson *cp_flow_get_result (CpFlow *self);

/** cp_flow_get_problem: (nullable): what went wrong beside the rules, for people */
const char *cp_flow_get_problem (CpFlow *self);

/** cp_flow_get_picks: (transfer none): what was chosen so far, in words */
const GPtrArray *cp_flow_get_picks (CpFlow *self);

/** cp_flow_add_pick: notes in words what was chosen before the flow began. */
void cp_flow_add_pick (CpFlow *self, const char *text);

/** cp_flow_get_max_minor: what a redemption can take at most */
gint64 cp_flow_get_max_minor (CpFlow *self);

/** cp_flow_list_approvers: (transfer full) (element-type CpChoice): who could approve */
GPtrArray *cp_flow_list_approvers (CpFlow *self);

/** cp_flow_find: seeks the members that the step under way is a choice among; "": no longer */
void cp_flow_find (CpFlow *self, const char *query);

/** cp_flow_get_found: (transfer none) (nullable): the reply of Find, %NULL while nothing is sought */
const CpJson *cp_flow_get_found (CpFlow *self);

/** cp_flow_keep: of a merge under review or being approved: whose value of @field is kept, the member's on screen or the
 *  @other's; the ledger is asked anew what that would do */
void cp_flow_keep (CpFlow *self, const char *field, gboolean other);

void cp_flow_choose (CpFlow *self, const CpChoice *choice);

/** cp_flow_choose_with_note: @note: (nullable): what was typed beside the list, where the step takes
 *  such */
void cp_flow_choose_with_note (CpFlow *self, const CpChoice *choice, const char *note);

/** cp_flow_take_amount: @basket_minor is 0 where it was not told */
void cp_flow_take_amount (CpFlow *self, gint64 amount_minor, gint64 basket_minor);

/** cp_flow_type: puts @text into the field @key of the form under way; whether it has one */
gboolean cp_flow_type (CpFlow *self, const char *key, const char *text);

/** cp_flow_get_identity: (transfer none) (nullable): the ledger's latest word on who the customer is:
 *  the reply of Read `identify`; `answers` says for each field whether it matched */
const CpJson *cp_flow_get_identity (CpFlow *self);

/** cp_flow_describe_identity: (transfer full) (nullable): what to do now, for staff */
char *cp_flow_describe_identity (CpFlow *self);

/** cp_flow_has_enough_answers: whether @n_answers could identify, so that they may be looked at
 *  without another touch */
gboolean cp_flow_has_enough_answers (CpFlow *self, guint n_answers);

/** cp_flow_take_form: @texts: field → text; goes on if all is well, else marks the fields. While the
 *  customer is being identified they are answers, which the ledger compares. */
void cp_flow_take_form (CpFlow *self, const CpJson *texts);

/** cp_flow_take_card: whether the flow was waiting for a card, which then is this one; where an
 *  approval is wanted and the programme lets staff cards give it, it is the approver's */
gboolean cp_flow_take_card (CpFlow *self, const char *uid);

/** cp_flow_wants_proof: whether the same will do once the member's own card has proven enough */
gboolean cp_flow_wants_proof (CpFlow *self);

/** cp_flow_take_proof: the member's own card was tapped, and the ledger knows what it proved: asks it
 *  again. Returns whether that was waited for. */
gboolean cp_flow_take_proof (CpFlow *self);

/** cp_flow_take_staff_card: whether a card that is no member's is an approver's; then it approves */
gboolean cp_flow_take_staff_card (CpFlow *self, const char *uid);

/** cp_flow_is_writing: whether a card that is laid down now is to be written */
gboolean cp_flow_is_writing (CpFlow *self);

/** cp_flow_begin_writing: a card lies there and is being written: nothing else goes on meanwhile */
void cp_flow_begin_writing (CpFlow *self);

/** cp_flow_take_written: @reply: (nullable): the ledger's last word on it (TalkToCard); @error:
 *  (nullable): why there is none. Goes on with its number, or says what to do. */
void cp_flow_take_written (CpFlow *self, const CpJson *reply, const GError *error);

/** cp_flow_skip: goes on without an optional answer. */
void cp_flow_skip (CpFlow *self);
void cp_flow_go_back (CpFlow *self);

/** cp_flow_cancel: leaves it, unless it is being done */
void cp_flow_cancel (CpFlow *self);

/** cp_flow_say_left: a notice for whoever leaves it now, where something was done of it, or may have been,
 *  that no result tells; of what is being done nothing yet: what becomes of it is said then */
void cp_flow_say_left (CpFlow *self);

/** cp_flow_confirm: does it; in a review, or again when unsure. */
void cp_flow_confirm (CpFlow *self);

/** cp_flow_hold: the same as cp_flow_confirm() in a review of what may be set aside: does that. While an
 *  approval is waited for that would do it at once, says that it is to be set aside then, or no more. */
void cp_flow_hold (CpFlow *self);

/** cp_flow_get_holds: whether it was said so */
gboolean cp_flow_get_holds (CpFlow *self);

/** cp_flow_may_hold: whether cp_flow_hold() would do anything now */
gboolean cp_flow_may_hold (CpFlow *self);

/** cp_flow_approval_does_it: whether what it does stands there already while an approval is waited for, so
 *  that whoever approves needs no review after that and does it */
gboolean cp_flow_approval_does_it (CpFlow *self);

/** cp_flow_approve: @staff_id's PIN; the ledger judges whether it is right, and whether they may */
void cp_flow_approve (CpFlow *self, const char *staff_id, const char *pin);

/** cp_flow_take_lost_session: the ledger knows the session no more, so that a PIN or answers that it
 *  refused may well have been right: the problem says so from now on */
void cp_flow_take_lost_session (CpFlow *self);

/** cp_flow_insist: the new member is none of the look-alikes. */
void cp_flow_insist (CpFlow *self);

/** cp_flow_is_asking: whether the result on screen waits for head office's word, which may still come in
 *  a moment (the programme's `verdict_wait_ms`); when that is over it `moved` */
gboolean cp_flow_is_asking (CpFlow *self);

/** cp_flow_ask_verdict: something has changed: what became of the result on screen, where that is in no
 *  view of the kiosk's (a new member) */
void cp_flow_ask_verdict (CpFlow *self);

/** cp_flow_take_verdict: @view is the member's newest: if head office's word on what was done is in
 *  it, the result on screen says so from now on */
void cp_flow_take_verdict (CpFlow *self, const CpJson *view);

/** cp_flow_is_over: whether a result stands there after which nothing is left to do or to lose, so that
 *  whoever goes elsewhere need not be asked */
gboolean cp_flow_is_over (CpFlow *self);

/** cp_flow_describe_leaving: (transfer none): what has been recorded by now, for whoever is about to leave it
 *  for something else */
const char *cp_flow_describe_leaving (CpFlow *self);

/** cp_flow_finish: leaves a result, for where the work goes on. */
void cp_flow_finish (CpFlow *self);

G_END_DECLS
