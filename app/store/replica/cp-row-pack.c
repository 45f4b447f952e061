/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-row-pack.h"

#include <string.h>

#define UUID_CHARS 36

/* Below a blank, which no JSON text has outside of these. */
enum {
  UUID = 1, /* 16 bytes follow */
  OWN_ID,
  OWN_ACCOUNT_ID,
  FIRST_PHRASE,
};

/* In the order of their bytes; longer ones before what they begin with. */
static const char *const phrases[] = {
  "\"account_id\":",
  "\"amount_minor\":",
  "\"at_ms\":",
  "\"balance_minor\":",
  "\"birth_date\":\"",
  "\"class\":\"reward\"",
  "\"definition_id\":\"",
  "\"email\":\"",
  "\"enrolled_at_ms\":",
  "\"expires_at_ms\":",
  "\"family_name\":\"",
  "\"given_name\":\"",
  "\"home_store_id\":\"",
  "\"id\":",
  "\"issued_at_ms\":",
  "\"kind\":\"",
  "\"medium\":\"physical\"",
  "\"member_id\":",
  "\"operation_id\":",
  "\"phone\":\"",
  "\"retired_from\":\"stock\"",
  "\"staff_id\":",
  "\"state\":\"active\"",
  "\"state\":\"enrolled\"",
  "\"store_id\":\"",
  "\"thin\":true",
  "\"uid\":\"",
};
G_STATIC_ASSERT (FIRST_PHRASE + G_N_ELEMENTS (phrases) <= ' ');

/* Of the digits and of nothing else; capitals would not come back. */
static int
get_digit (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static gboolean
has_dash_before (guint byte)
{
  return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

/* Reads no further than what is none. */
static gboolean
read_uuid (const char *text, guint8 *ret_bytes)
{
  for (guint i = 0; i < CP_PACKED_ID_BYTES; i++) {
    int high, low;

    if (has_dash_before (i) && *text++ != '-')
      return FALSE;
    high = get_digit (text[0]);
    low = high >= 0 ? get_digit (text[1]) : -1;
    if (low < 0)
      return FALSE;
    ret_bytes[i] = (guint8) (high << 4 | low);
    text += 2;
  }
  return TRUE;
}

static void
write_uuid (const guint8 *bytes, char *ret_text)
{
  static const char digits[] = "0123456789abcdef";

  for (guint i = 0; i < CP_PACKED_ID_BYTES; i++) {
    if (has_dash_before (i))
      *ret_text++ = '-';
    *ret_text++ = digits[bytes[i] >> 4];
    *ret_text++ = digits[bytes[i] & 15];
  }
}

gboolean
cp_id_pack (const char *id, guint8 *ret_bytes)
{
  return read_uuid (id, ret_bytes) && id[UUID_CHARS] == '\0';
}

char *
cp_id_unpack (const guint8 *bytes)
{
  char *id = g_malloc (UUID_CHARS + 1);

  write_uuid (bytes, id);
  id[UUID_CHARS] = '\0';
  return id;
}

/* Whether @text begins with a quoted @id. */
static gboolean
is_quoted (const char *text, const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  return length > 0 && strncmp (text + 1, id, length) == 0 && text[1 + length] == '"';
}

static void
append_byte (GByteArray *bytes, guint byte)
{
  guint8 one = (guint8) byte;

  g_byte_array_append (bytes, &one, 1);
}

static const char *
pack_id (GByteArray *bytes, const char *text, const char *id, const char *account_id)
{
  guint8 uuid[CP_PACKED_ID_BYTES];

  if (is_quoted (text, id)) {
    append_byte (bytes, OWN_ID);
    return text + strlen (id) + 2;
  }
  if (is_quoted (text, account_id)) {
    append_byte (bytes, OWN_ACCOUNT_ID);
    return text + strlen (account_id) + 2;
  }
  if (!read_uuid (text + 1, uuid) || text[1 + UUID_CHARS] != '"')
    return text;
  append_byte (bytes, UUID);
  g_byte_array_append (bytes, uuid, sizeof uuid);
  return text + UUID_CHARS + 2;
}

static const char *
pack_phrase (GByteArray *bytes, const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (text[1] == phrases[i][1] && g_str_has_prefix (text, phrases[i])) {
      append_byte (bytes, FIRST_PHRASE + i);
      return text + strlen (phrases[i]);
    }
  return text;
}

/* What is shorter packed begins with a quotation mark, all of it. */
void
cp_row_pack (GByteArray *bytes, const char *text, const char *id, const char *account_id)
{
  g_byte_array_set_size (bytes, 0);
  while (*text != '\0') {
    gsize n_plain = strcspn (text, "\"");
    const char *next;

    g_byte_array_append (bytes, (const guint8 *) text, (guint) n_plain);
    text += n_plain;
    if (*text == '\0')
      break;
    next = pack_id (bytes, text, id, account_id);
    if (next == text)
      next = pack_phrase (bytes, text);
    if (next == text)
      g_byte_array_append (bytes, (const guint8 *) next++, 1);
    text = next;
  }
}

static void
append_quoted (GString *text, const char *id)
{
  g_string_append_c (text, '"');
  g_string_append (text, id);
  g_string_append_c (text, '"');
}

static void
append_uuid (GString *text, const guint8 *bytes)
{
  char quoted[UUID_CHARS + 2];

  quoted[0] = quoted[sizeof quoted - 1] = '"';
  write_uuid (bytes, quoted + 1);
  g_string_append_len (text, quoted, sizeof quoted);
}

/* What @byte, below a blank, stands for. @rest: what follows it.
 * Returns: how many bytes of @rest it takes; -1 for one that stands for nothing */
static int
append_meaning (GString *text,
                guint byte,
                const guint8 *rest,
                gsize n_rest,
                const char *id,
                const char *account_id)
{
  if (byte == UUID && n_rest >= CP_PACKED_ID_BYTES) {
    append_uuid (text, rest);
    return CP_PACKED_ID_BYTES;
  }
  if (byte == OWN_ID && id != NULL)
    append_quoted (text, id);
  else if (byte == OWN_ACCOUNT_ID && account_id != NULL)
    append_quoted (text, account_id);
  else if (byte >= FIRST_PHRASE && byte - FIRST_PHRASE < G_N_ELEMENTS (phrases))
    g_string_append (text, phrases[byte - FIRST_PHRASE]);
  else
    return -1;
  return 0;
}

char *
cp_row_unpack (const guint8 *bytes, gsize n_bytes, const char *id, const char *account_id)
{
  g_autoptr (GString) text = g_string_sized_new (4 * n_bytes);
  gsize i = 0;

  while (i < n_bytes) {
    gsize from = i;
    int n_taken;

    while (i < n_bytes && bytes[i] >= ' ')
      i++;
    g_string_append_len (text, (const char *) bytes + from, (gssize) (i - from));
    if (i == n_bytes)
      break;
    n_taken = append_meaning (text, bytes[i], bytes + i + 1, n_bytes - i - 1, id, account_id);
    if (n_taken < 0)
      return NULL;
    i += 1 + (gsize) n_taken;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
