/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-facts.h"

#include "cp-applications.h"

#include <string.h>

#define RANDOM_UID 0x08
#define CC_MAGIC 0xE1
#define CC_AT 12
#define SIZE_NTAG213 0x12
#define SIZE_NTAG215 0x3E
#define SIZE_NTAG216 0x6D

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

/* The container's bits can be set and never cleared: what lacks one that the maker sets is another card. */
static gboolean
may_have_been (guint8 size, guint8 made_as)
{
  return (size & made_as) == made_as;
}

CpCardKind
cp_type2_page_get_kind (const guint8 page[16])
{
  guint8 size = page[CC_AT + 2];

  if (page[CC_AT] != CC_MAGIC)
    return CP_CARD_KIND_UID;
  switch (size) {
  case SIZE_NTAG213:
    return CP_CARD_KIND_NTAG213;
  case SIZE_NTAG215:
    return CP_CARD_KIND_NTAG215;
  case SIZE_NTAG216:
    return CP_CARD_KIND_NTAG216;
  default:
    return may_have_been (size, SIZE_NTAG213) || may_have_been (size, SIZE_NTAG215) ||
                   may_have_been (size, SIZE_NTAG216)
               ? CP_CARD_KIND_UID
               : CP_CARD_KIND_ULTRALIGHT;
  }
}

gboolean
cp_card_is_random (const CpWireCard *card)
{
  return card->uid.length == 4 && card->uid.bytes[0] == RANDOM_UID;
}
