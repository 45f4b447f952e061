/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-profile-field.h"

#include "cp-error.h"
#include "cp-form-field.h"
#include "cp-wording.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NAME 40

/* Those that every profile has. */
typedef struct {
  const char *name;
  gsize offset;
  CpFormType type;
  const char *latest;
} KnownField;

#define FIELD(name, type, latest)                        \
  {                                                      \
#name, G_STRUCT_OFFSET(CpMember, name), type, latest \
  }

static const KnownField fields[] = {
  FIELD (given_name, CP_FORM_TEXT, NULL),    FIELD (family_name, CP_FORM_TEXT, NULL),
  FIELD (birth_date, CP_FORM_DATE, "today"), FIELD (phone, CP_FORM_PHONE, NULL),
  FIELD (email, CP_FORM_EMAIL, NULL),        FIELD (postcode, CP_FORM_TEXT, NULL),
  FIELD (city, CP_FORM_TEXT, NULL),          FIELD (language, CP_FORM_LANGUAGE, NULL),
};

/* What conditions and views say of a member beside the row. */
static const char *const reserved[] = { "age",    "enrolled_days", "home_store", "name",
                                        "hidden", "waiting",       NULL };

static const KnownField *
find_field (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (fields[i].name, name) == 0)
      return &fields[i];
  return NULL;
}

gboolean
cp_profile_field_exists (const char *field)
{
  return find_field (field) != NULL;
}

gboolean
cp_profile_field_may_be_own (const char *field)
{
  if (!g_ascii_islower (*field) || strlen (field) > MAX_NAME ||
      strspn (field, G_CSET_a_2_z G_CSET_DIGITS "_") != strlen (field) ||
      g_strv_contains (reserved, field))
    return FALSE;
  for (const CpField *f = cp_kind_get_type (CP_KIND_MEMBER)->fields; f->name != NULL; f++)
    if (g_str_equal (f->name, field))
      return FALSE;
  return TRUE;
}

CpFormType
cp_profile_field_get_type (const char *field)
{
  const KnownField *found = find_field (field);

  return found != NULL ? found->type : CP_FORM_TEXT;
}

CpFormType
cp_profile_field_read_type (const char *field, const char *word)
{
  guint type = CP_FORM_USUAL;

  while (cp_form_type_words[type] != NULL && g_strcmp0 (cp_form_type_words[type], word) != 0)
    type++;
  if (find_field (field) != NULL || type == CP_FORM_USUAL || cp_form_type_words[type] == NULL)
    return cp_profile_field_get_type (field);
  return (CpFormType) type;
}

const char *
cp_profile_field_get_latest (const char *field)
{
  const KnownField *found = find_field (field);

  return found != NULL ? found->latest : NULL;
}

const char *
cp_profile_field_get (const CpMember *member, const char *field)
{
  const KnownField *found = find_field (field);

  if (found == NULL)
    return cp_json_get_text (member->fields, field);
  return *(char *const *) (gconstpointer) ((const guint8 *) member + found->offset);
}

/* Copies of a row share what stands there, so it is made anew. */
static void
set_own (CpMember *member, const char *field, const char *text)
{
  CpJson *own = json_is_object (member->fields) ? json_copy (member->fields) : json_object ();

  if (text != NULL)
    cp_json_set_text (own, field, text);
  else
    json_object_del (own, field);
  cp_profile_field_clear_own (member);
  if (json_object_size (own) > 0)
    member->fields = g_steal_pointer (&own);
  json_decref (own);
}

void
cp_profile_field_set (CpMember *member, const char *field, const char *text)
{
  const KnownField *found = find_field (field);
  char **value;

  if (found == NULL) {
    set_own (member, field, text);
    return;
  }
  value = (char **) (gpointer) ((guint8 *) member + found->offset);
  g_free (*value);
  *value = g_strdup (text);
}

void
cp_profile_field_clear_own (CpMember *member)
{
  g_clear_pointer (&member->fields, json_decref);
}

void
cp_profile_field_clear (CpMember *member)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    cp_profile_field_set (member, fields[i].name, NULL);
  cp_profile_field_clear_own (member);
}

static gboolean
refuse_unknown (const char *field, GError **error)
{
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, _ ("The form has no \"%s\"."), field);
  return FALSE;
}

char *
cp_profile_field_read (const CpProgramme *programme,
                       const char *field,
                       const char *text,
                       gint64 now_ms,
                       GError **error)
{
  const KnownField *known = find_field (field);
  const CpFormField *form_field =
      programme != NULL ? cp_programme_find_form_field (programme, field) : NULL;
  g_autofree char *today = cp_iso_day (now_ms);
  CpFormField usual = { .field = (char *) field,
                        .label = (char *) field,
                        .type = cp_profile_field_get_type (field),
                        .latest = (char *) cp_profile_field_get_latest (field) };

  if (form_field == NULL && known == NULL) {
    refuse_unknown (field, error);
    return NULL;
  }
  return cp_form_field_read (form_field != NULL ? form_field : &usual, text,
                             programme != NULL ? programme->country_code : "", today, error);
}

gboolean
cp_profile_field_put (const CpProgramme *programme,
                      CpMember *member,
                      const char *field,
                      const char *text,
                      gint64 now_ms,
                      GError **error)
{
  g_autofree char *stored = NULL;

  if (programme != NULL && cp_programme_find_form_field (programme, field) == NULL)
    return refuse_unknown (field, error);
  stored = cp_profile_field_read (programme, field, text, now_ms, error);
  if (stored == NULL)
    return FALSE;
  cp_profile_field_set (member, field, stored);
  return TRUE;
}

gboolean
cp_profile_field_is_wanting (const CpFormField *form_field, const CpMember *member)
{
  return form_field->required && cp_profile_field_get (member, form_field->field) == NULL;
}
