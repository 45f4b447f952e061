/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A second member, whom the flow is about as well: sought by name, or shown by their card. */
#include "cp-flow-private.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

#define MAX_FOUND 20

const CpJson *
cp_flow_get_found (CpFlow *self)
{
  return self->found;
}

typedef struct {
  CpFlow *flow;
  guint serial;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->flow);
  g_free (search);
}

static void
on_found (CpKiosk *kiosk, CpJson *reply, const GError *error, gpointer data)
{
  const Search *search = data;
  CpFlow *self = search->flow;

  if (kiosk->flow != self || search->serial != self->find_serial)
    return; /* more was typed since */
  if (reply == NULL)
    cp_kiosk_say_error (kiosk, error);
  else
    cp_document_take (&self->found, json_incref (reply));
  cp_flow_tell_moved (self);
}

void
cp_flow_find (CpFlow *self, const char *query)
{
  Search *search;

  self->find_serial++;
  if (query == NULL || *query == '\0') {
    cp_document_take (&self->found, NULL);
    cp_flow_tell_moved (self);
    return;
  }
  search = g_new0 (Search, 1);
  search->flow = g_object_ref (self);
  search->serial = self->find_serial;
  cp_kiosk_call (self->kiosk, "Find",
                 g_variant_new ("(ssu)", cp_kiosk_get_token (self->kiosk), query, MAX_FOUND),
                 on_found, search, search_free);
}

static gboolean
finds_members (CpFlow *self)
{
  return self->stage == CP_STAGE_STEP && cp_flow_get_step (self)->finds_members;
}

static void
tap_free (gpointer data)
{
  CpFlowTap *tap = data;

  g_object_unref (tap->flow);
  g_free (tap->uid);
  g_free (tap);
}

void
cp_flow_ask_holder (CpFlow *self, const char *uid, CpReplyFunc func)
{
  g_autoptr (CpJson) card = json_pack ("{s:s, s:s}", "uid", uid, "kind", "");
  g_autofree char *text = cp_json_to_text (card);
  CpFlowTap *tap = g_new0 (CpFlowTap, 1);

  tap->flow = g_object_ref (self);
  tap->uid = g_strdup (uid);
  cp_kiosk_call (self->kiosk, "Identify",
                 g_variant_new ("(ss)", cp_kiosk_get_token (self->kiosk), text), func, tap,
                 tap_free);
}

static void
choose_holder (CpFlow *self, const CpJson *reply, const char *uid)
{
  const CpJson *member = cp_json_get_object (cp_json_get_object (reply, "view"), "member");
  const char *shown =
      cp_json_get_text (cp_json_get_object (cp_kiosk_get_view (self->kiosk), "member"), "id");
  CpChoice choice = { .id = (char *) cp_json_get_text (member, "id"),
                      .title = (char *) cp_format_or_empty (cp_json_get_text (member, "name")) };
  const char *card_key = cp_flow_get_step (self)->card_key;

  if (g_strcmp0 (choice.id, shown) == 0) {
    cp_kiosk_say (self->kiosk,
                  _ ("This is the card of the member on screen. Tap the other one's."));
    cp_flow_tell_moved (self);
    return;
  }
  if (card_key != NULL)
    cp_json_set_text (self->payload, card_key, uid);
  cp_flow_choose (self, &choice);
}

static void
on_card_identified (CpKiosk *kiosk, CpJson *reply, const GError *error, gpointer data)
{
  const CpFlowTap *tap = data;
  CpFlow *self = tap->flow;

  self->busy = FALSE;
  if (kiosk->flow != self || !finds_members (self))
    return; /* the person went elsewhere */
  if (reply != NULL && cp_json_get_bool (reply, "found")) {
    choose_holder (self, reply, tap->uid);
    return;
  }
  if (reply == NULL)
    cp_kiosk_say_error (kiosk, error);
  else
    cp_kiosk_say (kiosk, cp_format_or_empty (cp_json_get_text (reply, "staff_text")));
  cp_flow_tell_moved (self);
}

gboolean
cp_flow_take_member_card (CpFlow *self, const char *uid)
{
  if (!finds_members (self))
    return FALSE;
  if (self->busy)
    return TRUE;
  self->busy = TRUE;
  cp_flow_tell_moved (self);
  cp_flow_ask_holder (self, uid, on_card_identified);
  return TRUE;
}

void
cp_flow_forget_other (CpFlow *self)
{
  const char *card_key = cp_flow_get_step (self)->card_key;

  if (!cp_flow_get_step (self)->finds_members)
    return;
  json_object_del (self->payload, "keep");
  if (card_key != NULL)
    json_object_del (self->payload, card_key);
}

/* Whoever approved stands by it; the figures on screen stay until the new ones are there. */
void
cp_flow_keep (CpFlow *self, const char *field, gboolean other)
{
  CpJson *keep;

  if (self->busy || (self->stage != CP_STAGE_REVIEW && !cp_flow_approval_does_it (self)))
    return;
  keep = json_object ();
  json_object_update (keep, cp_json_get_object (self->payload, "keep"));
  json_object_del (keep, field);
  if (other)
    cp_json_set_text (keep, field, "loser");
  cp_json_set (self->payload, "keep", keep);
  cp_flow_renew_id (self);
  cp_flow_submit (self, TRUE);
}
