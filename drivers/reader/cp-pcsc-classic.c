/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-pcsc-classic.h"

#include <string.h>

#define N_KEY 6
#define BLOCK_BYTES 16
#define MAX_ANSWER 264
#define WELL 0x9000

/* As it leaves the factory, and with an application directory. */
static const guint8 keys[][N_KEY] = {
  { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF },
  { 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5 },
};

/* Returns whether the reader says that it went well; @look says what became of the card. */
static gboolean
run (CpPcsc *self, const guint8 *command, gsize n_command, CpLook *look)
{
  guint8 answer[MAX_ANSWER];
  gsize n = sizeof answer;
  guint status;

  *look = cp_pcsc_classify (cp_pcsc_transmit (self, command, n_command, answer, &n, &status));
  return *look == CP_LOOK_CARD && status == WELL;
}

/* Into the reader's memory that a loss of power empties: the other kind wears out. */
static gboolean
load_key (CpPcsc *self, const guint8 key[N_KEY], CpLook *look)
{
  guint8 command[5 + N_KEY] = { 0xFF, 0x82, 0x00, 0x00, N_KEY };

  memcpy (command + 5, key, N_KEY);
  return run (self, command, sizeof command, look);
}

static gboolean
open_first_sector (CpPcsc *self, CpLook *look)
{
  static const guint8 command[] = { 0xFF, 0x86, 0x00, 0x00, 0x05, 0x01, 0x00, 0x00, 0x60, 0x00 };

  return run (self, command, sizeof command, look);
}

/* A number of four bytes has its check byte behind it. Without that the block is one of seven bytes, of
 * which some cards tell only four that are made of them. */
static gboolean
is_another (const guint8 block[BLOCK_BYTES], const CpWireCard *card)
{
  gboolean is_short = (block[0] ^ block[1] ^ block[2] ^ block[3]) == block[4];

  return memcmp (block, card->uid.bytes, card->uid.length) != 0 &&
         (card->uid.length > 4 || is_short);
}

static CpLook
read_makers_block (CpPcsc *self, const CpWireCard *card)
{
  guint8 block[MAX_ANSWER];
  gsize n = sizeof block;
  guint status;
  LONG result = cp_pcsc_read_binary (self, 0, block, &n, &status);

  if (result != SCARD_S_SUCCESS)
    return cp_pcsc_classify (result);
  if (status != WELL || n != BLOCK_BYTES)
    return CP_LOOK_CARD;
  return is_another (block, card) ? CP_LOOK_REFUSED : CP_LOOK_CARD;
}

CpLook
cp_pcsc_ask_classic (CpPcsc *self, const CpWireCard *card)
{
  CpLook look;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (!load_key (self, keys[i], &look))
      return look;
    if (open_first_sector (self, &look))
      return read_makers_block (self, card);
    if (look != CP_LOOK_CARD)
      return look;
  }
  return CP_LOOK_CARD;
}
