/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Cards: link". */
#include "cp-card-state.h"
#include "cp-take-card.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>

/* The number of a virtual card that has none: of the operation's own id, the same on both sides. */
static char *
make_number (const CpOperation *operation)
{
  g_autofree char *id = cp_derive_id (operation->id, 1);

  return g_strdup_printf ("V%015" G_GUINT64_FORMAT, g_ascii_strtoull (id + 24, NULL, 16));
}

/* A virtual card needs nothing that could be held to a reader. */
static CpCard *
take_virtual (const CpCase *the_case, const CpOperation *operation, CpCardRefusal *ret_refusal)
{
  const CpLinkCard *payload = operation->payload;
  gboolean has_number = payload->number != NULL && *payload->number != '\0';
  g_autofree char *number = has_number ? cp_text_clean (payload->number) : make_number (operation);
  CpCardWish wish = { NULL, number, the_case->account->id, operation->member_id, 1 };
  CpCard *card;

  if (payload->uid != NULL && *payload->uid != '\0') {
    *ret_refusal = (CpCardRefusal){ CP_REJECTION_INVALID, _ ("A virtual card has no chip.") };
    return NULL;
  }
  card = cp_take_card (the_case, operation, &wish, ret_refusal);
  if (card == NULL && ret_refusal->code != CP_REJECTION_CARD_NOT_FOUND)
    return NULL;
  if (card == NULL)
    card = cp_take_card_new (the_case, operation, &wish);
  card->medium = CP_CARD_VIRTUAL;
  return card;
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
  CpCard *card = payload->is_virtual ? take_virtual (the_case, operation, &refusal)
                                     : cp_take_card (the_case, operation, &wish, &refusal);
  g_autofree char *wording = NULL;

  if (card == NULL) {
    cp_decision_refuse (decision, refusal.code, refusal.detail != NULL ? "%s" : NULL,
                        refusal.detail);
    return;
  }
  if (cp_card_count_live (account, member_id, CP_CARD_PHYSICAL) > 0 &&
      card->medium == CP_CARD_PHYSICAL)
    card->medium = CP_CARD_ADDITIONAL;
  wording = cp_wording_card (card);
  cp_decision_change (decision, card);
  if (max_cards > 0 && cp_card_count_live (account, member_id, -1) >= max_cards) {
    cp_decision_refuse (decision, CP_REJECTION_CARD_LIMIT, _ ("The most is %d."), (int) max_cards);
    return;
  }
  cp_decision_add_effect (decision, _ ("Card …%s becomes the member's."), wording);
  if (!cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("Until head office confirms it, it only earns."));
}
