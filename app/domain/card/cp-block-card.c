/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Cards: block". */
#include "cp-card-state.h"

#include <glib/gi18n-lib.h>

static CpRejection
judge (const CpCard *card)
{
  CpRejection code = cp_rule_judge_card (card);

  return code == CP_REJECTION_NONE && card->blocked ? CP_REJECTION_CARD_BLOCKED : code;
}

static void
block (const CpCard *card, const CpOperation *operation, char *reason, CpDecision *decision)
{
  CpCard *blocked = cp_entity_copy (card);
  g_autofree char *wording = cp_wording_card (card);

  blocked->blocked = TRUE;
  g_free (blocked->block_reason);
  blocked->block_reason = reason;
  g_free (blocked->blocked_by_operation_id);
  blocked->blocked_by_operation_id = g_strdup (operation->id);
  cp_decision_change (decision, blocked);
  cp_decision_add_effect (
      decision, _ ("Card …%s stops at once: it no longer earns, spends or identifies."), wording);
  cp_decision_add_effect (decision, _ ("The member's other cards go on working."));
}

void
cp_rule_block_card (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpBlockCard *payload = operation->payload;
  const CpCard *card = cp_account_find (the_case->account, CP_KIND_CARD, payload->card_id);
  g_autofree char *reason = NULL;
  CpRejection code;

  if (card == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_CARD_NOT_FOUND, NULL);
    return;
  }
  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  code = judge (card);
  /* Two tills may block the same card; what both want is done. */
  if (code == CP_REJECTION_CARD_BLOCKED && the_case->mode != CP_DECIDE_AT_COUNTER)
    return;
  if (code != CP_REJECTION_NONE && cp_decision_object (decision, the_case, operation, code, NULL))
    return;
  if (cp_card_can_be_blocked (card))
    block (card, operation, g_steal_pointer (&reason), decision);
}
