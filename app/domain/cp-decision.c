/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-decision.h"

#include "cp-card-counter.h"
#include "cp-overdrawn.h"
#include "cp-redemption.h"
#include "cp-rules.h"
#include "cp-subscription.h"
#include "cp-world.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef gboolean Exemption (const CpCase *the_case, const CpOperation *operation);

/* Where each kind's rule is. */
static const struct {
  CpRule *rule;
  Exemption *needs_no_approval;
} rules[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_ENROL_MEMBER] = { cp_rule_enrol_member, NULL },
  [CP_OPERATION_EDIT_PROFILE] = { cp_rule_edit_profile, NULL },
  [CP_OPERATION_SET_STATUS] = { cp_rule_set_status, NULL },
  [CP_OPERATION_REMOVE_STATUS] = { cp_rule_remove_status, NULL },
  [CP_OPERATION_UNENROL_MEMBER] = { cp_rule_membership, NULL },
  [CP_OPERATION_ENROL_AGAIN] = { cp_rule_membership, NULL },
  [CP_OPERATION_DEACTIVATE_MEMBER] = { cp_rule_membership, NULL },
  [CP_OPERATION_REACTIVATE_MEMBER] = { cp_rule_membership, NULL },
  [CP_OPERATION_BLOCK_ACCOUNT] = { cp_rule_block_account, NULL },
  [CP_OPERATION_UNBLOCK_ACCOUNT] = { cp_rule_unblock_account, NULL },
  [CP_OPERATION_CHANGE_CONTACT] = { cp_rule_change_contact, NULL },
  [CP_OPERATION_REMOVE_MEMBER] = { cp_rule_remove_member, NULL },
  [CP_OPERATION_MERGE_MEMBERS] = { cp_rule_merge_members, NULL },
  [CP_OPERATION_JOIN_FAMILY] = { cp_rule_join_family, NULL },
  [CP_OPERATION_SEND_LINK] = { cp_rule_send_link, NULL },
  [CP_OPERATION_OPT_IN] = { cp_rule_opt_in, NULL },
  [CP_OPERATION_OPT_OUT] = { cp_rule_opt_out, NULL },
  [CP_OPERATION_ADD_FAVOURITE] = { cp_rule_favourite, NULL },
  [CP_OPERATION_REMOVE_FAVOURITE] = { cp_rule_favourite, NULL },
  [CP_OPERATION_ADD_NOTE] = { cp_rule_add_note, NULL },
  [CP_OPERATION_ADD_TAG] = { cp_rule_tag, NULL },
  [CP_OPERATION_REMOVE_TAG] = { cp_rule_tag, NULL },
  [CP_OPERATION_ADD_TASK] = { cp_rule_add_task, NULL },
  [CP_OPERATION_CLOSE_TASK] = { cp_rule_close_task, NULL },
  [CP_OPERATION_MAKE_PROMISE] = { cp_rule_make_promise, NULL },
  [CP_OPERATION_ANSWER_PROMISE] = { cp_rule_answer_promise, NULL },
  [CP_OPERATION_LINK_CARD] = { cp_rule_link_card, NULL },
  [CP_OPERATION_BLOCK_CARD] = { cp_rule_block_card, NULL },
  [CP_OPERATION_UNBLOCK_CARD] = { cp_rule_unblock_card, NULL },
  [CP_OPERATION_REPLACE_CARD] = { cp_rule_replace_card, NULL },
  [CP_OPERATION_ISSUE_BENEFIT] = { cp_rule_issue_incentive, NULL },
  [CP_OPERATION_ISSUE_REWARD] = { cp_rule_issue_incentive, NULL },
  [CP_OPERATION_ISSUE_CREDIT] = { cp_rule_issue_incentive, NULL },
  [CP_OPERATION_VOID_INCENTIVE] = { cp_rule_void_incentive,
                                    cp_rule_void_incentive_needs_no_approval },
  [CP_OPERATION_REDEEM_REWARD] = { cp_rule_redeem_reward, NULL },
  [CP_OPERATION_CLAIM_RECEIPT] = { cp_rule_claim_receipt, NULL },
  [CP_OPERATION_ADJUST_POINTS] = { cp_rule_adjust_points, NULL },
  [CP_OPERATION_OPEN_MEMBER] = { cp_rule_record, NULL },
  [CP_OPERATION_NOTE_REFUSAL] = { cp_rule_record, NULL },
  [CP_OPERATION_UNLOCK_STAFF] = { cp_rule_record, NULL },
  [CP_OPERATION_CLAIM_INCENTIVE] = { cp_rule_claim_incentive, NULL },
  [CP_OPERATION_EXTEND_INCENTIVE] = { cp_rule_extend_incentive,
                                      cp_rule_extend_incentive_needs_no_approval },
  [CP_OPERATION_REDEEM_BENEFIT] = { cp_rule_redeem_benefit, NULL },
  [CP_OPERATION_REDEEM_CREDIT] = { cp_rule_redeem_reward, NULL },
  [CP_OPERATION_CONFIRM_REDEMPTION] = { cp_rule_confirm_redemption, NULL },
  [CP_OPERATION_CANCEL_REDEMPTION] = { cp_rule_cancel_redemption, NULL },
  [CP_OPERATION_REVERSE_REDEMPTION] = { cp_rule_reverse_redemption, NULL },
  [CP_OPERATION_RETURN_REDEMPTION] = { cp_rule_return_redemption, NULL },
  [CP_OPERATION_RETIRE_CARD] = { cp_rule_retire_card, NULL },
  [CP_OPERATION_RESTORE_CARD] = { cp_rule_restore_card, NULL },
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = { cp_rule_change_card_category, NULL },
  [CP_OPERATION_DETACH_RECEIPT] = { cp_rule_detach_receipt, NULL },
  [CP_OPERATION_END_VISIT] = { cp_rule_end_visit, NULL },
  [CP_OPERATION_RETURN_LEASE] = { cp_rule_return_lease, NULL },
};

