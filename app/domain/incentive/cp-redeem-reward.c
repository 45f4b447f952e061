/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Rewards: redeem". */
#include "cp-redeem-reward.h"

#include "cp-lease.h"
#include "cp-offline-bound.h"

#include <glib/gi18n-lib.h>

static CpRejection
judge (const CpIncentive *incentive, CpIncentiveClass class_, gint64 at_ms)
{
  CpRejection code = cp_rule_judge_incentive (incentive, at_ms);

  if (incentive == NULL || incentive->class_ != class_)
    return CP_REJECTION_INCENTIVE_NOT_FOUND;
  if (code == CP_REJECTION_NONE && cp_incentive_get_state (incentive, at_ms) == CP_INCENTIVE_ISSUED)
    return CP_REJECTION_NOT_ELIGIBLE;
  return code;
}

/* Whether the one that was named, if one was, can be used. */
static gboolean
check_named (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpRedeemReward *payload = operation->payload;
  const CpIncentive *incentive;
  CpRejection code;

  if (payload->incentive_id == NULL)
    return TRUE;
  incentive = cp_account_find (the_case->account, CP_KIND_INCENTIVE, payload->incentive_id);
  code =
      judge (incentive, cp_redeem_reward_get_class (operation), cp_rule_time (the_case, operation));
  if (code == CP_REJECTION_NOT_ELIGIBLE) {
    g_autofree char *from =
        cp_calendar_say_day (the_case->programme, operation->store_id, incentive->usable_from_ms);

    return !cp_decision_object (decision, the_case, operation, code, _ ("It can be used from %s."),
                                from);
  }
  return code == CP_REJECTION_NONE ||
         !cp_decision_object (decision, the_case, operation, code, NULL);
}

static gboolean
check_payload (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpRedeemReward *payload = operation->payload;

  if (payload->amount_minor <= 0 || payload->amount_minor > CP_MOST_MINOR ||
      payload->basket_minor < 0) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The amount can't be right."));
    return FALSE;
  }
  return payload->basket_minor == 0 || payload->amount_minor <= payload->basket_minor ||
         !cp_decision_object (decision, the_case, operation, CP_REJECTION_INVALID,
                              _ ("That is more than the basket comes to."));
}

/* What was asked for is given only as far as no other till may give it, unless somebody answered for it at the
 * counter. */
static gboolean
check_lease (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpRedeemReward *payload = operation->payload;
  gint64 held_minor =
      cp_account_sum_rewards (the_case->account, cp_rule_time (the_case, operation));
  gint64 kept_minor = cp_lease_reserve (the_case, operation, held_minor);
  g_autofree char *kept = cp_wording_money (the_case->programme, kept_minor);

  if (!cp_rule_is_final (the_case) || !operation->asks || the_case->approver != NULL ||
      payload->amount_minor > held_minor || payload->amount_minor <= held_minor - kept_minor)
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_LEASED_ELSEWHERE,
                      _ ("%s of it is kept for the member's home store, and has been asked back. "
                         "Try again in a minute."),
                      kept);
  return FALSE;
}

/* A debt elsewhere in the account counts against what is there. */
static gboolean
check_balance (const CpCase *the_case,
               const CpOperation *operation,
               CpRedemptionPlan *plan,
               CpDecision *decision)
{
  const CpRedeemReward *payload = operation->payload;
  gint64 at_ms = cp_rule_time (the_case, operation);
  gint64 held_minor = MAX (
      0, cp_account_sum_class (the_case->account, cp_redeem_reward_get_class (operation), at_ms));
  g_autofree char *held = cp_wording_money (the_case->programme, held_minor);
  gboolean refused = FALSE;

  if (plan->rest_minor == 0 && payload->amount_minor <= held_minor)
    return TRUE;
  if (payload->amount_minor <= held_minor && plan->condition != NULL)
    refused = cp_decision_object (decision, the_case, operation, CP_REJECTION_NOT_ELIGIBLE, "%s",
                                  plan->condition);
  else
    refused = cp_decision_object (decision, the_case, operation, CP_REJECTION_INSUFFICIENT_BALANCE,
                                  _ ("%s can be taken off."), held);
  if (refused)
    return FALSE;
  if (!cp_redeem_reward_force (plan, the_case, operation)) {
    cp_decision_refuse (decision, CP_REJECTION_INSUFFICIENT_BALANCE, NULL);
    return FALSE;
  }
  return TRUE;
}

static void
tell (const CpCase *the_case,
      const CpOperation *operation,
      const CpIncentive *after,
      gint64 taken_minor,
      CpDecision *decision)
{
  const CpDefinition *definition =
      cp_programme_find_definition (the_case->programme, after->definition_id);
  const char *name = definition != NULL ? definition->name : after->definition_id;
  g_autofree char *taken = cp_wording_money (the_case->programme, taken_minor);
  g_autofree char *left = cp_wording_money (the_case->programme, after->balance_minor);
  g_autofree char *last_day =
      cp_calendar_say_day (the_case->programme, operation->store_id, after->expires_at_ms - 1);

  if (after->expires_at_ms != 0)
    cp_decision_add_effect (decision, _ ("Takes %s from %s, good until %s: %s is left."), taken,
                            name, last_day, left);
  else
    cp_decision_add_effect (decision, _ ("Takes %s from %s: %s is left."), taken, name, left);
}

/* Credit is money: it is gone when head office says so, and not before (operation 20). */
static void
put (gpointer entity, gboolean takes_effect, CpDecision *decision)
{
  if (takes_effect)
    cp_decision_change (decision, entity);
  else
    cp_entity_free (entity);
}

void
cp_rule_redeem_reward (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpRedeemReward *payload = operation->payload;
  gint64 at_ms = cp_rule_time (the_case, operation);
  g_autoptr (CpRedemptionPlan) plan = NULL;
  gboolean takes_effect;

  if (!check_payload (the_case, operation, decision) ||
      !check_named (the_case, operation, decision) ||
      (operation->kind == CP_OPERATION_REDEEM_REWARD &&
       (!cp_offline_bound_check (the_case, operation, payload->amount_minor, decision) ||
        !check_lease (the_case, operation, decision))))
    return;
  plan = cp_redeem_reward_plan (the_case, operation);
  if (!check_balance (the_case, operation, plan, decision))
    return;
  takes_effect = cp_rule_is_final (the_case) ||
                 (operation->kind != CP_OPERATION_REDEEM_CREDIT && !decision->needs_word);
  decision->value_minor = payload->amount_minor;
  for (guint i = 0; i < plan->parts->len; i++) {
    const CpRedemptionPart *part = &g_array_index (plan->parts, CpRedemptionPart, i);
    CpIncentive *remainder = cp_redemption_take (part->incentive, part->take_minor, 0, at_ms);
    CpRedemption *redemption;

    tell (the_case, operation, remainder, part->take_minor, decision);
    redemption = cp_redemption_new (the_case, operation, part->incentive, i + 1, payload->hold);
    redemption->amount_minor = part->take_minor;
    put (remainder, takes_effect, decision);
    put (redemption, takes_effect, decision);
  }
  if (!takes_effect && operation->kind == CP_OPERATION_REDEEM_CREDIT)
    cp_decision_add_effect (decision, _ ("It is paid once head office has agreed."));
  else if (!takes_effect)
    cp_decision_add_effect (decision, _ ("Give it only once head office has agreed."));
  cp_redemption_tell_hold (the_case, payload->hold, decision);
  if (decision->flags->len == 0)
    cp_lease_grant_again (the_case, decision);
}
