/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-facts.h"

#include <string.h>

#define CC_AT 12

/* NXP's NTAG213/215/216 (section 8.5.6), Ultralight (MF0ICU1, 7.5.4), NTAG210 and NTAG212, which all come
 * with their containers written, but Ultralight; then containers in which somebody has set a bit more. */
static void
test_kind_by_capability_container (void)
{
  static const struct {
    guint8 container[4];
    CpCardKind kind;
  } rows[] = {
    { { 0xE1, 0x10, 0x12, 0x00 }, CP_CARD_KIND_NTAG213 },
    { { 0xE1, 0x10, 0x3E, 0x00 }, CP_CARD_KIND_NTAG215 },
    { { 0xE1, 0x10, 0x6D, 0x00 }, CP_CARD_KIND_NTAG216 },
    { { 0xE1, 0x10, 0x12, 0x0F }, CP_CARD_KIND_NTAG213 },
    { { 0xE1, 0x10, 0x06, 0x00 }, CP_CARD_KIND_ULTRALIGHT },
    { { 0xE1, 0x10, 0x10, 0x00 }, CP_CARD_KIND_ULTRALIGHT },
    { { 0xE1, 0x10, 0x00, 0x00 }, CP_CARD_KIND_ULTRALIGHT },
    { { 0xE1, 0x10, 0x13, 0x00 }, CP_CARD_KIND_UID },
    { { 0xE1, 0x10, 0x7E, 0x00 }, CP_CARD_KIND_UID },
    { { 0xE1, 0x10, 0xED, 0x00 }, CP_CARD_KIND_UID },
    { { 0xE1, 0x10, 0xFF, 0x00 }, CP_CARD_KIND_UID },
    { { 0x00, 0x00, 0x00, 0x00 }, CP_CARD_KIND_ULTRALIGHT },
    { { 0xE0, 0x10, 0x12, 0x00 }, CP_CARD_KIND_ULTRALIGHT },
    { { 0xE3, 0x10, 0x12, 0x00 }, CP_CARD_KIND_UID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint8 page[16] = { 0 };

    memcpy (page + CC_AT, rows[i].container, sizeof rows[i].container);
    g_assert_cmpint (cp_type2_page_get_kind (page), ==, rows[i].kind);
  }
}

static void
test_number_in_the_first_page (void)
{
  static const guint8 page[16] = { 0x04, 0xE1, 0x0C, 0x61, 0xDA, 0x99, 0x3C, 0x80 };
  CpWireCard card = { .uid = { 7, { 0x04, 0xE1, 0x0C, 0xDA, 0x99, 0x3C, 0x80 } } };

  g_assert_true (cp_type2_page_has_uid (page, &card));
  for (guint8 i = 0; i < 7; i++) {
    card.uid.bytes[i] ^= 1;
    g_assert_false (cp_type2_page_has_uid (page, &card));
    card.uid.bytes[i] ^= 1;
  }
  card.uid.length = 4;
  g_assert_false (cp_type2_page_has_uid (page, &card));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/drivers/card-facts/" path, function)
  ADD ("kind-by-capability-container", test_kind_by_capability_container);
  ADD ("number-in-the-first-page", test_number_in_the_first_page);
  return g_test_run ();
}
