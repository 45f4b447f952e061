/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-prepare.h"

#include "cp-consent.h"
#include "cp-flow.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

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
  name_mailing (flow, payload);
  cp_consent_put_evidence (cp_flow_get_kiosk (flow), CP_CONSENT_TEXT_VERSION, payload);
}

char *
cp_prepare_say_consent (CpFlow *flow)
{
  const char *mailing_id = cp_json_get_text (cp_flow_get_payload (flow), "mailing_id");
  const char *text = cp_consent_find_text (cp_flow_get_kiosk (flow), mailing_id);

  /* TRANSLATORS: the words that staff read out to a customer, and to which they agree */
  return text != NULL ? g_strdup_printf (_ ("Read out: “%s”"), text) : NULL;
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

void
cp_prepare_hold (CpFlow *flow, CpJson *payload)
{
  cp_prepare_use (flow, payload);
  cp_json_set_bool (payload, "hold", TRUE);
}
