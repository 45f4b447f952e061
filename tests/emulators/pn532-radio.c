/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the chip does with its antenna: anticollision, exchanges easy and raw, release. */
#include "pn532-air.h"
#include "pn532-chip-private.h"

#include <string.h>

#define BAUD_RATE_106_A 0x00
#define BAUD_RATE_212_F 0x01
#define CASCADE_TAG 0x88
#define TYPE_GENERIC_106_A 0x00
#define TYPE_MIFARE 0x10
#define TYPE_14443_4A 0x20
#define SAK_14443_4 0x20
#define SAK_CLASSIC 0x08
#define CRC_ENABLED 0x80
#define FRAMING_MASK 0x03
#define LAST_BITS_MASK 0x07
#define MIFARE_AUTH_A 0x60
#define MIFARE_AUTH_B 0x61
#define POLL_SLOT_MS 150

void
pn532_radio_set_field (Pn532Chip *self, gboolean on)
{
  if (self->field_on == on)
    return;
  self->field_on = on;
  if (self->card != NULL)
    pn532_card_power (self->card);
  if (self->second != NULL)
    pn532_card_power (self->second);
}

/* ISO 14443-3: the cascade tag stands ahead of each part of a longer UID but the last. */
static gsize
strip_cascade_tags (const guint8 *wanted, gsize n, guint8 uid[10])
{
  gsize n_uid = 0;

  for (gsize i = 0; i < n && n_uid < 10; i++)
    if (i % 4 != 0 || i + 4 >= n || wanted[i] != CASCADE_TAG)
      uid[n_uid++] = wanted[i];
  return n_uid;
}

/* Of two cards the one that hears this modulation becomes the first. */
static gboolean
is_heard (Pn532Chip *self, guint8 modulation)
{
  Pn532Card *first = self->card;

  if (first == NULL || first->modulation == modulation)
    return first != NULL;
  if (self->second == NULL || self->second->modulation != modulation)
    return FALSE;
  self->card = self->second;
  self->second = first;
  return TRUE;
}

static gboolean
is_wanted (Pn532Card *card, const guint8 *wanted, gsize n_wanted)
{
  guint8 uid[10];
  gsize n_uid = strip_cascade_tags (wanted, n_wanted, uid);

  return n_wanted == 0 || (n_uid == card->n_uid && memcmp (uid, card->uid, n_uid) == 0);
}

static gboolean
is_part_4 (const Pn532Card *card)
{
  return (card->sak & SAK_14443_4) != 0;
}

/* Of two cards the one that is wanted becomes the first: the one that is spoken to. */
static void
put_wanted_first (Pn532Chip *self, const guint8 *wanted, gsize n_wanted)
{
  Pn532Card *first = self->card;

  if (self->second == NULL || is_wanted (first, wanted, n_wanted) ||
      !is_wanted (self->second, wanted, n_wanted))
    return;
  self->card = self->second;
  self->second = first;
}

/* A card that stays for so many answers and no longer is gone after the last. */
static void
count_answer (Pn532Chip *self)
{
  if (self->card == NULL || self->card->n_stays == 0 || --self->card->n_stays > 0)
    return;
  self->leaves = TRUE;
}

static void
let_go (Pn532Chip *self)
{
  if (self->leaves)
    pn532_chip_set_card (self, NULL);
}

/* Wakes the card whatever state it was in, as WUPA does. */
static gboolean
activate (Pn532Chip *self, const guint8 *wanted, gsize n_wanted)
{
  self->selected = FALSE;
  let_go (self);
  pn532_radio_set_field (self, TRUE);
  *pn532_chip_register (self, PN532_REGISTER_TX_MODE) &= CRC_ENABLED;
  *pn532_chip_register (self, PN532_REGISTER_RX_MODE) &= CRC_ENABLED;
  if (self->card == NULL)
    return FALSE;
  put_wanted_first (self, wanted, n_wanted);
  if (!is_wanted (self->card, wanted, n_wanted))
    return FALSE;
  self->air_us +=
      pn532_air_get_activation_us (self->card, is_part_4 (self->card) && self->auto_rats);
  self->card->active = TRUE;
  self->selected = TRUE;
  count_answer (self);
  return TRUE;
}