const char *const cp_terms_words[] = { NULL, "risk", "lease", "asked" };

CpDecision *
cp_decision_new (void)
{
  CpDecision *self = g_new0 (CpDecision, 1);

  self->changes = g_ptr_array_new_with_free_func (cp_entity_free);
  self->effects = g_ptr_array_new_with_free_func (g_free);
  self->flags = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
cp_decision_free (CpDecision *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->effects);
  json_decref (self->differences);
  g_array_unref (self->flags);
  g_clear_pointer (&self->look_alikes, g_ptr_array_unref);
  g_free (self->detail);
  g_free (self->field);
  g_free (self->if_held);
  g_free (self->approval_role_id);
  g_free (self);
}

static void
fill_in (char **place, const char *text)
{
  if (*place == NULL)
    *place = g_strdup (text);
}

void
cp_decision_prepare (CpOperation *operation, const CpAccount *account)
{
  if (operation->kind == CP_OPERATION_UNBLOCK_CARD) {
    CpUnblockCard *payload = operation->payload;
    const CpCard *card = cp_account_find (account, CP_KIND_CARD, payload->card_id);

    fill_in (&payload->block_id, card != NULL ? card->blocked_by_operation_id : NULL);
  } else if (operation->kind == CP_OPERATION_UNBLOCK_ACCOUNT) {
    CpUnblockAccount *payload = operation->payload;
    const CpAccountRow *row = cp_account_get_row (account);

    fill_in (&payload->block_id, row != NULL ? row->blocked_by_operation_id : NULL);
  } else if (operation->kind == CP_OPERATION_REDEEM_BENEFIT) {
    CpRedeemBenefit *payload = operation->payload;
    const CpIncentive *incentive =
        cp_account_find (account, CP_KIND_INCENTIVE, payload->incentive_id);

    fill_in (&payload->definition_id, incentive != NULL ? incentive->definition_id : NULL);
  } else if (operation->kind == CP_OPERATION_OPT_OUT) {
    cp_subscription_note_seen (operation, account);
  }
}

