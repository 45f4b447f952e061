/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Redemptions: hold". What becomes of what was set aside. Operation 18. */
#include "cp-redemption.h"

#include <glib/gi18n-lib.h>

static gboolean
check_found (const GPtrArray *redemptions, CpDecision *decision)
{
  if (redemptions->len > 0)
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_INCENTIVE_NOT_FOUND,
                      _ ("The member has no such redemption."));
  return FALSE;
}

static const char *
say_state (CpRedemptionState state)
{
  switch (state) {
  case CP_REDEMPTION_CONFIRMED:
    return _ ("It has been confirmed already.");
  case CP_REDEMPTION_CANCELLED:
    return _ ("It has been cancelled already.");
  case CP_REDEMPTION_LAPSED:
    return _ ("It was held for too long and has lapsed.");
  case CP_REDEMPTION_REVERSED:
    return _ ("It has been taken back already.");
  case CP_REDEMPTION_RETURNED:
    return _ ("It has been returned already.");
  case CP_REDEMPTION_HELD:
  default:
    return _ ("It is only held, and not confirmed.");
  }
}

/* Whether @event can happen to all of them. What both sides did already is done. */
static gboolean
check_states (const CpCase *the_case,
              const CpOperation *operation,
              const GPtrArray *redemptions,
              CpRedemptionEvent event,
              CpDecision *decision)
{
  CpRedemptionState next;

  for (guint i = 0; i < redemptions->len; i++) {
    const CpRedemption *redemption = redemptions->pdata[i];

    if (!cp_redemption_state_next (redemption->state, event, &next))
      return !cp_decision_object (decision, the_case, operation, CP_REJECTION_NOT_ELIGIBLE, "%s",
                                  say_state (redemption->state));
  }
  return TRUE;
}

/* Taken again where it had lapsed meanwhile: the customer has it. */
static void
take_again (const CpCase *the_case,
            const CpOperation *operation,
            const CpRedemption *redemption,
            CpDecision *decision)
{
  const CpIncentive *incentive =
      cp_account_find (the_case->account, CP_KIND_INCENTIVE, redemption->incentive_id);

  if (incentive != NULL && redemption->state == CP_REDEMPTION_LAPSED)
    cp_decision_change (decision,
                        cp_redemption_take (incentive, redemption->amount_minor, redemption->uses,
                                            cp_rule_time (the_case, operation)));
}

/* It can be taken back for a while from now on, and not from when it was set aside. */
static void
confirm (const CpCase *the_case,
         const CpOperation *operation,
         const CpRedemption *redemption,
         CpDecision *decision)
{
  CpRedemption *confirmed;

  if (redemption->state != CP_REDEMPTION_HELD && redemption->state != CP_REDEMPTION_LAPSED)
    return;
  take_again (the_case, operation, redemption, decision);
  confirmed = cp_entity_copy (redemption);
  confirmed->state = CP_REDEMPTION_CONFIRMED;
  confirmed->at_ms = cp_rule_time (the_case, operation);
  confirmed->held_until_ms = 0;
  cp_decision_change (decision, confirmed);
}

void
cp_rule_confirm_redemption (const CpCase *the_case,
                            const CpOperation *operation,
                            CpDecision *decision)
{
  const CpChangeRedemption *payload = operation->payload;
  g_autoptr (GPtrArray) redemptions =
      cp_redemption_list (the_case->account, payload->redemption_id);

  if (!check_found (redemptions, decision) ||
      !check_states (the_case, operation, redemptions, CP_REDEMPTION_CONFIRM, decision))
    return;
  for (guint i = 0; i < redemptions->len; i++)
    confirm (the_case, operation, redemptions->pdata[i], decision);
  cp_decision_add_effect (decision, _ ("What was set aside is redeemed."));
}

/* (transfer full): how much of it that is */
static char *
say_given_back (const CpCase *the_case, const CpIncentive *restored, const CpRedemption *redemption)
{
  if (restored->class_ == CP_CLASS_BENEFIT)
    return g_strdup_printf (ngettext ("%d use", "%d uses", (gulong) redemption->uses),
                            (int) redemption->uses);
  return cp_wording_money (the_case->programme, redemption->amount_minor);
}

/* What comes back to what can't be used any more is lost, and nobody is to find that out later. */
static gboolean
tell_lost (const CpCase *the_case,
           const CpIncentive *restored,
           const CpRedemption *redemption,
           const char *name,
           gint64 at_ms,
           CpDecision *decision)
{
  CpRejection code = cp_rule_judge_incentive (restored, at_ms);
  g_autofree char *amount = say_given_back (the_case, restored, redemption);

  if (code == CP_REJECTION_INCENTIVE_VOIDED) {
    cp_decision_add_effect (decision, _ ("%s was voided meanwhile: %s that was set aside is lost."),
                            name, amount);
    if (cp_rule_is_final (the_case))
      cp_decision_flag (decision, code);
  } else if (code == CP_REJECTION_INCENTIVE_EXPIRED) {
    cp_decision_add_effect (
        decision, _ ("%s has expired meanwhile: %s that was set aside is lost."), name, amount);
  }
  return code == CP_REJECTION_INCENTIVE_VOIDED || code == CP_REJECTION_INCENTIVE_EXPIRED;
}

