/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of every operation, in this order: member, account, right, count, self-dealing; then
 * the kind's rule; then value and approval. */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

#define PROVISIONAL (1 << CP_MEMBER_PROVISIONAL)
#define ACTIVE (1 << CP_MEMBER_ACTIVE)
#define ENROLLED (1 << CP_MEMBER_ENROLLED)
#define UNENROLLED (1 << CP_MEMBER_UNENROLLED)
#define ON_HOLD (1 << CP_MEMBER_ON_HOLD)
#define THERE (PROVISIONAL | ACTIVE | ENROLLED | UNENROLLED | ON_HOLD)

/* In which states of the member, and whether while the account is blocked, each may be done: what
 * only restricts, nearly always; what gives or takes value, only when enrolled. The last: never for
 * one's own account. */
static const struct {
  guint states;
  gboolean while_blocked;
  gboolean never_for_oneself;
} conditions[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_ENROL_MEMBER] = { 0, TRUE, FALSE },
  [CP_OPERATION_EDIT_PROFILE] = { PROVISIONAL | ACTIVE | ENROLLED | UNENROLLED, TRUE, FALSE },
  [CP_OPERATION_SET_STATUS] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_REMOVE_STATUS] = { THERE, TRUE, FALSE },
  [CP_OPERATION_UNENROL_MEMBER] = { ENROLLED, TRUE, FALSE },
  [CP_OPERATION_ENROL_AGAIN] = { ACTIVE | UNENROLLED, FALSE, FALSE },
  [CP_OPERATION_DEACTIVATE_MEMBER] = { ENROLLED, TRUE, FALSE },
  [CP_OPERATION_REACTIVATE_MEMBER] = { ON_HOLD, FALSE, FALSE },
  [CP_OPERATION_BLOCK_ACCOUNT] = { THERE, TRUE, FALSE },
  [CP_OPERATION_UNBLOCK_ACCOUNT] = { THERE, TRUE, FALSE },
  [CP_OPERATION_OPT_IN] = { PROVISIONAL | ACTIVE | ENROLLED, FALSE, FALSE },
  [CP_OPERATION_OPT_OUT] = { THERE, TRUE, FALSE },
  [CP_OPERATION_ADD_FAVOURITE] = { PROVISIONAL | ACTIVE | ENROLLED, FALSE, FALSE },
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
  [CP_OPERATION_VOID_INCENTIVE] = { THERE, TRUE, FALSE },
  [CP_OPERATION_REDEEM_REWARD] = { ENROLLED, FALSE, TRUE },
  [CP_OPERATION_CLAIM_RECEIPT] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_ADJUST_POINTS] = { PROVISIONAL | ENROLLED, FALSE, TRUE },
  [CP_OPERATION_END_VISIT] = { 0, TRUE, FALSE },
};

