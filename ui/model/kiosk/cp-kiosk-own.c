/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A customer changes mailings and favourites, and claims. What is to be done is kept in the step until
 * head office has confirmed it: the same request goes again once the customer has answered who they are,
 * and to learn what has become of it. */
#include "cp-kiosk-own-private.h"

#include "cp-error.h"
#include "cp-format.h"
#include "cp-language.h"

#include <glib/gi18n-lib.h>

const CpJson *
cp_kiosk_get_own (CpKiosk *self)
{
  return self->own;
}

const CpJson *
cp_kiosk_get_own_step (CpKiosk *self)
{
  return self->own_step;
}

gboolean
cp_kiosk_own_is_free (CpKiosk *self)
{
  return self->own_step != NULL && !cp_json_get_bool (self->own_step, "busy");
}

static const CpJson *
get_offer (CpKiosk *self, const char *kind)
{
  return cp_json_get_object (cp_json_get_object (self->own, "operations"), kind);
}

gboolean
cp_kiosk_own_may (CpKiosk *self, const char *kind)
{
  return cp_json_get_bool (get_offer (self, kind), "allowed");
}

void
cp_kiosk_own_set_step (CpKiosk *self, CpJson *step)
{
  cp_kiosk_set_document (self, CP_PROP_OWN_STEP, &self->own_step, step);
}

CpJson *
cp_kiosk_own_move_step (CpKiosk *self, const char *place)
{
  CpJson *step = json_deep_copy (self->own_step);

  cp_json_set_text (step, "place", place);
  json_object_del (step, "problem");
  json_object_del (step, "busy");
  return step;
}

void
cp_kiosk_own_complain (CpKiosk *self, const char *text)
{
  CpJson *step = json_deep_copy (self->own_step);

  json_object_del (step, "said");
  json_object_del (step, "word");
  json_object_del (step, "busy");
  cp_json_set_text (step, "problem", text);
  cp_kiosk_own_set_step (self, step);
}

static void
show (CpKiosk *self, const char *place)
{
  CpJson *step = json_object ();

  cp_json_set_text (step, "place", place);
  cp_kiosk_own_set_step (self, step);
}

gboolean
cp_kiosk_own_is_at (CpKiosk *self, const char *place)
{
  return g_strcmp0 (cp_json_get_text (self->own_step, "place"), place) == 0;
}

void
cp_kiosk_own_show (CpKiosk *self, const char *place)
{
  if (self->own == NULL)
    return;
  cp_kiosk_touch (self);
  show (self, place);
  cp_kiosk_set_page (self, CP_PAGE_OWN);
  cp_kiosk_restart_clearing (self);
}

/* Which list what is done there, or at a place that is reached from there, is about; what is said when it
 * was done, or was not; and whether it changes the figures of the balance. */
static const struct {
  const char *home;
  const char *place;
  const char *kind;
  const char *done;
  const char *refused;
  gboolean counts;
} ABOUT[] = {
  { "mailings", "consent", "opt_in", N_ ("Thank you. You will get this: %s"), NULL, FALSE },
  { "mailings", "mailings", "opt_out", N_ ("Stopped: %s"), NULL, FALSE },
  { "favourites", "products", "add_favourite", N_ ("Now on your list: %s"), NULL, FALSE },
  { "favourites", "favourites", "remove_favourite", N_ ("No longer on your list: %s"), NULL,
    FALSE },
  { "offers", "offers", "claim_incentive", N_ ("It is yours now: %s"),
    N_ ("We can't give you this here. Please ask our staff."), TRUE },
};

/* The row of @kind, where there is one, else of @place. */
static gsize
find_row (const char *kind, const char *place)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ABOUT); i++)
    if (kind != NULL ? g_str_equal (ABOUT[i].kind, kind) : g_strcmp0 (ABOUT[i].place, place) == 0)
      return i;
  return 0;
}

/* The row of what is to be done or was, else of the place. */
static gsize
find_about (const CpJson *step)
{
  return find_row (cp_json_get_text (step, "kind"), cp_json_get_text (step, "place"));
}

static gboolean
is_at_home (CpKiosk *self)
{
  return cp_kiosk_own_is_at (self, ABOUT[find_about (self->own_step)].home);
}

/* Where the page asks for the card again, it may be the one that has been lying there. */
static void
expect_card_for_figures (CpKiosk *self)
{
  if (self->page == CP_PAGE_SELF_CHECK && cp_json_get_bool (self->self_check, "outdated"))
    cp_kiosk_expect_card (self);
}

/* The figures are from the tap, and a member's own session has no call that gives them again. Where no answer
 * came it may have been done all the same. */