/* POL_RES: length, code, NFCID2, pad. */
static void
append_felica (const Pn532Card *card, GByteArray *answer)
{
  guint8 response[18] = { sizeof response, 0x01 };

  memcpy (response + 2, card->uid, MIN (card->n_uid, 8));
  g_byte_array_append (answer, response, sizeof response);
}

/* ATQB: code, PUPI, application data, protocol; the answer to ATTRIB and its length. */
static void
append_type_b (const Pn532Card *card, GByteArray *answer)
{
  guint8 response[14] = { 0x50, [9] = 0x00, 0x81, 0x81, 0x01, 0x00 };

  memcpy (response + 1, card->uid, 4);
  g_byte_array_append (answer, response, sizeof response);
}

static void
append_target (Pn532Chip *self, const Pn532Card *card, guint8 number, GByteArray *answer)
{
  pn532_answer_byte (answer, number);
  if (card->modulation != BAUD_RATE_106_A) {
    (card->modulation == BAUD_RATE_212_F ? append_felica : append_type_b) (card, answer);
    return;
  }
  g_byte_array_append (answer, card->atqa, sizeof card->atqa);
  pn532_answer_byte (answer, card->sak);
  pn532_answer_byte (answer, (guint8) card->n_uid);
  g_byte_array_append (answer, card->uid, (guint) card->n_uid);
  if (is_part_4 (card) && self->auto_rats)
    g_byte_array_append (answer, card->ats->data, card->ats->len);
}

/* A host that asks for two gets the second as well; looking for one that isn't there is one try. */
static void
list_second (Pn532Chip *self, GByteArray *answer)
{
  Pn532Card *second = self->second;

  if (second == NULL || second->modulation != self->card->modulation) {
    self->air_us += self->timed_us;
    return;
  }
  self->air_us += pn532_air_get_activation_us (second, is_part_4 (second) && self->auto_rats);
  second->active = TRUE;
  answer->data[1] = 2;
  append_target (self, second, 2, answer);
}

/* How long a chip that finds nothing has looked. */
static Pn532ReplyType
look_on (Pn532Chip *self)
{
  self->wait_ms = (self->passive_retries + 1u) * self->timed_us / 1000;
  return PN532_REPLY_LATER;
}

Pn532ReplyType
pn532_radio_list (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  gboolean by_uid = parameters[1] == BAUD_RATE_106_A;
  gboolean found;

  self->try_us = self->timed_us;
  found = is_heard (self, parameters[1]) && activate (self, parameters + 2, by_uid ? n - 2 : 0);

  if (!found && self->passive_retries == 0xFF)
    return PN532_REPLY_LATER;
  if (!found && self->timed_us > 0)
    return look_on (self);
  pn532_answer_byte (answer, found ? 1 : 0);
  if (found)
    append_target (self, self->card, 1, answer);
  if (found && parameters[0] == 2)
    list_second (self, answer);
  return PN532_REPLY_ANSWER;
}

static gboolean
matches_type (Pn532Card *card, guint8 type)
{
  if (card->modulation != BAUD_RATE_106_A)
    return FALSE;
  if (type == TYPE_14443_4A)
    return is_part_4 (card);
  return type == TYPE_GENERIC_106_A || type == TYPE_MIFARE;
}

static void
append_polled (Pn532Chip *self, guint8 type, GByteArray *answer)
{
  guint at;

  pn532_answer_byte (answer, 1);
  pn532_answer_byte (answer, type);
  at = answer->len;
  pn532_answer_byte (answer, 0);
  append_target (self, self->card, 1, answer);
  answer->data[at] = (guint8) (answer->len - at - 1);
}

Pn532ReplyType
pn532_radio_auto_poll (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  guint n_polls = parameters[0], period = parameters[1];

  self->try_us = MAX (period, 1) * POLL_SLOT_MS * 1000 * (guint) (n - 2);

  for (gsize i = 2; i < n; i++)
    if (self->card != NULL && matches_type (self->card, parameters[i]) &&
        activate (self, NULL, 0)) {
      append_polled (self, parameters[i], answer);
      return PN532_REPLY_ANSWER;
    }
  self->wait_ms = n_polls == 0xFF ? 0 : MAX (n_polls * period * POLL_SLOT_MS * (guint) (n - 2), 1);
  return PN532_REPLY_LATER;
}

