/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Documents from outside, before anything is done with them. */
#include "cp-ledger-private.h"

#include "cp-error.h"

#define MAX_CHARACTERS 200

gboolean
cp_ledger_check_request (const CpJson *request, const char *const *keys, GError **error)
{
  const char *key;
  CpJson *value;

  if (!json_is_object (request)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The request is not an object");
    return FALSE;
  }
  json_object_foreach ((CpJson *) request, key, value)
  {
    if (!g_strv_contains (keys, key)) {
      g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "\"%s\" is not known here", key);
      return FALSE;
    }
  }
  return TRUE;
}

const char *
cp_ledger_require_text (const CpJson *request, const char *key, GError **error)
{
  const char *text = cp_json_get_text (request, key);

  if (text != NULL && *text != '\0' && g_utf8_strlen (text, -1) <= MAX_CHARACTERS)
    return text;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "\"%s\" must be a text of 1 to %d characters",
               key, MAX_CHARACTERS);
  return NULL;
}
