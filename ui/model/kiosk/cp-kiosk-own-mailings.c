/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A customer stops a mailing at once, and begins one by agreeing to words. */
#include "cp-consent.h"
#include "cp-format.h"
#include "cp-kiosk-own-private.h"

#include <glib/gi18n-lib.h>

static const CpJson *
find_cell (CpKiosk *self, const char *mailing, const char *channel)
{
  CpJson *cell;
  gsize i;

  json_array_foreach (cp_json_get_array (self->own, "subscriptions"), i, cell)
  {
    if (g_strcmp0 (cp_json_get_text (cell, "mailing"), mailing) == 0 &&
        g_strcmp0 (cp_json_get_text (cell, "channel"), channel) == 0)
      return cell;
  }
  return NULL;
}

void
cp_kiosk_own_toggle (CpKiosk *self, const char *cell_id)
{
  g_auto (GStrv) parts = g_strsplit (cell_id, "/", 2);
  const CpJson *cell = parts[0] != NULL ? find_cell (self, parts[0], parts[1]) : NULL;
  gboolean on = cp_json_get_bool (cell, "opted_in");
  g_autofree char *name = NULL;

  if (cell == NULL || !cp_kiosk_own_is_free (self))
    return;
  cp_kiosk_touch (self);
  if (!cp_kiosk_own_may (self, on ? "opt_out" : "opt_in")) {
    cp_kiosk_own_complain (self, _ ("We can't change this here. Please ask our staff."));
    return;
  }
  if (!on && cp_json_get_bool (cell, "no_address")) {
    cp_kiosk_own_complain (self, _ ("We have no address of yours for this. Our staff can add it."));
    return;
  }
  name = cp_format_join (cp_format_or_empty (cp_json_get_text (cell, "mailing_name")),
                         cp_format_or_empty (cp_json_get_text (cell, "channel_name")), NULL);
  cp_kiosk_own_intend (self, on ? "mailings" : "consent", on ? "opt_out" : "opt_in", name,
                       json_pack ("{s:s, s:s}", "mailing_id", parts[0], "channel_id", parts[1]));
  if (on)
    cp_kiosk_own_go_on (self);
}

char *
cp_kiosk_own_get_consent (CpKiosk *self)
{
  const CpJson *payload = cp_json_get_object (self->own_step, "payload");
  const CpJson *cell = find_cell (self, cp_json_get_text (payload, "mailing_id"),
                                  cp_json_get_text (payload, "channel_id"));
  const char *chain = cp_json_get_text (self->programme, "name");
  const char *mailing = cp_json_get_text (cell, "mailing_name");
  const char *channel = cp_json_get_text (cell, "channel_name");
  const char *text = cp_consent_find_text (self, cp_json_get_text (cell, "mailing"));

  if (cell == NULL)
    return NULL;
  if (text != NULL)
    return g_strdup_printf ("%s · %s\n\n%s", mailing, channel, text);
  /* TRANSLATORS: the chain, a kind of message, how it comes: what the customer agrees to. */
  return g_strdup_printf (_ ("I agree that %1$s sends me this: %2$s (%3$s). I can stop it at any "
                             "time, here or with the staff."),
                          chain != NULL ? chain : "", mailing, channel);
}

void
cp_kiosk_own_agree (CpKiosk *self)
{
  CpJson *payload = cp_json_get_object (self->own_step, "payload");

  if (!cp_kiosk_own_is_at (self, "consent") || !cp_kiosk_own_is_free (self))
    return;
  cp_consent_put_evidence (self, CP_OWN_TEXT_VERSION, payload);
  cp_json_set_text (payload, "method", "kiosk");
  cp_kiosk_own_go_on (self);
}
