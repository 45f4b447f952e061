/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The way into the practice ledger and back (docs/architecture.md, "Training"). The screens are the
 * same; who leaves, locks or signs out is in earnest again. */
#include "cp-kiosk-private.h"

static void
on_opened (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (reply == NULL) {
    cp_kiosk_say (self, cp_kiosk_describe_error (error));
    return;
  }
  if (*cp_kiosk_get_token (self) == '\0' || self->live_session != NULL ||
      self->page != CP_PAGE_HOME)
    return; /* somebody went on meanwhile */
  self->live_session = json_incref (self->session);
  cp_ledger_port_set_training (self->ledger, TRUE);
  cp_kiosk_change_session (self, json_incref (reply));
  cp_kiosk_notify (self, CP_PROP_STATUS);
}

static void
open_training (CpKiosk *self, gboolean fresh)
{
  const char *token = cp_kiosk_get_token (self);

  if (*token != '\0' && self->live_session == NULL)
    cp_kiosk_call (self, "OpenTraining", g_variant_new ("(sb)", token, fresh), on_opened, NULL,
                   NULL);
}

void
cp_kiosk_enter_training (CpKiosk *self)
{
  open_training (self, FALSE);
}

void
cp_kiosk_train_afresh (CpKiosk *self)
{
  if (self->live_session == NULL)
    return;
  cp_kiosk_leave_training (self); /* its session does not outlive what was practised */
  open_training (self, TRUE);
}

void
cp_kiosk_leave_training (CpKiosk *self)
{
  if (self->live_session == NULL)
    return;
  cp_kiosk_end_at_ledger (self);
  cp_ledger_port_set_training (self->ledger, FALSE);
  cp_kiosk_change_session (self, g_steal_pointer (&self->live_session));
  cp_kiosk_notify (self, CP_PROP_STATUS);
}

const CpJson *
cp_kiosk_get_cases (CpKiosk *self)
{
  return self->live_session != NULL ? cp_json_get_array (self->session, "cases") : NULL;
}