/* A refusal changes nothing. What only waits for an approval still tells what it would do. */
static void
finish_refusal (CpDecision *self)
{
  g_ptr_array_set_size (self->changes, 0);
  g_array_set_size (self->flags, 0);
  if (self->code == CP_REJECTION_APPROVAL_REQUIRED)
    return;
  self->is_asked = FALSE;
  g_ptr_array_set_size (self->effects, 0);
  json_decref (self->differences);
  self->differences = NULL;
}

void
cp_decision_note_asked (const CpDecision *self, CpOperation *operation)
{
  const CpOperationKindInfo *info = cp_operation_kind_get_info (operation->kind);

  operation->asks = self->is_asked && info->is_fact && !info->restricting &&
                    info->offline_class != CP_CLASS_LOCAL;
}

/* A programme may have an operation wait for head office that would else take effect at once. What was asked
 * for then waits, whatever the programme says by now. */
static void
queue (CpDecision *self, const CpCase *the_case, const CpOperation *operation, guint n_settled)
{
  gboolean waits = operation->asks ||
                   cp_programme_get_class (the_case->programme, operation->kind) >= CP_CLASS_QUEUED;

  if (the_case->mode == CP_DECIDE_AT_HEAD_OFFICE || self->code != CP_REJECTION_NONE || !waits ||
      cp_operation_kind_get_info (operation->kind)->offline_class >= CP_CLASS_QUEUED)
    return;
  g_ptr_array_set_size (self->changes, (int) n_settled);
  cp_decision_add_effect (self, _ ("It waits for head office and has no effect before."));
}

/* What still names somebody who was merged meanwhile is done for the survivor; at the counter staff
 * are told instead. */
static CpOperation
route (const CpCase *the_case, const CpOperation *operation)
{
  CpOperation routed = *operation;

  if (the_case->mode != CP_DECIDE_AT_COUNTER && the_case->account != NULL &&
      operation->member_id != NULL)
    routed.member_id = (char *) cp_account_resolve_member (the_case->account, operation->member_id);
  return routed;
}

/* What was held for too long is given back before anything else is decided. What goes in the bulk lane leaves
 * that to others: it comes to head office however late, and decides nothing for them. */
static CpAccount *
settle (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  if (the_case->account == NULL || cp_operation_kind_get_lane (operation->kind) == CP_LANE_BULK)
    return NULL;
  return cp_redemption_settle (the_case->account, cp_rule_time (the_case, operation), self);
}

/* Whether what it is about has not happened yet; a request may restrict something at once. What is final here
 * needs no row to have happened. What needs head office happens here where it undoes what head office has
 * not heard of. */
static gboolean
is_asked (const CpDecision *self,
          const CpCase *the_case,
          const CpOperation *operation,
          guint n_settled)
{
  CpOfflineClass offline_class = cp_programme_get_class (the_case->programme, operation->kind);

  if (the_case->mode != CP_DECIDE_AT_COUNTER || offline_class == CP_CLASS_LOCAL)
    return FALSE;
  return offline_class == CP_CLASS_QUEUED || self->needs_word || self->changes->len == n_settled;
}

/* What is only asked for takes nothing of the store's limits, since nothing has been given: but for a reward that
 * somebody approved, with which head office goes past another till's lease. */
static void
rest_on_word (CpDecision *self, const CpCase *the_case)
{
  if (self->is_asked && self->terms == CP_TERMS_RISK &&
      (the_case->approver == NULL || self->value_minor == 0))
    self->terms = CP_TERMS_ASKED;
}

