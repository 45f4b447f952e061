/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-profile.h"

#include "cp-choices-build.h"
#include "cp-format.h"
#include "cp-language.h"
#include "cp-profile-field.h"
#include "cp-record.h"

#include <glib/gi18n-lib.h>

/* What those that every profile has are called where the form does not say, and which are names. */
static const struct KnownField {
  const char *key;
  const char *label;
  gboolean is_name;
} KNOWN[] = {
  { "given_name", N_ ("First name"), TRUE },
  { "family_name", N_ ("Last name"), TRUE },
  { "city", N_ ("City"), TRUE },
  { "postcode", N_ ("Postcode"), FALSE },
  { "phone", N_ ("Phone"), FALSE },
  { "email", N_ ("E-mail"), FALSE },
  { "birth_date", N_ ("Date of birth"), FALSE },
  { "language", N_ ("Language"), FALSE },
};

static const CpInput INPUTS[] = {
  [CP_FORM_USUAL] = CP_INPUT_TEXT,      [CP_FORM_TEXT] = CP_INPUT_TEXT,
  [CP_FORM_NUMBER] = CP_INPUT_NUMBER,   [CP_FORM_DATE] = CP_INPUT_ISO_DAY,
  [CP_FORM_CHOICE] = CP_INPUT_OPTION,   [CP_FORM_FLAG] = CP_INPUT_OPTION,
  [CP_FORM_PHONE] = CP_INPUT_PHONE,     [CP_FORM_EMAIL] = CP_INPUT_EMAIL,
  [CP_FORM_LANGUAGE] = CP_INPUT_OPTION,
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
  return cp_profile_field_exists (key);
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

static CpFormType
get_type (const CpJson *field, const char *key)
{
  return cp_profile_field_read_type (key, cp_json_get_text (field, "type"));
}

CpInput
cp_profile_get_input (const CpJson *field, const char *key)
{
  const struct KnownField *known = find_known (key);

  return known != NULL && known->is_name ? CP_INPUT_NAME : INPUTS[get_type (field, key)];
}

static const CpJson *
find_own (const CpJson *member, const char *key)
{
  return cp_document_find (cp_json_get_array (member, "fields"), "field", key);
}

const char *
cp_profile_get_value (const CpJson *member, const char *key)
{
  return cp_profile_is_known (key) ? cp_json_get_text (member, key)
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
  CpFormType type = get_type (field, key);
  GPtrArray *choices;
  const CpJson *option;
  gsize i;

  if (type == CP_FORM_LANGUAGE)
    return cp_choices_languages (flow);
  if (cp_profile_get_input (field, key) != CP_INPUT_OPTION)
    return NULL;
  choices = cp_choices_new ();
  json_array_foreach (cp_json_get_array (field, "options"), i, option)
  {
    cp_choices_add (choices, cp_json_get_text (option, "id"), get_label (option));
  }
  if (type == CP_FORM_FLAG) {
    cp_choices_add (choices, CP_FORM_YES, _ ("Yes"));
    cp_choices_add (choices, CP_FORM_NO, _ ("No"));
  }
  return choices;
}

static gboolean
is_number (const CpJson *field)
{
  return get_type (field, cp_json_get_text (field, "field")) == CP_FORM_NUMBER;
}

gboolean
cp_profile_goes_below_zero (const CpJson *field)
{
  return is_number (field) && cp_json_get_int (field, "min", 0) < 0;
}

char *
cp_profile_dup_hint (const CpJson *field)
{
  gint64 least = cp_json_get_int (field, "min", 0), most;
  g_autofree char *range = NULL;

  if (!is_number (field) || !cp_record_read_bound (json_object_get (field, "max"), &most))
    return NULL;
  range = g_strdup_printf ("%" G_GINT64_FORMAT " – %" G_GINT64_FORMAT, least, most);
  return cp_format_ltr (range);
}

char *
cp_profile_show_text (CpKiosk *kiosk, const char *key, const char *text)
{
  CpFormType type = get_type (cp_profile_find_field (kiosk, key), key);
  g_autofree char *day = type == CP_FORM_DATE ? cp_format_iso_day (text) : NULL;

  if (day != NULL)
    return g_steal_pointer (&day);
  if (text != NULL && (type == CP_FORM_PHONE || type == CP_FORM_NUMBER))
    return cp_format_ltr (text);
  return g_strdup (type == CP_FORM_LANGUAGE ? cp_language_get_name (text) : text);
}

char *
cp_profile_show (CpKiosk *kiosk, const CpJson *member, const char *key)
{
  if (cp_profile_is_hidden (member, key))
    return g_strdup (_ ("Not for your eyes"));
  return cp_profile_show_text (kiosk, key,
                               cp_profile_is_known (key)
                                   ? cp_json_get_text (member, key)
                                   : cp_json_get_text (find_own (member, key), "text"));
}
