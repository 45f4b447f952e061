/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a scanned number goes. */
#include "cp-flow.h"
#include "cp-kiosk-own.h"
#include "cp-kiosk-private.h"

#include <glib/gi18n-lib.h>

/* The only member whom the number is the card of; %NULL if there are none or several. */
static const char *
find_owner (const CpJson *reply)
{
  const CpJson *members = cp_json_get_array (reply, "members");
  const CpJson *member = json_array_get (members, 0);
  const char *field = cp_json_get_text (cp_json_get_object (member, "match"), "field");

  return json_array_size (members) == 1 && g_strcmp0 (field, "card") == 0
             ? cp_json_get_text (member, "id")
             : NULL;
}

static void
open_owner (CpKiosk *self, const char *member_id)
{
  const char *shown = cp_json_get_text (cp_json_get_object (self->view, "member"), "id");

  if (g_strcmp0 (shown, member_id) == 0)
    cp_kiosk_say (self, _ ("This is the card of the member on screen."));
  else if (self->page == CP_PAGE_FLOW)
    cp_kiosk_say (self, _ ("That is somebody else's card. Please finish this first."));
  else
    cp_kiosk_open_member (self, member_id);
}

static void
on_looked_up (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  const char *text = data;
  const char *owner = find_owner (reply);

  if (reply == NULL)
    cp_kiosk_say_error (self, error);
  else if (*cp_kiosk_get_token (self) == '\0')
    return; /* the screen was locked meanwhile */
  else if (owner != NULL)
    open_owner (self, owner);
  else if (self->page == CP_PAGE_EXPLAIN)
    cp_kiosk_explain (self, text);
  else if (self->page == CP_PAGE_MEMBER)
    cp_kiosk_start_claim (self, text);
  else if (self->page == CP_PAGE_FLOW)
    cp_kiosk_say (self, _ ("That can't be used here. Please finish this first."));
  else
    cp_kiosk_say (self, _ ("No member's card has that number. For a receipt, open the member "
                           "first."));
}

void
cp_kiosk_scanned (CpKiosk *self, const char *text)
{
  const char *token = cp_kiosk_get_token (self);

  cp_kiosk_touch (self);
  cp_kiosk_tell_scanned (self);
  if (!self->available)
    return; /* the overlay says so */
  if (self->page == CP_PAGE_OWN)
    cp_kiosk_own_scanned (self, text);
  else if (*token == '\0')
    cp_kiosk_say (self, _ ("Please tap the card, or ask our staff."));
  else if (self->page != CP_PAGE_FLOW || !cp_flow_type (self->flow, "number", text))
    cp_kiosk_call (self, "Find", g_variant_new ("(ssu)", token, text, 2), on_looked_up,
                   g_strdup (text), g_free);
}
