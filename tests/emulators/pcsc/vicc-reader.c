/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vicc-reader.h"

#include <string.h>

#define SAK_14443_4 0x20
#define SAK_CLASSIC 0x08
#define CLASS_READER 0xFF
#define GET_DATA 0xCA
#define READ_BINARY 0xB0
#define UPDATE_BINARY 0xD6
#define LOAD_KEYS 0x82
#define GENERAL_AUTHENTICATE 0x86
#define KEY_B 0x61
#define TYPE2_READ 0x30
#define TYPE2_WRITE 0xA2
#define PAGE_BYTES 4

static void
append_status (GByteArray *answer, guint16 status)
{
  const guint8 bytes[] = { (guint8) (status >> 8), (guint8) status };

  g_byte_array_append (answer, bytes, sizeof bytes);
}

static void
append_check (GByteArray *atr)
{
  guint8 check = 0;

  for (guint i = 1; i < atr->len; i++)
    check ^= atr->data[i];
  g_byte_array_append (atr, &check, 1);
}

/* Storage cards are named by a number of PC/SC's own; cards of part 4 by the historical bytes of
 * their ATS. */
void
vicc_reader_get_atr (const Pn532Card *card, GByteArray *atr)
{
  guint8 storage[] = { 0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00,
                       0x03, 0x06, 0x03, 0x00, 0x03, 0x00, 0x00, 0x00, 0x00 };
  guint n_skipped = 1;
  guint8 head[] = { 0x3B, 0x80, 0x80, 0x01 };

  if ((card->sak & SAK_14443_4) == 0) {
    storage[14] = (card->sak & SAK_CLASSIC) != 0 ? 0x01 : card->sak == 0 ? 0x03 : 0x00;
    g_byte_array_append (atr, storage, sizeof storage);
    append_check (atr);
    return;
  }
  if (card->ats->len > 1)
    for (guint8 bits = card->ats->data[1] >> 4 & 7, n = n_skipped++; bits != 0; bits >>= 1)
      n_skipped += n > 0 ? bits & 1 : 0;
  n_skipped = MIN (n_skipped, card->ats->len);
  head[1] = (guint8) (0x80 | MIN (card->ats->len - n_skipped, 15));
  g_byte_array_append (atr, head, sizeof head);
  if (card->ats->len > n_skipped)
    g_byte_array_append (atr, card->ats->data + n_skipped, head[1] & 0x0F);
  append_check (atr);
}

static void
run_get_data (ViccReader *self, Pn532Card *card, const guint8 *command, GByteArray *answer)
{
  if (command[2] != 0x00) {
    append_status (answer, 0x6A81);
    return;
  }
  if (self->n_kept > 0)
    g_byte_array_append (answer, self->kept, (guint) self->n_kept);
  else
    g_byte_array_append (answer, card->uid, (guint) card->n_uid);
  append_status (answer, 0x9000);
}

static void
run_read (Pn532Card *card, const guint8 *command, gsize n_command, GByteArray *answer)
{
  const guint8 read_pages[] = { TYPE2_READ, command[3] };
  guint n_wanted = n_command > 4 ? command[4] : 0;

  if (n_wanted == 0 || n_wanted > 16 ||
      pn532_card_exchange (card, read_pages, sizeof read_pages, answer) != PN532_CARD_BYTES) {
    card->active = TRUE; /* the reader selects it again */
    g_byte_array_set_size (answer, 0);
    append_status (answer, 0x6981);
    return;
  }
  g_byte_array_set_size (answer, MIN (n_wanted, answer->len));
  append_status (answer, 0x9000);
}

static void
run_write (Pn532Card *card, const guint8 *command, gsize n_command, GByteArray *answer)
{
  guint8 write_page[2 + PAGE_BYTES] = { TYPE2_WRITE, command[3] };
  gboolean well = n_command == 5 + PAGE_BYTES && command[4] == PAGE_BYTES;

  if (well)
    memcpy (write_page + 2, command + 5, PAGE_BYTES);
  well = well &&
         pn532_card_exchange (card, write_page, sizeof write_page, answer) == PN532_CARD_NIBBLE &&
         answer->data[0] == PN532_CARD_ACK;
  card->active = TRUE;
  g_byte_array_set_size (answer, 0);
  append_status (answer, well ? 0x9000 : 0x6300);
}

static void
run_load_keys (ViccReader *self, const guint8 *command, gsize n_command, GByteArray *answer)
{
  gboolean well = n_command == 5 + sizeof self->key && command[4] == sizeof self->key;

  if (well)
    memcpy (self->key, command + 5, sizeof self->key);
  append_status (answer, well ? 0x9000 : 0x6300);
}

/* It says no more of a wrong key than of a card that is gone; and selects the card again. */
static void
run_authenticate (
    ViccReader *self, Pn532Card *card, const guint8 *command, gsize n_command, GByteArray *answer)
{
  gboolean well = n_command == 10 && card->class->authenticate != NULL &&
                  card->class->authenticate (card, command[8] == KEY_B, command[7], self->key);

  card->active = TRUE;
  append_status (answer, well ? 0x9000 : 0x6300);
}

void
vicc_reader_run (
    ViccReader *self, Pn532Card *card, const guint8 *command, gsize n_command, GByteArray *answer)
{
  gboolean storage = (card->sak & SAK_14443_4) == 0;
  gboolean with_keys = storage && !self->keyless;

  g_byte_array_set_size (answer, 0);
  if (n_command < 4)
    append_status (answer, 0x6700);
  else if (command[0] == CLASS_READER && command[1] == GET_DATA)
    run_get_data (self, card, command, answer);
  else if (command[0] == CLASS_READER && command[1] == READ_BINARY && storage)
    run_read (card, command, n_command, answer);
  else if (command[0] == CLASS_READER && command[1] == UPDATE_BINARY && storage)
    run_write (card, command, n_command, answer);
  else if (command[0] == CLASS_READER && command[1] == LOAD_KEYS && with_keys)
    run_load_keys (self, command, n_command, answer);
  else if (command[0] == CLASS_READER && command[1] == GENERAL_AUTHENTICATE && with_keys)
    run_authenticate (self, card, command, n_command, answer);
  else if (storage || card->class->apdu == NULL ||
           !card->class->apdu (card, command, n_command, answer))
    append_status (answer, 0x6A81);
}
