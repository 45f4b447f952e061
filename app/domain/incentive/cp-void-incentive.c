/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Rewards and benefits: void". */
#include "cp-redemption.h"

#include <glib/gi18n-lib.h>

static const CpIncentive *
find_incentive (const CpCase *the_case, const CpOperation *operation)
{
  const CpVoidIncentive *payload = operation->payload;

  return cp_account_find (the_case->account, CP_KIND_INCENTIVE, payload->incentive_id);
}

static void
tell (const CpCase *the_case, const CpIncentive *incentive, CpDecision *decision)
{
  const CpDefinition *definition =
      cp_programme_find_definition (the_case->programme, incentive->definition_id);
  const char *name = definition != NULL ? definition->name : incentive->definition_id;
  g_autofree char *left = cp_wording_money (the_case->programme, incentive->balance_minor);

  if (incentive->class_ == CP_CLASS_BENEFIT)
    cp_decision_add_effect (decision, _ ("Takes away %s; %d uses are lost."), name,
                            (int) incentive->uses_left);
  else
    cp_decision_add_effect (decision, _ ("Takes away %s; %s is lost."), name, left);
  cp_decision_add_effect (decision, _ ("It stays in the history, with the reason."));
}

void
cp_rule_void_incentive (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpVoidIncentive *payload = operation->payload;
  const CpIncentive *incentive = find_incentive (the_case, operation);
  CpRejection code = cp_rule_judge_incentive (incentive, cp_rule_time (the_case, operation));
  g_autofree char *reason = NULL;
  CpIncentive *voided;

  if (code != CP_REJECTION_NONE) {
    cp_decision_refuse (decision, code, NULL);
    return;
  }
  /* What is set aside is neither left nor gone, and would have nothing to be given back to. */
  if (cp_redemption_is_held (the_case->account, incentive->entity.id,
                             cp_rule_time (the_case, operation))) {
    cp_decision_refuse (decision, CP_REJECTION_NOT_ELIGIBLE,
                        _ ("Some of it is set aside. Confirm or cancel that first."));
    return;
  }
  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  voided = cp_entity_copy (incentive);
  voided->state = CP_INCENTIVE_VOIDED;
  g_free (voided->void_reason);
  voided->void_reason = g_steal_pointer (&reason);
  decision->value_minor = incentive->balance_minor;
  cp_decision_change (decision, voided);
  tell (the_case, incentive, decision);
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
