/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-programme-complete.h"

#include "cp-profile-field.h"

#define HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)

void
cp_programme_complete_form (CpProgramme *self)
{
  for (guint i = 0; i < self->form->len; i++) {
    CpFormField *field = self->form->pdata[i];

    if (field->type == CP_FORM_USUAL)
      field->type = cp_profile_field_get_type (field->field);
    if (field->latest == NULL)
      field->latest = g_strdup (cp_profile_field_get_latest (field->field));
  }
}

/* Of these 0 says nothing, either. */
static void
complete_times (CpProgramme *self)
{
  const struct {
    gint64 *number;
    gint64 usual;
  } times[] = {
    { &self->claim_window_days, 90 },
    { &self->contact_cooling_ms, 24 * HOUR_MS },
    { &self->reversal_window_ms, 10 * 60 * 1000 },
    { &self->verdict_wait_ms, 2 * 1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    if (*times[i].number == 0)
      *times[i].number = times[i].usual;
}

/* One of the currency in its smallest units. */
static gint64
get_unit (const CpProgramme *self)
{
  gint64 unit = 1;

  for (gint64 i = 0; i < self->currency_digits; i++)
    unit *= 10;
  return unit;
}

/* A number that stands nowhere is no 0: who wants none of it says so. */
static void
complete_number (const CpJson *document, const char *key, gint64 *number, gint64 usual)
{
  if (json_object_get (document, key) == NULL)
    *number = usual;
}

static void
complete_offline (CpProgramme *self, const CpJson *document)
{
  gint64 unit = get_unit (self);

  /* Where it is given for everybody, that is for those at home, too. */
  if (json_object_get (document, "offline_per_member") == NULL)
    complete_number (document, "offline_per_home_member", &self->offline_per_home_member, 3);
  complete_number (document, "offline_per_member", &self->offline_per_member, 1);
  complete_number (document, "offline_floor_minor", &self->offline_floor_minor, 10 * unit);
  complete_number (document, "offline_store_minor", &self->offline_store_minor, 150 * unit);
  complete_number (document, "offline_max_age_ms", &self->offline_max_age_ms, 24 * HOUR_MS);
  complete_number (document, "lease_minor", &self->lease_minor, 10 * unit);
  complete_number (document, "lease_ms", &self->lease_ms, 72 * HOUR_MS);
}

void
cp_programme_complete (CpProgramme *self, const CpJson *document)
{
  complete_times (self);
  complete_offline (self, document);
}
