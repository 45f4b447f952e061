/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What JSON.stringify() would print. */
#include "cp-logic-private.h"

#include <stdlib.h>

static void append_value (GString *text, const CpJson *value);

static void
append_string (GString *text, const CpJson *string)
{
  char *dump = json_dumps (string, JSON_ENCODE_ANY);

  g_assert (dump != NULL);
  g_string_append (text, dump);
  free (dump);
}

static void
append_array (GString *text, const CpJson *array)
{
  size_t i;
  json_t *element;

  g_string_append_c (text, '[');
  json_array_foreach (array, i, element)
  {
    if (i > 0)
      g_string_append_c (text, ',');
    append_value (text, element);
  }
  g_string_append_c (text, ']');
}

static void
append_object (GString *text, const CpJson *object)
{
  gboolean first = TRUE;
  const char *key;
  json_t *value;

  g_string_append_c (text, '{');
  json_object_foreach ((CpJson *) object, key, value)
  {
    g_autoptr (CpJson) name = json_string (key);

    if (!first)
      g_string_append_c (text, ',');
    first = FALSE;
    append_string (text, name);
    g_string_append_c (text, ':');
    append_value (text, value);
  }
  g_string_append_c (text, '}');
}

static void
append_value (GString *text, const CpJson *value)
{
  g_autofree char *plain = NULL;

  if (json_is_array (value)) {
    append_array (text, value);
  } else if (json_is_object (value)) {
    append_object (text, value);
  } else if (json_is_string (value)) {
    append_string (text, value);
  } else {
    plain = cp_logic_to_text (value);
    g_string_append (text, plain);
  }
}

char *
cp_logic_to_json_text (const CpJson *value)
{
  GString *text = g_string_new (NULL);

  append_value (text, value);
  return g_string_free (text, FALSE);
}
