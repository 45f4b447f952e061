/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of every operation, in this order: member, account, right, count, self-dealing; then
 * the kind's rule; then value and approval. */
#include "cp-approval.h"
#include "cp-by-member.h"
#include "cp-contact.h"
#include "cp-limit.h"

#include <glib/gi18n-lib.h>

#define PROVISIONAL (1 << CP_MEMBER_PROVISIONAL)
#define ACTIVE (1 << CP_MEMBER_ACTIVE)
#define ENROLLED (1 << CP_MEMBER_ENROLLED)
#define UNENROLLED (1 << CP_MEMBER_UNENROLLED)
#define ON_HOLD (1 << CP_MEMBER_ON_HOLD)
#define THERE (PROVISIONAL | ACTIVE | ENROLLED | UNENROLLED | ON_HOLD)

/* In which states of the member, and whether while the account is blocked, each may be done: what
 * only restricts, nearly always; what gives or takes value, only when enrolled. Then: never for one's
 * own account; and what can't be decided, or not said before it is done, without knowing who the
 * member is. */
static const struct {
  guint states;
  gboolean while_blocked;
  gboolean never_for_oneself;
  gboolean reads_the_person;
} conditions[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_ENROL_MEMBER] = { 0, TRUE, FALSE },
  [CP_OPERATION_EDIT_PROFILE] = { PROVISIONAL | ACTIVE | ENROLLED | UNENROLLED, TRUE, FALSE, TRUE },
  [CP_OPERATION_SET_STATUS] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_REMOVE_STATUS] = { THERE, TRUE, FALSE },
  [CP_OPERATION_UNENROL_MEMBER] = { ENROLLED, TRUE, FALSE },
  [CP_OPERATION_ENROL_AGAIN] = { ACTIVE | UNENROLLED, FALSE, FALSE },
  [CP_OPERATION_DEACTIVATE_MEMBER] = { ENROLLED, TRUE, FALSE },
  [CP_OPERATION_REACTIVATE_MEMBER] = { ON_HOLD, FALSE, FALSE },
  [CP_OPERATION_BLOCK_ACCOUNT] = { THERE, TRUE, FALSE },
  [CP_OPERATION_UNBLOCK_ACCOUNT] = { THERE, TRUE, FALSE },
  [CP_OPERATION_CHANGE_CONTACT] = { PROVISIONAL | ACTIVE | ENROLLED | UNENROLLED, TRUE, FALSE,
                                    TRUE },
  [CP_OPERATION_REMOVE_MEMBER] = { THERE, TRUE, FALSE },
  [CP_OPERATION_MERGE_MEMBERS] = { ENROLLED, FALSE, TRUE, TRUE },
  [CP_OPERATION_JOIN_FAMILY] = { ENROLLED, FALSE, TRUE },
  [CP_OPERATION_SEND_LINK] = { PROVISIONAL | ACTIVE | ENROLLED, FALSE, FALSE, TRUE },
  [CP_OPERATION_OPT_IN] = { PROVISIONAL | ACTIVE | ENROLLED, FALSE, FALSE, TRUE },
  [CP_OPERATION_OPT_OUT] = { THERE, TRUE, FALSE },
  [CP_OPERATION_ADD_FAVOURITE] = { PROVISIONAL | ACTIVE | ENROLLED, FALSE, FALSE, TRUE },
  [CP_OPERATION_REMOVE_FAVOURITE] = { THERE, TRUE, FALSE },
  [CP_OPERATION_ADD_NOTE] = { THERE, TRUE, FALSE },
  [CP_OPERATION_ADD_TAG] = { THERE, TRUE, FALSE },
  [CP_OPERATION_REMOVE_TAG] = { THERE, TRUE, FALSE },
  [CP_OPERATION_ADD_TASK] = { THERE, TRUE, FALSE },
  [CP_OPERATION_CLOSE_TASK] = { THERE, TRUE, FALSE },
  [CP_OPERATION_MAKE_PROMISE] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_ANSWER_PROMISE] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_LINK_CARD] = { PROVISIONAL | ENROLLED, FALSE, FALSE },
  [CP_OPERATION_BLOCK_CARD] = { THERE, TRUE, FALSE },
  [CP_OPERATION_UNBLOCK_CARD] = { PROVISIONAL | ENROLLED, FALSE, FALSE },
  [CP_OPERATION_REPLACE_CARD] = { PROVISIONAL | ENROLLED, FALSE, FALSE },
  [CP_OPERATION_ISSUE_BENEFIT] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_ISSUE_REWARD] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_ISSUE_CREDIT] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_VOID_INCENTIVE] = { THERE, TRUE, FALSE },
  [CP_OPERATION_REDEEM_REWARD] = { ENROLLED, FALSE, TRUE },
  [CP_OPERATION_CLAIM_RECEIPT] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_ADJUST_POINTS] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_OPEN_MEMBER] = { THERE, TRUE, FALSE },
  [CP_OPERATION_NOTE_REFUSAL] = { 0, TRUE, FALSE },
  [CP_OPERATION_UNLOCK_STAFF] = { 0, TRUE, FALSE },
  [CP_OPERATION_CLAIM_INCENTIVE] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_EXTEND_INCENTIVE] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_REDEEM_BENEFIT] = { ENROLLED, FALSE, TRUE },
  [CP_OPERATION_REDEEM_CREDIT] = { ENROLLED, FALSE, TRUE },
  [CP_OPERATION_CONFIRM_REDEMPTION] = { ENROLLED, TRUE, TRUE },
  [CP_OPERATION_CANCEL_REDEMPTION] = { PROVISIONAL | ACTIVE | ENROLLED | UNENROLLED | ON_HOLD, TRUE,
                                       TRUE },
  [CP_OPERATION_REVERSE_REDEMPTION] = { PROVISIONAL | ACTIVE | ENROLLED | UNENROLLED | ON_HOLD,
                                        FALSE, TRUE },
  [CP_OPERATION_RETURN_REDEMPTION] = { ENROLLED, FALSE, TRUE },
  [CP_OPERATION_RETIRE_CARD] = { PROVISIONAL | ACTIVE | ENROLLED | UNENROLLED | ON_HOLD, TRUE,
                                 FALSE },
  [CP_OPERATION_RESTORE_CARD] = { PROVISIONAL | ENROLLED, FALSE, FALSE },
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = { PROVISIONAL | ENROLLED, FALSE, FALSE },
  [CP_OPERATION_DETACH_RECEIPT] = { PROVISIONAL | ACTIVE | ENROLLED | UNENROLLED | ON_HOLD, TRUE,
                                    FALSE },
  [CP_OPERATION_END_VISIT] = { 0, TRUE, FALSE },
  [CP_OPERATION_RETURN_LEASE] = { 0, TRUE, FALSE },
};

