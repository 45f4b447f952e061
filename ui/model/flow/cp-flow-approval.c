/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who may approve what the person at the counter may not do alone. */
#include "cp-flow.h"

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
    choice->subtitle = g_strdup (cp_json_get_text (staff, "role_name"));
    g_ptr_array_add (choices, choice);
  }
  return choices;
}
