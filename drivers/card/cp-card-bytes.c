/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-bytes.h"

#include <string.h>

gboolean
cp_bytes_from_hex (const char *text, guint8 *ret_bytes, gsize max, gsize *ret_n)
{
  gsize n_digits = strlen (text);

  if (n_digits % 2 != 0 || n_digits / 2 > max)
    return FALSE;
  for (gsize i = 0; i < n_digits; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
  for (gsize i = 0; i < n_digits / 2; i++)
    ret_bytes[i] =
        (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
  *ret_n = n_digits / 2;
  return TRUE;
}

gboolean
cp_bytes_from_hex_exactly (const char *text, guint8 *ret_bytes, gsize n)
{
  gsize got;

  return strlen (text) == 2 * n && cp_bytes_from_hex (text, ret_bytes, n, &got);
}

char *
cp_bytes_to_hex (const guint8 *bytes, gsize n)
{
  GString *text = g_string_sized_new (2 * n);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%02X", bytes[i]);
  return g_string_free (text, FALSE);
}
