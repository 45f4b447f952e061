/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-profile.h"

#include "cp-choices-build.h"
#include "cp-format.h"
#include "cp-language.h"

#include <glib/gi18n-lib.h>

/* Those that every profile has, and what they are called where the form does not say. */
static const struct KnownField {
  const char *key;
  CpInput input;
  const char *type;
  const char *label;
} KNOWN[] = {
  { "given_name", CP_INPUT_NAME, "text", N_ ("First name") },
  { "family_name", CP_INPUT_NAME, "text", N_ ("Last name") },
  { "city", CP_INPUT_NAME, "text", N_ ("City") },
  { "postcode", CP_INPUT_TEXT, "text", N_ ("Postcode") },
  { "phone", CP_INPUT_PHONE, "phone", N_ ("Phone") },
  { "email", CP_INPUT_EMAIL, "email", N_ ("E-mail") },
  { "birth_date", CP_INPUT_ISO_DAY, "date", N_ ("Date of birth") },
  { "language", CP_INPUT_OPTION, "language", N_ ("Language") },
};

static const struct {
  const char *type;
  CpInput input;
} TYPES[] = {
  { "number", CP_INPUT_NUMBER }, { "date", CP_INPUT_ISO_DAY },    { "choice", CP_INPUT_OPTION },
  { "flag", CP_INPUT_OPTION },   { "phone", CP_INPUT_PHONE },     { "email", CP_INPUT_EMAIL },
  { "text", CP_INPUT_TEXT },     { "language", CP_INPUT_OPTION },
};

static const struct KnownField *
find_known (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (KNOWN); i++)
    if (g_strcmp0 (KNOWN[i].key, key) == 0)
      return &KNOWN[i];
  return NULL;
}

const CpJson *
cp_profile_find_field (CpKiosk *kiosk, const char *key)
{
  return cp_document_find (cp_json_get_array (cp_kiosk_get_programme (kiosk), "form"), "field",
                           key);
}

gboolean
cp_profile_is_known (const char *key)
{
  return find_known (key) != NULL;
}

/* Of a field or an option. */
static const char *
get_label (const CpJson *row)
{
  const char *label = cp_language_choose (cp_json_get_object (row, "labels"));

  return label != NULL ? label : cp_json_get_text (row, "label");
}

const char *
cp_profile_get_label (const CpJson *field, const char *key)
{
  const struct KnownField *known = find_known (key);
  const char *label = get_label (field);

  if (label != NULL)
    return label;
  return known != NULL ? _ (known->label) : cp_format_or_empty (key);
}

static const char *
get_type (const CpJson *field, const char *key)
{
  const struct KnownField *known = find_known (key);

  return known != NULL ? known->type : cp_format_or_empty (cp_json_get_text (field, "type"));
}

CpInput
cp_profile_get_input (const CpJson *field, const char *key)
{
  const struct KnownField *known = find_known (key);
  const char *type = get_type (field, key);

  for (gsize i = 0; known == NULL && i < G_N_ELEMENTS (TYPES); i++)
    if (g_str_equal (TYPES[i].type, type))
      return TYPES[i].input;
  return known != NULL ? known->input : CP_INPUT_TEXT;
}

static const CpJson *
find_own (const CpJson *member, const char *key)
{
  return cp_document_find (cp_json_get_array (member, "fields"), "field", key);
}

const char *
cp_profile_get_value (const CpJson *member, const char *key)
{
  return find_known (key) != NULL ? cp_json_get_text (member, key)
                                  : cp_json_get_text (find_own (member, key), "value");
}

gboolean
cp_profile_is_hidden (const CpJson *member, const char *key)
{
  return cp_json_get_bool (find_own (member, key), "hidden");
}

GPtrArray *
cp_profile_list_options (CpFlow *flow, const CpJson *field, const char *key)
{
  const char *type = get_type (field, key);
  GPtrArray *choices;
  const CpJson *option;
  gsize i;

  if (g_str_equal (type, "language"))
    return cp_choices_languages (flow);
  if (cp_profile_get_input (field, key) != CP_INPUT_OPTION)
    return NULL;
  choices = cp_choices_new ();
  json_array_foreach (cp_json_get_array (field, "options"), i, option)
  {
    cp_choices_add (choices, cp_json_get_text (option, "id"), get_label (option));
  }
  if (g_str_equal (type, "flag")) {
    cp_choices_add (choices, "yes", _ ("Yes"));
    cp_choices_add (choices, "no", _ ("No"));
  }
  return choices;
}

gboolean
cp_profile_goes_below_zero (const CpJson *field)
{
  return g_strcmp0 (cp_json_get_text (field, "type"), "number") == 0 &&
         cp_json_get_int (field, "min", 0) < 0;
}

char *
cp_profile_dup_hint (const CpJson *field)
{
  gint64 least = cp_json_get_int (field, "min", 0), most = cp_json_get_int (field, "max", 0);
  g_autofree char *range = NULL;

  if (g_strcmp0 (cp_json_get_text (field, "type"), "number") != 0 || most == 0)
    return NULL;
  range = g_strdup_printf ("%" G_GINT64_FORMAT " – %" G_GINT64_FORMAT, least, most);
  return cp_format_ltr (range);
}

char *
cp_profile_show_text (CpKiosk *kiosk, const char *key, const char *text)
{
  const char *type = get_type (cp_profile_find_field (kiosk, key), key);
  g_autofree char *day = g_str_equal (type, "date") ? cp_format_iso_day (text) : NULL;

  if (day != NULL)
    return g_steal_pointer (&day);
  if (text != NULL && (g_str_equal (type, "phone") || g_str_equal (type, "number")))
    return cp_format_ltr (text);
  return g_strdup (g_str_equal (type, "language") ? cp_language_get_name (text) : text);
}

char *
cp_profile_show (CpKiosk *kiosk, const CpJson *member, const char *key)
{
  if (cp_profile_is_hidden (member, key))
    return g_strdup (_ ("Not for your eyes"));
  return cp_profile_show_text (kiosk, key,
                               find_known (key) != NULL
                                   ? cp_json_get_text (member, key)
                                   : cp_json_get_text (find_own (member, key), "text"));
}