static Pn532ReplyType
answer_status (GByteArray *answer, guint8 status)
{
  pn532_answer_byte (answer, status);
  return PN532_REPLY_ANSWER;
}

/* A card that says nothing costs as long as the chip was told to wait. */
static void
count_air (Pn532Chip *self, gsize n_command, gsize n_answer, gboolean answered)
{
  if (answered && self->card != NULL)
    self->air_us += pn532_air_get_exchange_us (n_command, n_answer) + self->card->slow_us;
  else
    self->air_us += pn532_air_get_timeout_us (self->rf_timeout);
}

static Pn532CardAnswer
send_to_card (Pn532Chip *self, const guint8 *frame, gsize n, GByteArray *received)
{
  Pn532CardAnswer answer = PN532_CARD_SILENT;

  if (self->card != NULL && self->field_on)
    answer = pn532_card_exchange (self->card, frame, n, received);
  count_air (self, n, received->len, answer != PN532_CARD_SILENT);
  return answer;
}

/* One command of ISO 7816-4. A card that is slow asks for more time (WTX). */
static guint8
exchange_apdu (Pn532Chip *self, const guint8 *data, gsize n, GByteArray *received)
{
  gboolean answered = self->card->class->apdu (self->card, data, n, received);

  count_air (self, n + 1, received->len + 1, answered);
  return answered ? PN532_STATUS_OK : PN532_STATUS_TIMEOUT;
}

/* 60 or 61, block, key, the UID's last four bytes: the chip does the cipher of MIFARE Classic. A card
 * that does not accept the key falls silent after its first answer; Type 2 says no to such a command,
 * and a card of which nothing is known says nothing. */
static guint8
authenticate (Pn532Card *card, const guint8 *data, gsize n)
{
  if (card->class->authenticate != NULL && (card->sak & SAK_CLASSIC) == 0) {
    card->active = FALSE;
    return PN532_STATUS_TIMEOUT;
  }
  if (n == 12 && card->class->authenticate != NULL && memcmp (data + 8, card->uid, 4) == 0 &&
      card->class->authenticate (card, data[0] == MIFARE_AUTH_B, data[1], data + 2))
    return PN532_STATUS_OK;
  card->active = FALSE;
  return PN532_STATUS_AUTH;
}

/* The easy way: the chip knows MIFARE's commands, understands ACK and NAK, and does the framing of
 * ISO 14443-4 by itself. */
static guint8
exchange_easily (Pn532Chip *self, const guint8 *data, gsize n, GByteArray *received)
{
  Pn532Card *card = self->card;

  if (!self->selected)
    return PN532_STATUS_CONTEXT;
  if (card == NULL || !card->active || !self->field_on) {
    count_air (self, n, 0, FALSE);
    return PN532_STATUS_TIMEOUT;
  }
  if (is_part_4 (card) && card->class->apdu != NULL)
    return exchange_apdu (self, data, n, received);
  if (n > 0 && (data[0] == MIFARE_AUTH_A || data[0] == MIFARE_AUTH_B))
    return authenticate (card, data, n);
  switch (send_to_card (self, data, n, received)) {
  case PN532_CARD_BYTES:
    return PN532_STATUS_OK;
  case PN532_CARD_NIBBLE:
    if (received->data[0] != PN532_CARD_ACK)
      return PN532_STATUS_CRC;
    g_byte_array_set_size (received, 0);
    return PN532_STATUS_OK;
  case PN532_CARD_SILENT:
  default:
    return PN532_STATUS_TIMEOUT;
  }
}

Pn532ReplyType
pn532_radio_exchange (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  g_autoptr (GByteArray) received = g_byte_array_new ();
  guint8 status = PN532_STATUS_CONTEXT;

  let_go (self);
  if ((parameters[0] & 0x3F) == 1)
    status = exchange_easily (self, parameters + 1, n - 1, received);
  count_answer (self);
  pn532_answer_byte (answer, status);
  if (status == PN532_STATUS_OK)
    g_byte_array_append (answer, received->data, received->len);
  return PN532_REPLY_ANSWER;
}

