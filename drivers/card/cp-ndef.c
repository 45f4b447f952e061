/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ndef.h"

#include <string.h>

#define TLV_NULL 0x00
#define TLV_NDEF 0x03
#define TLV_TERMINATOR 0xFE
#define LONG_LENGTH 0xFF
#define FLAG_SHORT 0x10
#define FLAG_ID 0x08
#define FLAG_CHUNKED 0x20
#define FLAG_BEGIN 0x80
#define FLAG_END 0x40
#define NAME_FORMAT_MASK 0x07
#define WELL_KNOWN 0x01
#define URI_HTTPS 0x04
#define URI_WHOLE 0x00

const guint8 *
cp_ndef_find_message (const guint8 *memory, gsize n, gsize *ret_n)
{
  gsize at = 0;

  while (at < n && memory[at] != TLV_TERMINATOR) {
    guint8 type = memory[at++];
    gsize length;

    if (type == TLV_NULL)
      continue;
    if (at >= n)
      return NULL;
    length = memory[at++];
    if (length == LONG_LENGTH) {
      if (n - at < 2)
        return NULL;
      length = (gsize) memory[at] << 8 | memory[at + 1];
      at += 2;
    }
    if (length > n - at)
      return NULL;
    if (type == TLV_NDEF) {
      *ret_n = length;
      return memory + at;
    }
    at += length;
  }
  return NULL;
}

/* Header of a record: flags, type's length, payload's length, id's length, type. */
static const guint8 *
find_payload (const guint8 *message, gsize n, gsize *ret_n)
{
  gsize at = 2, n_payload, n_id = 0;

  if (n < 4 || (message[0] & NAME_FORMAT_MASK) != WELL_KNOWN || (message[0] & FLAG_CHUNKED) != 0 ||
      message[1] != 1)
    return NULL;
  if ((message[0] & FLAG_SHORT) != 0) {
    n_payload = message[at];
    at += 1;
  } else {
    if (n < 7)
      return NULL;
    n_payload =
        (gsize) message[2] << 24 | (gsize) message[3] << 16 | (gsize) message[4] << 8 | message[5];
    at += 4;
  }
  if ((message[0] & FLAG_ID) != 0) {
    if (at >= n)
      return NULL;
    n_id = message[at++];
  }
  if (at >= n || message[at] != 'U' || n_id > n - at - 1)
    return NULL;
  at += 1 + n_id;
  if (n_payload > n - at)
    return NULL;
  *ret_n = n_payload;
  return message + at;
}

static gboolean
is_url_text (const guint8 *text, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (text[i] <= 0x20 || text[i] >= 0x7F)
      return FALSE;
  return TRUE;
}

char *
cp_ndef_parse_url (const guint8 *message, gsize n)
{
  gsize n_payload = 0;
  const guint8 *payload = find_payload (message, n, &n_payload);
  g_autofree char *url = NULL;

  if (payload == NULL || n_payload < 2 || n_payload > CP_NDEF_MAX_URL ||
      (payload[0] != URI_HTTPS && payload[0] != URI_WHOLE) ||
      !is_url_text (payload + 1, n_payload - 1))
    return NULL;
  url = g_strdup_printf ("%s%.*s", payload[0] == URI_HTTPS ? CP_NDEF_URL_PREFIX : "",
                         (int) n_payload - 1, (const char *) payload + 1);
  if (!g_str_has_prefix (url, CP_NDEF_URL_PREFIX) || strlen (url) > CP_NDEF_MAX_URL)
    return NULL;
  return g_steal_pointer (&url);
}

GByteArray *
cp_ndef_build_url (const char *url)
{
  GByteArray *message = g_byte_array_new ();
  const char *rest = url + strlen (CP_NDEF_URL_PREFIX);
  const guint8 head[CP_NDEF_URL_AT] = { FLAG_BEGIN | FLAG_END | FLAG_SHORT | WELL_KNOWN, 1,
                                        (guint8) (strlen (rest) + 1), 'U', URI_HTTPS };

  g_assert (g_str_has_prefix (url, CP_NDEF_URL_PREFIX) && strlen (url) <= CP_NDEF_MAX_URL);
  g_byte_array_append (message, head, sizeof head);
  g_byte_array_append (message, (const guint8 *) rest, (guint) strlen (rest));
  return message;
}
