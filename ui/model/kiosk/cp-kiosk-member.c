/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding members, the one on screen, and what is done for them. */
#include "cp-flow.h"
#include "cp-kiosk-private.h"
#include "cp-reading.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_RESULTS 50
#define MAX_RECENT 5

/* Of the first card that works, by which the member may be known. */
static const char *
find_card_number (const CpJson *view)
{
  CpJson *card;
  gsize i;

  json_array_foreach (cp_json_get_array (view, "cards"), i, card)
  {
    const char *state = cp_json_get_text (card, "state");

    if (!cp_json_get_bool (card, "blocked") &&
        (g_strcmp0 (state, "active") == 0 || g_strcmp0 (state, "linked") == 0))
      return cp_json_get_text (card, "number");
  }
  return NULL;
}

static CpJson *
make_recent_row (const CpJson *view)
{
  CpJson *member = cp_json_get_object (view, "member");
  CpJson *row = json_object ();
  const char *number = find_card_number (view);
  CpJson *best;
  gsize i;

  cp_json_set_text (row, "id", cp_json_get_text (member, "id"));
  cp_json_set_text (row, "name", cp_json_get_text (member, "name"));
  cp_json_set_text (row, "city", cp_json_get_text (member, "city"));
  if (number != NULL && strlen (number) >= 4)
    cp_json_set_text (row, "card_tail", number + strlen (number) - 4);
  json_array_foreach (cp_json_get_array (view, "statuses"), i, best)
  {
    if (cp_json_get_bool (best, "best"))
      cp_json_set_text (row, "status", cp_json_get_text (best, "name"));
  }
  return row;
}

static void
remember (CpKiosk *self, const CpJson *view)
{
  g_autoptr (CpJson) list = json_array ();
  CpJson *row = make_recent_row (view);
  const char *id = cp_json_get_text (row, "id");
  CpJson *old;
  gsize i;

  json_array_append_new (list, row);
  json_array_foreach (cp_json_get_array (self->recent, "members"), i, old)
  {
    if (json_array_size (list) < MAX_RECENT && g_strcmp0 (cp_json_get_text (old, "id"), id) != 0)
      json_array_append (list, old);
  }
  cp_kiosk_set_document (self, CP_PROP_RECENT, &self->recent, json_pack ("{s:O}", "members", list));
}

void
cp_kiosk_take_view (CpKiosk *self, CpJson *view)
{
  remember (self, view);
  cp_kiosk_set_document (self, CP_PROP_VIEW, &self->view, view);
}

static void
set_tab (CpKiosk *self, CpTab tab)
{
  if (self->tab == tab)
    return;
  self->tab = tab;
  cp_kiosk_notify (self, CP_PROP_TAB);
}

void
cp_kiosk_show_tab (CpKiosk *self, CpTab tab)
{
  if (self->view == NULL)
    return;
  set_tab (self, tab);
  cp_kiosk_set_page (self, CP_PAGE_MEMBER);
}

static gboolean
is_same_member (const CpJson *view, const CpJson *other)
{
  return g_strcmp0 (cp_json_get_text (cp_json_get_object (view, "member"), "id"),
                    cp_json_get_text (cp_json_get_object (other, "member"), "id")) == 0;
}

void
cp_kiosk_show_member (CpKiosk *self, CpJson *view)
{
  self->view_serial++;
  if (!is_same_member (self->view, view)) {
    self->reload_serial++;
    set_tab (self, CP_TAB_REWARDS);
  }
  g_free (self->visit_id);
  self->visit_id = cp_kiosk_make_id (self);
  cp_kiosk_set_flow (self, NULL);
  cp_kiosk_set_document (self, CP_PROP_PROBLEM, &self->problem, NULL);
  cp_kiosk_set_document (self, CP_PROP_RESULTS, &self->results, NULL);
  cp_kiosk_take_view (self, view);
  cp_kiosk_set_page (self, CP_PAGE_MEMBER);
  if (self->pending_uid != NULL)
    cp_kiosk_start_flow (self, "link_card", NULL);
}

void
cp_kiosk_await_nobody (CpKiosk *self)
{
  self->view_serial++;
  self->reload_serial++;
  self->identify_serial++;
}

void
cp_kiosk_forget_member (CpKiosk *self)
{
  cp_kiosk_await_nobody (self);
  cp_document_take (&self->warning, NULL);
  g_clear_pointer (&self->visit_id, g_free);
  cp_kiosk_set_flow (self, NULL);
  cp_reading_forget (self->explanation);
  cp_kiosk_set_document (self, CP_PROP_RIVAL, &self->rival, NULL);
  cp_kiosk_set_document (self, CP_PROP_PROBLEM, &self->problem, NULL);
  cp_kiosk_set_document (self, CP_PROP_VIEW, &self->view, NULL);
}

static void
on_member_opened (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (GPOINTER_TO_UINT (data) != self->view_serial)
    return;
  cp_document_take (&self->warning, NULL); /* no card was shown */
  if (reply != NULL)
    cp_kiosk_show_member (self, json_incref (reply));
  else
    cp_kiosk_say_error (self, error);
}

void
cp_kiosk_open_member (CpKiosk *self, const char *member_id)
{
  if (*cp_kiosk_get_token (self) == '\0')
    return;
  self->identify_serial++; /* whoever was asked for last is shown */
  cp_kiosk_call (self, "GetMember", g_variant_new ("(ss)", cp_kiosk_get_token (self), member_id),
                 on_member_opened, GUINT_TO_POINTER (++self->view_serial), NULL);
}

