/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Cards: link". */
#include "cp-take-card.h"

#include <glib/gi18n-lib.h>

static guint
count_cards (const CpAccount *account, const char *member_id, gboolean physical_only)
{
  const GPtrArray *cards = account->rows[CP_KIND_CARD];
  guint n = 0;

  for (guint i = 0; i < cards->len; i++) {
    const CpCard *card = cards->pdata[i];

    if (g_strcmp0 (card->member_id, member_id) == 0 &&
        (card->state == CP_CARD_LINKED || card->state == CP_CARD_ACTIVE) &&
        (!physical_only || card->medium == CP_CARD_PHYSICAL))
      n++;
  }
  return n;
}

void
cp_rule_link_card (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpLinkCard *payload = operation->payload;
  const CpAccount *account = the_case->account;
  const char *member_id = operation->member_id;
  gint64 max_cards = the_case->programme->max_cards;
  CpCardWish wish = { payload->uid, payload->number, account->id, member_id, 1 };
  CpCardRefusal refusal = { CP_REJECTION_NONE, NULL };
  CpCard *card = cp_take_card (the_case, operation, &wish, &refusal);
  g_autofree char *wording = NULL;

  if (card == NULL) {
    cp_decision_refuse (decision, refusal.code, refusal.detail != NULL ? "%s" : NULL,
                        refusal.detail);
    return;
  }
  if (count_cards (account, member_id, TRUE) > 0 && card->medium == CP_CARD_PHYSICAL)
    card->medium = CP_CARD_ADDITIONAL;
  wording = cp_wording_card (card);
  cp_decision_change (decision, card);
  if (max_cards > 0 && count_cards (account, member_id, FALSE) >= max_cards) {
    cp_decision_refuse (decision, CP_REJECTION_CARD_LIMIT, _ ("The most is %d."), (int) max_cards);
    return;
  }
  cp_decision_add_effect (decision, _ ("Card …%s becomes the member's."), wording);
  if (!cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("Until head office confirms it, it only earns."));
}
