/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* NTAG 424 DNA: what it does with a command. */
#include "pn532-ntag424.h"

#include <gio/gio.h>
#include <string.h>

#define SAK 0x20
#define R_NAK 0xB2
#define R_ACK 0xA2
#define N_CHANGE_OWN 17
#define N_CHANGE_OTHER 21

static guint8
run_get_version (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  static const guint8 hardware[] = { 0x04, 0x04, 0x02, 0x30, 0x00, 0x11, 0x05 };
  static const guint8 software[] = { 0x04, 0x04, 0x02, 0x01, 0x02, 0x11, 0x05 };
  static const guint8 batch[] = { 0xCF, 0x39, 0xD4, 0x49, 0x80, 0x34, 0x20 };
  static const guint8 hidden[7] = { 0 };
  guint8 part = self->next_part;

  if (body->len != 0)
    return NTAG424_LENGTH;
  self->next_part = (guint8) ((part + 1) % 3);
  if (part == 0)
    g_byte_array_append (answer, hardware, sizeof hardware);
  if (part == 1)
    g_byte_array_append (answer, software, sizeof software);
  if (part < 2)
    return NTAG424_MORE;
  g_byte_array_append (answer, self->memory.random_id ? hidden : self->true_uid, 7);
  g_byte_array_append (answer, batch, sizeof batch);
  return NTAG424_OK;
}

static guint8
run_get_uid (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  guint8 status;

  if (self->key < 0)
    return NTAG424_AUTHENTICATION;
  status = ntag424_open (self, NTAG424_FULL, 0x51, 0, body);
  if (status != NTAG424_OK || body->len != 0)
    return status != NTAG424_OK ? status : NTAG424_LENGTH;
  g_byte_array_append (answer, self->true_uid, sizeof self->true_uid);
  ntag424_close (self, NTAG424_FULL, answer);
  return NTAG424_OK;
}

static gboolean
take_file (const GByteArray *body, guint *file)
{
  *file = body->len > 0 ? body->data[0] - 1u : NTAG424_N_FILES;
  return *file < NTAG424_N_FILES;
}

static guint8
run_get_settings (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  Ntag424Mode mode = self->key >= 0 ? NTAG424_MAC : NTAG424_PLAIN;
  guint8 status = ntag424_open (self, mode, 0xF5, 1, body);
  guint file;

  if (status != NTAG424_OK || body->len != 1)
    return status != NTAG424_OK ? status : NTAG424_LENGTH;
  if (!take_file (body, &file))
    return NTAG424_NO_FILE;
  ntag424_tell_settings (self, file, answer);
  ntag424_close (self, mode, answer);
  return NTAG424_OK;
}

static guint8
run_change_settings (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  guint8 status;
  guint file;

  if (!take_file (body, &file))
    return NTAG424_NO_FILE;
  if (self->key < 0 ||
      ntag424_right (&self->memory.settings[file], NTAG424_RIGHT_CHANGE) != self->key)
    return NTAG424_AUTHENTICATION;
  status = ntag424_open (self, NTAG424_FULL, 0x5F, 1, body);
  if (status != NTAG424_OK)
    return status;
  if (!ntag424_set_settings (self, file, body->data + 1, body->len - 1))
    return NTAG424_PARAMETER;
  ntag424_close (self, NTAG424_FULL, answer);
  return NTAG424_OK;
}

/* Whether @which, or reading and writing, is allowed, and how it then is to be spoken of. */
static guint8
check_right (Ntag424 *self, guint file, guint which, Ntag424Mode *mode)
{
  const Ntag424Settings *settings = &self->memory.settings[file];
  guint8 one = ntag424_right (settings, which);
  guint8 both = ntag424_right (settings, NTAG424_RIGHT_READ_WRITE);

  *mode = NTAG424_PLAIN;
  if (self->key >= 0 && (one == self->key || both == self->key)) {
    *mode = (Ntag424Mode) (settings->option & 0x03);
    return NTAG424_OK;
  }
  if (one == NTAG424_FREE || both == NTAG424_FREE)
    return NTAG424_OK;
  return one == NTAG424_NEVER && both == NTAG424_NEVER ? NTAG424_DENIED : NTAG424_AUTHENTICATION;
}