static void
outdate_figures (CpKiosk *self, const char *kind)
{
  CpJson *outdated;

  if (!ABOUT[find_row (kind, NULL)].counts || self->self_check == NULL)
    return;
  outdated = json_copy (self->self_check);
  cp_json_set_bool (outdated, "outdated", TRUE);
  cp_kiosk_set_document (self, CP_PROP_SELF_CHECK, &self->self_check, outdated);
  expect_card_for_figures (self);
}

void
cp_kiosk_own_back (CpKiosk *self)
{
  cp_kiosk_touch (self);
  if (!is_at_home (self)) {
    show (self, ABOUT[find_about (self->own_step)].home);
    return;
  }
  if (!cp_kiosk_own_is_free (self))
    outdate_figures (self, cp_json_get_text (self->own_step, "kind")); /* no answer is waited for */
  cp_kiosk_own_set_step (self, NULL);
  cp_kiosk_set_page (self, CP_PAGE_SELF_CHECK);
  expect_card_for_figures (self);
  cp_kiosk_restart_clearing (self);
}

void
cp_kiosk_own_begin (CpKiosk *self, const CpJson *own)
{
  CpJson *shown = json_deep_copy (own);
  gboolean same = own != NULL && g_strcmp0 (cp_json_get_text (own, "member_id"),
                                            cp_json_get_text (self->own, "member_id")) == 0;
  CpJson *sent = same ? g_steal_pointer (&self->own_sent) : NULL;

  cp_kiosk_own_end (self, FALSE);
  if (own == NULL)
    return;
  self->own_sent = sent;
  self->own_token = g_strdup (cp_json_get_text (own, "session"));
  cp_kiosk_note_told (self);
  json_object_del (shown, "session");
  cp_kiosk_set_document (self, CP_PROP_OWN, &self->own, shown);
}

void
cp_kiosk_own_end (CpKiosk *self, gboolean at_ledger)
{
  g_autofree char *token = g_steal_pointer (&self->own_token);

  if (token != NULL && at_ledger && self->available)
    cp_kiosk_call (self, "SignOut", g_variant_new ("(s)", token), NULL, NULL, NULL);
  cp_kiosk_own_set_step (self, NULL);
  cp_document_take (&self->own_sent, NULL);
  cp_kiosk_set_document (self, CP_PROP_OWN, &self->own, NULL);
}

static void
own_call_free (gpointer data)
{
  CpOwnCall *call = data;

  g_free (call->token);
  g_free (call->id);
  g_free (call->kind);
  g_free (call);
}

void
cp_kiosk_own_call (CpKiosk *self, const char *method, GVariant *arguments, CpReplyFunc func)
{
  CpOwnCall *call = g_new0 (CpOwnCall, 1);

  call->token = g_strdup (self->own_token);
  call->id = g_strdup (cp_json_get_text (self->own_step, "id"));
  call->kind = g_strdup (cp_json_get_text (self->own_step, "kind"));
  cp_kiosk_call (self, method, arguments, func, call, own_call_free);
}

/* Whether the customer who asked is still there. */
static gboolean
is_theirs (CpKiosk *self, const CpOwnCall *call)
{
  return g_strcmp0 (self->own_token, call->token) == 0;
}

gboolean
cp_kiosk_own_is_awaited (CpKiosk *self, const CpOwnCall *call)
{
  return is_theirs (self, call) && call->id != NULL &&
         g_strcmp0 (cp_json_get_text (self->own_step, "id"), call->id) == 0;
}

static void
take_own (CpKiosk *self, CpJson *own)
{
  if (own != NULL)
    cp_kiosk_set_document (self, CP_PROP_OWN, &self->own, json_incref (own));
}

static void
on_reloaded (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (is_theirs (self, data))
    take_own (self, reply);
}

static void
get_member (CpKiosk *self, CpReplyFunc func)
{
  const char *member_id = cp_json_get_text (self->own, "member_id");

  if (self->own_token != NULL && member_id != NULL)
    cp_kiosk_own_call (self, "GetMember", g_variant_new ("(ss)", self->own_token, member_id), func);
}

gboolean
cp_kiosk_own_keep (CpKiosk *self)
{
  get_member (self, NULL);
  return self->own_token != NULL;
}

static void ask_verdict (CpKiosk *self);

void
cp_kiosk_own_reload (CpKiosk *self)
{
  get_member (self, on_reloaded);
  ask_verdict (self);
}

void
cp_kiosk_own_say_failure (CpKiosk *self, const GError *error)
{
  if (g_error_matches (error, CP_ERROR, CP_ERROR_NOT_ALLOWED)) {
    cp_kiosk_clear_customer (self);
    cp_kiosk_say (self, _ ("Please tap your card again."));
  } else if (g_error_matches (error, CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME)) {
    cp_kiosk_own_complain (self, _ ("We can't tell whether this was done. Please try again: it is "
                                    "never done twice."));
  } else {
    cp_kiosk_own_complain (
        self, _ ("That was not possible just now. Please try again, or ask our staff."));
  }
}

