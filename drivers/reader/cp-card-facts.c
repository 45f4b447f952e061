/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-facts.h"

#include "cp-applications.h"

#include <string.h>

#define RANDOM_UID 0x08
#define CC_MAGIC 0xE1
#define CC_AT 12

const guint8 cp_select_ppse[CP_SELECT_PPSE_BYTES] = { 0x00, 0xA4, 0x04, 0x00, 0x0E, '2', 'P',
                                                      'A',  'Y',  '.',  'S',  'Y',  'S', '.',
                                                      'D',  'D',  'F',  '0',  '1',  0x00 };

const guint8 cp_select_ntag424[CP_SELECT_NTAG424_BYTES] = CP_SELECT_NTAG424;

gboolean
cp_type2_page_has_uid (const guint8 page[16], const CpWireCard *card)
{
  return card->uid.length == 7 && memcmp (page, card->uid.bytes, 3) == 0 &&
         memcmp (page + 4, card->uid.bytes + 3, 4) == 0;
}

/* A capability container's bits can be set and never cleared: what lacks one that the maker of a card sets
 * is another card. */
static gboolean
may_have_been (guint8 byte, guint8 made_as)
{
  return (byte & made_as) == made_as;
}

CpCardKind
cp_type2_page_get_kind (const guint8 page[16])
{
  static const struct {
    guint8 size;
    CpCardKind kind;
  } rows[] = {
    { 0x12, CP_CARD_KIND_NTAG213 },
    { 0x3E, CP_CARD_KIND_NTAG215 },
    { 0x6D, CP_CARD_KIND_NTAG216 },
  };
  guint8 magic = page[CC_AT], size = page[CC_AT + 2];
  CpCardKind kind = CP_CARD_KIND_ULTRALIGHT;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (magic == CC_MAGIC && size == rows[i].size)
      return rows[i].kind;
    if (may_have_been (magic, CC_MAGIC) && may_have_been (size, rows[i].size))
      kind = CP_CARD_KIND_UID;
  }
  return kind;
}

gboolean
cp_card_is_random (const CpWireCard *card)
{
  return card->uid.length == 4 && card->uid.bytes[0] == RANDOM_UID;
}
