/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Redemptions: return". Goods come back after the reversal's time: what was
 * redeemed for them is issued anew. Operation 21. */
#include "cp-issue-incentive.h"
#include "cp-redemption.h"

#include <glib/gi18n-lib.h>

/* What was claimed has counted towards its cap, and so has what is given anew for it. The mark leaves what that
 * was taken from, unless there were more uses, which are left or can come back. Of a reward nobody asks the cap
 * again. */
static void
pass_mark (const CpIncentive *from,
           const CpRedemption *redemption,
           CpIncentive *fresh,
           CpDecision *decision)
{
  CpIncentive *unmarked;

  if (!from->counted || redemption->uses == 0)
    return;
  fresh->counted = TRUE;
  if (redemption->uses < from->uses)
    return;
  unmarked = cp_entity_copy (from);
  unmarked->counted = FALSE;
  cp_decision_change (decision, unmarked);
}

static void
give_anew (const CpCase *the_case,
           const CpOperation *operation,
           const CpRedemption *redemption,
           const CpDefinition *definition,
           guint n,
           const char *reason,
           CpDecision *decision)
{
  const CpIncentive *from =
      cp_account_find (the_case->account, CP_KIND_INCENTIVE, redemption->incentive_id);
  CpIncentive *fresh;
  CpRedemption *returned;

  g_autofree char *amount = cp_wording_money (the_case->programme, redemption->amount_minor);

  if (redemption->uses > 0)
    cp_decision_add_effect (decision,
                            ngettext ("Issues %s anew, to be used %d time.",
                                      "Issues %s anew, to be used %d times.",
                                      (gulong) redemption->uses),
                            definition->name, (int) redemption->uses);
  else
    cp_decision_add_effect (decision, _ ("Issues %s anew, worth %s."), definition->name, amount);
  decision->value_minor += redemption->amount_minor;
  if (!cp_rule_is_final (the_case))
    return;
  fresh = cp_issue_incentive_of (the_case, operation, definition, n, redemption->amount_minor,
                                 redemption->uses, reason, decision);
  pass_mark (from, redemption, fresh, decision);
  returned = cp_entity_copy (redemption);
  returned->state = CP_REDEMPTION_RETURNED;
  g_free (returned->returned_as);
  returned->returned_as = g_strdup (fresh->entity.id);
  cp_decision_change (decision, returned);
}

static gboolean
check_one (const CpCase *the_case,
           const CpRedemption *redemption,
           const CpDefinition **ret_definition,
           CpDecision *decision)
{
  const CpIncentive *incentive =
      cp_account_find (the_case->account, CP_KIND_INCENTIVE, redemption->incentive_id);
  CpRedemptionState next;

  if (!cp_redemption_state_next (redemption->state, CP_REDEMPTION_RETURN, &next)) {
    cp_decision_refuse (decision, CP_REJECTION_NOT_ELIGIBLE,
                        redemption->state == CP_REDEMPTION_RETURNED
                            ? _ ("It has been returned already.")
                            : _ ("Only what was confirmed can be returned."));
    return FALSE;
  }
  *ret_definition = incentive != NULL ? cp_programme_find_definition (the_case->programme,
                                                                      incentive->definition_id)
                                      : NULL;
  if (*ret_definition == NULL)
    cp_decision_refuse (decision, CP_REJECTION_NOT_ASSIGNABLE,
                        _ ("The programme does not have it any more."));
  return *ret_definition != NULL;
}

void
cp_rule_return_redemption (const CpCase *the_case,
                           const CpOperation *operation,
                           CpDecision *decision)
{
  const CpChangeRedemption *payload = operation->payload;
  g_autoptr (GPtrArray) redemptions =
      cp_redemption_list (the_case->account, payload->redemption_id);
  g_autofree char *reason = NULL;

  if (redemptions->len == 0) {
    cp_decision_refuse (decision, CP_REJECTION_INCENTIVE_NOT_FOUND,
                        _ ("The member has no such redemption."));
    return;
  }
  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  for (guint i = 0; i < redemptions->len; i++) {
    const CpDefinition *definition = NULL;

    if (!check_one (the_case, redemptions->pdata[i], &definition, decision))
      return;
    give_anew (the_case, operation, redemptions->pdata[i], definition, i + 1, reason, decision);
  }
  if (!cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("It counts once head office has agreed."));
}
