/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Cards: retire, restore". Operation 12: to delete a card is to retire it;
 * what hangs on it stays. */
#include "cp-card-state.h"

#include <glib/gi18n-lib.h>

static const CpCard *
find_card (const CpCase *the_case, const CpOperation *operation)
{
  const CpChangeCard *payload = operation->payload;

  return cp_account_find (the_case->account, CP_KIND_CARD, payload->card_id);
}

/* Whether the operation leads on from where the card is. */
static gboolean
check_state (const CpCard *card, CpOperationKind kind, CpCardState *ret_next, CpDecision *decision)
{
  if (card == NULL)
    cp_decision_refuse (decision, CP_REJECTION_CARD_NOT_FOUND, NULL);
  else if (card->state == CP_CARD_REPLACED)
    cp_decision_refuse (decision, CP_REJECTION_CARD_REPLACED, NULL);
  else if (!cp_card_state_next (card->state, kind, ret_next) && card->state == CP_CARD_RETIRED)
    cp_decision_refuse (decision, CP_REJECTION_CARD_NOT_ACTIVE, _ ("It has been retired already."));
  else if (!cp_card_state_next (card->state, kind, ret_next))
    cp_decision_refuse (decision, CP_REJECTION_CARD_NOT_ACTIVE,
                        kind == CP_OPERATION_RESTORE_CARD ? _ ("It is not retired.") : NULL);
  return decision->code == CP_REJECTION_NONE;
}

/* Head office decides: nothing changes before. */
static void
change (const CpCase *the_case, CpCard *changed, CpDecision *decision)
{
  if (cp_rule_is_final (the_case)) {
    cp_decision_change (decision, changed);
    return;
  }
  cp_entity_free (changed);
  cp_decision_add_effect (decision, _ ("It waits for head office and has no effect before."));
}

void
cp_rule_retire_card (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpChangeCard *payload = operation->payload;
  const CpCard *card = find_card (the_case, operation);
  CpCardState next = CP_CARD_RETIRED;
  g_autofree char *reason = NULL;
  g_autofree char *wording = NULL;
  CpCard *retired;

  if (!check_state (card, operation->kind, &next, decision))
    return;
  if (card->medium == CP_CARD_PHYSICAL &&
      cp_card_count_live (the_case->account, card->member_id, CP_CARD_PHYSICAL) == 1) {
    cp_decision_refuse (decision, CP_REJECTION_CARD_ONLY_MAIN, NULL);
    return;
  }
  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  wording = cp_wording_card (card);
  retired = cp_entity_copy (card);
  retired->state = next;
  retired->retired_from = card->state;
  g_free (retired->retire_reason);
  retired->retire_reason = g_steal_pointer (&reason);
  cp_decision_add_effect (decision, _ ("Card …%s no longer earns, spends or identifies."), wording);
  cp_decision_add_effect (decision, _ ("What was done with it stays in the history."));
  change (the_case, retired, decision);
}

void
cp_rule_restore_card (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpChangeCard *payload = operation->payload;
  const CpCard *card = find_card (the_case, operation);
  gint64 max_cards = the_case->programme->max_cards;
  CpCardState next = CP_CARD_ACTIVE;
  g_autofree char *reason = NULL;
  g_autofree char *wording = NULL;
  CpCard *restored;

  if (!check_state (card, operation->kind, &next, decision))
    return;
  if (max_cards > 0 && cp_card_count_live (the_case->account, card->member_id, -1) >= max_cards) {
    cp_decision_refuse (decision, CP_REJECTION_CARD_LIMIT, _ ("The most is %d."), (int) max_cards);
    return;
  }
  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  wording = cp_wording_card (card);
  restored = cp_entity_copy (card);
  restored->state = card->retired_from == CP_CARD_LINKED ? CP_CARD_LINKED : next;
  restored->retired_from = CP_CARD_STOCK;
  g_clear_pointer (&restored->retire_reason, g_free);
  cp_decision_add_effect (decision,
                          card->blocked ? _ ("Card …%s is back, and still blocked.")
                                        : _ ("Card …%s works again."),
                          wording);
  change (the_case, restored, decision);
}
