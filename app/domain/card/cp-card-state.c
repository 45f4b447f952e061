/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-state.h"

static const struct {
  CpCardState from;
  CpOperationKind kind;
  CpCardState to;
} steps[] = {
  { CP_CARD_STOCK, CP_OPERATION_LINK_CARD, CP_CARD_LINKED }, /* active once head office agrees */
  { CP_CARD_LINKED, CP_OPERATION_REPLACE_CARD, CP_CARD_REPLACED },
  { CP_CARD_ACTIVE, CP_OPERATION_REPLACE_CARD, CP_CARD_REPLACED },
  { CP_CARD_LINKED, CP_OPERATION_RETIRE_CARD, CP_CARD_RETIRED },
  { CP_CARD_ACTIVE, CP_OPERATION_RETIRE_CARD, CP_CARD_RETIRED },
  { CP_CARD_RETIRED, CP_OPERATION_RESTORE_CARD, CP_CARD_ACTIVE },
};

gboolean
cp_card_state_next (CpCardState state, CpOperationKind kind, CpCardState *ret_next)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].from == state && steps[i].kind == kind) {
      *ret_next = steps[i].to;
      return TRUE;
    }
  return FALSE;
}

gboolean
cp_card_can_be_blocked (const CpCard *card)
{
  return !card->blocked &&
         (card->state == CP_CARD_RETIRED || cp_rule_judge_card (card) == CP_REJECTION_NONE);
}

guint
cp_card_count_live (const CpAccount *account, const char *member_id, int medium)
{
  const GPtrArray *cards = account->rows[CP_KIND_CARD];
  guint n = 0;

  for (guint i = 0; i < cards->len; i++) {
    const CpCard *card = cards->pdata[i];

    n += g_strcmp0 (card->member_id, member_id) == 0 &&
         (card->state == CP_CARD_LINKED || card->state == CP_CARD_ACTIVE) &&
         (medium < 0 || card->medium == (CpCardMedium) medium);
  }
  return n;
}
