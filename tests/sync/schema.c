/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "schema.h"

/* A description is for people. */
static const char *const known_words[] = {
  "$ref",  "type",        "nullable", "required", "properties", "additionalProperties",
  "items", "maxItems",    "enum",     "minimum",  "maximum",    "pattern",
  "oneOf", "description", NULL,
};

const CpJson *
schema_resolve (const CpJson *root, const CpJson *node)
{
  const char *ref = cp_json_get_text (node, "$ref");
  g_auto (GStrv) steps = NULL;

  if (ref == NULL)
    return node;
  g_assert_true (g_str_has_prefix (ref, "#/"));
  steps = g_strsplit (ref + 2, "/", -1);
  for (guint i = 0; steps[i] != NULL; i++) {
    root = json_object_get (root, steps[i]);
    g_assert_nonnull (root);
  }
  return root;
}

const CpJson *
schema_find_answer (const CpJson *root, const char *path, const char *method, const char *status)
{
  const CpJson *operation =
      cp_json_get_object (cp_json_get_object (cp_json_get_object (root, "paths"), path), method);
  const CpJson *response = json_object_get (cp_json_get_object (operation, "responses"), status);

  if (response == NULL)
    return NULL;
  response = schema_resolve (root, response);
  return cp_json_get_object (
      cp_json_get_object (cp_json_get_object (response, "content"), "application/json"), "schema");
}

static gboolean
has_type (const char *type, const CpJson *value)
{
  if (g_str_equal (type, "object"))
    return json_is_object (value);
  if (g_str_equal (type, "array"))
    return json_is_array (value);
  if (g_str_equal (type, "string"))
    return json_is_string (value);
  if (g_str_equal (type, "integer"))
    return json_is_integer (value);
  g_assert_cmpstr (type, ==, "boolean");
  return json_is_boolean (value);
}

static gboolean
is_listed (const CpJson *list, const CpJson *value)
{
  for (size_t i = 0; i < json_array_size (list); i++)
    if (json_equal (json_array_get (list, i), value))
      return TRUE;
  return FALSE;
}

static char *
check_scalar (const CpJson *schema, const CpJson *value)
{
  const CpJson *list = cp_json_get_array (schema, "enum");
  const char *pattern = cp_json_get_text (schema, "pattern");

  if (list != NULL && !is_listed (list, value))
    return g_strdup ("is none of the listed");
  if (pattern != NULL && !g_regex_match_simple (pattern, json_string_value (value), 0, 0))
    return g_strdup ("does not match the pattern");
  if (json_is_integer (value) &&
      (json_integer_value (value) < cp_json_get_int (schema, "minimum", G_MININT64) ||
       json_integer_value (value) > cp_json_get_int (schema, "maximum", G_MAXINT64)))
    return g_strdup ("is out of range");
  return NULL;
}

static char *
check_required (const CpJson *schema, const CpJson *value)
{
  const CpJson *required = cp_json_get_array (schema, "required");

  for (size_t i = 0; i < json_array_size (required); i++)
    if (json_object_get (value, json_string_value (json_array_get (required, i))) == NULL)
      return g_strdup_printf ("%s: is missing", json_string_value (json_array_get (required, i)));
  return NULL;
}

static char *
check_members (const CpJson *root, const CpJson *schema, const CpJson *value)
{
  CpJson *properties = cp_json_get_object (schema, "properties");
  const CpJson *others = json_object_get (schema, "additionalProperties");
  const char *key;
  json_t *member;

  json_object_foreach ((CpJson *) value, key, member)
  {
    const CpJson *property = json_object_get (properties, key);
    g_autofree char *trouble = NULL;

    if (property == NULL && json_is_false (others))
      return g_strdup_printf ("%s: is not described", key);
    if (property == NULL && json_is_object (others))
      property = others;
    if (property != NULL)
      trouble = schema_check (root, property, member);
    if (trouble != NULL)
      return g_strdup_printf ("%s: %s", key, trouble);
  }
  return check_required (schema, value);
}

static char *
check_items (const CpJson *root, const CpJson *schema, const CpJson *value)
{
  const CpJson *items = json_object_get (schema, "items");

  if ((gint64) json_array_size (value) > cp_json_get_int (schema, "maxItems", G_MAXINT64))
    return g_strdup ("has too many items");
  for (size_t i = 0; items != NULL && i < json_array_size (value); i++) {
    g_autofree char *trouble = schema_check (root, items, json_array_get (value, i));

    if (trouble != NULL)
      return g_strdup_printf ("[%zu]: %s", i, trouble);
  }
  return NULL;
}

static char *
check_one_of (const CpJson *root, const CpJson *choices, const CpJson *value)
{
  g_autoptr (GString) troubles = g_string_new ("fits none:");
  guint n_fits = 0;

  for (size_t i = 0; i < json_array_size (choices); i++) {
    g_autofree char *trouble = schema_check (root, json_array_get (choices, i), value);

    if (trouble == NULL)
      n_fits++;
    else
      g_string_append_printf (troubles, " (%s)", trouble);
  }
  return n_fits == 1 ? NULL : g_strdup (n_fits == 0 ? troubles->str : "fits more than one");
}

static void
check_words (const CpJson *schema)
{
  const char *key;
  json_t *member;

  json_object_foreach ((CpJson *) schema, key, member)
  {
    if (!g_strv_contains (known_words, key))
      g_error ("The schema uses %s, which is not checked here", key);
  }
}

char *
schema_check (const CpJson *root, const CpJson *unresolved, const CpJson *value)
{
  const CpJson *schema = schema_resolve (root, unresolved);
  const char *type = cp_json_get_text (schema, "type");
  const CpJson *choices = cp_json_get_array (schema, "oneOf");
  char *trouble;

  check_words (schema);
  if (json_is_null (value) && cp_json_get_bool (schema, "nullable"))
    return NULL;
  if (choices != NULL)
    return check_one_of (root, choices, value);
  if (type != NULL && !has_type (type, value))
    return g_strdup_printf ("is no %s", type);
  trouble = check_scalar (schema, value);
  if (trouble == NULL && json_is_object (value))
    trouble = check_members (root, schema, value);
  if (trouble == NULL && json_is_array (value))
    trouble = check_items (root, schema, value);
  return trouble;
}
