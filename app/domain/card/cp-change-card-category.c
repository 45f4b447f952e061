/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Cards: category". Operation 13. */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

static void
tell (const CpCase *the_case,
      const CpCard *card,
      const CpCardCategory *category,
      CpDecision *decision)
{
  const CpCardCategory *before =
      cp_programme_find_card_category (the_case->programme, card->category_id);
  g_autofree char *wording = cp_wording_card (card);

  if (before != NULL)
    cp_decision_add_effect (decision, _ ("Card …%s becomes %s instead of %s."), wording,
                            category->name, before->name);
  else
    cp_decision_add_effect (decision, _ ("Card …%s becomes %s."), wording, category->name);
  cp_decision_add_effect (decision, _ ("Points stay; from now on it earns as %s does."),
                          category->name);
  if (!cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("It waits for head office and has no effect before."));
}

void
cp_rule_change_card_category (const CpCase *the_case,
                              const CpOperation *operation,
                              CpDecision *decision)
{
  const CpChangeCardCategory *payload = operation->payload;
  const CpCard *card = cp_account_find (the_case->account, CP_KIND_CARD, payload->card_id);
  const CpCardCategory *category =
      cp_programme_find_card_category (the_case->programme, payload->category_id);
  CpRejection code = cp_rule_judge_card (card);
  g_autofree char *reason = NULL;
  CpCard *changed;

  if (code != CP_REJECTION_NONE) {
    cp_decision_refuse (decision, code, NULL);
    return;
  }
  if (category == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The programme has no such category."));
    return;
  }
  if (g_strcmp0 (card->category_id, category->id) == 0) {
    /* After the counter, somebody else has done it meanwhile. */
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The card is %s already."),
                          category->name);
    return;
  }
  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  tell (the_case, card, category, decision);
  if (!cp_rule_is_final (the_case))
    return;
  changed = cp_entity_copy (card);
  g_free (changed->category_id);
  changed->category_id = g_strdup (category->id);
  cp_decision_change (decision, changed);
}
