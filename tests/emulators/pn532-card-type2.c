/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* MIFARE Ultralight and NTAG213/215/216: pages of four bytes, NFC Forum Type 2. */
#include "pn532-card.h"

#include <gio/gio.h>
#include <string.h>

#define PAGE 4
#define MAX_PAGES 231
#define NAK_ARGUMENT 0x00
#define NAK_AUTH_LIMIT 0x04

typedef struct {
  const char *kind;
  guint n_pages;
  guint config_page; /* CFG0; the dynamic lock bytes lie one before. 0: has neither. */
  guint8 cc[4];
  guint8 version[8];
} Model;

static const Model models[] = {
  { "ultralight", 16, 0, { 0xE1, 0x10, 0x06, 0x00 }, { 0 } },
  { "ntag213", 45, 0x29, { 0xE1, 0x10, 0x12, 0x00 }, { 0, 4, 4, 2, 1, 0, 0x0F, 3 } },
  { "ntag215", 135, 0x83, { 0xE1, 0x10, 0x3E, 0x00 }, { 0, 4, 4, 2, 1, 0, 0x11, 3 } },
  { "ntag216", 231, 0xE3, { 0xE1, 0x10, 0x6D, 0x00 }, { 0, 4, 4, 2, 1, 0, 0x13, 3 } },
};

typedef struct {
  Pn532Card parent;
  const Model *model;
  guint8 memory[MAX_PAGES * PAGE];
  guint8 signature[32];
  guint32 count;
  gboolean counted; /* since the field came on */
  gboolean authenticated;
  guint failed_passwords;
} Type2;

static guint8 *
page_at (Type2 *self, guint page)
{
  return self->memory + page * PAGE;
}

static guint8
access_byte (Type2 *self)
{
  return page_at (self, self->model->config_page + 1)[0];
}

/* Whether @page wants the password, for reading or for writing. */
static gboolean
is_protected (Type2 *self, guint page, gboolean reading)
{
  if (self->model->config_page == 0 || self->authenticated)
    return FALSE;
  return page >= page_at (self, self->model->config_page)[3] &&
         (!reading || (access_byte (self) & 0x80) != 0);
}

static Pn532CardAnswer
say_nibble (GByteArray *answer, guint8 nibble)
{
  g_byte_array_append (answer, &nibble, 1);
  return PN532_CARD_NIBBLE;
}

/* A NAK also throws the card out of its active state. */
static Pn532CardAnswer
refuse (Type2 *self, GByteArray *answer, guint8 nibble)
{
  self->parent.active = FALSE;
  self->authenticated = FALSE;
  return say_nibble (answer, nibble);
}

static void
append_page (Type2 *self, GByteArray *answer, guint page)
{
  static const guint8 hidden[PAGE] = { 0 };
  gboolean secret = self->model->config_page != 0 && page >= self->model->config_page + 2;

  g_byte_array_append (answer, secret ? hidden : page_at (self, page), PAGE);
}

static void
count_reading (Type2 *self)
{
  if (self->counted || self->model->config_page == 0 || (access_byte (self) & 0x10) == 0)
    return;
  self->counted = TRUE;
  self->count = MIN (self->count + 1, 0xFFFFFF);
}

/* Four pages; beyond the last one that may be read it goes on at page 0. */
static Pn532CardAnswer
run_read (Type2 *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  guint first = frame[1], page = first;

  if (first >= self->model->n_pages || is_protected (self, first, TRUE))
    return refuse (self, answer, NAK_ARGUMENT);
  count_reading (self);
  for (guint i = 0; i < 4; i++) {
    append_page (self, answer, page);
    page = page + 1 >= self->model->n_pages || is_protected (self, page + 1, TRUE) ? 0 : page + 1;
  }
  return PN532_CARD_BYTES;
}

static Pn532CardAnswer
run_fast_read (Type2 *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  guint first = frame[1], last = frame[2];

  if (first > last || last >= self->model->n_pages || is_protected (self, last, TRUE))
    return refuse (self, answer, NAK_ARGUMENT);
  count_reading (self);
  for (guint page = first; page <= last; page++)
    append_page (self, answer, page);
  return PN532_CARD_BYTES;
}