/* CRC_A of ISO 14443-3, low byte first. */
static guint16
crc_a (const guint8 *bytes, gsize n)
{
  guint16 crc = 0x6363;

  for (gsize i = 0; i < n; i++) {
    guint8 b = (guint8) (bytes[i] ^ (crc & 0xFF));

    b = (guint8) (b ^ (b << 4));
    crc = (guint16) ((crc >> 8) ^ (guint16) (b << 8) ^ (guint16) (b << 3) ^ (b >> 4));
  }
  return crc;
}

/* Whether a frame whose CRC the host made itself carries the right one. */
static gboolean
has_crc (const guint8 *frame, gsize n)
{
  guint16 crc = n > 2 ? crc_a (frame, n - 2) : 0;

  return n > 2 && frame[n - 2] == (guint8) crc && frame[n - 1] == (guint8) (crc >> 8);
}

static Pn532ReplyType
answer_bytes (Pn532Chip *self, GByteArray *received, GByteArray *answer)
{
  guint16 crc = crc_a (received->data, received->len);

  pn532_answer_byte (answer, PN532_STATUS_OK);
  g_byte_array_append (answer, received->data, received->len);
  *pn532_chip_register (self, PN532_REGISTER_CONTROL) &= (guint8) ~LAST_BITS_MASK;
  if ((*pn532_chip_register (self, PN532_REGISTER_RX_MODE) & CRC_ENABLED) != 0)
    return PN532_REPLY_ANSWER;
  pn532_answer_byte (answer, (guint8) crc);
  pn532_answer_byte (answer, (guint8) (crc >> 8));
  return PN532_REPLY_ANSWER;
}

/* Four bits can't carry a CRC: with CRC checking on they are an error even when they say ACK. */
static Pn532ReplyType
answer_nibble (Pn532Chip *self, GByteArray *received, GByteArray *answer)
{
  guint8 *control = pn532_chip_register (self, PN532_REGISTER_CONTROL);

  if ((*pn532_chip_register (self, PN532_REGISTER_RX_MODE) & CRC_ENABLED) != 0)
    return answer_status (answer, PN532_STATUS_CRC);
  *control = (guint8) ((*control & ~LAST_BITS_MASK) | 4);
  pn532_answer_byte (answer, PN532_STATUS_OK);
  g_byte_array_append (answer, received->data, 1);
  return PN532_REPLY_ANSWER;
}

/* The raw way. Frames of other modulations or of a few bits only reach no card here. */
Pn532ReplyType
pn532_radio_communicate (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  g_autoptr (GByteArray) received = g_byte_array_new ();
  guint8 mode = *pn532_chip_register (self, PN532_REGISTER_TX_MODE);
  guint8 last_bits = *pn532_chip_register (self, PN532_REGISTER_BIT_FRAMING) & LAST_BITS_MASK;

  let_go (self);
  count_answer (self);
  if (n == 0 || (mode & FRAMING_MASK) != 0 || last_bits != 0)
    return answer_status (answer, PN532_STATUS_TIMEOUT);
  if ((mode & CRC_ENABLED) == 0) {
    if (!has_crc (parameters, n))
      return answer_status (answer, PN532_STATUS_TIMEOUT);
    n -= 2;
  }
  switch (send_to_card (self, parameters, n, received)) {
  case PN532_CARD_BYTES:
    return answer_bytes (self, received, answer);
  case PN532_CARD_NIBBLE:
    return answer_nibble (self, received, answer);
  case PN532_CARD_SILENT:
  default:
    return answer_status (answer, PN532_STATUS_TIMEOUT);
  }
}

Pn532ReplyType
pn532_radio_select (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  if (!self->selected)
    return answer_status (answer, PN532_STATUS_CONTEXT);
  if (self->card == NULL || !self->field_on)
    return answer_status (answer, PN532_STATUS_TIMEOUT);
  self->card->active = TRUE;
  return answer_status (answer, PN532_STATUS_OK);
}

/* The target stays known and may be selected again. */
Pn532ReplyType
pn532_radio_deselect (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  if (self->card != NULL)
    self->card->active = FALSE;
  return answer_status (answer, PN532_STATUS_OK);
}

Pn532ReplyType
pn532_radio_release (Pn532Chip *self, const guint8 *parameters, gsize n, GByteArray *answer)
{
  self->selected = FALSE;
  return pn532_radio_deselect (self, parameters, n, answer);
}