static guint32
number_at (const GByteArray *body, guint at)
{
  return body->data[at] | (guint32) body->data[at + 1] << 8 | (guint32) body->data[at + 2] << 16;
}

/* A series of readings of one file, without another command in between, counts once. */
static void
count_reading (Ntag424 *self, guint file)
{
  if (self->read_file != (int) file && self->memory.settings[file].n_mirror > 0 && self->key < 0)
    self->memory.n_readings = MIN (self->memory.n_readings + 1, 0xFFFFFF);
  self->read_file = (int) file;
}

static guint8
append_content (Ntag424 *self, guint file, guint32 offset, guint32 n, GByteArray *answer)
{
  guint8 content[NTAG424_MAX_FILE];
  gsize size = ntag424_file_size (file);

  if (offset >= size || n > size || offset + n > size)
    return NTAG424_BOUNDARY;
  count_reading (self, file);
  ntag424_read (self, file, self->key < 0, content);
  g_byte_array_append (answer, content + offset, n > 0 ? n : (guint) (size - offset));
  return NTAG424_OK;
}

static guint8
run_read (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  Ntag424Mode mode;
  guint8 status;
  guint file;

  if (!take_file (body, &file))
    return NTAG424_NO_FILE;
  status = check_right (self, file, NTAG424_RIGHT_READ, &mode);
  if (status != NTAG424_OK)
    return status;
  status = ntag424_open (self, mode == NTAG424_PLAIN ? NTAG424_PLAIN : NTAG424_MAC, 0xAD, 7, body);
  if (status != NTAG424_OK || body->len != 7)
    return status != NTAG424_OK ? status : NTAG424_LENGTH;
  status = append_content (self, file, number_at (body, 1), number_at (body, 4), answer);
  if (status == NTAG424_OK)
    ntag424_close (self, mode, answer);
  return status;
}

static guint8
run_write (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  Ntag424Mode mode;
  guint32 offset, n;
  guint8 status;
  guint file;

  if (!take_file (body, &file))
    return NTAG424_NO_FILE;
  status = check_right (self, file, NTAG424_RIGHT_WRITE, &mode);
  if (status != NTAG424_OK)
    return status;
  status = ntag424_open (self, mode, 0x8D, 7, body);
  if (status != NTAG424_OK || body->len < 8)
    return status != NTAG424_OK ? status : NTAG424_LENGTH;
  offset = number_at (body, 1);
  n = number_at (body, 4);
  if (n != body->len - 7)
    return NTAG424_LENGTH;
  if (offset > ntag424_file_size (file) || offset + n > ntag424_file_size (file))
    return NTAG424_BOUNDARY;
  memcpy (self->memory.files[file] + offset, body->data + 7, n);
  ntag424_close (self, mode == NTAG424_PLAIN ? NTAG424_PLAIN : NTAG424_MAC, answer);
  return NTAG424_OK;
}

/* CRC-32 without the last inversion, bit by bit from the polynomial. */
static guint32
checksum (const guint8 *bytes, gsize n)
{
  guint32 rest = 0xFFFFFFFFu;

  for (gsize bit = 0; bit < 8 * n; bit++) {
    guint32 top = (rest ^ ((guint32) bytes[bit / 8] >> bit % 8)) & 1u;

    rest = (rest >> 1) ^ (0xEDB88320u * top);
  }
  return rest;
}

static guint8
change_other (Ntag424 *self, guint8 number, const GByteArray *body)
{
  const guint8 *sent = body->data + 1;
  guint8 key[PN532_AES];
  guint32 sum;

  if (body->len != 1 + N_CHANGE_OTHER)
    return NTAG424_LENGTH;
  for (gsize i = 0; i < PN532_AES; i++)
    key[i] = sent[i] ^ self->memory.keys[number][i];
  sum = sent[17] | (guint32) sent[18] << 8 | (guint32) sent[19] << 16 | (guint32) sent[20] << 24;
  if (checksum (key, sizeof key) != sum)
    return NTAG424_INTEGRITY;
  memcpy (self->memory.keys[number], key, sizeof key);
  return NTAG424_OK;
}

