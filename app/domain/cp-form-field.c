/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-form-field.h"

#include "cp-error.h"
#include "cp-language.h"
#include "cp-text.h"
#include "cp-wording.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Where the form says nothing of how long a text may be; no row takes more (CpField.max_length). */
#define MAX_LENGTH 200
#define FIRST_DAY "1880-01-01" /* nobody who shops today has seen an earlier one */
#define LAST_DAY "2199-12-31"
#define TODAY "today"

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (CP_ERROR, CP_ERROR_INVALID, format, args);
  va_end (args);
  return FALSE;
}

static const char *
get_text (const char *label, const CpJson *labels)
{
  const char *text = cp_language_choose (labels);

  return text != NULL ? text : label;
}

const char *
cp_form_field_get_label (const CpFormField *self)
{
  return get_text (self->label, self->labels);
}

static const char *
get_option_label (const CpJson *option)
{
  return get_text (cp_json_get_text (option, "label"), cp_json_get_object (option, "labels"));
}

static gboolean
is_day (const char *text)
{
  static const char shape[] = "dddd-dd-dd";

  if (strlen (text) != strlen (shape))
    return FALSE;
  for (guint i = 0; shape[i] != '\0'; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  return g_date_valid_dmy ((GDateDay) g_ascii_strtoull (text + 8, NULL, 10),
                           (GDateMonth) g_ascii_strtoull (text + 5, NULL, 10),
                           (GDateYear) g_ascii_strtoull (text, NULL, 10));
}

static char *
read_text (const CpFormField *self, const char *text, GError **error)
{
  glong most = self->max_length > 0 ? (glong) self->max_length : MAX_LENGTH;

  if (g_utf8_strlen (text, -1) <= most)
    return g_strdup (text);
  refuse (error, _ ("%s: %ld characters at most."), cp_form_field_get_label (self), most);
  return NULL;
}

static char *
write_number (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static char *
read_number (const CpFormField *self, const char *text, GError **error)
{
  const char *label = cp_form_field_get_label (self);
  g_autofree char *least = write_number (self->min);
  g_autofree char *most = self->max != NULL ? write_number (*self->max) : NULL;
  gint64 number;

  if (!g_ascii_string_to_signed (text, 10, -CP_FORM_MAX_NUMBER, CP_FORM_MAX_NUMBER, &number, NULL))
    refuse (error, _ ("%s must be a whole number."), label);
  else if (number >= self->min && (self->max == NULL || number <= *self->max))
    return write_number (number);
  else if (most != NULL)
    refuse (error, _ ("%s must be from %s to %s."), label, least, most);
  else
    refuse (error, _ ("%s must be %s or more."), label, least);
  return NULL;
}

static const char *
get_bound (const char *bound, const char *usual, const char *today)
{
  return bound == NULL ? usual : g_str_equal (bound, TODAY) ? today : bound;
}

static char *
read_day (const CpFormField *self, const char *text, const char *today, GError **error)
{
  const char *label = cp_form_field_get_label (self);
  const char *first = get_bound (self->earliest, FIRST_DAY, today);
  const char *last = get_bound (self->latest, LAST_DAY, today);
  g_autofree char *first_said = cp_wording_iso_day (first);
  g_autofree char *last_said = cp_wording_iso_day (last);

  if (!is_day (text))
    refuse (error, _ ("%s must be a day, such as 1987-06-14."), label);
  else if (strcmp (text, first) < 0)
    refuse (error, _ ("%s can't be before %s."), label, first_said);
  else if (strcmp (text, last) > 0)
    refuse (error, _ ("%s can't be after %s."), label, last_said);
  else
    return g_strdup (text);
  return NULL;
}

static const CpJson *
find_option (const CpFormField *self, const char *id)
{
  CpJson *option;
  gsize i;

  json_array_foreach (self->options, i, option)
  {
    if (g_strcmp0 (cp_json_get_text (option, "id"), id) == 0)
      return option;
  }
  return NULL;
}

/* In whatever language it is called so. */
static gboolean
is_called (const CpJson *option, const char *folded)
{
  g_autofree char *label = cp_text_fold (cp_json_get_text (option, "label"));
  const char *language;
  CpJson *text;

  if (g_str_equal (label, folded))
    return TRUE;
  json_object_foreach (cp_json_get_object (option, "labels"), language, text)
  {
    g_autofree char *other = cp_text_fold (json_string_value (text));

    if (g_str_equal (other, folded))
      return TRUE;
  }
  return FALSE;
}

static char *
list_options (const CpFormField *self)
{
  GString *list = g_string_new (NULL);
  CpJson *option;
  gsize i;

  json_array_foreach (self->options, i, option)
  {
    cp_text_add_to_list (list, get_option_label (option));
  }
  return g_string_free (list, FALSE);
}

static char *
read_choice (const CpFormField *self, const char *text, GError **error)
{
  g_autofree char *folded = cp_text_fold (text);
  g_autofree char *list = NULL;
  CpJson *option;
  gsize i;

  if (find_option (self, text) != NULL)
    return g_strdup (text);
  json_array_foreach (self->options, i, option)
  {
    if (is_called (option, folded))
      return g_strdup (cp_json_get_text (option, "id"));
  }
  list = list_options (self);
  refuse (error, _ ("%s must be one of these: %s."), cp_form_field_get_label (self), list);
  return NULL;
}

static char *
read_flag (const CpFormField *self, const char *text, GError **error)
{
  g_autofree char *folded = cp_text_fold (text);

  if (g_str_equal (folded, CP_FORM_YES) || g_str_equal (folded, CP_FORM_NO))
    return g_steal_pointer (&folded);
  refuse (error, _ ("%s must be yes or no."), cp_form_field_get_label (self));
  return NULL;
}

static char *
read_phone (const CpFormField *self, const char *text, const char *country_code, GError **error)
{
  char *phone = cp_text_to_phone (text, country_code);

  if (phone == NULL)
    refuse (error, _ ("%s must be a phone number, with its area code."),
            cp_form_field_get_label (self));
  return phone;
}

static char *
read_email (const CpFormField *self, const char *text, GError **error)
{
  char *email = cp_text_to_email (text);

  if (email == NULL)
    refuse (error, _ ("%s must be an address like name@example.com."),
            cp_form_field_get_label (self));
  return email;
}

/* The shape of BCP 47, not its registry: `en`, `pt-BR`, `zh-Hant`. */
static char *
read_language (const CpFormField *self, const char *text, GError **error)
{
  if (g_regex_match_simple ("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", text, 0, 0))
    return g_strdup (text);
  refuse (error, _ ("%s must be one of the languages."), cp_form_field_get_label (self));
  return NULL;
}

static char *
read_as_type (const CpFormField *self,
              const char *text,
              const char *country_code,
              const char *today,
              GError **error)
{
  switch (self->type) {
  case CP_FORM_USUAL:
  case CP_FORM_TEXT:
    return read_text (self, text, error);
  case CP_FORM_NUMBER:
    return read_number (self, text, error);
  case CP_FORM_DATE:
    return read_day (self, text, today, error);
  case CP_FORM_CHOICE:
    return read_choice (self, text, error);
  case CP_FORM_FLAG:
    return read_flag (self, text, error);
  case CP_FORM_PHONE:
    return read_phone (self, text, country_code, error);
  case CP_FORM_EMAIL:
    return read_email (self, text, error);
  case CP_FORM_LANGUAGE:
    return read_language (self, text, error);
  default:
    g_assert_not_reached ();
  }
}

char *
cp_form_field_read (const CpFormField *self,
                    const char *text,
                    const char *country_code,
                    const char *today,
                    GError **error)
{
  g_autofree char *clean = cp_text_clean (text);
  g_autoptr (GError) problem = NULL;
  char *stored = clean != NULL ? read_as_type (self, clean, country_code, today, &problem) : NULL;

  if (stored == NULL && problem == NULL)
    refuse (&problem, _ ("%s can't be right."), cp_form_field_get_label (self));
  if (stored == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return stored;
}

char *
cp_form_field_show (const CpFormField *self, const char *stored)
{
  const CpJson *option = self->type == CP_FORM_CHOICE ? find_option (self, stored) : NULL;

  if (option != NULL)
    return g_strdup (get_option_label (option));
  if (self->type == CP_FORM_FLAG && g_strcmp0 (stored, CP_FORM_YES) == 0)
    return g_strdup (_ ("Yes"));
  if (self->type == CP_FORM_FLAG && g_strcmp0 (stored, CP_FORM_NO) == 0)
    return g_strdup (_ ("No"));
  return g_strdup (stored);
}

char *
cp_form_field_say (const CpFormField *self, const char *stored)
{
  return self->type == CP_FORM_DATE && stored != NULL ? cp_wording_iso_day (stored)
                                                      : cp_form_field_show (self, stored);
}

static gboolean
check_labels (const CpJson *labels, GError **error)
{
  const char *language;
  CpJson *text;

  if (labels != NULL && !json_is_object (labels))
    return refuse (error, "its labels are not by language");
  json_object_foreach ((CpJson *) labels, language, text)
  {
    if (json_string_length (text) == 0)
      return refuse (error, "a label of it is empty");
  }
  return TRUE;
}

static gboolean
check_option (const CpJson *option, GHashTable *seen, GError **error)
{
  static const char *const keys[] = { "id", "label", "labels", NULL };
  const char *id = cp_json_get_text (option, "id");
  const char *label = cp_json_get_text (option, "label");
  const char *key;
  CpJson *value;

  json_object_foreach ((CpJson *) option, key, value)
  {
    if (!g_strv_contains (keys, key))
      return refuse (error, "\"%s\" of an option is not known here", key);
  }
  if (id == NULL || *id == '\0' || label == NULL || *label == '\0')
    return refuse (error, "an option of it has no id or no label");
  if (strlen (id) > 40 || strspn (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-") != strlen (id))
    return refuse (error, "\"%s\" can't be the id of an option", id);
  if (!g_hash_table_add (seen, (char *) id))
    return refuse (error, "its option \"%s\" stands there twice", id);
  return check_labels (json_object_get (option, "labels"), error);
}

static gboolean
check_options (const CpFormField *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  CpJson *option;
  gsize i;

  if (self->type != CP_FORM_CHOICE)
    return self->options == NULL || refuse (error, "only a choice has options");
  if (json_array_size (self->options) == 0 || json_array_size (self->options) > CP_FORM_MAX_OPTIONS)
    return refuse (error, "a choice needs options, %d at most", CP_FORM_MAX_OPTIONS);
  json_array_foreach (self->options, i, option)
  {
    if (!check_option (option, seen, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_out_of_range (gint64 number)
{
  return number < -CP_FORM_MAX_NUMBER || number > CP_FORM_MAX_NUMBER;
}

static gboolean
check_number (const CpFormField *self, GError **error)
{
  if (self->type != CP_FORM_NUMBER)
    return (self->min == 0 && self->max == NULL) ||
           refuse (error, "only a number has a least and a most");
  if (is_out_of_range (self->min) || (self->max != NULL && is_out_of_range (*self->max)))
    return refuse (error, "\"min\" or \"max\" is out of range");
  return self->max == NULL || self->min <= *self->max || refuse (error, "\"min\" is above \"max\"");
}

static gboolean
is_bound (const char *bound)
{
  return bound == NULL || g_str_equal (bound, TODAY) || is_day (bound);
}

static gboolean
check_days (const CpFormField *self, GError **error)
{
  gboolean has_both = self->earliest != NULL && self->latest != NULL &&
                      !g_str_equal (self->earliest, TODAY) && !g_str_equal (self->latest, TODAY);

  if (self->type != CP_FORM_DATE)
    return (self->earliest == NULL && self->latest == NULL) ||
           refuse (error, "only a date has an earliest and a latest day");
  if (!is_bound (self->earliest) || !is_bound (self->latest))
    return refuse (error, "its earliest or latest day is neither such as 2026-12-31 nor \"today\"");
  return !has_both || strcmp (self->earliest, self->latest) <= 0 ||
         refuse (error, "\"earliest\" is after \"latest\"");
}

static gboolean
check_length (const CpFormField *self, GError **error)
{
  if (self->type != CP_FORM_TEXT && self->max_length != 0)
    return refuse (error, "only a text has a length");
  return (self->max_length >= 0 && self->max_length <= MAX_LENGTH) ||
         refuse (error, "\"max_length\" is out of range");
}

gboolean
cp_form_field_check (const CpFormField *self, GError **error)
{
  return check_labels (self->labels, error) && check_length (self, error) &&
         check_number (self, error) && check_days (self, error) && check_options (self, error);
}
