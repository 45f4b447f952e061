/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who may approve what the person at the counter may not do alone, and what comes of it. */
#include "cp-flow-private.h"

#include <glib/gi18n-lib.h>

static gint64
get_rank (const CpJson *roles, const char *role_id)
{
  return cp_json_get_int (cp_document_find (roles, "id", role_id), "rank", 0);
}

GPtrArray *
cp_flow_list_approvers (CpFlow *self)
{
  const CpJson *roles =
      cp_json_get_array (cp_kiosk_get_programme (cp_flow_get_kiosk (self)), "roles");
  const CpJson *me = cp_json_get_object (cp_kiosk_get_session (cp_flow_get_kiosk (self)), "staff");
  gint64 least = get_rank (roles, cp_json_get_text (cp_flow_get_result (self), "approval_role"));
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_choice_free);
  CpJson *staff;
  gsize i;

  json_array_foreach (cp_json_get_array (cp_kiosk_get_staff (cp_flow_get_kiosk (self)), "staff"), i,
                      staff)
  {
    const char *id = cp_json_get_text (staff, "id");
    CpChoice *choice;

    if (get_rank (roles, cp_json_get_text (staff, "role")) < least ||
        g_strcmp0 (id, cp_json_get_text (me, "id")) == 0)
      continue;
    choice = g_new0 (CpChoice, 1);
    choice->id = g_strdup (id);
    choice->title = g_strdup (cp_json_get_text (staff, "name"));
    choice->subtitle = cp_kiosk_is_locked_out (self->kiosk, staff)
                           ? g_strdup (_ ("Locked"))
                           : g_strdup (cp_json_get_text (staff, "role_name"));
    g_ptr_array_add (choices, choice);
  }
  return choices;
}

gboolean
cp_flow_approval_does_it (CpFlow *self)
{
  return self->stage == CP_STAGE_APPROVAL &&
         json_array_size (cp_json_get_array (self->result, "effects")) > 0;
}

/* Takes @approver. */
static void
approve (CpFlow *self, CpJson *approver)
{
  cp_flow_forget_approver (self);
  cp_document_take (&self->approver, approver);
  cp_flow_submit (self, !cp_flow_approval_does_it (self));
}

static gboolean
approves_by_card (CpFlow *self)
{
  return self->stage == CP_STAGE_APPROVAL &&
         cp_json_get_bool (cp_kiosk_get_programme (self->kiosk), "approve_by_card");
}

gboolean
cp_flow_wants_proof (CpFlow *self)
{
  return self->stage == CP_STAGE_APPROVAL && cp_json_get_bool (self->result, "hold_card");
}

gboolean
cp_flow_take_proof (CpFlow *self)
{
  if (self->busy || !cp_flow_wants_proof (self))
    return FALSE;
  cp_flow_submit (self, TRUE);
  return TRUE;
}

gboolean
cp_flow_take_staff_card (CpFlow *self, const char *uid)
{
  if (self->busy || uid == NULL || !approves_by_card (self))
    return FALSE;
  approve (self, json_pack ("{s:s}", "card_uid", uid));
  return TRUE;
}

void
cp_flow_approve (CpFlow *self, const char *staff_id, const char *pin)
{
  if (self->busy || self->stage != CP_STAGE_APPROVAL)
    return;
  approve (self, json_pack ("{s:s, s:s}", "staff_id", staff_id, "pin", pin));
}