static CpRejection
judge_member (const CpMember *member, guint allowed_states)
{
  if ((allowed_states & (1U << member->state)) != 0)
    return CP_REJECTION_NONE;
  switch (member->state) {
  case CP_MEMBER_ERASED:
    return CP_REJECTION_MEMBER_NOT_FOUND;
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

static const CpRight *
find_right (const CpCase *the_case, const CpOperation *operation, const CpStaff *staff)
{
  if (staff == NULL || staff->inactive)
    return NULL;
  return cp_programme_get_right (the_case->programme, staff->role_id, operation->kind);
}

static gboolean
check_right (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  const CpRight *right = find_right (the_case, operation, the_case->staff);

  if (right == NULL)
    return !cp_decision_object (self, the_case, operation, CP_REJECTION_PERMISSION_DENIED, NULL);
  if (right->per_day > 0 && the_case->usage.staff_today >= right->per_day)
    return !cp_decision_object (self, the_case, operation, CP_REJECTION_LIMIT_EXCEEDED,
                                _ ("You may do this %d times a day. Ask somebody with a higher "
                                   "limit, or try tomorrow."),
                                (int) right->per_day);
  return TRUE;
}

static gboolean
is_own_account (const CpCase *the_case, const CpStaff *staff)
{
  return the_case->account != NULL && staff != NULL && staff->own_account_id != NULL &&
         g_str_equal (staff->own_account_id, the_case->account->id);
}

static gboolean
check_self_dealing (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  if (!conditions[operation->kind].never_for_oneself || !is_own_account (the_case, the_case->staff))
    return TRUE;
  return !cp_decision_object (self, the_case, operation, CP_REJECTION_SELF_DEALING, NULL);
}

static gboolean
has_fresh_block (const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (cp_rule_is_own_fresh_block (rows->pdata[i]))
      return TRUE;
  return FALSE;
}

gboolean
cp_decision_may_undo_offline (CpOperationKind kind, const CpAccount *account)
{
  if (account == NULL)
    return FALSE;
  return (kind == CP_OPERATION_UNBLOCK_CARD && has_fresh_block (account->rows[CP_KIND_CARD])) ||
         (kind == CP_OPERATION_UNBLOCK_ACCOUNT && has_fresh_block (account->rows[CP_KIND_ACCOUNT]));
}

/* What needs head office at once is not even begun while it is out of reach. */
static gboolean
check_class (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  if (the_case->mode != CP_DECIDE_AT_COUNTER || operation->online ||
      cp_operation_kind_get_info (operation->kind)->offline_class != CP_CLASS_ONLINE ||
      cp_decision_may_undo_offline (operation->kind, the_case->account))
    return TRUE;
  cp_decision_refuse (self, CP_REJECTION_ONLINE_ONLY, NULL);
  return FALSE;
}

gboolean
cp_decision_check_before (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  if (!check_member (self, the_case, operation) || !check_account (self, the_case, operation))
    return FALSE;
  if (the_case->mode == CP_DECIDE_REPLAY)
    return TRUE;
  return check_right (self, the_case, operation) &&
         check_self_dealing (self, the_case, operation) && check_class (self, the_case, operation);
}

/* (transfer full): points are counted, everything else is money */
static char *
say_value (const CpCase *the_case, const CpOperation *operation, gint64 value_minor)
{
  return operation->kind == CP_OPERATION_ADJUST_POINTS
             ? g_strdup_printf (_ ("%" G_GINT64_FORMAT " points"), value_minor)
             : cp_wording_money (the_case->programme, value_minor);
}

static gboolean
check_value (CpDecision *self,
             const CpCase *the_case,
             const CpOperation *operation,
             const CpRight *right)
{
  gint64 day_minor = the_case->usage.staff_today_minor + self->value_minor;

  if (right->max_minor > 0 && self->value_minor > right->max_minor) {
    g_autofree char *limit = say_value (the_case, operation, right->max_minor);

    return !cp_decision_object (self, the_case, operation, CP_REJECTION_LIMIT_EXCEEDED,
                                _ ("Your limit for one is %s. Ask somebody with a higher limit."),
                                limit);
  }
  if (right->day_minor > 0 && day_minor > right->day_minor) {
    g_autofree char *limit = say_value (the_case, operation, right->day_minor);

    return !cp_decision_object (self, the_case, operation, CP_REJECTION_LIMIT_EXCEEDED,
                                _ ("Your limit for a day is %s, and this goes beyond it. Ask "
                                   "somebody with a higher limit, or try tomorrow."),
                                limit);
  }
  return TRUE;
}

static gint64
get_rank (const CpCase *the_case, const CpStaff *staff)
{
  const CpRole *role =
      staff != NULL ? cp_programme_find_role (the_case->programme, staff->role_id) : NULL;

  return role != NULL ? role->rank : -1;
}

static gboolean
may_approve (const CpCase *the_case, const CpOperation *operation)
{
  const CpRight *right = find_right (the_case, operation, the_case->approver);

  return right != NULL && !right->approval &&
         g_strcmp0 (the_case->approver->entity.id, operation->staff_id) != 0 &&
         get_rank (the_case, the_case->approver) > get_rank (the_case, the_case->staff);
}

/* The lowest role above that of the person at the counter which may do it without approval. */
static char *
find_approval_role (const CpCase *the_case, const CpOperation *operation)
{
  const CpRole *lowest = NULL;
  gint64 rank = get_rank (the_case, the_case->staff);

  for (guint i = 0; i < the_case->programme->roles->len; i++) {
    const CpRole *role = the_case->programme->roles->pdata[i];
    const CpRight *right = cp_programme_get_right (the_case->programme, role->id, operation->kind);

    if (right != NULL && !right->approval && role->rank > rank &&
        (lowest == NULL || role->rank < lowest->rank))
      lowest = role;
  }
  return lowest != NULL ? g_strdup (lowest->id) : NULL;
}

static void
check_approval (CpDecision *self, const CpCase *the_case, const CpOperation *operation)
{
  if (!may_approve (the_case, operation)) {
    if (cp_decision_object (self, the_case, operation, CP_REJECTION_APPROVAL_REQUIRED, NULL))
      self->approval_role_id = find_approval_role (the_case, operation);
  } else if (conditions[operation->kind].never_for_oneself &&
             is_own_account (the_case, the_case->approver)) {
    cp_decision_object (self, the_case, operation, CP_REJECTION_SELF_DEALING,
                        _ ("Nobody may approve it for their own account."));
  }
}

void
cp_decision_check_after (CpDecision *self,
                         const CpCase *the_case,
                         const CpOperation *operation,
                         gboolean needs_no_approval)
{
  const CpRight *right = find_right (the_case, operation, the_case->staff);

  if (the_case->mode == CP_DECIDE_REPLAY || right == NULL)
    return;
  if (check_value (self, the_case, operation, right) && right->approval && !needs_no_approval)
    check_approval (self, the_case, operation);
}
