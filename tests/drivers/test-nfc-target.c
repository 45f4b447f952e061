/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-nfc-target.h"

static void
test_cards_of_each_length (void)
{
  static const guint8 seven[] = { 1, 1, 0x00, 0x44, 0x00, 7, 4, 1, 2, 3, 4, 5, 6 };
  static const guint8 part_4[] = { 1,    1,    0x00, 0x04, 0x20, 4,    0xA1, 0xB2,
                                   0xC3, 0xD4, 5,    0x78, 0x80, 0x70, 0x02 };
  CpWireCard cards[CP_NFC_MAX_TARGETS];

  g_assert_cmpuint (cp_nfc_targets_parse (seven, sizeof seven, cards), ==, 1);
  g_assert_cmphex (cards[0].atqa, ==, 0x0044);
  g_assert_cmpmem (cards[0].uid.bytes, cards[0].uid.length, "\4\1\2\3\4\5\6", 7);
  g_assert_cmpuint (cards[0].ats.length, ==, 0);
  g_assert_cmpuint (cp_nfc_targets_parse (part_4, sizeof part_4, cards), ==, 1);
  g_assert_cmphex (cards[0].sak, ==, 0x20);
  g_assert_cmpmem (cards[0].ats.bytes, cards[0].ats.length, "\x78\x80\x70\x02", 4);
}

static void
test_two_cards (void)
{
  static const guint8 two[] = { 2, 1, 0, 4, 0x08, 4, 1, 2, 3, 4, 2, 0, 4, 0x00, 4, 5, 6, 7, 8 };
  CpWireCard cards[CP_NFC_MAX_TARGETS];

  g_assert_cmpuint (cp_nfc_targets_parse (two, sizeof two, cards), ==, 2);
  g_assert_cmpmem (cards[1].uid.bytes, cards[1].uid.length, "\5\6\7\10", 4);
}

/* Whatever is cut off, and whatever byte is another: never more than there is room for, and only
 * UIDs of a possible length. Under a sanitizer it also shows that nothing is read beyond the end. */
static void
test_no_bytes_do_harm (void)
{
  static const guint8 two[] = { 2,    1,    0,    0x44, 0x20, 4, 1,    2, 3, 4, 5, 0x78,
                                0x80, 0x70, 0x02, 2,    0,    4, 0x00, 4, 5, 6, 7, 8 };
  CpWireCard cards[CP_NFC_MAX_TARGETS];

  for (gsize n = 0; n <= sizeof two; n++)
    for (gsize at = 0; at < n; at++)
      for (guint byte = 0; byte < 256; byte++) {
        g_autofree guint8 *copy = g_memdup2 (two, n);
        guint n_cards;

        copy[at] = (guint8) byte;
        n_cards = cp_nfc_targets_parse (copy, n, cards);
        g_assert_cmpuint (n_cards, <=, CP_NFC_MAX_TARGETS);
        for (guint i = 0; i < n_cards; i++)
          g_assert_true (cards[i].uid.length == 4 || cards[i].uid.length == 7 ||
                         cards[i].uid.length == 10);
      }
}

static void
test_lengths_that_lie_are_refused (void)
{
  static const guint8 no_ats_length[] = { 1, 1, 0, 0x44, 0x20, 4, 1, 2, 3, 4, 0 };
  static const guint8 long_ats[] = { 1, 1, 0, 0x44, 0x20, 4, 1, 2, 3, 4, 9, 1, 2 };
  static const guint8 uid_of_five[] = { 1, 1, 0, 0x44, 0, 5, 1, 2, 3, 4, 5 };
  static const guint8 three_targets[] = { 3, 1, 0, 0x44, 0, 4, 1, 2, 3, 4 };
  static const guint8 wrong_number[] = { 1, 2, 0, 0x44, 0, 4, 1, 2, 3, 4 };
  CpWireCard cards[CP_NFC_MAX_TARGETS];

  g_assert_cmpuint (cp_nfc_targets_parse (no_ats_length, sizeof no_ats_length, cards), ==, 0);
  g_assert_cmpuint (cp_nfc_targets_parse (long_ats, sizeof long_ats, cards), ==, 0);
  g_assert_cmpuint (cp_nfc_targets_parse (uid_of_five, sizeof uid_of_five, cards), ==, 0);
  g_assert_cmpuint (cp_nfc_targets_parse (three_targets, sizeof three_targets, cards), ==, 0);
  g_assert_cmpuint (cp_nfc_targets_parse (wrong_number, sizeof wrong_number, cards), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/drivers/nfc-target/" path, function)
  ADD ("cards-of-each-length", test_cards_of_each_length);
  ADD ("two-cards", test_two_cards);
  ADD ("no-bytes-do-harm", test_no_bytes_do_harm);
  ADD ("lengths-that-lie-are-refused", test_lengths_that_lie_are_refused);
  return g_test_run ();
}
