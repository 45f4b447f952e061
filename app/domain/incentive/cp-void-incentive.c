/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Rewards and benefits: void". What is set aside is promised to somebody's basket, so the
 * void takes what is left beside it, and of what was set aside only what is not redeemed. A hold that head
 * office hears of after the void is taken off what the void took: both orders end alike. */
#include "cp-redemption.h"

#include <glib/gi18n-lib.h>

static const CpIncentive *
find_incentive (const CpCase *the_case, const CpOperation *operation)
{
  const CpVoidIncentive *payload = operation->payload;

  return cp_account_find (the_case->account, CP_KIND_INCENTIVE, payload->incentive_id);
}

/* What is set aside now would come back to what is void then. */
static void
tell_held (const CpCase *the_case,
           const CpIncentive *incentive,
           gint64 held_minor,
           gint64 held_uses,
           CpDecision *decision)
{
  g_autofree char *held = cp_wording_money (the_case->programme, held_minor);

  if (incentive->class_ == CP_CLASS_BENEFIT)
    cp_decision_add_effect (decision,
                            ngettext ("%d more use is set aside. It can still be confirmed; "
                                      "if it is not, it is lost too.",
                                      "%d more uses are set aside. They can still be confirmed; "
                                      "if they are not, they are lost too.",
                                      (gulong) held_uses),
                            (int) held_uses);
  else
    cp_decision_add_effect (decision,
                            _ ("%s more is set aside. It can still be confirmed; if it is not, "
                               "it is lost too."),
                            held);
}

static void
tell (const CpCase *the_case, const CpIncentive *incentive, CpDecision *decision)
{
  const CpDefinition *definition =
      cp_programme_find_definition (the_case->programme, incentive->definition_id);
  const char *name = definition != NULL ? definition->name : incentive->definition_id;
  g_autofree char *left = cp_wording_money (the_case->programme, incentive->balance_minor);

  if (incentive->class_ == CP_CLASS_BENEFIT)
    cp_decision_add_effect (decision,
                            ngettext ("Takes away %s; %d use is lost.",
                                      "Takes away %s; %d uses are lost.",
                                      (gulong) incentive->uses_left),
                            name, (int) incentive->uses_left);
  else
    cp_decision_add_effect (decision, _ ("Takes away %s; %s is lost."), name, left);
}

CpRejection
cp_rule_judge_void (const CpAccount *account, const CpIncentive *incentive, gint64 at_ms)
{
  CpRejection code = cp_rule_judge_incentive (incentive, at_ms);

  return code == CP_REJECTION_INCENTIVE_USED &&
                 cp_redemption_sum_held (account, incentive->entity.id, at_ms, NULL, NULL)
             ? CP_REJECTION_NONE
             : code;
}

void
cp_rule_void_incentive (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpVoidIncentive *payload = operation->payload;
  const CpIncentive *incentive = find_incentive (the_case, operation);
  gint64 at_ms = cp_rule_time (the_case, operation);
  CpRejection code = cp_rule_judge_void (the_case->account, incentive, at_ms);
  gint64 held_minor = 0, held_uses = 0;
  g_autofree char *reason = NULL;
  CpIncentive *voided;

  if (code != CP_REJECTION_NONE) {
    cp_decision_refuse (decision, code, NULL);
    return;
  }
  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  voided = cp_entity_copy (incentive);
  voided->state = CP_INCENTIVE_VOIDED;
  g_free (voided->void_reason);
  voided->void_reason = g_steal_pointer (&reason);
  cp_decision_change (decision, voided);
  tell (the_case, incentive, decision);
  if (cp_redemption_sum_held (the_case->account, incentive->entity.id, at_ms, &held_minor,
                              &held_uses))
    tell_held (the_case, incentive, held_minor, held_uses, decision);
  cp_decision_add_effect (decision, _ ("It stays in the history, with the reason."));
  /* Limits by value count both: nobody gets past theirs by setting something aside before. */
  decision->value_minor = incentive->balance_minor + held_minor;
}

gboolean
cp_rule_void_incentive_needs_no_approval (const CpCase *the_case, const CpOperation *operation)
{
  const CpIncentive *incentive = find_incentive (the_case, operation);

  return incentive != NULL && operation->staff_id != NULL &&
         g_strcmp0 (incentive->issued_by_staff_id, operation->staff_id) == 0 &&
         cp_calendar_get_day (the_case->programme, operation->store_id, incentive->issued_at_ms) ==
             cp_calendar_get_day (the_case->programme, operation->store_id,
                                  MIN (operation->at_ms, the_case->now_ms));
}
