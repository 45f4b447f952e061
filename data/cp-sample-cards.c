/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sample-cards.h"

#define MAX_CARDS_EACH 4

static CpCard *
add_card (
    CpSampleMaker *maker, const CpMember *member, CpCardMedium medium, guint serial, gint64 at_ms)
{
  CpCard *card = cp_sample_maker_add (maker, CP_KIND_CARD, member->entity.account_id, at_ms);
  gboolean fresh = at_ms > maker->now_ms - 2 * CP_SAMPLE_DAY_MS;

  card->member_id = g_strdup (member->entity.id);
  card->number = g_strdup_printf ("6339002%05u", serial);
  if (medium != CP_CARD_VIRTUAL)
    card->uid = g_strdup_printf (
        "0477%04X%06X", (guint) cp_sample_random_between (&maker->random, 0, 0xffff), serial);
  card->medium = medium;
  card->state = fresh ? CP_CARD_LINKED : CP_CARD_ACTIVE;
  card->linked_at_ms = at_ms;
  return card;
}

void
cp_sample_cards_block (
    CpSampleMaker *maker, const CpMember *member, CpCard *card, const char *reason, gint64 at_ms)
{
  CpAction *action;

  cp_sample_maker_add_action (maker, member, "block_card", at_ms,
                              cp_sample_maker_pick_staff (maker));
  action = g_ptr_array_index (maker->rows, maker->rows->len - 1);
  card->blocked = TRUE;
  card->block_reason = g_strdup (reason);
  card->blocked_by_operation_id = g_strdup (action->entity.id);
}

static void
lose_card (CpSampleMaker *maker, const CpMember *member, CpCard *card, guint serial)
{
  gint64 at_ms = cp_sample_random_between (&maker->random, member->enrolled_at_ms, maker->now_ms);
  CpCard *successor;

  cp_sample_cards_block (maker, member, card, "lost", at_ms);
  if (cp_sample_random_chance (&maker->random, 40))
    return;
  successor = add_card (maker, member, card->medium, serial, at_ms);
  card->state = CP_CARD_REPLACED;
  card->replaced_by_card_id = g_strdup (successor->entity.id);
  cp_sample_maker_add_action (maker, member, "replace_card", at_ms,
                              cp_sample_maker_pick_staff (maker));
}

void
cp_sample_cards_add (CpSampleMaker *maker, const CpMember *member, guint index)
{
  CpSampleRandom *random = &maker->random;
  guint serial = index * MAX_CARDS_EACH;
  gint64 at_ms = member->enrolled_at_ms;

  if (cp_sample_random_chance (random, 92)) {
    CpCard *card = add_card (maker, member, CP_CARD_PHYSICAL, serial, at_ms);

    if (cp_sample_random_chance (random, 7))
      lose_card (maker, member, card, serial + 1);
  }
  if (cp_sample_random_chance (random, 12))
    add_card (maker, member, CP_CARD_ADDITIONAL, serial + 2, at_ms);
  if (cp_sample_random_chance (random, 22))
    add_card (maker, member, CP_CARD_VIRTUAL, serial + 3, at_ms);
}
