/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Cards: what comes by them". */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

/* A card that is not known here may have been linked at another kiosk a moment ago: it is left out,
 * and nobody is refused for it. */
static const CpCard *
find_card (const CpCase *the_case, const char *card_id)
{
  return the_case->account != NULL && card_id != NULL
             ? cp_account_find (the_case->account, CP_KIND_CARD, card_id)
             : NULL;
}

const char *
cp_rule_get_entry_card (const CpCase *the_case, const char *card_id, gboolean takes)
{
  const CpCard *card = find_card (the_case, card_id);

  if (card == NULL || !cp_card_identifies (card) || (takes && card->state != CP_CARD_ACTIVE))
    return NULL;
  return card_id;
}

gboolean
cp_rule_check_spending_card (const CpCase *the_case,
                             const CpOperation *operation,
                             CpDecision *decision)
{
  const CpCard *card = find_card (the_case, operation->card_id);
  CpRejection code = card != NULL ? cp_rule_judge_card (card) : CP_REJECTION_NONE;

  if (card == NULL)
    return TRUE;
  if (code == CP_REJECTION_NONE && card->blocked)
    code = CP_REJECTION_CARD_BLOCKED;
  if (code == CP_REJECTION_NONE && card->state == CP_CARD_LINKED)
    return !cp_decision_object (decision, the_case, operation, CP_REJECTION_CARD_NOT_ACTIVE,
                                _ ("It only earns until head office has confirmed it."));
  return code == CP_REJECTION_NONE ||
         !cp_decision_object (decision, the_case, operation, code, NULL);
}
