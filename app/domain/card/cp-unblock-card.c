/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Cards: unblock". */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

static CpRejection
judge (const CpCard *card)
{
  CpRejection code = cp_rule_judge_card (card);

  return code == CP_REJECTION_NONE && !card->blocked ? CP_REJECTION_CARD_NOT_BLOCKED : code;
}

static void
unblock (const CpCard *card, CpDecision *decision)
{
  CpCard *unblocked = cp_entity_copy (card);

  unblocked->blocked = FALSE;
  g_clear_pointer (&unblocked->block_reason, g_free);
  g_clear_pointer (&unblocked->blocked_by_operation_id, g_free);
  cp_decision_change (decision, unblocked);
}

void
cp_rule_unblock_card (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpUnblockCard *payload = operation->payload;
  const CpCard *card = cp_account_find (the_case->account, CP_KIND_CARD, payload->card_id);
  g_autofree char *reason = NULL;
  g_autofree char *wording = card != NULL ? cp_wording_card (card) : NULL;
  CpRejection code = judge (card);

  if (code != CP_REJECTION_NONE) {
    cp_decision_refuse (decision, code, NULL);
    return;
  }
  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason) ||
      !cp_rule_check_block_id (the_case, payload->block_id, card->blocked_by_operation_id,
                               decision))
    return;
  if (cp_rule_is_final (the_case) ||
      cp_rule_undoes_here (the_case, operation,
                           cp_rule_is_own_fresh_block (the_case->account, card))) {
    unblock (card, decision);
    cp_decision_add_effect (decision, _ ("Card …%s works again."), wording);
  } else if (the_case->mode == CP_DECIDE_AT_COUNTER && !operation->online) {
    cp_decision_refuse (decision, CP_REJECTION_ONLINE_ONLY, NULL);
  } else {
    cp_decision_add_effect (decision, _ ("Card …%s works again once head office agrees."), wording);
  }
}