static guint8
run_change_key (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  guint8 number = body->len > 0 ? body->data[0] : 0xFF, status;

  if (self->key != 0)
    return NTAG424_AUTHENTICATION;
  if (number >= NTAG424_N_KEYS)
    return NTAG424_NO_SUCH_KEY;
  status = ntag424_open (self, NTAG424_FULL, 0xC4, 1, body);
  if (status != NTAG424_OK)
    return status;
  if (number != 0)
    status = change_other (self, number, body);
  else if (body->len != 1 + N_CHANGE_OWN)
    status = NTAG424_LENGTH;
  else
    memcpy (self->memory.keys[0], body->data + 1, PN532_AES);
  if (status != NTAG424_OK)
    return status;
  self->memory.versions[number] = body->data[17];
  self->memory.failures[number] = 0;
  self->memory.failures_in_a_row[number] = 0;
  if (number == 0)
    ntag424_end_session (self);
  ntag424_close (self, NTAG424_MAC, answer);
  return NTAG424_OK;
}

/* For anybody. */
static guint8
run_get_key_version (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  Ntag424Mode mode = self->key >= 0 ? NTAG424_MAC : NTAG424_PLAIN;
  guint8 status = ntag424_open (self, mode, 0x64, 1, body);

  if (status != NTAG424_OK || body->len != 1)
    return status != NTAG424_OK ? status : NTAG424_LENGTH;
  if (!self->selected || body->data[0] >= NTAG424_N_KEYS)
    return NTAG424_NO_SUCH_KEY;
  g_byte_array_append (answer, &self->memory.versions[body->data[0]], 1);
  ntag424_close (self, mode, answer);
  return NTAG424_OK;
}

static guint8
run_get_counters (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  Ntag424Mode mode = self->key >= 0 ? NTAG424_FULL : NTAG424_PLAIN;
  guint8 right, status, counters[5];
  guint file;

  if (!take_file (body, &file) || file != 1)
    return NTAG424_NO_FILE;
  right = ntag424_counter_right (&self->memory.settings[file]);
  if (right != NTAG424_FREE && right != self->key)
    return right == NTAG424_NEVER ? NTAG424_DENIED : NTAG424_AUTHENTICATION;
  status = ntag424_open (self, mode, 0xF6, 1, body);
  if (status != NTAG424_OK || body->len != 1)
    return status != NTAG424_OK ? status : NTAG424_LENGTH;
  memset (counters, 0, sizeof counters);
  memcpy (counters, &(guint32){ GUINT32_TO_LE (self->memory.n_readings) }, 3);
  g_byte_array_append (answer, counters, sizeof counters);
  ntag424_close (self, mode, answer);
  return NTAG424_OK;
}

static guint8
run_read_signature (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  Ntag424Mode mode = self->key >= 0 ? NTAG424_FULL : NTAG424_PLAIN;
  guint8 status = ntag424_open (self, mode, 0x3C, 1, body);

  if (status != NTAG424_OK || body->len != 1 || body->data[0] != 0)
    return status != NTAG424_OK ? status : NTAG424_PARAMETER;
  g_byte_array_append (answer, self->signature, sizeof self->signature);
  ntag424_close (self, mode, answer);
  return NTAG424_OK;
}

/* Only the one for random UIDs: once on, for ever on; it counts from the next field on. */
static guint8
run_set_configuration (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  guint8 status;

  if (self->key != 0)
    return NTAG424_AUTHENTICATION;
  status = ntag424_open (self, NTAG424_FULL, 0x5C, 1, body);
  if (status != NTAG424_OK)
    return status;
  if (body->len != 2 || body->data[0] != 0 || (body->data[1] & ~0x02) != 0)
    return NTAG424_PARAMETER;
  self->memory.random_id = self->memory.random_id || body->data[1] != 0;
  ntag424_close (self, NTAG424_FULL, answer);
  return NTAG424_OK;
}