/* Static lock bits: page 2, bytes 2 and 3; bit n is page n. */
static gboolean
is_locked (Type2 *self, guint page)
{
  const guint8 *lock = page_at (self, 2) + 2;

  return page >= 3 && page < 16 && (lock[page / 8] & (1u << page % 8)) != 0;
}

static gboolean
sets_bits_only (Type2 *self, guint page)
{
  return page == 3 || (self->model->config_page != 0 && page + 1 == self->model->config_page);
}

static void
store_page (Type2 *self, guint page, const guint8 *data)
{
  guint8 *memory = page_at (self, page);

  for (guint i = page == 2 ? 2 : 0; i < PAGE; i++)
    memory[i] = page == 2 || sets_bits_only (self, page) ? memory[i] | data[i] : data[i];
}

/* A2 page data[4]; also A0 page data[16], of which the first four count: the chip splits that into
 * the two frames of the compatible write. */
static Pn532CardAnswer
run_write (Type2 *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  guint page = frame[1];

  if (page < 2 || page >= self->model->n_pages || is_protected (self, page, FALSE) ||
      is_locked (self, page))
    return refuse (self, answer, NAK_ARGUMENT);
  store_page (self, page, frame + 2);
  return say_nibble (answer, PN532_CARD_ACK);
}

static Pn532CardAnswer
run_get_version (Type2 *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  g_byte_array_append (answer, self->model->version, sizeof self->model->version);
  return PN532_CARD_BYTES;
}

static Pn532CardAnswer
run_read_signature (Type2 *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  g_byte_array_append (answer, self->signature, sizeof self->signature);
  return PN532_CARD_BYTES;
}

static Pn532CardAnswer
run_read_count (Type2 *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  const guint8 count[] = { (guint8) self->count, (guint8) (self->count >> 8),
                           (guint8) (self->count >> 16) };
  gboolean wants_password = (access_byte (self) & 0x08) != 0 && !self->authenticated;

  if (frame[1] != 0x02 || (access_byte (self) & 0x10) == 0 || wants_password)
    return refuse (self, answer, NAK_ARGUMENT);
  g_byte_array_append (answer, count, sizeof count);
  return PN532_CARD_BYTES;
}

static Pn532CardAnswer
run_password (Type2 *self, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  guint limit = access_byte (self) & 0x07u;

  if (limit != 0 && self->failed_passwords >= limit)
    return refuse (self, answer, NAK_AUTH_LIMIT);
  if (memcmp (frame + 1, page_at (self, self->model->config_page + 2), PAGE) != 0) {
    self->failed_passwords++;
    return refuse (self, answer, NAK_ARGUMENT);
  }
  self->failed_passwords = 0;
  self->authenticated = TRUE;
  g_byte_array_append (answer, page_at (self, self->model->config_page + 3), 2);
  return PN532_CARD_BYTES;
}

static const struct {
  guint8 code;
  gsize n_frame;
  gboolean ntag_only;
  Pn532CardAnswer (*run) (Type2 *, const guint8 *, gsize, GByteArray *);
} commands[] = {
  { 0x30, 2, FALSE, run_read },       { 0xA2, 6, FALSE, run_write },
  { 0xA0, 18, FALSE, run_write },     { 0x3A, 3, TRUE, run_fast_read },
  { 0x60, 1, TRUE, run_get_version }, { 0x3C, 2, TRUE, run_read_signature },
  { 0x39, 2, TRUE, run_read_count },  { 0x1B, 5, TRUE, run_password },
};

/* An unknown command: NTAG says NAK, the old Ultralight falls silent. */
static Pn532CardAnswer
type2_exchange (Pn532Card *card, const guint8 *frame, gsize n_frame, GByteArray *answer)
{
  Type2 *self = (Type2 *) card;
  gboolean is_ntag = self->model->config_page != 0;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].code == frame[0] && commands[i].n_frame == n_frame &&
        (is_ntag || !commands[i].ntag_only))
      return commands[i].run (self, frame, n_frame, answer);
  if (is_ntag && frame[0] != 0x50)
    return refuse (self, answer, NAK_ARGUMENT);
  card->active = FALSE;
  return PN532_CARD_SILENT;
}

