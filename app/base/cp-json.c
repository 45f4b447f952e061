/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-json.h"

#include "cp-error.h"

#include <string.h>

/* Brackets outside strings, so that jansson's own, far deeper limit is never reached. */
static gboolean
nests_too_deep (const char *text, gsize size_bytes)
{
  gboolean in_text = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < size_bytes; i++) {
    if (in_text && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_text = !in_text;
    else if (!in_text && (text[i] == '{' || text[i] == '['))
      depth++;
    else if (!in_text && (text[i] == '}' || text[i] == ']') && depth > 0)
      depth--;
    if (depth > CP_JSON_MAX_DEPTH)
      return TRUE;
  }
  return FALSE;
}

CpJson *
cp_json_parse (const char *text, gssize size_bytes, GError **error)
{
  gsize size = size_bytes < 0 ? strlen (text) : (gsize) size_bytes;
  json_error_t problem;
  CpJson *json;

  if (size > CP_JSON_MAX_BYTES) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document is larger than %d bytes",
                 CP_JSON_MAX_BYTES);
    return NULL;
  }
  if (nests_too_deep (text, size)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document nests deeper than %d",
                 CP_JSON_MAX_DEPTH);
    return NULL;
  }
  json = json_loadb (text, size, JSON_REJECT_DUPLICATES, &problem);
  if (json == NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Not a JSON document: line %d, column %d",
                 problem.line, problem.column);
  return json;
}

CpJson *
cp_json_parse_object (const char *text, gssize size_bytes, GError **error)
{
  g_autoptr (CpJson) json = cp_json_parse (text, size_bytes, error);

  if (json == NULL)
    return NULL;
  if (!json_is_object (json)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document is not an object");
    return NULL;
  }
  return g_steal_pointer (&json);
}

char *
cp_json_to_text (const CpJson *json)
{
  char *dump = json_dumps (json, JSON_COMPACT | JSON_SORT_KEYS);
  char *text;

  g_assert (dump != NULL);
  text = g_strdup (dump);
  free (dump);
  return text;
}

const char *
cp_json_get_text (const CpJson *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

gint64
cp_json_get_int (const CpJson *object, const char *key, gint64 fallback)
{
  const json_t *value = json_object_get (object, key);

  return json_is_integer (value) ? (gint64) json_integer_value (value) : fallback;
}

gboolean
cp_json_get_bool (const CpJson *object, const char *key)
{
  return json_is_true (json_object_get (object, key));
}

CpJson *
cp_json_get_object (const CpJson *object, const char *key)
{
  CpJson *value = json_object_get (object, key);

  return json_is_object (value) ? value : NULL;
}

CpJson *
cp_json_get_array (const CpJson *object, const char *key)
{
  CpJson *value = json_object_get (object, key);

  return json_is_array (value) ? value : NULL;
}

void
cp_json_set_text (CpJson *object, const char *key, const char *value)
{
  if (value != NULL)
    cp_json_set (object, key, json_string (value));
}

void
cp_json_set_int (CpJson *object, const char *key, gint64 value)
{
  cp_json_set (object, key, json_integer (value));
}

void
cp_json_set_bool (CpJson *object, const char *key, gboolean value)
{
  cp_json_set (object, key, json_boolean (value));
}

void
cp_json_set (CpJson *object, const char *key, CpJson *value)
{
  /* Fails only on bad UTF-8 (json_string gives NULL) and on programming errors. */
  if (json_object_set_new (object, key, value) != 0)
    g_error ("A JSON document can't take \"%s\"", key);
}

void
cp_json_append (CpJson *array, CpJson *value)
{
  if (json_array_append_new (array, value) != 0)
    g_error ("A JSON array can't take another element");
}