/* Whether a programme may say so, and another not. */
static gboolean
hangs_on_programme (CpRejection code)
{
  static const CpRejection codes[] = {
    CP_REJECTION_PERMISSION_DENIED,
    CP_REJECTION_APPROVAL_REQUIRED,
    CP_REJECTION_VERIFICATION_REQUIRED,
    CP_REJECTION_CONSENT_EVIDENCE_MISSING,
    CP_REJECTION_LIMIT_EXCEEDED,
    CP_REJECTION_CARD_LIMIT,
    CP_REJECTION_NOT_ASSIGNABLE,
    CP_REJECTION_NOT_ELIGIBLE,
    CP_REJECTION_NOT_EXTENDABLE,
    CP_REJECTION_GLOBAL_CAP_REACHED,
    CP_REJECTION_RECEIPT_TOO_OLD,
    CP_REJECTION_REVERSAL_WINDOW_CLOSED,
    CP_REJECTION_INVALID,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i] == code)
      return TRUE;
  return FALSE;
}

/* Head office was restored from before it had published the programme by which the device decided, and nobody
 * has published it again: what has been promised by that one stands where it can, and nobody is told that they
 * were wrong by rules that they did not have. */
static void
judge_programme (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  char *detail;

  if (the_case->mode != CP_DECIDE_AT_HEAD_OFFICE ||
      operation->programme_version <= the_case->programme->version ||
      cp_operation_kind_is_record (operation->kind))
    return;
  if (self->code == CP_REJECTION_NONE) {
    cp_decision_flag (self, CP_REJECTION_PROGRAMME_UNKNOWN);
  } else if (hangs_on_programme (self->code)) {
    detail = g_strdup_printf ("%s %s", _ (cp_rejection_get_info (self->code)->staff_text),
                              self->detail != NULL ? self->detail : "");
    g_free (self->detail);
    self->detail = g_strchomp (detail);
    self->code = CP_REJECTION_PROGRAMME_UNKNOWN;
  }
}

static CpDecision *
decide (const CpCase *the_case, const CpOperation *operation, CpDecision *self)
{
  Exemption *needs_no_approval = rules[operation->kind].needs_no_approval;
  guint n_settled = self->changes->len;

  self->needs_word = operation->asks;
  if (cp_decision_check_before (self, the_case, operation)) {
    rules[operation->kind].rule (the_case, operation, self);
    queue (self, the_case, operation, n_settled);
    self->is_asked = is_asked (self, the_case, operation, n_settled);
    rest_on_word (self, the_case);
  }
  if (self->code == CP_REJECTION_NONE)
    cp_decision_check_after (self, the_case, operation,
                             needs_no_approval != NULL && needs_no_approval (the_case, operation));
  judge_programme (self, the_case, operation);
  if (self->code == CP_REJECTION_NONE)
    cp_overdrawn_follow (the_case, operation, self);
  if (self->code == CP_REJECTION_NONE)
    cp_card_note_counter (the_case, operation, self);
  if (self->code == CP_REJECTION_NONE) {
    CpAction *action = cp_decision_make_action (self, the_case, operation);

    if (action != NULL)
      cp_decision_change (self, action);
  } else {
    finish_refusal (self);
  }
  return self;
}

CpDecision *
cp_decide (const CpCase *the_case, const CpOperation *operation)
{
  CpDecision *self = cp_decision_new ();
  const CpOperation routed = route (the_case, operation);
  g_autoptr (CpAccount) settled = settle (self, the_case, operation);
  CpCase as_it_is = *the_case;

  if (settled != NULL)
    as_it_is.account = settled;
  return decide (&as_it_is, &routed, self);
}

/* An enrolment's account is one that it makes itself. */
static const char *
find_account_id (const CpDecision *self, const CpCase *the_case)
{
  if (the_case->account != NULL)
    return the_case->account->id;
  for (guint i = 0; i < self->changes->len; i++) {
    const CpEntity *entity = self->changes->pdata[i];

    if (entity->kind == CP_KIND_ACCOUNT)
      return entity->id;
  }
  return NULL;
}