static void
tell_restored (const CpCase *the_case,
               const CpIncentive *restored,
               const CpRedemption *redemption,
               gint64 at_ms,
               CpDecision *decision)
{
  const CpDefinition *definition =
      cp_programme_find_definition (the_case->programme, restored->definition_id);
  const char *name = definition != NULL ? definition->name : restored->definition_id;
  g_autofree char *left = cp_wording_money (the_case->programme, restored->balance_minor);

  if (tell_lost (the_case, restored, redemption, name, at_ms, decision))
    return;
  if (restored->class_ == CP_CLASS_BENEFIT)
    cp_decision_add_effect (decision,
                            ngettext ("Gives it back to %s: %d use is left.",
                                      "Gives it back to %s: %d uses are left.",
                                      (gulong) restored->uses_left),
                            name, (int) restored->uses_left);
  else
    cp_decision_add_effect (decision, _ ("Gives it back to %s: %s is left."), name, left);
}

/* On a copy, since two redemptions may be of the same incentive. */
static void
give_back_all (const CpCase *the_case,
               const GPtrArray *redemptions,
               CpRedemptionEvent event,
               gint64 at_ms,
               gboolean write,
               CpDecision *decision)
{
  g_autoptr (CpAccount) after = cp_account_copy (the_case->account);

  for (guint i = 0; i < redemptions->len; i++) {
    const CpRedemption *redemption = redemptions->pdata[i];
    CpIncentive *restored = cp_redemption_restore (after, redemption);
    CpRedemption *given_back = cp_entity_copy (redemption);

    decision->value_minor += redemption->amount_minor;
    if (!cp_redemption_state_next (redemption->state, event, &given_back->state) || !write) {
      cp_entity_free (given_back);
    } else {
      given_back->held_until_ms = 0;
      cp_decision_change (decision, given_back);
    }
    if (restored == NULL)
      continue;
    tell_restored (the_case, restored, redemption, at_ms, decision);
    if (write)
      cp_decision_change (decision, cp_entity_copy (restored));
    cp_account_put (after, restored);
  }
}

void
cp_rule_cancel_redemption (const CpCase *the_case,
                           const CpOperation *operation,
                           CpDecision *decision)
{
  const CpChangeRedemption *payload = operation->payload;
  g_autoptr (GPtrArray) redemptions =
      cp_redemption_list (the_case->account, payload->redemption_id);

  if (!check_found (redemptions, decision))
    return;
  /* What has lapsed has been given back, and a fact about it changes nothing. */
  if (check_states (the_case, operation, redemptions, CP_REDEMPTION_CANCEL, decision) &&
      ((CpRedemption *) redemptions->pdata[0])->state == CP_REDEMPTION_HELD)
    give_back_all (the_case, redemptions, CP_REDEMPTION_CANCEL, cp_rule_time (the_case, operation),
                   TRUE, decision);
}

/* Operation 21: when it was done counts, not when head office hears of it. What was in time here
 * stays so, also when head office has by then put a wrong clock's redemption at another time. */
static gboolean
check_window (const CpCase *the_case,
              const CpOperation *operation,
              const CpRedemption *redemption,
              CpDecision *decision)
{
  gint64 window_ms = the_case->programme->reversal_window_ms;
  gint64 at_ms = MIN (operation->at_ms, the_case->now_ms);

  if (the_case->mode == CP_DECIDE_REPLAY || at_ms - redemption->at_ms <= window_ms)
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_REVERSAL_WINDOW_CLOSED,
                      ngettext ("It can be taken back for %d minute.",
                                "It can be taken back for %d minutes.",
                                (gulong) (window_ms / 60000)),
                      (int) (window_ms / 60000));
  return FALSE;
}

/* There is nothing that would hold again what was taken from an incentive that was voided since. */
static gboolean
check_not_voided (const CpCase *the_case, const CpRedemption *redemption, CpDecision *decision)
{
  if (!cp_redemption_is_of_voided (the_case->account, redemption))
    return TRUE;
  cp_decision_refuse (
      decision, CP_REJECTION_INCENTIVE_VOIDED,
      _ ("What it was taken from was voided since. Have it returned: that issues it "
         "anew."));
  return FALSE;
}

void
cp_rule_reverse_redemption (const CpCase *the_case,
                            const CpOperation *operation,
                            CpDecision *decision)
{
  const CpChangeRedemption *payload = operation->payload;
  g_autoptr (GPtrArray) redemptions =
      cp_redemption_list (the_case->account, payload->redemption_id);
  g_autofree char *reason = NULL;
  gboolean here;

  if (!check_found (redemptions, decision) ||
      !check_states (the_case, operation, redemptions, CP_REDEMPTION_REVERSE, decision) ||
      !check_window (the_case, operation, redemptions->pdata[0], decision) ||
      !check_not_voided (the_case, redemptions->pdata[0], decision) ||
      !cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  here = cp_rule_undoes_here (the_case, operation, ((CpEntity *) redemptions->pdata[0])->waiting);
  if (!here && the_case->mode == CP_DECIDE_AT_COUNTER && !operation->online) {
    cp_decision_refuse (decision, CP_REJECTION_ONLINE_ONLY, NULL);
    return;
  }
  give_back_all (the_case, redemptions, CP_REDEMPTION_REVERSE, cp_rule_time (the_case, operation),
                 here || cp_rule_is_final (the_case), decision);
  if (!here && !cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("It counts once head office has agreed."));
}

static gboolean
has_unsent (const CpAccount *account)
{
  const GPtrArray *rows = account->rows[CP_KIND_REDEMPTION];

  for (guint i = 0; i < rows->len; i++)
    if (((CpEntity *) rows->pdata[i])->waiting)
      return TRUE;
  return FALSE;
}

gboolean
cp_rule_may_reverse_offline (const CpAccount *account)
{
  return has_unsent (account);
}
