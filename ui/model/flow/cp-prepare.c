/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-prepare.h"

#include "cp-flow.h"
#include "cp-format.h"

static void
name_mailing (CpFlow *flow, const CpJson *payload)
{
  const CpJson *programme = cp_kiosk_get_programme (cp_flow_get_kiosk (flow));
  const CpJson *mailing = cp_document_find (cp_json_get_array (programme, "mailings"), "id",
                                            cp_json_get_text (payload, "mailing_id"));
  const CpJson *channel = cp_document_find (cp_json_get_array (programme, "channels"), "id",
                                            cp_json_get_text (payload, "channel_id"));
  g_autofree char *text =
      cp_format_join (cp_format_or_empty (cp_json_get_text (mailing, "name")),
                      cp_format_or_empty (cp_json_get_text (channel, "name")), NULL);

  if (*text != '\0')
    cp_flow_add_pick (flow, text);
}

void
cp_prepare_consent (CpFlow *flow, CpJson *payload)
{
  const CpJson *member =
      cp_json_get_object (cp_kiosk_get_view (cp_flow_get_kiosk (flow)), "member");
  const char *language = cp_json_get_text (member, "language");

  name_mailing (flow, payload);
  cp_json_set_text (payload, "text_version", CP_CONSENT_TEXT_VERSION);
  cp_json_set_text (payload, "language", language != NULL ? language : "en");
}

void
cp_prepare_virtual (CpFlow *flow, CpJson *payload)
{
  cp_json_set_bool (payload, "is_virtual", TRUE);
}

void
cp_prepare_drop (CpFlow *flow, CpJson *payload)
{
  cp_json_set_bool (payload, "cancelled", TRUE);
}

void
cp_prepare_decline (CpFlow *flow, CpJson *payload)
{
  cp_json_set_bool (payload, "declined", TRUE);
}

void
cp_prepare_use (CpFlow *flow, CpJson *payload)
{
  cp_json_set_text (cp_flow_get_form (flow), "uses", "1");
}