static void
on_view_reloaded (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (reply == NULL || self->view == NULL || GPOINTER_TO_UINT (data) != self->reload_serial)
    return;
  cp_kiosk_take_view (self, json_incref (reply));
  if (self->flow != NULL)
    cp_flow_take_verdict (self->flow, reply);
}

void
cp_kiosk_reload_view (CpKiosk *self)
{
  const char *id = cp_json_get_text (cp_json_get_object (self->view, "member"), "id");

  if (id != NULL && *cp_kiosk_get_token (self) != '\0')
    cp_kiosk_call (self, "GetMember", g_variant_new ("(ss)", cp_kiosk_get_token (self), id),
                   on_view_reloaded, GUINT_TO_POINTER (++self->reload_serial), NULL);
}

static void
on_found (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (GPOINTER_TO_UINT (data) != self->find_serial)
    return; /* more was typed since */
  if (reply != NULL)
    cp_kiosk_set_document (self, CP_PROP_RESULTS, &self->results, json_incref (reply));
  else
    cp_kiosk_say_error (self, error);
}

static void
find (CpKiosk *self)
{
  cp_kiosk_call (self, "Find",
                 g_variant_new ("(ssu)", cp_kiosk_get_token (self), self->find_query, MAX_RESULTS),
                 on_found, GUINT_TO_POINTER (self->find_serial), NULL);
}

void
cp_kiosk_find_again (CpKiosk *self)
{
  if (self->results != NULL && self->find_query != NULL && *cp_kiosk_get_token (self) != '\0')
    find (self);
}

void
cp_kiosk_find (CpKiosk *self, const char *query)
{
  self->find_serial++;
  g_free (self->find_query);
  self->find_query = g_strdup (query);
  if (query == NULL || *query == '\0')
    cp_kiosk_set_document (self, CP_PROP_RESULTS, &self->results, NULL);
  else
    find (self);
}

/* What is being done goes on behind the lock: there it is where the same person comes back to. */
static void
move_on (CpKiosk *self, CpPage page)
{
  if (self->locked)
    self->resume_page = page;
  else
    cp_kiosk_set_page (self, page);
}

void
cp_kiosk_go_home (CpKiosk *self)
{
  g_free (cp_kiosk_steal_pending_uid (self));
  cp_kiosk_forget_member (self);
  cp_kiosk_find (self, NULL);
  move_on (self, CP_PAGE_HOME);
}

/* Why the rules would not let it happen for the member on screen; %NULL if they would. */
static const char *
find_objection (CpKiosk *self, const CpFlowSpec *spec)
{
  CpJson *operation =
      cp_json_get_object (cp_json_get_object (self->view, "operations"), spec->parts[0].kind);
  const char *why = cp_json_get_text (operation, "why");

  if (!spec->for_member || operation == NULL || cp_json_get_bool (operation, "allowed"))
    return NULL;
  return why != NULL ? why : _ ("This can't be done just now.");
}

void
cp_kiosk_start_flow (CpKiosk *self, const char *name, const char *target)
{
  const CpFlowSpec *spec = cp_flow_spec_find (name);
  g_autoptr (CpFlow) flow = NULL;
  const char *objection;

  g_return_if_fail (spec != NULL);
  if (self->session == NULL || (spec->for_member && self->view == NULL))
    return;
  objection = find_objection (self, spec);
  if (objection != NULL) {
    cp_kiosk_say (self, objection);
    return;
  }
  flow = cp_flow_new (self, spec, target);
  cp_kiosk_set_flow (self, flow);
  cp_kiosk_set_page (self, CP_PAGE_FLOW);
  cp_flow_begin (flow);
}

void
cp_kiosk_start_filled (CpKiosk *self, const char *name, const CpJson *texts, gboolean go_on)
{
  const char *key;
  CpJson *text;

  cp_kiosk_start_flow (self, name, NULL);
  if (self->flow == NULL)
    return; /* it was said why */
  json_object_foreach ((CpJson *) texts, key, text)
  {
    cp_flow_type (self->flow, key, json_string_value (text));
  }
  if (go_on)
    cp_flow_take_form (self->flow, texts);
}

void
cp_kiosk_start_claim (CpKiosk *self, const char *number)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s}", "number", number);

  cp_kiosk_start_filled (self, "claim_receipt", texts, FALSE);
}

void
cp_kiosk_leave_flow (CpKiosk *self)
{
  cp_kiosk_set_flow (self, NULL);
  if ((self->locked ? self->resume_page : self->page) == CP_PAGE_FLOW)
    move_on (self, self->view != NULL ? CP_PAGE_MEMBER : CP_PAGE_HOME);
}

void
cp_kiosk_show_attention (CpKiosk *self)
{
  if (*cp_kiosk_get_token (self) == '\0')
    return;
  cp_kiosk_set_status_shown (self, FALSE);
  if (self->flow != NULL)
    cp_flow_say_left (self->flow);
  cp_kiosk_set_flow (self, NULL);
  cp_kiosk_load_attention (self);
  cp_kiosk_set_page (self, CP_PAGE_ATTENTION);
}

static void
on_dismissed (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (reply == NULL)
    cp_kiosk_say_error (self, error);
  cp_kiosk_load_attention (self);
}

void
cp_kiosk_dismiss_attention (CpKiosk *self, const char *operation_id)
{
  cp_kiosk_call (self, "DismissAttention",
                 g_variant_new ("(ss)", cp_kiosk_get_token (self), operation_id), on_dismissed,
                 NULL, NULL);
}
