/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-consent.h"

#define ELSE "en"

static const CpJson *
find_consent (CpKiosk *kiosk, const char *mailing_id)
{
  const CpJson *mailings = cp_json_get_array (cp_kiosk_get_programme (kiosk), "mailings");

  return cp_json_get_object (cp_document_find (mailings, "id", mailing_id), "consent");
}

/* (transfer full) (nullable): of @texts */
static char *
choose_language (CpKiosk *kiosk, const CpJson *texts)
{
  g_autofree char *shown = cp_kiosk_dup_shown_language (kiosk);

  if (json_object_get (texts, shown) != NULL)
    return g_steal_pointer (&shown);
  return g_strdup (json_object_get (texts, ELSE) != NULL
                       ? ELSE
                       : json_object_iter_key (json_object_iter ((CpJson *) texts)));
}

const char *
cp_consent_find_text (CpKiosk *kiosk, const char *mailing_id)
{
  const CpJson *texts = cp_json_get_object (find_consent (kiosk, mailing_id), "texts");
  g_autofree char *language = choose_language (kiosk, texts);

  return language != NULL ? cp_json_get_text (texts, language) : NULL;
}

void
cp_consent_put_evidence (CpKiosk *kiosk, const char *screen_version, CpJson *payload)
{
  const CpJson *consent = find_consent (kiosk, cp_json_get_text (payload, "mailing_id"));
  g_autofree char *language = consent != NULL
                                  ? choose_language (kiosk, cp_json_get_object (consent, "texts"))
                                  : cp_kiosk_dup_shown_language (kiosk);

  cp_json_set_text (payload, "text_version",
                    consent != NULL ? cp_json_get_text (consent, "version") : screen_version);
  cp_json_set_text (payload, "language", language);
}
