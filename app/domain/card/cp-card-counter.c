/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-counter.h"

#include "cp-card-state.h"

#include <glib/gi18n-lib.h>

/* The card as the operation's own rule left it. */
static CpCard *
find_changed (const CpDecision *decision, const char *card_id)
{
  for (guint i = decision->changes->len; i > 0; i--) {
    CpEntity *entity = decision->changes->pdata[i - 1];

    if (entity->kind == CP_KIND_CARD && g_str_equal (entity->id, card_id))
      return (CpCard *) entity;
  }
  return NULL;
}

/* (transfer none): among the changes */
static CpCard *
take_card (CpDecision *decision, const CpCard *card)
{
  CpCard *changed = find_changed (decision, card->entity.id);

  if (changed == NULL) {
    changed = cp_entity_copy (card);
    cp_decision_change (decision, changed);
  }
  return changed;
}

/* A lower number by itself says nothing: what was done offline comes late. */
static gboolean
shows_a_copy (const CpCard *card, const CpOperation *operation)
{
  if (g_strcmp0 (operation->proof, "replayed") == 0)
    return TRUE;
  return operation->card_counter > 0 && operation->card_counter == card->counter &&
         g_strcmp0 (operation->device_id, card->counter_device_id) != 0;
}

static void
block (CpCard *card, const CpOperation *operation)
{
  if (!cp_card_can_be_blocked (card))
    return;
  card->blocked = TRUE;
  g_free (card->block_reason);
  card->block_reason = g_strdup (_ ("A copy of this card was seen."));
  g_free (card->blocked_by_operation_id);
  card->blocked_by_operation_id = g_strdup (operation->id);
}

void
cp_card_note_counter (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpCard *card = NULL;
  CpCard *changed;
  gboolean is_copy;

  if (the_case->mode == CP_DECIDE_AT_HEAD_OFFICE && the_case->account != NULL &&
      operation->card_id != NULL)
    card = cp_account_find (the_case->account, CP_KIND_CARD, operation->card_id);
  if (card == NULL)
    return;
  is_copy = shows_a_copy (card, operation);
  if (!is_copy && operation->card_counter <= card->counter)
    return;
  changed = take_card (decision, card);
  if (operation->card_counter > changed->counter) {
    changed->counter = operation->card_counter;
    g_free (changed->counter_device_id);
    changed->counter_device_id = g_strdup (operation->device_id);
  }
  if (is_copy) {
    block (changed, operation);
    cp_decision_flag (decision, CP_REJECTION_CARD_REPLAYED);
  }
}
