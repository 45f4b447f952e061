/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Cards: replace". */
#include "cp-card-state.h"
#include "cp-take-card.h"

#include <glib/gi18n-lib.h>

static CpRejection
judge_old (const CpCard *card)
{
  CpRejection code = cp_rule_judge_card (card);

  if (card == NULL || code == CP_REJECTION_CARD_REPLACED)
    return code;
  if (card->medium == CP_CARD_VIRTUAL)
    return CP_REJECTION_CARD_IS_VIRTUAL;
  return code == CP_REJECTION_NONE && !card->blocked ? CP_REJECTION_CARD_NOT_BLOCKED : code;
}

/* Whose the new card is: in a family account anybody's page shows everybody's cards. */
static const char *
get_owner (const CpCard *old, const CpOperation *operation)
{
  return old != NULL && old->member_id != NULL ? old->member_id : operation->member_id;
}

/* Everything on the old card carries over; the old one is dead for ever. */
static void
replace (const CpCard *old, CpCard *taken, CpDecision *decision)
{
  CpCard *dead = cp_entity_copy (old);

  cp_card_state_next (old->state, CP_OPERATION_REPLACE_CARD, &dead->state);
  g_free (dead->replaced_by_card_id);
  dead->replaced_by_card_id = g_strdup (taken->entity.id);
  taken->medium = old->medium;
  g_free (taken->category_id);
  taken->category_id = g_strdup (old->category_id);
  cp_decision_change (decision, dead);
  cp_decision_change (decision, taken);
}

void
cp_rule_replace_card (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpReplaceCard *payload = operation->payload;
  const CpCard *old = cp_account_find (the_case->account, CP_KIND_CARD, payload->card_id);
  CpCardWish wish = { payload->uid, payload->number, the_case->account->id,
                      get_owner (old, operation), 1 };
  CpCardRefusal refusal = { judge_old (old), NULL };
  CpCard *taken = refusal.code == CP_REJECTION_NONE
                      ? cp_take_card (the_case, operation, &wish, &refusal)
                      : NULL;
  g_autofree char *old_wording = NULL;
  g_autofree char *new_wording = NULL;

  if (taken == NULL) {
    cp_decision_refuse (decision, refusal.code, refusal.detail != NULL ? "%s" : NULL,
                        refusal.detail);
    return;
  }
  if (taken->medium == CP_CARD_VIRTUAL) {
    cp_entity_free (taken);
    cp_decision_refuse (decision, CP_REJECTION_CARD_IS_VIRTUAL, NULL);
    return;
  }
  old_wording = cp_wording_card (old);
  new_wording = cp_wording_card (taken);
  replace (old, taken, decision);
  cp_decision_add_effect (decision, _ ("Card …%s is dead for ever."), old_wording);
  cp_decision_add_effect (decision, _ ("Card …%s takes over everything that was on it."),
                          new_wording);
  if (!cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("Until head office confirms it, it only earns."));
}
