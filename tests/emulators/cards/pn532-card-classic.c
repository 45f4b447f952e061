/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* MIFARE Classic 1K: 16 sectors of four blocks of 16 bytes, the last of which holds the sector's
 * keys. The cipher is left out: the chip does it, and tells the card what it was told. */
#include "pn532-card.h"

#include <gio/gio.h>
#include <string.h>

#define BLOCK 16
#define N_BLOCKS 64
#define N_KEY 6
#define SAK 0x08
#define NAK 0x04
#define NO_SECTOR (-1)

typedef struct {
  Pn532Card parent;
  guint8 memory[N_BLOCKS * BLOCK];
  int sector; /* that is open */
  gboolean with_b;
} Classic;

static guint8 *
block_at (Classic *self, guint block)
{
  return self->memory + block * BLOCK;
}

static guint8 *
trailer_of (Classic *self, guint block)
{
  return block_at (self, block | 3);
}

/* The three access bits C1 C2 C3 of a block, as one number. */
static guint
access_of (Classic *self, guint block)
{
  const guint8 *access = trailer_of (self, block) + N_KEY;
  guint n = block & 3;

  return (access[1] >> (4 + n) & 1u) << 2 | (access[2] >> n & 1u) << 1 |
         (access[2] >> (4 + n) & 1u);
}

/* Where key B can be read it is data and opens nothing. */
static gboolean
is_key_b_readable (Classic *self, guint block)
{
  guint access = access_of (self, block | 3);

  return access == 0 || access == 1 || access == 2;
}

static gboolean
classic_authenticate (Pn532Card *card, gboolean with_b, guint8 block, const guint8 *key)
{
  Classic *self = (Classic *) card;
  const guint8 *right;

  self->sector = NO_SECTOR;
  if (block >= N_BLOCKS)
    return FALSE;
  right = trailer_of (self, block) + (with_b ? BLOCK - N_KEY : 0);
  if (memcmp (key, right, N_KEY) != 0)
    return FALSE;
  self->sector = block / 4;
  self->with_b = with_b;
  return TRUE;
}

static Pn532CardAnswer
say_nibble (GByteArray *answer, guint8 nibble)
{
  g_byte_array_append (answer, &nibble, 1);
  return PN532_CARD_NIBBLE;
}

static Pn532CardAnswer
refuse (Classic *self, GByteArray *answer)
{
  self->parent.active = FALSE;
  self->sector = NO_SECTOR;
  return say_nibble (answer, NAK);
}

static Pn532CardAnswer
run_read (Classic *self, guint block, GByteArray *answer)
{
  guint8 content[BLOCK];

  memcpy (content, block_at (self, block), BLOCK);
  if ((block & 3) == 3) {
    memset (content, 0, N_KEY);
    if (!is_key_b_readable (self, block))
      memset (content + BLOCK - N_KEY, 0, N_KEY);
  } else if (access_of (self, block) == 7) {
    return refuse (self, answer);
  }
  g_byte_array_append (answer, content, BLOCK);
  return PN532_CARD_BYTES;
}

/* Block 0 is the maker's; a block may ask for key B, or be for reading only. */
static gboolean
may_write (Classic *self, guint block)
{
  guint access = access_of (self, block);

  if (block == 0)
    return FALSE;
  if ((block & 3) == 3)
    return access == 1 || (access == 3 && self->with_b) || (access == 0 && !self->with_b);
  return access == 0 || ((access == 4 || access == 6 || access == 3) && self->with_b);
}

static Pn532CardAnswer
classic_exchange (Pn532Card *card, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  Classic *self = (Classic *) card;
  gboolean reads = frame[0] == 0x30 && n_frame == 2;
  gboolean writes = frame[0] == 0xA0 && n_frame == 2 + BLOCK;
  guint block = n_frame > 1 ? frame[1] : 0;

  if (!reads && !writes) {
    card->active = FALSE;
    self->sector = NO_SECTOR;
    return PN532_CARD_SILENT;
  }
  if (block >= N_BLOCKS || self->sector != (int) block / 4)
    return refuse (self, answer);
  if (reads)
    return run_read (self, block, answer);
  if (!may_write (self, block))
    return refuse (self, answer);
  memcpy (block_at (self, block), frame + 2, BLOCK);
  return say_nibble (answer, PN532_CARD_ACK);
}

static void
classic_power (Pn532Card *card)
{
  ((Classic *) card)->sector = NO_SECTOR;
}

static gboolean
classic_setup (Pn532Card *card, const char *kind, GHashTable *options, GError **error)
{
  static const guint8 trailer[BLOCK] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x07,
                                         0x80, 0x69, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
  static const guint8 maker[] = { 0x08, 0x04, 0x00, 0x62, 0x63, 0x64 };
  Classic *self = (Classic *) card;

  if (card->n_uid != 4) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "uid must be 4 bytes");
    return FALSE;
  }
  card->sak = SAK;
  memcpy (self->memory, card->uid, 4);
  self->memory[4] = card->uid[0] ^ card->uid[1] ^ card->uid[2] ^ card->uid[3];
  memcpy (self->memory + 5, maker, sizeof maker);
  for (guint block = 3; block < N_BLOCKS; block += 4)
    memcpy (block_at (self, block), trailer, BLOCK);
  if (pn532_card_take_hex (options, "keya", block_at (self, 7), N_KEY, N_KEY, error) < 0 ||
      pn532_card_take_hex (options, "memory", self->memory, sizeof self->memory,
                           sizeof self->memory, error) < 0)
    return FALSE;
  classic_power (card);
  return TRUE;
}

static void
classic_dump (Pn532Card *card, GByteArray *memory)
{
  Classic *self = (Classic *) card;

  g_byte_array_append (memory, self->memory, sizeof self->memory);
}

const Pn532CardClass pn532_card_classic_class = {
  .size_bytes = sizeof (Classic),
  .setup = classic_setup,
  .power = classic_power,
  .authenticate = classic_authenticate,
  .exchange = classic_exchange,
  .dump = classic_dump,
};
