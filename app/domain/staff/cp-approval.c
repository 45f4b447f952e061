/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-approval.h"

#include "cp-limit.h"

#include <glib/gi18n-lib.h>

const CpRight *
cp_approval_find_right (const CpCase *the_case, const CpOperation *operation, const CpStaff *staff)
{
  if (staff == NULL || staff->inactive || g_strcmp0 (staff->role_id, CP_PROGRAMME_CUSTOMER) == 0)
    return NULL;
  return cp_programme_get_right (the_case->programme, staff->role_id, operation->kind);
}

/* Whether @account_id is the account, or was that of one of its members before a merge or a join. */
static gboolean
is_or_was (const CpAccount *account, const char *account_id)
{
  const GPtrArray *members = account->rows[CP_KIND_MEMBER];

  if (account_id == NULL || g_str_equal (account->id, account_id))
    return account_id != NULL;
  for (guint i = 0; i < members->len; i++) {
    const CpMember *member = members->pdata[i];
    size_t n;
    json_t *former;

    json_array_foreach (member->former_account_ids, n, former)
    {
      if (g_strcmp0 (json_string_value (former), account_id) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
owns (const CpAccount *account, const CpStaff *staff)
{
  size_t i;
  json_t *item;

  if (is_or_was (account, staff->own_account_id) ||
      cp_account_find (account, CP_KIND_MEMBER, staff->own_member_id) != NULL)
    return TRUE;
  json_array_foreach (staff->household, i, item)
  {
    if (is_or_was (account, json_string_value (item)))
      return TRUE;
  }
  return FALSE;
}

gboolean
cp_approval_is_own (const CpCase *the_case, const CpStaff *staff)
{
  return staff != NULL &&
         ((the_case->account != NULL && owns (the_case->account, staff)) ||
          (the_case->other_account != NULL && owns (the_case->other_account, staff)));
}

static gint64
get_rank (const CpCase *the_case, const CpStaff *staff)
{
  const CpRole *role =
      staff != NULL ? cp_programme_find_role (the_case->programme, staff->role_id) : NULL;

  return role != NULL ? role->rank : -1;
}

/* @least_rank: of the role */
static gboolean
may_approve (const CpCase *the_case, const CpOperation *operation, gint64 least_rank)
{
  const CpRight *right = cp_approval_find_right (the_case, operation, the_case->approver);

  return right != NULL && !right->approval &&
         g_strcmp0 (the_case->approver->entity.id, operation->staff_id) != 0 &&
         get_rank (the_case, the_case->approver) >= least_rank;
}

/* The lowest role from @least_rank on which may do it without approval, and so much at once. */
static char *
find_role (const CpCase *the_case,
           const CpOperation *operation,
           gint64 least_rank,
           gint64 value_minor)
{
  const CpRole *lowest = NULL;

  for (guint i = 0; i < the_case->programme->roles->len; i++) {
    const CpRole *role = the_case->programme->roles->pdata[i];
    const CpRight *right = cp_programme_get_right (the_case->programme, role->id, operation->kind);

    if (right != NULL && !right->approval && role->rank >= least_rank &&
        (right->max_minor == 0 || right->max_minor >= value_minor) &&
        (lowest == NULL || role->rank < lowest->rank))
      lowest = role;
  }
  return lowest != NULL ? g_strdup (lowest->id) : NULL;
}

static void
check (const CpCase *the_case,
       const CpOperation *operation,
       gint64 least_rank,
       gboolean is_for_others,
       CpDecision *decision)
{
  if (!may_approve (the_case, operation, least_rank))
    cp_decision_object (decision, the_case, operation, CP_REJECTION_APPROVAL_REQUIRED, NULL);
  else if (is_for_others && cp_approval_is_own (the_case, the_case->approver))
    cp_decision_object (decision, the_case, operation, CP_REJECTION_SELF_DEALING,
                        _ ("Nobody may approve it for their own account."));
  else
    cp_limit_check_approver (the_case, operation,
                             cp_approval_find_right (the_case, operation, the_case->approver),
                             decision);
  if (decision->code == CP_REJECTION_APPROVAL_REQUIRED)
    decision->approval_role_id = find_role (the_case, operation, least_rank, decision->value_minor);
}

void
cp_approval_check (const CpCase *the_case,
                   const CpOperation *operation,
                   gboolean is_for_others,
                   CpDecision *decision)
{
  check (the_case, operation, get_rank (the_case, the_case->staff) + 1, is_for_others, decision);
}

gboolean
cp_approval_wants_second_factor (const CpCase *the_case, const CpOperation *operation)
{
  int level = cp_proof_get_level (operation->proof);
  int wanted = MAX (0, cp_proof_get_level (the_case->programme->redeem_proof));

  if (!cp_decision_spends (operation->kind))
    return FALSE;
  return level < 0 || (level < wanted && operation->identified_by == NULL);
}

void
cp_approval_check_second_factor (const CpCase *the_case,
                                 const CpOperation *operation,
                                 CpDecision *decision)
{
  gboolean is_odd = cp_proof_is_odd (operation->proof);
  /* To vouch for a customer takes a colleague; to overrule a doubt about a card, somebody higher. */
  gint64 least_rank = get_rank (the_case, the_case->staff) + (is_odd ? 1 : 0);

  if (the_case->mode != CP_DECIDE_AT_COUNTER && !may_approve (the_case, operation, least_rank)) {
    cp_decision_object (decision, the_case, operation,
                        is_odd ? CP_REJECTION_CARD_REPLAYED : CP_REJECTION_VERIFICATION_REQUIRED,
                        NULL);
    return;
  }
  check (the_case, operation, least_rank, TRUE, decision);
  decision->wants_card = decision->code == CP_REJECTION_APPROVAL_REQUIRED && !is_odd;
  if (decision->code == CP_REJECTION_APPROVAL_REQUIRED && decision->detail == NULL)
    decision->detail = g_strdup (is_odd ? _ ("The card may be a copy. Somebody else has to vouch "
                                             "for the customer.")
                                        : _ ("The card proves too little. Identify the customer, "
                                             "or have a colleague vouch for them."));
}