static void
type2_power (Pn532Card *card)
{
  Type2 *self = (Type2 *) card;

  self->authenticated = FALSE;
  self->counted = FALSE;
}

/* Pages 0 to 3: UID with its check bytes, internal byte, lock bytes, capability container. */
static void
lay_out_head (Type2 *self)
{
  const guint8 *uid = self->parent.uid;
  guint8 head[3 * PAGE] = { uid[0], uid[1], uid[2], 0, uid[3], uid[4], uid[5], uid[6], 0, 0x48 };

  head[3] = 0x88 ^ uid[0] ^ uid[1] ^ uid[2];
  head[8] = uid[3] ^ uid[4] ^ uid[5] ^ uid[6];
  memcpy (self->memory, head, sizeof head);
  memcpy (page_at (self, 3), self->model->cc, PAGE);
}

/* An NDEF message of one URI record, from page 4 on: TLV 03, terminator FE. */
static gboolean
lay_out_ndef (Type2 *self, const char *uri, GError **error)
{
  const char *rest = g_str_has_prefix (uri, "https://") ? uri + 8 : uri;
  gsize n_rest = strlen (rest), n_message = n_rest + 5;
  guint8 *at = page_at (self, 4);
  const guint8 head[] = { 0x03, (guint8) n_message,       0xD1, 0x01, (guint8) (n_rest + 1),
                          0x55, rest == uri ? 0x00 : 0x04 };

  if (n_message + 3 > self->model->cc[2] * 8u || n_message > 254) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "ndef does not fit");
    return FALSE;
  }
  memcpy (at, head, sizeof head);
  memcpy (at + sizeof head, rest, n_rest);
  at[sizeof head + n_rest] = 0xFE;
  return TRUE;
}

static gboolean
lay_out_config (Type2 *self, GHashTable *options, GError **error)
{
  guint8 *config = page_at (self, self->model->config_page);
  static const guint8 factory[4 * PAGE] = { 4, 0, 0, 0xFF, 0, 5, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF };

  memcpy (config, factory, sizeof factory);
  page_at (self, self->model->config_page - 1)[3] = 0xBD;
  return pn532_card_take_hex (options, "auth0", config + 3, 1, 1, error) >= 0 &&
         pn532_card_take_hex (options, "access", config + 4, 1, 1, error) >= 0 &&
         pn532_card_take_hex (options, "pwd", config + 8, 4, 4, error) >= 0 &&
         pn532_card_take_hex (options, "pack", config + 12, 2, 2, error) >= 0 &&
         pn532_card_take_hex (options, "sig", self->signature, 32, 32, error) >= 0;
}

static const Model *
find_model (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    if (g_str_equal (models[i].kind, kind))
      return &models[i];
  g_assert_not_reached ();
}

static gboolean
type2_setup (Pn532Card *card, const char *kind, GHashTable *options, GError **error)
{
  Type2 *self = (Type2 *) card;
  const char *uri = g_hash_table_lookup (options, "ndef");

  self->model = find_model (kind);
  if (card->n_uid != 7) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "uid must be 7 bytes");
    return FALSE;
  }
  lay_out_head (self);
  if (uri != NULL && !lay_out_ndef (self, uri, error))
    return FALSE;
  g_hash_table_remove (options, "ndef");
  return (self->model->config_page == 0 || lay_out_config (self, options, error)) &&
         pn532_card_take_hex (options, "memory", self->memory, self->model->n_pages * PAGE,
                              self->model->n_pages * PAGE, error) >= 0;
}

static void
type2_dump (Pn532Card *card, GByteArray *memory)
{
  Type2 *self = (Type2 *) card;

  g_byte_array_append (memory, self->memory, self->model->n_pages * PAGE);
}

const Pn532CardClass pn532_card_type2_class = {
  .size_bytes = sizeof (Type2),
  .setup = type2_setup,
  .power = type2_power,
  .exchange = type2_exchange,
  .dump = type2_dump,
};