/* (transfer full): @text with @name in place of %s, in its own order where the sentence runs the other
 * way */
static char *
put_name (CpKiosk *self, const char *text, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (text, "%s", 2);
  g_autofree char *isolated = cp_format_isolate (cp_format_or_empty (name));

  return g_strjoinv (cp_language_runs_right_to_left (self->language) ? isolated
                                                                     : cp_format_or_empty (name),
                     parts);
}

static gboolean
is_state (const CpJson *step, const char *state)
{
  return g_strcmp0 (cp_json_get_text (step, "state"), state) == 0;
}

/* What head office has said of it by now: what it decides first is nobody's before. */
static const char *
describe_word (CpKiosk *self, const CpJson *step)
{
  gboolean queued = cp_json_get_bool (step, "queued");

  if (is_state (step, "accepted") || is_state (step, "accepted_changed"))
    return queued ? _ ("Our head office has agreed.") : _ ("Our head office has confirmed it.");
  if (!queued)
    return _ ("Our head office has not confirmed it yet.");
  return cp_json_get_bool (self->own, "online")
             ? _ ("Our head office decides. It is yours once they agree.")
             : _ ("Our head office decides, and can't be reached just now. It is yours once they "
                  "agree.");
}

/* Says in the step what has become of what it was for. */
static void
tell_state (CpKiosk *self, const char *state)
{
  CpJson *step = json_deep_copy (self->own_step);
  gsize row = find_about (step);
  const char *name = cp_json_get_text (step, "name");
  g_autofree char *done = put_name (self, _ (ABOUT[row].done), name);
  g_autofree char *asked = put_name (self, _ ("You have asked for: %s"), name);

  cp_json_set_text (step, "place", ABOUT[row].home);
  cp_json_set_text (step, "state", state);
  json_object_del (step, "problem");
  json_object_del (step, "busy");
  cp_json_set_text (step, "said", done);
  if (cp_json_get_bool (step, "queued") && !is_state (step, "accepted"))
    cp_json_set_text (step, "said", asked);
  cp_json_set_text (step, "word", describe_word (self, step));
  cp_kiosk_own_set_step (self, step);
  if (is_state (step, "rejected"))
    cp_kiosk_own_complain (self,
                           _ ("Our head office did not agree to this. Please ask our staff."));
}

static void
refuse (CpKiosk *self, const char *text)
{
  cp_kiosk_own_set_step (self,
                         cp_kiosk_own_move_step (self, ABOUT[find_about (self->own_step)].home));
  cp_kiosk_own_complain (self, text);
  cp_kiosk_own_reload (self);
}

static void
take_refusal (CpKiosk *self, const CpJson *reply)
{
  const char *code = cp_json_get_text (reply, "code");
  const char *detail = cp_json_get_text (reply, "detail");
  const char *text = ABOUT[find_about (self->own_step)].refused;

  if (cp_json_get_bool (reply, "identify"))
    cp_kiosk_own_ask_who (self);
  else if (g_strcmp0 (code, "limit_exceeded") == 0)
    refuse (self, _ ("That is as much as there can be for today. Please ask our staff."));
  else if (g_strcmp0 (code, "not_eligible") == 0 && detail != NULL)
    refuse (self, detail); /* which they may know, who have shown who they are */
  else
    refuse (self, text != NULL ? _ (text) : _ ("We can't change this here. Please ask our staff."));
}

static gboolean
is_accepted (const CpJson *reply)
{
  return g_strcmp0 (cp_json_get_text (reply, "decision"), "accepted") == 0;
}

static void
take_answer (CpKiosk *self, const CpJson *reply, const GError *error)
{
  if (reply == NULL)
    cp_kiosk_own_say_failure (self, error);
  else if (is_accepted (reply))
    tell_state (self, cp_json_get_text (reply, "state"));
  else
    take_refusal (self, reply);
}

/* What was done changes what there is, also where the customer has left its step. */
static void
on_done (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  const CpOwnCall *call = data;

  if (reply != NULL && self->own_sent != NULL)
    json_object_del (self->own_sent, call->id);
  if (!is_theirs (self, call))
    return;
  if (reply == NULL || is_accepted (reply))
    outdate_figures (self, call->kind);
  if (is_accepted (reply))
    take_own (self, cp_json_get_object (reply, "view"));
  if (cp_kiosk_own_is_awaited (self, call))
    take_answer (self, reply, error);
}