static CpRejection
judge_member (const CpMember *member, guint allowed_states)
{
  if ((allowed_states & (1U << member->state)) != 0)
    return CP_REJECTION_NONE;
  switch (member->state) {
  case CP_MEMBER_ERASED:
    return CP_REJECTION_MEMBER_ERASED;
  case CP_MEMBER_MERGED:
    return CP_REJECTION_MEMBER_MERGED;
  case CP_MEMBER_ON_HOLD:
    return CP_REJECTION_MEMBER_ON_HOLD;
  case CP_MEMBER_ENROLLED:
    return CP_REJECTION_INVALID;
  case CP_MEMBER_PROVISIONAL:
  case CP_MEMBER_ACTIVE:
  case CP_MEMBER_UNENROLLED:
  default:
    return CP_REJECTION_MEMBER_NOT_ENROLLED;
  }
}

static gboolean
check_member (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  const CpMember *member = NULL;
  CpRejection code;

  if (!cp_operation_kind_get_info (operation->kind)->needs_member)
    return TRUE;
  if (the_case->account != NULL && operation->member_id != NULL)
    member = cp_account_find_member (the_case->account, operation->member_id);
  if (member == NULL) {
    cp_decision_refuse (self, CP_REJECTION_MEMBER_NOT_FOUND, NULL);
    return FALSE;
  }
  code = judge_member (member, conditions[operation->kind].states);
  if (code == CP_REJECTION_INVALID)
    return !cp_decision_object (self, the_case, operation, code,
                                _ ("The member is enrolled already."));
  return code == CP_REJECTION_NONE || !cp_decision_object (self, the_case, operation, code, NULL);
}

static gboolean
is_thin (const CpAccount *account, const char *member_id)
{
  const CpMember *member =
      account != NULL && member_id != NULL ? cp_account_find_member (account, member_id) : NULL;

  return member != NULL && member->thin;
}

/* Head office knows everybody, and what was done while more was known here stands. */
static gboolean
check_known (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  /* What is only offered says nothing yet. */
  const char *other_id =
      operation->payload != NULL ? cp_operation_get_other_member (operation) : NULL;

  if (the_case->mode != CP_DECIDE_AT_COUNTER || !conditions[operation->kind].reads_the_person ||
      (!is_thin (the_case->account, operation->member_id) &&
       !is_thin (the_case->account, other_id) && !is_thin (the_case->other_account, other_id)))
    return TRUE;
  cp_decision_refuse (self, CP_REJECTION_MEMBER_ELSEWHERE, NULL);
  return FALSE;
}

static gboolean
check_account (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  const CpAccountRow *row =
      the_case->account != NULL ? cp_account_get_row (the_case->account) : NULL;

  if (row == NULL || !row->blocked || conditions[operation->kind].while_blocked)
    return TRUE;
  if (row->block_reason == NULL)
    return !cp_decision_object (self, the_case, operation, CP_REJECTION_ACCOUNT_BLOCKED, NULL);
  return !cp_decision_object (self, the_case, operation, CP_REJECTION_ACCOUNT_BLOCKED, "%s",
                              row->block_reason);
}

