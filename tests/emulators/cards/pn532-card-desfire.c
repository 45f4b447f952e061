/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* MIFARE DESFire EV1, as much as it takes to authenticate with AES and to read a file with a MAC:
 * one application F00001 with one key and one file of 32 bytes. */
#include "pn532-aes.h"
#include "pn532-card.h"

#include <gio/gio.h>
#include <string.h>

#define SAK 0x20
#define R_NAK 0xB2
#define R_ACK 0xA2
#define FILE_BYTES 32
#define OK 0x00
#define MORE 0xAF
#define NO_SUCH_KEY 0x40
#define LENGTH 0x7E
#define DENIED 0x9D
#define NO_APPLICATION 0xA0
#define ILLEGAL_COMMAND 0x1C
#define AUTHENTICATION 0xAE
#define BOUNDARY 0xBE

typedef struct {
  Pn532Card parent;
  guint8 key[PN532_AES];
  guint8 file[FILE_BYTES];
  gboolean selected;
  gboolean challenged;
  gboolean authenticated;
  guint8 next_part;
  guint8 challenge[PN532_AES];
  guint8 session[PN532_AES];
  guint8 iv[PN532_AES]; /* goes on from each command and answer to the next */
} Desfire;

static const guint8 application[] = { 0x01, 0x00, 0xF0 };

static guint8
run_get_version (Desfire *self, const guint8 *body, gsize n, GByteArray *answer)
{
  static const guint8 part[] = { 0x04, 0x01, 0x01, 0x01, 0x00, 0x18, 0x05 };
  static const guint8 batch[] = { 0xBA, 0x34, 0x45, 0x12, 0x34, 0x20, 0x13 };

  if (self->next_part < 2) {
    g_byte_array_append (answer, part, sizeof part);
    self->next_part++;
    return MORE;
  }
  g_byte_array_append (answer, self->parent.uid, 7);
  g_byte_array_append (answer, batch, sizeof batch);
  self->next_part = 0;
  return OK;
}

static guint8
run_select (Desfire *self, const guint8 *body, gsize n, GByteArray *answer)
{
  static const guint8 master[3] = { 0 };

  self->authenticated = FALSE;
  self->selected = n == 3 && memcmp (body, application, 3) == 0;
  if (n != 3)
    return LENGTH;
  return self->selected || memcmp (body, master, 3) == 0 ? OK : NO_APPLICATION;
}

static guint8
run_list (Desfire *self, const guint8 *body, gsize n, GByteArray *answer)
{
  g_byte_array_append (answer, application, sizeof application);
  return OK;
}

static guint8
run_authenticate (Desfire *self, const guint8 *body, gsize n, GByteArray *answer)
{
  guint8 block[PN532_AES];

  self->authenticated = FALSE;
  if (n != 1)
    return LENGTH;
  if (!self->selected || body[0] != 0)
    return NO_SUCH_KEY;
  for (guint i = 0; i < PN532_AES; i++)
    self->challenge[i] = (guint8) (self->challenge[i] * 5 + i + 0x3B);
  memset (self->iv, 0, sizeof self->iv);
  memcpy (block, self->challenge, sizeof block);
  pn532_aes_encrypt (self->key, self->iv, block, sizeof block);
  self->challenged = TRUE;
  g_byte_array_append (answer, block, sizeof block);
  return MORE;
}

static void
make_session (Desfire *self, const guint8 *reader)
{
  memcpy (self->session, reader, 4);
  memcpy (self->session + 4, self->challenge, 4);
  memcpy (self->session + 8, reader + 12, 4);
  memcpy (self->session + 12, self->challenge + 12, 4);
}

static guint8
accept (Desfire *self, const guint8 *body, gsize n, GByteArray *answer)
{
  guint8 plain[2 * PN532_AES], expected[PN532_AES], proof[PN532_AES];

  self->challenged = FALSE;
  if (n != sizeof plain)
    return LENGTH;
  memcpy (plain, body, sizeof plain);
  pn532_aes_decrypt (self->key, self->iv, plain, sizeof plain);
  pn532_aes_rotate (self->challenge, expected);
  if (memcmp (plain + PN532_AES, expected, sizeof expected) != 0)
    return AUTHENTICATION;
  pn532_aes_rotate (plain, proof);
  pn532_aes_encrypt (self->key, self->iv, proof, sizeof proof);
  g_byte_array_append (answer, proof, sizeof proof);
  make_session (self, plain);
  memset (self->iv, 0, sizeof self->iv);
  self->authenticated = TRUE;
  return OK;
}

static guint8
run_read (Desfire *self, const guint8 *body, gsize n, GByteArray *answer)
{
  guint offset, length;

  if (!self->authenticated)
    return AUTHENTICATION;
  if (n != 7 || body[0] != 1)
    return LENGTH;
  offset = body[1] | (guint) body[2] << 8;
  length = body[4] | (guint) body[5] << 8;
  if (offset >= FILE_BYTES || length > FILE_BYTES - offset)
    return BOUNDARY;
  g_byte_array_append (answer, self->file + offset, length > 0 ? length : FILE_BYTES - offset);
  return OK;
}

