/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-protocol-read.h"

#include <string.h>

#include "cp-error.h"
#include "cp-protocol.h"
#include "cp-text.h"

#define MAX_TEXT_BYTES 200

gboolean
cp_read_text (
    const CpJson *object, const char *key, gboolean may_lack, const char **ret_text, GError **error)
{
  const CpJson *value = json_object_get (object, key);
  const char *text = value == NULL && may_lack ? "" : json_string_value (value);

  if (text == NULL || (*text == '\0' && !may_lack)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: must be a text", key);
    return FALSE;
  }
  if (strlen (text) > MAX_TEXT_BYTES) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: is too long", key);
    return FALSE;
  }
  *ret_text = text;
  return TRUE;
}

gboolean
cp_read_id (
    const CpJson *object, const char *key, gboolean may_lack, const char **ret_text, GError **error)
{
  const char *text = NULL;

  if (!cp_read_text (object, key, may_lack, &text, error))
    return FALSE;
  if (cp_text_has_control (text)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: has a control character in it", key);
    return FALSE;
  }
  *ret_text = text;
  return TRUE;
}

gboolean
cp_read_int (const CpJson *object, const char *key, gint64 least, gint64 *ret_value, GError **error)
{
  const CpJson *value = json_object_get (object, key);
  gboolean absent = value == NULL && least <= 0;

  if (!absent && (!json_is_integer (value) || json_integer_value (value) < least)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "%s: must be a whole number, at least %" G_GINT64_FORMAT, key, least);
    return FALSE;
  }
  *ret_value = absent ? 0 : json_integer_value (value);
  return TRUE;
}

gboolean
cp_read_hex (
    const CpJson *object, const char *key, gsize n_chars, const char **ret_text, GError **error)
{
  const char *text = json_string_value (json_object_get (object, key));

  if (text == NULL || strlen (text) != n_chars || strspn (text, "0123456789abcdef") != n_chars) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: must be %zu hex digits", key, n_chars);
    return FALSE;
  }
  *ret_text = text;
  return TRUE;
}

gboolean
cp_read_hash (const CpJson *object, const char *key, const char **ret_text, GError **error)
{
  return cp_read_hex (object, key, CP_HASH_CHARS, ret_text, error);
}
