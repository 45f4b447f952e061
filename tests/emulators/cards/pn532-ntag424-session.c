/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Authentication and secure messaging of the emulated NTAG 424 DNA, from the card's side. */
#include "pn532-ntag424.h"

#include <string.h>

#define DELAY_AFTER 50
#define DEAD_AT 1000

void
ntag424_end_session (Ntag424 *self)
{
  self->key = -1;
  self->challenged_key = -1;
}

/* Another one each time, and the same ones in each run. */
static void
make_random (Ntag424 *self, guint8 *bytes)
{
  guint8 block[PN532_AES] = { 0xA5 };

  self->memory.n_challenges++;
  memcpy (block + 1, &self->memory.n_challenges, sizeof self->memory.n_challenges);
  memcpy (block + 8, self->true_uid, sizeof self->true_uid);
  pn532_aes_block (block, FALSE, block, bytes);
}

guint8
ntag424_challenge (
    Ntag424 *self, gboolean is_first, const guint8 *body, gsize n_body, GByteArray *answer)
{
  guint8 iv[PN532_AES] = { 0 }, sent[PN532_AES];
  guint8 key = n_body > 0 ? body[0] & 0x3F : 0xFF;
  gboolean was_open = self->key >= 0;

  if (n_body < (is_first ? 2u : 1u))
    return NTAG424_LENGTH;
  if (!self->selected || key >= NTAG424_N_KEYS)
    return NTAG424_NO_SUCH_KEY;
  if (self->memory.failures[key] >= DEAD_AT || (!is_first && !was_open))
    return NTAG424_DENIED;
  if (self->memory.failures_in_a_row[key] >= DELAY_AFTER)
    return NTAG424_DELAY;
  self->key = -1;
  self->challenged_key = key;
  self->is_first = is_first;
  make_random (self, self->challenge);
  memcpy (sent, self->challenge, sizeof sent);
  pn532_aes_encrypt (self->memory.keys[key], iv, sent, sizeof sent);
  g_byte_array_append (answer, sent, sizeof sent);
  return NTAG424_MORE;
}

static void
make_key (
    const Ntag424 *self, const guint8 *key, guint8 label, const guint8 *reader, guint8 *ret_key)
{
  const guint8 *card = self->challenge;
  guint8 text[32];

  for (gsize i = 0; i < sizeof text; i++)
    text[i] = i < 6    ? (const guint8[]){ label, (guint8) ~label, 0, 1, 0, 0x80 }[i]
              : i < 8  ? reader[i - 6]
              : i < 14 ? reader[i - 6] ^ card[i - 8]
              : i < 24 ? card[i - 8]
                       : reader[i - 16];
  pn532_aes_mac (key, text, sizeof text, ret_key);
}

static void
count_failure (Ntag424 *self, guint key)
{
  self->memory.failures_in_a_row[key]++;
  self->memory.failures[key] = MIN (self->memory.failures[key] + 1, DEAD_AT);
}

static void
count_success (Ntag424 *self, guint key)
{
  self->memory.failures_in_a_row[key] = 0;
  self->memory.failures[key] = (guint16) (MAX (self->memory.failures[key], 10) - 10);
}

static void
append_proof (Ntag424 *self, const guint8 *reader, const guint8 *key, GByteArray *answer)
{
  guint8 proof[2 * PN532_AES] = { 0 }, iv[PN532_AES] = { 0 };
  gsize n = self->is_first ? sizeof proof : PN532_AES;

  if (self->is_first)
    memcpy (proof, self->transaction, sizeof self->transaction);
  pn532_aes_rotate (reader, proof + (self->is_first ? 4 : 0));
  pn532_aes_encrypt (key, iv, proof, n);
  g_byte_array_append (answer, proof, (guint) n);
}

