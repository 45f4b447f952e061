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

CpCardKind
cp_type2_page_get_kind (const guint8 page[16])
{
  if (page[CC_AT] != CC_MAGIC)
    return CP_CARD_KIND_UID;
  switch (page[CC_AT + 2]) {
  case 0x12:
    return CP_CARD_KIND_NTAG213;
  case 0x3E:
    return CP_CARD_KIND_NTAG215;
  case 0x6D:
    return CP_CARD_KIND_NTAG216;
  default:
    return CP_CARD_KIND_UID;
  }
}

gboolean
cp_card_is_random (const CpWireCard *card)
{
  return card->uid.length == 4 && card->uid.bytes[0] == RANDOM_UID;
}