static guint8
run_first (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  return ntag424_challenge (self, TRUE, body->data, body->len, answer);
}

static guint8
run_non_first (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  return ntag424_challenge (self, FALSE, body->data, body->len, answer);
}

static guint8
run_more (Ntag424 *self, GByteArray *body, GByteArray *answer)
{
  if (self->challenged_key >= 0)
    return ntag424_accept (self, body->data, body->len, answer);
  return self->next_part > 0 ? run_get_version (self, body, answer) : NTAG424_ILLEGAL_COMMAND;
}

static const struct {
  guint8 code;
  guint8 (*run) (Ntag424 *self, GByteArray *body, GByteArray *answer);
} commands[] = {
  { 0x71, run_first },
  { 0x77, run_non_first },
  { 0xAF, run_more },
  { 0x60, run_get_version },
  { 0x51, run_get_uid },
  { 0xF5, run_get_settings },
  { 0x5F, run_change_settings },
  { 0xAD, run_read },
  { 0x8D, run_write },
  { 0xC4, run_change_key },
  { 0xF6, run_get_counters },
  { 0x3C, run_read_signature },
  { 0x5C, run_set_configuration },
  { 0x64, run_get_key_version },
};

/* Any error ends the session, and so does beginning another thing in the middle of one. */
static void
run_native (Ntag424 *self, guint8 code, GByteArray *body, GByteArray *answer)
{
  guint8 status[] = { 0x91, NTAG424_ILLEGAL_COMMAND };

  if (code != 0xAF) {
    self->next_part = 0;
    self->challenged_key = -1;
  }
  if (code != 0xAD)
    self->read_file = -1;
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].code == code)
      status[1] = commands[i].run (self, body, answer);
  if (status[1] != NTAG424_OK && status[1] != NTAG424_MORE) {
    ntag424_end_session (self);
    self->next_part = 0;
    g_byte_array_set_size (answer, 0);
  }
  g_byte_array_append (answer, status, sizeof status);
}

static guint16
select_file (Ntag424 *self, const GByteArray *body)
{
  guint id = body->len == 2 ? (guint) body->data[0] << 8 | body->data[1] : 0;

  if (!self->selected || id < 0xE103 || id > 0xE105)
    return 0x6A82;
  self->iso_file = (int) id - 0xE103;
  return 0x9000;
}

static guint16
run_select (Ntag424 *self, const guint8 *head, const GByteArray *body)
{
  static const guint8 name[] = { 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01 };

  if (head[2] == 0x00)
    return select_file (self, body);
  ntag424_end_session (self);
  self->iso_file = -1;
  self->selected =
      head[2] == 0x04 && body->len == sizeof name && memcmp (body->data, name, sizeof name) == 0;
  return self->selected ? 0x9000 : 0x6A82;
}

static guint16
run_read_binary (Ntag424 *self, const guint8 *head, guint n, GByteArray *answer)
{
  guint32 offset = (guint32) head[2] << 8 | head[3];
  guint file = (guint) self->iso_file;
  Ntag424Mode mode;

  if (self->iso_file < 0 || head[2] >= 0x80)
    return 0x6A86;
  if (check_right (self, file, NTAG424_RIGHT_READ, &mode) != NTAG424_OK || mode != NTAG424_PLAIN)
    return 0x6982;
  if (offset >= ntag424_file_size (file))
    return 0x6A86;
  n = (guint) MIN (n == 0 ? 256 : n, ntag424_file_size (file) - offset);
  append_content (self, file, offset, n, answer);
  return 0x9000;
}

static void
run_iso (Ntag424 *self, const guint8 *head, GByteArray *body, guint le, GByteArray *answer)
{
  guint16 status = 0x6D00;
  guint8 bytes[2];

  if (head[1] != 0xB0)
    self->read_file = -1;
  if (head[1] == 0xA4)
    status = run_select (self, head, body);
  else if (head[1] == 0xB0)
    status = run_read_binary (self, head, le, answer);
  bytes[0] = (guint8) (status >> 8);
  bytes[1] = (guint8) status;
  g_byte_array_append (answer, bytes, sizeof bytes);
}

