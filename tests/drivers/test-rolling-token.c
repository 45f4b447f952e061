/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-bytes.h"
#include "cp-rolling-token.h"

static const guint8 key[CP_AES_KEY] = { 1, 2, 3 };
static const CpUid uid = { 7, { 4, 5, 6, 7, 8, 9, 10 } };

static void
write_both (guint8 *slots, guint32 first, guint32 second)
{
  memset (slots, 0, CP_TOKEN_SLOTS);
  if (first > 0)
    cp_token_write (key, &uid, first, slots);
  if (second > 0)
    cp_token_write (key, &uid, second, slots + CP_TOKEN_SLOT);
}

static void
assert_reads (const guint8 *slots, int newest, guint32 sequence)
{
  CpTokenSlots got = cp_token_read (key, &uid, slots);

  g_assert_cmpint (got.newest, ==, newest);
  g_assert_cmpuint (got.sequence, ==, sequence);
}

static void
test_the_higher_number_is_the_newest (void)
{
  guint8 slots[CP_TOKEN_SLOTS];

  write_both (slots, 7, 8);
  assert_reads (slots, 1, 8);
  write_both (slots, 9, 8);
  assert_reads (slots, 0, 9);
  write_both (slots, 1, 0);
  assert_reads (slots, 0, 1);
  write_both (slots, 0, 0);
  assert_reads (slots, -1, 0);
}

/* Every bit of the newest: the other one is left. */
static void
test_a_broken_slot_leaves_the_other (void)
{
  guint8 slots[CP_TOKEN_SLOTS];

  for (guint bit = 0; bit < 8 * CP_TOKEN_SLOT; bit++) {
    write_both (slots, 7, 8);
    slots[CP_TOKEN_SLOT + bit / 8] ^= (guint8) (1u << bit % 8);
    assert_reads (slots, 0, 7);
  }
}

static void
test_another_cards_slots_are_worth_nothing (void)
{
  CpUid other = uid;
  guint8 slots[CP_TOKEN_SLOTS], wrong_key[CP_AES_KEY] = { 1, 2, 4 };

  write_both (slots, 7, 8);
  other.bytes[6] ^= 1;
  g_assert_cmpint (cp_token_read (key, &other, slots).newest, ==, -1);
  g_assert_cmpint (cp_token_read (wrong_key, &uid, slots).newest, ==, -1);
}

static void
test_the_layout_is_frozen (void)
{
  guint8 slot[CP_TOKEN_SLOT];

  cp_token_write (key, &uid, 0x01020304, slot);
  assert_hex (slot, 4, "04030201");
  g_assert_cmphex (~cp_crc32_jam (slot, 12), ==,
                   slot[12] | (guint32) slot[13] << 8 | (guint32) slot[14] << 16 |
                       (guint32) slot[15] << 24);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/token/the-higher-number-is-the-newest",
                   test_the_higher_number_is_the_newest);
  g_test_add_func ("/card/token/a-broken-slot-leaves-the-other",
                   test_a_broken_slot_leaves_the_other);
  g_test_add_func ("/card/token/another-cards-slots-are-worth-nothing",
                   test_another_cards_slots_are_worth_nothing);
  g_test_add_func ("/card/token/the-layout-is-frozen", test_the_layout_is_frozen);
  return g_test_run ();
}