guint8
ntag424_accept (Ntag424 *self, const guint8 *body, gsize n_body, GByteArray *answer)
{
  guint8 plain[2 * PN532_AES], iv[PN532_AES] = { 0 }, expected[PN532_AES], random[PN532_AES];
  int number = self->challenged_key;
  const guint8 *key = self->memory.keys[MAX (number, 0)];

  self->challenged_key = -1;
  if (n_body != sizeof plain)
    return NTAG424_LENGTH;
  memcpy (plain, body, sizeof plain);
  pn532_aes_decrypt (key, iv, plain, sizeof plain);
  pn532_aes_rotate (self->challenge, expected);
  if (memcmp (plain + PN532_AES, expected, sizeof expected) != 0) {
    count_failure (self, (guint) number);
    return NTAG424_AUTHENTICATION;
  }
  count_success (self, (guint) number);
  if (self->is_first) {
    make_random (self, random);
    memcpy (self->transaction, random, sizeof self->transaction);
    self->counter = 0;
  }
  make_key (self, key, 0xA5, plain, self->encryption);
  make_key (self, key, 0x5A, plain, self->mac);
  append_proof (self, plain, key, answer);
  self->key = number;
  return NTAG424_OK;
}

/* @first: the command's code, or the answer's status. */
static void
make_mac (const Ntag424 *self, guint8 first, guint16 counter, const GByteArray *body, guint8 *mac)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  const guint8 head[] = { first,
                          (guint8) counter,
                          (guint8) (counter >> 8),
                          self->transaction[0],
                          self->transaction[1],
                          self->transaction[2],
                          self->transaction[3] };

  g_byte_array_append (text, head, sizeof head);
  g_byte_array_append (text, body->data, body->len);
  pn532_aes_short_mac (self->mac, text->data, text->len, mac);
}

static void
make_iv (const Ntag424 *self, guint8 label, guint16 counter, guint8 *iv)
{
  const guint8 text[PN532_AES] = { label,
                                   (guint8) ~label,
                                   self->transaction[0],
                                   self->transaction[1],
                                   self->transaction[2],
                                   self->transaction[3],
                                   (guint8) counter,
                                   (guint8) (counter >> 8) };

  pn532_aes_block (self->encryption, FALSE, text, iv);
}

static gboolean
strip_padding (GByteArray *body, gsize n_header)
{
  gsize n = body->len;

  while (n > n_header && body->data[n - 1] == 0)
    n--;
  if (n == n_header || body->data[n - 1] != 0x80)
    return FALSE;
  g_byte_array_set_size (body, (guint) n - 1);
  return TRUE;
}

guint8
ntag424_open (Ntag424 *self, Ntag424Mode mode, guint8 code, gsize n_header, GByteArray *body)
{
  guint8 mac[8], sent[8], iv[PN532_AES];

  if (mode == NTAG424_PLAIN)
    return NTAG424_OK;
  if (body->len < n_header + sizeof mac)
    return NTAG424_LENGTH;
  memcpy (sent, body->data + body->len - sizeof sent, sizeof sent);
  g_byte_array_set_size (body, body->len - (guint) sizeof sent);
  make_mac (self, code, self->counter, body, mac);
  if (memcmp (mac, sent, sizeof mac) != 0)
    return NTAG424_INTEGRITY;
  if (mode == NTAG424_MAC || body->len == n_header)
    return NTAG424_OK;
  if ((body->len - n_header) % PN532_AES != 0)
    return NTAG424_LENGTH;
  make_iv (self, 0xA5, self->counter, iv);
  pn532_aes_decrypt (self->encryption, iv, body->data + n_header, body->len - n_header);
  return strip_padding (body, n_header) ? NTAG424_OK : NTAG424_INTEGRITY;
}

static void
encrypt (const Ntag424 *self, GByteArray *data)
{
  guint8 pad = 0x80, iv[PN532_AES];
  guint n;

  if (data->len == 0)
    return;
  g_byte_array_append (data, &pad, 1);
  n = data->len;
  g_byte_array_set_size (data, (n + PN532_AES - 1) / PN532_AES * PN532_AES);
  memset (data->data + n, 0, data->len - n);
  make_iv (self, 0x5A, self->counter, iv);
  pn532_aes_encrypt (self->encryption, iv, data->data, data->len);
}

void
ntag424_close (Ntag424 *self, Ntag424Mode mode, GByteArray *data)
{
  guint8 mac[8];

  if (self->key < 0)
    return;
  self->counter++;
  if (mode == NTAG424_FULL)
    encrypt (self, data);
  if (mode == NTAG424_PLAIN)
    return;
  make_mac (self, NTAG424_OK, self->counter, data, mac);
  g_byte_array_append (data, mac, sizeof mac);
}