/* CLA INS P1 P2 [Lc data] [Le]. */
static gboolean
ntag424_apdu (Pn532Card *card, const guint8 *command, gsize n, GByteArray *answer)
{
  Ntag424 *self = (Ntag424 *) card;
  g_autoptr (GByteArray) body = g_byte_array_new ();
  static const guint8 wrong_length[] = { 0x67, 0x00 };
  gsize n_body = n > 5 ? command[4] : 0;
  guint le = n == 5 || n == 6 + n_body ? command[n - 1] : 0;

  if (n < 4 || (n > 5 && n != 5 + n_body && n != 6 + n_body)) {
    g_byte_array_append (answer, wrong_length, sizeof wrong_length);
    return TRUE;
  }
  g_byte_array_append (body, command + 5, (guint) n_body);
  if (command[0] == 0x90)
    run_native (self, command[1], body, answer);
  else
    run_iso (self, command, body, le, answer);
  return TRUE;
}

/* The presence check, as it goes over the air. */
static Pn532CardAnswer
ntag424_exchange (Pn532Card *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  const guint8 r_ack = R_ACK;

  if (n_frame != 1 || frame[0] != R_NAK)
    return PN532_CARD_SILENT;
  g_byte_array_append (answer, &r_ack, 1);
  return PN532_CARD_BYTES;
}

/* With random UIDs a card is another one in each field. */
static void
choose_uid (Ntag424 *self)
{
  guint8 block[PN532_AES];

  memcpy (self->parent.uid, self->true_uid, sizeof self->true_uid);
  self->parent.n_uid = sizeof self->true_uid;
  self->parent.atqa[0] = 0x03;
  self->parent.atqa[1] = 0x44;
  if (!self->memory.random_id)
    return;
  self->memory.n_challenges++;
  memset (block, (int) self->memory.n_challenges, sizeof block);
  pn532_aes_block (self->memory.keys[0], FALSE, block, block);
  self->parent.uid[0] = 0x08;
  memcpy (self->parent.uid + 1, block, 3);
  self->parent.n_uid = 4;
  self->parent.atqa[1] = 0x04;
}

static void
ntag424_power (Pn532Card *card)
{
  Ntag424 *self = (Ntag424 *) card;

  ntag424_end_session (self);
  self->selected = FALSE;
  self->iso_file = -1;
  self->read_file = -1;
  self->next_part = 0;
  choose_uid (self);
}

static gboolean
ntag424_setup (Pn532Card *card, const char *kind, GHashTable *options, GError **error)
{
  static const guint8 ats[] = { 0x06, 0x77, 0x77, 0x71, 0x02, 0x80 };
  Ntag424 *self = (Ntag424 *) card;
  guint8 random_id = 0;

  if (card->n_uid != sizeof self->true_uid) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "uid must be 7 bytes");
    return FALSE;
  }
  memcpy (self->true_uid, card->uid, sizeof self->true_uid);
  card->sak = SAK;
  g_byte_array_append (card->ats, ats, sizeof ats);
  ntag424_format (self);
  if (pn532_card_take_hex (options, "sig", self->signature, 56, 56, error) < 0 ||
      pn532_card_take_hex (options, "random_id", &random_id, 1, 1, error) < 0 ||
      pn532_card_take_hex (options, "memory", (guint8 *) &self->memory, sizeof self->memory,
                           sizeof self->memory, error) < 0)
    return FALSE;
  self->memory.random_id = self->memory.random_id || random_id != 0;
  ntag424_power (card);
  return TRUE;
}

static void
ntag424_dump (Pn532Card *card, GByteArray *memory)
{
  Ntag424 *self = (Ntag424 *) card;

  g_byte_array_append (memory, (const guint8 *) &self->memory, sizeof self->memory);
}

const Pn532CardClass pn532_card_ntag424_class = {
  .size_bytes = sizeof (Ntag424),
  .setup = ntag424_setup,
  .power = ntag424_power,
  .exchange = ntag424_exchange,
  .apdu = ntag424_apdu,
  .dump = ntag424_dump,
};