static gboolean
check_right (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  const CpRight *right = cp_approval_find_right (the_case, operation, the_case->staff);

  /* What the device writes down by itself nobody needs a right for. */
  if (operation->kind == CP_OPERATION_NOTE_REFUSAL || operation->kind == CP_OPERATION_RETURN_LEASE)
    return TRUE;
  if (operation->by_member)
    return cp_by_member_check (the_case, operation, self);
  if (right == NULL)
    return !cp_decision_object (self, the_case, operation, CP_REJECTION_PERMISSION_DENIED, NULL);
  if (right->identify && operation->identified_by == NULL) {
    self->wants_identification = TRUE;
    return !cp_decision_object (self, the_case, operation, CP_REJECTION_VERIFICATION_REQUIRED,
                                NULL);
  }
  return cp_limit_check_count (the_case, operation, right, self);
}

gboolean
cp_decision_moves_value (CpOperationKind kind)
{
  return conditions[kind].never_for_oneself;
}

gboolean
cp_decision_spends (CpOperationKind kind)
{
  return kind == CP_OPERATION_REDEEM_REWARD || kind == CP_OPERATION_REDEEM_BENEFIT ||
         kind == CP_OPERATION_REDEEM_CREDIT;
}

static gboolean
check_self_dealing (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  if (!cp_decision_moves_value (operation->kind))
    return TRUE;
  if (cp_approval_is_own (the_case, the_case->staff))
    return !cp_decision_object (self, the_case, operation, CP_REJECTION_SELF_DEALING, NULL);
  return cp_limit_check_velocity (the_case, operation, self);
}

static gboolean
has_fresh_block (const CpAccount *account, CpKind kind)
{
  const GPtrArray *rows = account->rows[kind];

  for (guint i = 0; i < rows->len; i++)
    if (cp_rule_is_own_fresh_block (account, rows->pdata[i]))
      return TRUE;
  return FALSE;
}

gboolean
cp_decision_may_undo_offline (CpOperationKind kind, const CpAccount *account)
{
  if (account == NULL)
    return FALSE;
  return (kind == CP_OPERATION_UNBLOCK_CARD && has_fresh_block (account, CP_KIND_CARD)) ||
         (kind == CP_OPERATION_UNBLOCK_ACCOUNT && has_fresh_block (account, CP_KIND_ACCOUNT)) ||
         (kind == CP_OPERATION_REVERSE_REDEMPTION && cp_rule_may_reverse_offline (account));
}

/* What needs head office at once is not even begun while it is out of reach. */
static gboolean
check_class (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  if (the_case->mode != CP_DECIDE_AT_COUNTER || operation->online ||
      cp_programme_get_class (the_case->programme, operation->kind) != CP_CLASS_ONLINE ||
      cp_decision_may_undo_offline (operation->kind, the_case->account))
    return TRUE;
  cp_decision_refuse (self, CP_REJECTION_ONLINE_ONLY, NULL);
  return FALSE;
}

gboolean
cp_decision_check_before (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  if (the_case->has_wrong_card) {
    cp_decision_refuse (self, CP_REJECTION_TEST_DATA_FORBIDDEN, NULL);
    return FALSE;
  }
  if (!check_member (self, the_case, operation) || !check_known (self, the_case, operation) ||
      !check_account (self, the_case, operation))
    return FALSE;
  if (operation->kind == CP_OPERATION_SEND_LINK &&
      !cp_contact_check_link (the_case, operation, self))
    return FALSE;
  if (the_case->mode == CP_DECIDE_REPLAY)
    return TRUE;
  if (cp_decision_spends (operation->kind) &&
      (!cp_contact_check_cooling (the_case, operation, self) ||
       !cp_rule_check_spending_card (the_case, operation, self)))
    return FALSE;
  return check_right (self, the_case, operation) &&
         check_self_dealing (self, the_case, operation) && check_class (self, the_case, operation);
}

void
cp_decision_check_after (CpDecision *self,
                         const CpCase *the_case,
                         const CpOperation *operation,
                         gboolean needs_no_approval)
{
  const CpRight *right =
      operation->by_member
          ? cp_programme_get_right (the_case->programme, CP_PROGRAMME_CUSTOMER, operation->kind)
          : cp_approval_find_right (the_case, operation, the_case->staff);

  if (the_case->mode == CP_DECIDE_REPLAY || right == NULL)
    return;
  if (!cp_limit_check_value (the_case, operation, right, self))
    return;
  if (cp_approval_wants_second_factor (the_case, operation))
    cp_approval_check_second_factor (the_case, operation, self);
  else if (right->approval && !needs_no_approval)
    cp_approval_check (the_case, operation, cp_decision_moves_value (operation->kind), self);
}
