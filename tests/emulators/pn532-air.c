/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-air.h"

#define BYTE_US 85  /* eight bits and parity at 106 kbit/s */
#define TURN_US 120 /* starts and ends of both frames, and the card's delay */
#define CRC_BYTES 2
#define REQUEST_US 360
#define LEVEL_US 2040 /* ANTICOLLISION and SELECT of one cascade level */
#define LONGEST_TIMEOUT 0x10

guint
pn532_air_get_activation_us (const Pn532Card *card, gboolean with_ats)
{
  guint levels = card->n_uid == 4 ? 1 : card->n_uid == 7 ? 2 : 3;
  guint rats_us = with_ats ? pn532_air_get_exchange_us (2, card->ats->len) : 0;

  return REQUEST_US + levels * LEVEL_US + rats_us + card->slow_us;
}

guint
pn532_air_get_exchange_us (gsize n_command, gsize n_answer)
{
  guint answer_us = n_answer > 0 ? (guint) (n_answer + CRC_BYTES) * BYTE_US : BYTE_US;

  return (guint) (n_command + CRC_BYTES) * BYTE_US + TURN_US + answer_us;
}

guint
pn532_air_get_timeout_us (guint8 code)
{
  return code == 0 ? 0 : 100u << (MIN (code, LONGEST_TIMEOUT) - 1);
}
