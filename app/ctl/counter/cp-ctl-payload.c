/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-payload.h"

#include "cp-error.h"

#include <string.h>

static const CpField *
find_field (const CpRecordType *type, const char *name, gsize length)
{
  for (const CpField *field = type->fields; field->name != NULL; field++)
    if (strlen (field->name) == length && strncmp (field->name, name, length) == 0)
      return field;
  return NULL;
}

static CpJson *
read_int (const char *value)
{
  gint64 number;

  if (!g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return NULL;
  return json_integer (number);
}

static CpJson *
read_bool (const char *value)
{
  if (g_str_equal (value, "true") || g_str_equal (value, "yes"))
    return json_true ();
  if (g_str_equal (value, "false") || g_str_equal (value, "no"))
    return json_false ();
  return NULL;
}

/* (nullable): %NULL if @value is not of the field's type */
static CpJson *
read_value (const CpField *field, const char *value)
{
  switch (field->type) {
  case CP_FIELD_INT:
  case CP_FIELD_BOUND:
    return read_int (value);
  case CP_FIELD_BOOL:
    return read_bool (value);
  case CP_FIELD_JSON:
    return cp_json_parse (value, -1, NULL);
  case CP_FIELD_TEXT:
  case CP_FIELD_ENUM:
  default:
    return json_string (value);
  }
}

static const char *
name_type (const CpField *field)
{
  switch (field->type) {
  case CP_FIELD_INT:
  case CP_FIELD_BOUND:
    return "a whole number";
  case CP_FIELD_BOOL:
    return "true or false";
  case CP_FIELD_JSON:
    return "a JSON document";
  case CP_FIELD_TEXT:
  case CP_FIELD_ENUM:
  default:
    return "a text in UTF-8";
  }
}

/* `key.entry=text`: puts @entry into the object at the field. */
static gboolean
add_entry (CpJson *payload, const CpField *field, const char *entry, const char *value)
{
  CpJson *text = json_string (value);

  if (text == NULL)
    return FALSE;
  if (cp_json_get_object (payload, field->name) == NULL)
    cp_json_set (payload, field->name, json_object ());
  cp_json_set (cp_json_get_object (payload, field->name), entry, text);
  return TRUE;
}

static gboolean
add_word (CpJson *payload, const CpRecordType *type, const char *word, GError **error)
{
  gsize length = strcspn (word, "=");
  gsize name_length = MIN (strcspn (word, "."), length);
  const CpField *field = find_field (type, word, name_length);
  gboolean dotted = name_length < length;
  const char *value;
  CpJson *json;

  if (word[length] != '=' || field == NULL || (dotted && field->type != CP_FIELD_JSON)) {
    g_autofree char *keys = cp_ctl_payload_describe (type);

    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "“%.*s” is no key of %s. It takes: %s",
                 (int) length, word, type->name, keys);
    return FALSE;
  }
  value = word + length + 1;
  if (dotted) {
    g_autofree char *entry = g_strndup (word + name_length + 1, length - name_length - 1);

    return add_entry (payload, field, entry, value);
  }
  json = read_value (field, value);
  if (json == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: %s is needed", field->name,
                 name_type (field));
    return FALSE;
  }
  cp_json_set (payload, field->name, json);
  return TRUE;
}

CpJson *
cp_ctl_payload_from_words (const CpRecordType *type, char **words, GError **error)
{
  g_autoptr (CpJson) payload = json_object ();

  for (; *words != NULL; words++) {
    if (!g_utf8_validate (*words, -1, NULL)) {
      g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "What was typed is no UTF-8");
      return NULL;
    }
    if (!add_word (payload, type, *words, error))
      return NULL;
  }
  return g_steal_pointer (&payload);
}

char *
cp_ctl_payload_describe (const CpRecordType *type)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const CpField *field = type->fields; field->name != NULL; field++)
    g_string_append_printf (text, "%s%s%s", text->len > 0 ? " " : "", field->name,
                            field->type == CP_FIELD_INT    ? "=NUMBER"
                            : field->type == CP_FIELD_BOOL ? "=true"
                            : field->type == CP_FIELD_JSON ? ".ENTRY=TEXT"
                                                           : "=TEXT");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
