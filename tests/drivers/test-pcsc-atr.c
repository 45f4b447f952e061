/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-pcsc-atr.h"

static const guint8 type2[] = { 0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00,
                                0x03, 0x06, 0x03, 0x00, 0x03, 0x00, 0x00, 0x00, 0x00, 0x68 };

static void
test_storage_cards_are_told_apart (void)
{
  static const struct {
    guint8 high;
    guint8 low;
    CpAtrKind kind;
  } rows[] = {
    { 0x00, 0x01, CP_ATR_CLASSIC }, { 0x00, 0x02, CP_ATR_CLASSIC }, { 0x00, 0x03, CP_ATR_TYPE2 },
    { 0x00, 0x26, CP_ATR_CLASSIC }, { 0x00, 0x3A, CP_ATR_TYPE2 },   { 0xF0, 0x04, CP_ATR_STORAGE },
    { 0xF0, 0x11, CP_ATR_STORAGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree guint8 *atr = g_memdup2 (type2, sizeof type2);

    atr[13] = rows[i].high;
    atr[14] = rows[i].low;
    g_assert_cmpint (cp_pcsc_atr_read (atr, sizeof type2), ==, rows[i].kind);
  }
}

static void
test_other_cards_speak_for_themselves (void)
{
  static const guint8 desfire[] = { 0x3B, 0x81, 0x80, 0x01, 0x80, 0x80 };

  g_assert_cmpint (cp_pcsc_atr_read (desfire, sizeof desfire), ==, CP_ATR_CONTACTLESS);
  g_assert_cmpint (cp_pcsc_atr_read (desfire, 0), ==, CP_ATR_CONTACTLESS);
}

/* Under a sanitizer this shows that nothing is read beyond the end. */
static void
test_no_bytes_do_harm (void)
{
  for (gsize n = 0; n <= sizeof type2; n++)
    for (gsize at = 0; at < n; at++)
      for (guint byte = 0; byte < 256; byte++) {
        g_autofree guint8 *atr = g_memdup2 (type2, n);

        atr[at] = (guint8) byte;
        g_assert_cmpint (cp_pcsc_atr_read (atr, n), <=, CP_ATR_STORAGE);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/pcsc-atr/storage-cards-are-told-apart",
                   test_storage_cards_are_told_apart);
  g_test_add_func ("/drivers/pcsc-atr/other-cards-speak-for-themselves",
                   test_other_cards_speak_for_themselves);
  g_test_add_func ("/drivers/pcsc-atr/no-bytes-do-harm", test_no_bytes_do_harm);
  return g_test_run ();
}
