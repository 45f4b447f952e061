/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-profile-field.h"

#include "cp-text.h"

#include <string.h>

typedef char *Normalise (const CpProgramme *programme, const char *text, gint64 now_ms);

typedef struct {
  const char *name;
  gsize offset;
  Normalise *normalise;
} ProfileField;

static char *
clean (const CpProgramme *programme, const char *text, gint64 now_ms)
{
  return cp_text_clean (text);
}

static char *
normalise_phone (const CpProgramme *programme, const char *text, gint64 now_ms)
{
  return cp_text_to_phone (text, programme->country_code);
}

static char *
normalise_email (const CpProgramme *programme, const char *text, gint64 now_ms)
{
  return cp_text_to_email (text);
}

static char *
normalise_birth_date (const CpProgramme *programme, const char *text, gint64 now_ms)
{
  g_autoptr (GDateTime) birth = NULL;
  int year;

  if (!g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text, 0, 0) || strlen (text) != 10)
    return NULL;
  year = (int) g_ascii_strtoll (text, NULL, 10);
  birth = g_date_time_new_utc (year, (int) g_ascii_strtoll (text + 5, NULL, 10),
                               (int) g_ascii_strtoll (text + 8, NULL, 10), 0, 0, 0);
  if (birth == NULL || year < 1880 || g_date_time_to_unix (birth) * 1000 > now_ms)
    return NULL;
  return g_strdup (text);
}

/* The shape of BCP 47, not its registry: `en`, `pt-BR`, `zh-Hant`. */
static char *
normalise_language (const CpProgramme *programme, const char *text, gint64 now_ms)
{
  g_autofree char *cleaned = cp_text_clean (text);

  if (cleaned == NULL ||
      !g_regex_match_simple ("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", cleaned, 0, 0))
    return NULL;
  return g_steal_pointer (&cleaned);
}

#define FIELD(name, normalise)                        \
  {                                                   \
#name, G_STRUCT_OFFSET(CpMember, name), normalise \
  }

static const ProfileField fields[] = {
  FIELD (given_name, clean),
  FIELD (family_name, clean),
  FIELD (birth_date, normalise_birth_date),
  FIELD (phone, normalise_phone),
  FIELD (email, normalise_email),
  FIELD (postcode, clean),
  FIELD (city, clean),
  FIELD (language, normalise_language),
};

static const ProfileField *
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

const char *
cp_profile_field_get (const CpMember *member, const char *field)
{
  const ProfileField *found = find_field (field);

  g_return_val_if_fail (found != NULL, NULL);

  return *(char *const *) (gconstpointer) ((const guint8 *) member + found->offset);
}

void
cp_profile_field_set (CpMember *member, const char *field, const char *text)
{
  const ProfileField *found = find_field (field);
  char **value;

  g_return_if_fail (found != NULL);

  value = (char **) (gpointer) ((guint8 *) member + found->offset);
  g_free (*value);
  *value = g_strdup (text);
}

char *
cp_profile_field_normalise (const CpProgramme *programme,
                            const char *field,
                            const char *text,
                            gint64 now_ms)
{
  const ProfileField *found = find_field (field);

  g_return_val_if_fail (found != NULL, NULL);

  return found->normalise (programme, text, now_ms);
}