/* Of the reasons, people and places that a payload names, none is what it is about. */
static gboolean
names_a_subject (const CpField *field)
{
  static const char *const others[] = { "reason_id", "member_id",      "store_id",
                                        "block_id",  "mailing_id",     "channel_id",
                                        "staff_id",  "owner_staff_id", NULL };

  return field->type == CP_FIELD_TEXT && g_str_has_suffix (field->name, "_id") &&
         !g_strv_contains (others, field->name);
}

/* (nullable): the row that the payload names, or else the first that came of it */
static const char *
find_subject_id (const CpDecision *self, const CpOperation *operation)
{
  const CpField *fields = cp_operation_kind_get_info (operation->kind)->payload->fields;

  for (const CpField *field = fields; field->name != NULL; field++) {
    char *const *text =
        (char *const *) (gconstpointer) ((const guint8 *) operation->payload + field->offset);

    if (names_a_subject (field) && *text != NULL)
      return *text;
  }
  for (guint i = 0; i < self->changes->len; i++) {
    const CpEntity *entity = self->changes->pdata[i];

    /* (A task that head office adds is about it, and not the other way round.) */
    if (entity->kind != CP_KIND_ACCOUNT && entity->kind != CP_KIND_MEMBER &&
        (entity->kind != CP_KIND_TASK || operation->kind == CP_OPERATION_ADD_TASK))
      return entity->id;
  }
  return NULL;
}

/* The line says what was refused, and why. */
static void
describe_refusal (CpAction *action, const CpNoteRefusal *payload)
{
  g_free (action->subject_id);
  action->subject_id = g_strdup (payload->operation);
  action->code = g_strdup (payload->code);
}

CpAction *
cp_decision_make_action (const CpDecision *self,
                         const CpCase *the_case,
                         const CpOperation *operation)
{
  const char *account_id = find_account_id (self, the_case);
  gboolean changed = self->flags->len > 0;
  CpRejection code = self->code;
  CpAction *action;

  if (account_id == NULL)
    return NULL;
  if (code == CP_REJECTION_NONE && changed)
    code = g_array_index (self->flags, guint, 0);
  action = cp_entity_new (CP_KIND_ACTION, operation->id, account_id);
  action->member_id = g_strdup (operation->member_id);
  if (operation->kind == CP_OPERATION_ENROL_MEMBER && action->member_id == NULL)
    action->member_id = g_strdup (((const CpEnrolMember *) operation->payload)->member_id);
  action->kind = g_strdup (cp_operation_kind_get_info (operation->kind)->word);
  action->subject_id = g_strdup (find_subject_id (self, operation));
  action->value_minor = self->value_minor;
  action->at_ms = operation->at_ms;
  action->by_member = operation->by_member;
  action->staff_id = g_strdup (operation->staff_id);
  action->approver_id = g_strdup (operation->approver_id);
  action->store_id = g_strdup (operation->store_id);
  action->card_id = g_strdup (operation->card_id);
  action->outcome = g_strdup (self->code != CP_REJECTION_NONE ? "rejected"
                              : changed                       ? "accepted_changed"
                                                              : "accepted");
  if (operation->kind == CP_OPERATION_NOTE_REFUSAL)
    describe_refusal (action, operation->payload);
  else if (code != CP_REJECTION_NONE)
    action->code = g_strdup (cp_rejection_get_info (code)->word);
  return action;
}

void
cp_decision_apply (const CpDecision *self, CpAccount *account, gboolean waiting)
{
  g_return_if_fail (self->code == CP_REJECTION_NONE);

  for (guint i = 0; i < self->changes->len; i++) {
    CpEntity *row = cp_entity_copy (self->changes->pdata[i]);

    row->waiting = waiting;
    cp_account_put (account, row);
  }
}

char *
cp_derive_id (const char *operation_id, guint n)
{
  guint64 tail;

  g_return_val_if_fail (cp_id_is_valid (operation_id), NULL);

  tail = g_ascii_strtoull (operation_id + 24, NULL, 16) + n;
  return g_strdup_printf ("%.24s%012" G_GINT64_MODIFIER "x", operation_id,
                          tail & G_GUINT64_CONSTANT (0xffffffffffff));
}
