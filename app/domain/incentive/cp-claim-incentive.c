/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Rewards and benefits: claim". Operation 16. What was promised and agreed to may be
 * claimed once, whoever else may claim it. */
#include "cp-condition.h"
#include "cp-issue-incentive.h"
#include "cp-promise.h"

#include <glib/gi18n-lib.h>

static gint64
count_claimed (const CpAccount *account, const char *member_id, const char *definition_id)
{
  const GPtrArray *rows = account->rows[CP_KIND_INCENTIVE];
  gint64 n = 0;

  for (guint i = 0; i < rows->len; i++) {
    const CpIncentive *incentive = rows->pdata[i];

    n += incentive->claimed && g_strcmp0 (incentive->member_id, member_id) == 0 &&
         g_strcmp0 (incentive->definition_id, definition_id) == 0 &&
         incentive->state != CP_INCENTIVE_VOIDED;
  }
  return n;
}

static gboolean
check_definition (const CpCase *the_case,
                  const CpOperation *operation,
                  const CpDefinition *definition,
                  const CpPromise *promise,
                  CpDecision *decision)
{
  if (definition == NULL || !definition->published || !(definition->claimable || promise != NULL))
    cp_decision_refuse (decision, CP_REJECTION_NOT_ASSIGNABLE, _ ("It can't be claimed."));
  else if (promise == NULL && definition->claims_per_member > 0 &&
           count_claimed (the_case->account, operation->member_id, definition->id) >=
               definition->claims_per_member)
    cp_decision_refuse (decision, CP_REJECTION_NOT_ELIGIBLE,
                        definition->claims_per_member == 1
                            ? _ ("It has been claimed already.")
                            : _ ("It has been claimed as often as is allowed."));
  return decision->code == CP_REJECTION_NONE;
}

static gboolean
is_known_here (const CpCase *the_case, const CpOperation *operation, const CpDefinition *definition)
{
  return cp_condition_is_known_here (definition->condition,
                                     cp_rule_get_member (the_case, operation));
}

/* Evaluated alike here and at head office; what reads more than is here, only there. */
static gboolean
check_condition (const CpCase *the_case,
                 const CpOperation *operation,
                 const CpDefinition *definition,
                 CpDecision *decision)
{
  g_autoptr (CpJson) data = NULL;
  g_autofree char *failing = NULL;

  if (definition->condition == NULL ||
      (!cp_rule_is_final (the_case) && !is_known_here (the_case, operation, definition)))
    return TRUE;
  data = cp_condition_make_data (the_case->programme, the_case->account, operation->member_id,
                                 operation->store_id, cp_rule_time (the_case, operation), NULL);
  failing = cp_condition_explain (the_case->programme, definition->condition, data);
  if (failing == NULL)
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_NOT_ELIGIBLE, "%s", failing);
  return FALSE;
}

static gboolean
takes_effect (const CpCase *the_case,
              const CpOperation *operation,
              const CpDefinition *definition,
              const CpPromise *promise)
{
  return cp_rule_is_final (the_case) ||
         (definition->global_cap == 0 && (promise != NULL || definition->condition == NULL ||
                                          is_known_here (the_case, operation, definition)));
}

static gboolean
check_cap (const CpCase *the_case, const CpDefinition *definition, CpDecision *decision)
{
  if (!cp_rule_is_final (the_case) || definition->global_cap == 0 ||
      cp_condition_count_given (the_case, definition) < definition->global_cap)
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_GLOBAL_CAP_REACHED, NULL);
  return FALSE;
}

void
cp_rule_claim_incentive (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpClaimIncentive *payload = operation->payload;
  const CpDefinition *definition =
      cp_programme_find_definition (the_case->programme, payload->definition_id);
  const CpPromise *promise =
      cp_promise_find_claimable (the_case->account, operation->member_id, payload->definition_id);
  CpIncentive *claimed;

  if (!check_definition (the_case, operation, definition, promise, decision) ||
      (promise == NULL && !check_condition (the_case, operation, definition, decision)) ||
      !check_cap (the_case, definition, decision))
    return;
  if (!takes_effect (the_case, operation, definition, promise)) {
    decision->value_minor = definition->amount_minor;
    cp_decision_add_effect (decision,
                            _ ("%s is issued if head office finds that the conditions are met."),
                            definition->name);
    return;
  }
  claimed = cp_issue_incentive (the_case, operation, definition,
                                promise != NULL ? promise->text : NULL, decision);
  claimed->claimed = promise == NULL;
  if (promise != NULL)
    cp_promise_keep (promise, claimed->entity.id, decision);
  claimed->counted = definition->global_cap > 0;
}