static void
send (CpKiosk *self, CpReplyFunc func)
{
  g_autoptr (CpJson) request = json_object ();
  g_autofree char *text = NULL;

  cp_json_set_text (request, "kind", cp_json_get_text (self->own_step, "kind"));
  cp_json_set_text (request, "member_id", cp_json_get_text (self->own, "member_id"));
  cp_json_set_text (request, "id", cp_json_get_text (self->own_step, "id"));
  cp_json_set (request, "payload", json_deep_copy (cp_json_get_object (self->own_step, "payload")));
  text = cp_json_to_text (request);
  cp_kiosk_own_call (self, "Submit", g_variant_new ("(ssb)", self->own_token, text, FALSE), func);
}

/* Whether head office decides first is known once it is known who they are. */
static void
note_queued (CpKiosk *self)
{
  const char *definition_id =
      cp_json_get_text (cp_json_get_object (self->own_step, "payload"), "definition_id");
  const CpJson *claim =
      cp_document_find (cp_json_get_array (self->own, "claims"), "definition", definition_id);

  if (definition_id != NULL)
    cp_json_set_bool (self->own_step, "queued", cp_json_get_bool (claim, "queued"));
}

/* It may be done, wherever the customer goes before the answer comes. */
static void
note_sent (CpKiosk *self)
{
  CpJson *sent = json_object ();

  if (self->own_sent == NULL)
    self->own_sent = json_object ();
  cp_json_set_text (sent, "kind", cp_json_get_text (self->own_step, "kind"));
  cp_json_set (sent, "payload", json_deep_copy (cp_json_get_object (self->own_step, "payload")));
  cp_json_set (self->own_sent, cp_json_get_text (self->own_step, "id"), sent);
}

static void
submit (CpKiosk *self)
{
  note_queued (self);
  note_sent (self);
  send (self, on_done);
}

static void
on_known (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (!is_theirs (self, data))
    return;
  take_own (self, reply);
  if (cp_kiosk_own_is_awaited (self, data))
    submit (self);
}

void
cp_kiosk_own_resume (CpKiosk *self)
{
  get_member (self, on_known);
}

static void
on_asked_again (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  const char *state = cp_json_get_text (reply, "state");

  if (cp_kiosk_own_is_awaited (self, data) && state != NULL &&
      is_state (self->own_step, "waiting") && !is_state (self->own_step, state))
    tell_state (self, state);
}

/* The same operation again gives the first answer, with the state as it is by now. */
static void
ask_verdict (CpKiosk *self)
{
  if (is_state (self->own_step, "waiting"))
    send (self, on_asked_again);
}

void
cp_kiosk_own_begin_work (CpKiosk *self)
{
  CpJson *step = json_deep_copy (self->own_step);

  json_object_del (step, "problem");
  cp_json_set_bool (step, "busy", TRUE);
  cp_kiosk_own_set_step (self, step);
  cp_kiosk_touch (self);
}

void
cp_kiosk_own_go_on (CpKiosk *self)
{
  const char *kind;

  cp_kiosk_own_begin_work (self);
  kind = cp_json_get_text (self->own_step, "kind");
  if (cp_json_get_bool (get_offer (self, kind), "identify"))
    cp_kiosk_own_ask_who (self);
  else
    submit (self);
}

/* Whether @operation, of which only these two count, is the same thing. */
static gboolean
is_same (const CpJson *operation, const char *kind, const CpJson *payload)
{
  return g_strcmp0 (cp_json_get_text (operation, "kind"), kind) == 0 &&
         json_equal (cp_json_get_object (operation, "payload"), payload);
}

/* What could not be done a moment ago is tried under the same id, in case it was done after all. */
static char *
choose_id (CpKiosk *self, const char *kind, const CpJson *payload)
{
  const CpJson *step = self->own_step;
  const char *id;
  CpJson *sent;

  json_object_foreach (self->own_sent, id, sent)
  {
    if (is_same (sent, kind, payload))
      return g_strdup (id);
  }
  if (cp_json_get_text (step, "state") == NULL && is_same (step, kind, payload))
    return g_strdup (cp_json_get_text (step, "id"));
  return cp_kiosk_make_id (self);
}

void
cp_kiosk_own_intend (
    CpKiosk *self, const char *place, const char *kind, const char *name, CpJson *payload)
{
  CpJson *step = json_object ();
  g_autofree char *id = choose_id (self, kind, payload);

  cp_json_set_text (step, "place", place);
  cp_json_set_text (step, "kind", kind);
  cp_json_set_text (step, "name", name);
  cp_json_set_text (step, "id", id);
  cp_json_set (step, "payload", payload);
  cp_kiosk_own_set_step (self, step);
}