static guint8
run_more (Desfire *self, const guint8 *body, gsize n, GByteArray *answer)
{
  if (self->challenged)
    return accept (self, body, n, answer);
  return self->next_part > 0 ? run_get_version (self, body, n, answer) : ILLEGAL_COMMAND;
}

static const struct {
  guint8 code;
  guint8 (*run) (Desfire *self, const guint8 *body, gsize n, GByteArray *answer);
} commands[] = {
  { 0x60, run_get_version },  { 0x5A, run_select }, { 0x6A, run_list },
  { 0xAA, run_authenticate }, { 0xBD, run_read },   { 0xAF, run_more },
};

/* CMAC whose first block is chained to what went before: the iv is xored into it, which for AES is
 * the same as beginning with it. */
static void
chain (Desfire *self, const guint8 *text, gsize n)
{
  static const guint8 zeros[PN532_AES] = { 0 };
  gsize n_padded = MAX (1, (n + PN532_AES - 1) / PN532_AES) * PN532_AES;
  g_autofree guint8 *padded = g_malloc0 (n_padded);
  guint8 subkey[PN532_AES];

  memcpy (padded, text, n);
  if (n < n_padded)
    padded[n] = 0x80;
  pn532_aes_block (self->session, FALSE, zeros, subkey);
  for (guint times = n < n_padded ? 2 : 1; times > 0; times--) {
    guint8 carry = subkey[0] & 0x80;

    for (guint i = 0; i < PN532_AES; i++)
      subkey[i] = (guint8) (subkey[i] << 1 | (i + 1 < PN532_AES ? subkey[i + 1] >> 7 : 0));
    subkey[PN532_AES - 1] ^= carry != 0 ? 0x87 : 0;
  }
  for (guint i = 0; i < PN532_AES; i++)
    padded[n_padded - PN532_AES + i] ^= subkey[i];
  pn532_aes_encrypt (self->session, self->iv, padded, n_padded);
}

/* What a command of a session counts for, and the MAC of its answer. */
static void
secure (Desfire *self, const guint8 *command, gsize n, guint8 status, GByteArray *answer)
{
  guint n_data = answer->len;

  chain (self, command, n);
  g_byte_array_append (answer, &status, 1);
  chain (self, answer->data, answer->len);
  g_byte_array_set_size (answer, n_data);
  g_byte_array_append (answer, self->iv, 8);
}

static void
run (Desfire *self, const guint8 *command, gsize n, GByteArray *answer)
{
  guint8 status[] = { 0x91, ILLEGAL_COMMAND };
  gboolean was_open = self->authenticated;

  if (command[0] != MORE) {
    self->challenged = FALSE;
    self->next_part = 0;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].code == command[0])
      status[1] = commands[i].run (self, command + 1, n - 1, answer);
  if (status[1] != OK && status[1] != MORE) {
    self->authenticated = FALSE;
    g_byte_array_set_size (answer, 0);
  } else if (was_open && self->authenticated) {
    secure (self, command, n, status[1], answer);
  }
  g_byte_array_append (answer, status, sizeof status);
}

/* Native commands in their ISO 7816-4 form: 90 INS 00 00 [Lc data] 00. */
static gboolean
desfire_apdu (Pn532Card *card, const guint8 *command, gsize n, GByteArray *answer)
{
  static const guint8 wrong[] = { 0x6E, 0x00 };
  guint8 native[256];
  gsize n_body = n > 5 ? command[4] : 0;

  if (n < 5 || command[0] != 0x90 || (n > 5 && n != 6 + n_body)) {
    g_byte_array_append (answer, wrong, sizeof wrong);
    return TRUE;
  }
  native[0] = command[1];
  memcpy (native + 1, command + 5, n_body);
  run ((Desfire *) card, native, n_body + 1, answer);
  return TRUE;
}

static Pn532CardAnswer
desfire_exchange (Pn532Card *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  const guint8 r_ack = R_ACK;

  if (n_frame != 1 || frame[0] != R_NAK)
    return PN532_CARD_SILENT;
  g_byte_array_append (answer, &r_ack, 1);
  return PN532_CARD_BYTES;
}

static void
desfire_power (Pn532Card *card)
{
  Desfire *self = (Desfire *) card;

  self->selected = FALSE;
  self->challenged = FALSE;
  self->authenticated = FALSE;
  self->next_part = 0;
}

static gboolean
desfire_setup (Pn532Card *card, const char *kind, GHashTable *options, GError **error)
{
  static const guint8 ats[] = { 0x06, 0x75, 0x77, 0x81, 0x02, 0x80 };
  Desfire *self = (Desfire *) card;

  if (card->n_uid != 7) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "uid must be 7 bytes");
    return FALSE;
  }
  card->sak = SAK;
  card->atqa[0] = 0x03;
  g_byte_array_append (card->ats, ats, sizeof ats);
  return pn532_card_take_hex (options, "key", self->key, PN532_AES, PN532_AES, error) >= 0 &&
         pn532_card_take_hex (options, "file", self->file, 1, FILE_BYTES, error) >= 0;
}

const Pn532CardClass pn532_card_desfire_class = {
  .size_bytes = sizeof (Desfire),
  .setup = desfire_setup,
  .power = desfire_power,
  .exchange = desfire_exchange,
  .apdu = desfire_apdu,
};
