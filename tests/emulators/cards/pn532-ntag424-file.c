/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of the emulated NTAG 424 DNA: sizes, settings, and Secure Dynamic Messaging. */
#include "pn532-ntag424.h"

#include <string.h>

#define MIRRORS 0x40
#define WITH_UID 0x80
#define WITH_COUNTER 0x40
#define WITH_LIMIT 0x20
#define WITH_FILE 0x10
#define N_UID_DIGITS 14
#define N_COUNTER_DIGITS 6
#define N_PICC_DIGITS 32
#define N_MAC_DIGITS 16
#define ABSENT G_MAXUINT32

/* The offsets that the settings of a file with mirrors hold, each if the bits before say so. */
typedef struct {
  guint8 options;
  guint8 meta, file, counter; /* rights */
  guint32 uid_at, counter_at, picc_at, input_at, file_at, n_file, mac_at, limit;
} Mirror;

gsize
ntag424_file_size (guint file)
{
  return ((const gsize[]){ 32, 256, 128 })[file];
}

void
ntag424_format (Ntag424 *self)
{
  static const guint8 container[] = { 0x00, 0x17, 0x20, 0x01, 0x00, 0x00, 0xFF, 0x04,
                                      0x06, 0xE1, 0x04, 0x01, 0x00, 0x00, 0x00, 0x05,
                                      0x06, 0xE1, 0x05, 0x00, 0x80, 0x82, 0x83 };
  static const Ntag424Settings factory[NTAG424_N_FILES] = {
    { 0x00, { 0x00, 0xE0 }, 0, { 0 } },
    { 0x00, { 0xE0, 0xEE }, 0, { 0 } },
    { 0x03, { 0x30, 0x23 }, 0, { 0 } },
  };

  memcpy (self->memory.files[0], container, sizeof container);
  memcpy (self->memory.settings, factory, sizeof factory);
}

guint8
ntag424_right (const Ntag424Settings *settings, guint which)
{
  const guint8 *rights = settings->rights;

  switch (which) {
  case NTAG424_RIGHT_READ:
    return rights[1] >> 4;
  case NTAG424_RIGHT_WRITE:
    return rights[1] & 0xF;
  case NTAG424_RIGHT_READ_WRITE:
    return rights[0] >> 4;
  default:
    return rights[0] & 0xF;
  }
}

/* Takes three bytes off the settings if they are to be there. */
static gboolean
take (const guint8 **at, gsize *n, gboolean there, guint32 *ret_value)
{
  const guint8 *bytes = *at;

  *ret_value = ABSENT;
  if (!there)
    return TRUE;
  if (*n < 3)
    return FALSE;
  *ret_value = bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16;
  *at += 3;
  *n -= 3;
  return TRUE;
}

static gboolean
is_key (guint8 right)
{
  return right < NTAG424_N_KEYS;
}

static gboolean
parse_mirror (const guint8 *bytes, gsize n, Mirror *mirror)
{
  gboolean in_clear, with_mac;

  if (n < 3)
    return FALSE;
  mirror->options = bytes[0];
  mirror->counter = bytes[1] & 0xF;
  mirror->meta = bytes[2] >> 4;
  mirror->file = bytes[2] & 0xF;
  bytes += 3;
  n -= 3;
  in_clear = mirror->meta == NTAG424_FREE;
  with_mac = mirror->file != NTAG424_NEVER;
  return take (&bytes, &n, in_clear && (mirror->options & WITH_UID), &mirror->uid_at) &&
         take (&bytes, &n, in_clear && (mirror->options & WITH_COUNTER), &mirror->counter_at) &&
         take (&bytes, &n, is_key (mirror->meta), &mirror->picc_at) &&
         take (&bytes, &n, with_mac, &mirror->input_at) &&
         take (&bytes, &n, with_mac && (mirror->options & WITH_FILE), &mirror->file_at) &&
         take (&bytes, &n, with_mac && (mirror->options & WITH_FILE), &mirror->n_file) &&
         take (&bytes, &n, with_mac, &mirror->mac_at) &&
         take (&bytes, &n, (mirror->options & WITH_LIMIT) != 0, &mirror->limit) && n == 0;
}

static gboolean
fits (guint32 at, guint32 n, gsize size)
{
  return at == ABSENT || (at < size && n <= size && at + n <= size);
}

static gboolean
is_sound (const Mirror *mirror, gsize size)
{
  gboolean keys = (is_key (mirror->meta) || mirror->meta >= NTAG424_FREE) &&
                  (is_key (mirror->file) || mirror->file == NTAG424_NEVER);
  guint32 n_file = mirror->n_file == ABSENT ? 0 : mirror->n_file;

  return keys && (mirror->options & 1) != 0 && fits (mirror->uid_at, N_UID_DIGITS, size) &&
         fits (mirror->counter_at, N_COUNTER_DIGITS, size) &&
         fits (mirror->picc_at, N_PICC_DIGITS, size) && fits (mirror->mac_at, N_MAC_DIGITS, size) &&
         fits (mirror->file_at, n_file, size) && n_file % 32 == 0 &&
         (mirror->input_at == ABSENT || mirror->input_at <= mirror->mac_at);
}

