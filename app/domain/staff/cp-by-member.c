/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-by-member.h"

#include "cp-limit.h"

#include <glib/gi18n-lib.h>

static gboolean
check_kind (const CpOperation *operation, CpDecision *decision)
{
  if (cp_operation_kind_is_for_members (operation->kind) && operation->staff_id == NULL &&
      operation->approver_id == NULL)
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_PERMISSION_DENIED,
                      _ ("A member can't do this for themself."));
  return FALSE;
}

/* A card that was lost since may have been in other hands already: what it gave away does not stand,
 * what it ended does. */
static gboolean
check_card (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpCard *card = operation->card_id != NULL
                           ? cp_account_find (the_case->account, CP_KIND_CARD, operation->card_id)
                           : NULL;
  CpRejection code = cp_rule_judge_card (card);

  if (card == NULL || g_strcmp0 (card->member_id, operation->member_id) != 0)
    return !cp_decision_object (decision, the_case, operation, CP_REJECTION_CARD_NOT_FOUND,
                                _ ("It was not done by a card of this member."));
  if (the_case->mode == CP_DECIDE_AT_HEAD_OFFICE && cp_operation_kind_takes_away (operation->kind))
    return TRUE;
  if (code == CP_REJECTION_NONE && card->blocked)
    code = CP_REJECTION_CARD_BLOCKED;
  return code == CP_REJECTION_NONE ||
         !cp_decision_object (decision, the_case, operation, code, NULL);
}

static gboolean
check_proof (const CpCase *the_case,
             const CpOperation *operation,
             const CpRight *right,
             CpDecision *decision)
{
  gboolean takes_away = cp_operation_kind_takes_away (operation->kind);
  gboolean is_theirs = cp_proof_get_level (operation->proof) >= cp_proof_get_level ("token");

  if (!takes_away && cp_proof_is_odd (operation->proof))
    return !cp_decision_object (decision, the_case, operation, CP_REJECTION_CARD_REPLAYED, NULL);
  if (operation->identified_by != NULL || (!right->identify && (takes_away || is_theirs)))
    return TRUE;
  decision->wants_identification = TRUE;
  return !cp_decision_object (decision, the_case, operation, CP_REJECTION_VERIFICATION_REQUIRED,
                              NULL);
}

gboolean
cp_by_member_check (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpRight *right =
      cp_programme_get_right (the_case->programme, CP_PROGRAMME_CUSTOMER, operation->kind);

  if (!check_kind (operation, decision))
    return FALSE;
  /* What was a right when it was done is one no more. */
  if (right == NULL)
    return !cp_decision_object (decision, the_case, operation, CP_REJECTION_PERMISSION_DENIED,
                                NULL);
  return check_card (the_case, operation, decision) &&
         check_proof (the_case, operation, right, decision) &&
         cp_limit_check_count (the_case, operation, right, decision);
}