gboolean
ntag424_set_settings (Ntag424 *self, guint file, const guint8 *bytes, gsize n)
{
  Ntag424Settings *settings = &self->memory.settings[file];
  gboolean mirrors = n > 0 && (bytes[0] & MIRRORS) != 0;
  Mirror mirror;

  if (n < 3 || n > 3 + NTAG424_MAX_SETTINGS || (bytes[0] & 0x03) == 2 || mirrors != (n > 3))
    return FALSE;
  if (mirrors && (file != 1 || !parse_mirror (bytes + 3, n - 3, &mirror) ||
                  !is_sound (&mirror, ntag424_file_size (file))))
    return FALSE;
  settings->option = bytes[0];
  memcpy (settings->rights, bytes + 1, 2);
  settings->n_mirror = (guint8) (n - 3);
  memcpy (settings->mirror, bytes + 3, n - 3);
  if (!mirrors)
    self->memory.n_readings = 0;
  return TRUE;
}

void
ntag424_tell_settings (Ntag424 *self, guint file, GByteArray *answer)
{
  const Ntag424Settings *settings = &self->memory.settings[file];
  const guint8 head[] = {
    0x00,
    settings->option,
    settings->rights[0],
    settings->rights[1],
    (guint8) ntag424_file_size (file),
    (guint8) (ntag424_file_size (file) >> 8),
    0x00,
  };

  g_byte_array_append (answer, head, sizeof head);
  g_byte_array_append (answer, settings->mirror, settings->n_mirror);
}

guint8
ntag424_counter_right (const Ntag424Settings *settings)
{
  return settings->n_mirror > 1 ? settings->mirror[1] & 0xF : NTAG424_NEVER;
}

static void
write_digits (guint8 *content, const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    content[2 * i] = (guint8) "0123456789ABCDEF"[bytes[i] >> 4];
    content[2 * i + 1] = (guint8) "0123456789ABCDEF"[bytes[i] & 0xF];
  }
}

static void
write_counter (const Ntag424 *self, guint8 *bytes)
{
  bytes[0] = (guint8) self->memory.n_readings;
  bytes[1] = (guint8) (self->memory.n_readings >> 8);
  bytes[2] = (guint8) (self->memory.n_readings >> 16);
}

static void
mirror_picc (Ntag424 *self, const Mirror *mirror, guint8 *content)
{
  guint8 plain[PN532_AES] = { 0 }, iv[PN532_AES] = { 0 };
  gsize n = 1;

  plain[0] = (guint8) (mirror->options & (WITH_UID | WITH_COUNTER));
  if ((mirror->options & WITH_UID) != 0) {
    plain[0] |= 7;
    memcpy (plain + n, self->true_uid, 7);
    n += 7;
  }
  if ((mirror->options & WITH_COUNTER) != 0) {
    write_counter (self, plain + n);
    n += 3;
  }
  memset (plain + n, (int) (0x40 + self->memory.n_readings % 0x80), sizeof plain - n);
  pn532_aes_encrypt (self->memory.keys[mirror->meta], iv, plain, sizeof plain);
  write_digits (content + mirror->picc_at, plain, sizeof plain);
}

/* The session key of one message; UID and counter only if they are mirrored. */
static void
make_key (const Ntag424 *self, const Mirror *mirror, guint8 label, guint8 *key)
{
  guint8 text[PN532_AES] = { label, (guint8) ~label, 0, 1, 0, 0x80 };
  gsize n = 6;

  if ((mirror->options & WITH_UID) != 0) {
    memcpy (text + n, self->true_uid, 7);
    n += 7;
  }
  if ((mirror->options & WITH_COUNTER) != 0)
    write_counter (self, text + n);
  pn532_aes_mac (self->memory.keys[mirror->file], text, sizeof text, key);
}

static void
mirror_file (Ntag424 *self, const Mirror *mirror, guint8 *content)
{
  guint8 key[PN532_AES], iv[PN532_AES] = { 0 }, data[NTAG424_MAX_FILE];
  gsize n = mirror->n_file / 2;

  make_key (self, mirror, 0xC3, key);
  write_counter (self, iv);
  pn532_aes_block (key, FALSE, iv, iv);
  memcpy (data, content + mirror->file_at, n);
  pn532_aes_encrypt (key, iv, data, n);
  write_digits (content + mirror->file_at, data, n);
}

static void
mirror_mac (Ntag424 *self, const Mirror *mirror, guint8 *content)
{
  guint8 key[PN532_AES], mac[8];

  make_key (self, mirror, 0x3C, key);
  pn532_aes_short_mac (key, content + mirror->input_at, mirror->mac_at - mirror->input_at, mac);
  write_digits (content + mirror->mac_at, mac, sizeof mac);
}

static void
write_mirrors (Ntag424 *self, const Mirror *mirror, guint8 *content)
{
  const guint8 counter[] = { (guint8) (self->memory.n_readings >> 16),
                             (guint8) (self->memory.n_readings >> 8),
                             (guint8) self->memory.n_readings };

  if (mirror->uid_at != ABSENT)
    write_digits (content + mirror->uid_at, self->true_uid, 7);
  if (mirror->counter_at != ABSENT)
    write_digits (content + mirror->counter_at, counter, sizeof counter);
  if (mirror->picc_at != ABSENT)
    mirror_picc (self, mirror, content);
  if (mirror->file_at != ABSENT)
    mirror_file (self, mirror, content);
  if (mirror->mac_at != ABSENT)
    mirror_mac (self, mirror, content);
}

void
ntag424_read (Ntag424 *self, guint file, gboolean mirrored, guint8 *content)
{
  const Ntag424Settings *settings = &self->memory.settings[file];
  Mirror mirror;

  memcpy (content, self->memory.files[file], ntag424_file_size (file));
  if (mirrored && settings->n_mirror > 0 &&
      parse_mirror (settings->mirror, settings->n_mirror, &mirror))
    write_mirrors (self, &mirror, content);
}
