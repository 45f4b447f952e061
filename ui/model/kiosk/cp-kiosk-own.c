/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A customer changes mailings and favourites. What is to be done is kept in the step until it is done:
 * the same request goes again once the customer has answered who they are. */
#include "cp-kiosk-own.h"

#include "cp-error.h"
#include "cp-kiosk-private.h"
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

/* Whether nothing is on its way, so that a second touch does nothing twice. */
static gboolean
is_free (CpKiosk *self)
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

/* @product_id: (nullable): any. Wishes are not counted with the favourites. */
static guint
count (CpKiosk *self, const char *product_id)
{
  CpJson *row;
  guint n = 0;
  gsize i;

  json_array_foreach (cp_json_get_array (self->own, "favourites"), i, row)
  {
    n += g_strcmp0 (cp_json_get_text (row, "list"), "favourite") == 0 &&
         (product_id == NULL || g_strcmp0 (cp_json_get_text (row, "product_id"), product_id) == 0);
  }
  return n;
}

gboolean
cp_kiosk_own_has (CpKiosk *self, const char *product_id)
{
  return count (self, product_id) > 0;
}

gboolean
cp_kiosk_own_is_full (CpKiosk *self)
{
  gint64 most = cp_json_get_int (self->own, "max_favourites", 0);

  return most > 0 && count (self, NULL) >= most;
}

/* @step: (transfer full) */
static void
set_step (CpKiosk *self, CpJson *step)
{
  cp_kiosk_set_document (self, CP_PROP_OWN_STEP, &self->own_step, step);
}

/* (transfer full): the same step at another place */
static CpJson *
move_step (CpKiosk *self, const char *place)
{
  CpJson *step = json_deep_copy (self->own_step);

  cp_json_set_text (step, "place", place);
  json_object_del (step, "problem");
  json_object_del (step, "busy");
  return step;
}

static void
complain (CpKiosk *self, const char *text)
{
  CpJson *step = json_deep_copy (self->own_step);

  json_object_del (step, "said");
  json_object_del (step, "busy");
  cp_json_set_text (step, "problem", text);
  set_step (self, step);
}

static void
show (CpKiosk *self, const char *place, const char *said)
{
  CpJson *step = json_object ();

  cp_json_set_text (step, "place", place);
  cp_json_set_text (step, "said", said);
  set_step (self, step);
}

static gboolean
is_at (CpKiosk *self, const char *place)
{
  return g_strcmp0 (cp_json_get_text (self->own_step, "place"), place) == 0;
}

void
cp_kiosk_own_show (CpKiosk *self, const char *place)
{
  if (self->own == NULL)
    return;
  cp_kiosk_touch (self);
  show (self, place, NULL);
  cp_kiosk_set_page (self, CP_PAGE_OWN);
  cp_kiosk_restart_clearing (self);
}

static gboolean
is_about_mailings (CpKiosk *self)
{
  const char *kind = cp_json_get_text (self->own_step, "kind");

  return is_at (self, "mailings") || (kind != NULL && g_str_has_prefix (kind, "opt_"));
}

void
cp_kiosk_own_back (CpKiosk *self)
{
  cp_kiosk_touch (self);
  if (!is_at (self, "mailings") && !is_at (self, "favourites")) {
    show (self, is_about_mailings (self) ? "mailings" : "favourites", NULL);
    return;
  }
  set_step (self, NULL);
  cp_kiosk_set_page (self, CP_PAGE_SELF_CHECK);
  cp_kiosk_restart_clearing (self);
}

void
cp_kiosk_own_begin (CpKiosk *self, const CpJson *own)
{
  CpJson *shown = json_deep_copy (own);

  cp_kiosk_own_end (self, FALSE);
  if (own == NULL)
    return;
  self->own_token = g_strdup (cp_json_get_text (own, "session"));
  json_object_del (shown, "session");
  cp_kiosk_set_document (self, CP_PROP_OWN, &self->own, shown);
}

void
cp_kiosk_own_end (CpKiosk *self, gboolean at_ledger)
{
  g_autofree char *token = g_steal_pointer (&self->own_token);

  if (token != NULL && at_ledger && self->available)
    cp_kiosk_call (self, "SignOut", g_variant_new ("(s)", token), NULL, NULL, NULL);
  set_step (self, NULL);
  cp_kiosk_set_document (self, CP_PROP_OWN, &self->own, NULL);
}

/* Whether the customer who asked is still there; @data: the token with which it was asked. */
static gboolean
is_theirs (CpKiosk *self, gpointer data)
{
  return self->own_token != NULL && g_str_equal (self->own_token, data);
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

void
cp_kiosk_own_reload (CpKiosk *self)
{
  const char *member_id = cp_json_get_text (self->own, "member_id");

  if (self->own_token != NULL && member_id != NULL)
    cp_kiosk_call (self, "GetMember", g_variant_new ("(ss)", self->own_token, member_id),
                   on_reloaded, g_strdup (self->own_token), g_free);
}

/* The ledger knows the customer no more: they have to tap again. */
static void
say_failure (CpKiosk *self, const GError *error)
{
  if (g_error_matches (error, CP_ERROR, CP_ERROR_NOT_ALLOWED)) {
    cp_kiosk_clear_customer (self);
    cp_kiosk_say (self, _ ("Please tap your card again."));
  } else {
    complain (self, _ ("That was not possible just now. Please try again, or ask our staff."));
  }
}

/* (transfer full): a sentence on what has happened */
static char *
describe_done (const CpJson *step)
{
  static const struct {
    const char *kind;
    const char *text;
  } TEXTS[] = {
    { "opt_in", N_ ("Thank you. You will get this: %s") },
    { "opt_out", N_ ("Stopped: %s") },
    { "add_favourite", N_ ("Now on your list: %s") },
    { "remove_favourite", N_ ("No longer on your list: %s") },
  };
  const char *kind = cp_json_get_text (step, "kind");
  const char *name = cp_json_get_text (step, "name");

  for (gsize i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    if (g_strcmp0 (TEXTS[i].kind, kind) == 0) {
      g_auto (GStrv) parts = g_strsplit (_ (TEXTS[i].text), "%s", 2);

      return g_strjoinv (name != NULL ? name : "", parts);
    }
  return NULL;
}

static void ask_who (CpKiosk *self);

static void
take_refusal (CpKiosk *self, const CpJson *reply)
{
  const char *code = cp_json_get_text (reply, "code");

  if (cp_json_get_bool (reply, "identify"))
    ask_who (self);
  else if (g_strcmp0 (code, "limit_exceeded") == 0)
    complain (self, _ ("That is as much as there can be for today. Please ask our staff."));
  else
    complain (self, _ ("We can't change this here. Please ask our staff."));
}

static void
on_done (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  g_autofree char *said = NULL;

  if (!is_theirs (self, data) || self->own_step == NULL)
    return;
  if (reply == NULL) {
    say_failure (self, error);
  } else if (g_strcmp0 (cp_json_get_text (reply, "decision"), "accepted") != 0) {
    take_refusal (self, reply);
  } else {
    said = describe_done (self->own_step);
    take_own (self, cp_json_get_object (reply, "view"));
    show (self, is_about_mailings (self) ? "mailings" : "favourites", said);
  }
}

static void
submit (CpKiosk *self)
{
  g_autoptr (CpJson) request = json_object ();
  g_autofree char *text = NULL;

  cp_json_set_text (request, "kind", cp_json_get_text (self->own_step, "kind"));
  cp_json_set_text (request, "member_id", cp_json_get_text (self->own, "member_id"));
  cp_json_set_text (request, "id", cp_json_get_text (self->own_step, "id"));
  cp_json_set (request, "payload", json_deep_copy (cp_json_get_object (self->own_step, "payload")));
  text = cp_json_to_text (request);
  cp_kiosk_call (self, "Submit", g_variant_new ("(ssb)", self->own_token, text, FALSE), on_done,
                 g_strdup (self->own_token), g_free);
}

static void
begin_work (CpKiosk *self)
{
  CpJson *step = json_deep_copy (self->own_step);

  json_object_del (step, "problem");
  cp_json_set_bool (step, "busy", TRUE);
  set_step (self, step);
  cp_kiosk_touch (self);
}

/* Who they are is asked before, where it is known that it will be asked. */
static void
go_on (CpKiosk *self)
{
  const char *kind;

  begin_work (self);
  kind = cp_json_get_text (self->own_step, "kind");
  if (cp_json_get_bool (get_offer (self, kind), "identify"))
    ask_who (self);
  else
    submit (self);
}

/* @payload: (transfer full). What is to be done, at @place; the id makes it happen once. */
static void
intend (CpKiosk *self, const char *place, const char *kind, const char *name, CpJson *payload)
{
  CpJson *step = json_object ();
  g_autofree char *id = cp_kiosk_make_id (self);

  cp_json_set_text (step, "place", place);
  cp_json_set_text (step, "kind", kind);
  cp_json_set_text (step, "name", name);
  cp_json_set_text (step, "id", id);
  cp_json_set (step, "payload", payload);
  set_step (self, step);
}

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

  if (cell == NULL || !is_free (self))
    return;
  cp_kiosk_touch (self);
  if (!cp_kiosk_own_may (self, on ? "opt_out" : "opt_in")) {
    complain (self, _ ("We can't change this here. Please ask our staff."));
    return;
  }
  if (!on && cp_json_get_bool (cell, "no_address")) {
    complain (self, _ ("We have no address of yours for this. Our staff can add it."));
    return;
  }
  name = g_strdup_printf ("%s · %s", cp_json_get_text (cell, "mailing_name"),
                          cp_json_get_text (cell, "channel_name"));
  intend (self, on ? "mailings" : "consent", on ? "opt_out" : "opt_in", name,
          json_pack ("{s:s, s:s}", "mailing_id", parts[0], "channel_id", parts[1]));
  if (on)
    go_on (self);
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

  if (cell == NULL)
    return NULL;
  /* TRANSLATORS: the chain, a kind of message, how it comes: what the customer agrees to. */
  return g_strdup_printf (_ ("I agree that %1$s sends me this: %2$s (%3$s). I can stop it at any "
                             "time, here or with the staff."),
                          chain != NULL ? chain : "", mailing, channel);
}

/* In which language the words stood there. */
static char *
get_language (CpKiosk *self)
{
  const char *own = self->language != NULL ? self->language : self->first_language;
  g_auto (GStrv) codes = g_strsplit (own != NULL ? own : "", ":", 2);

  return g_strdup (codes[0] != NULL && cp_language_is_translated (codes[0]) ? codes[0] : "en");
}

void
cp_kiosk_own_agree (CpKiosk *self)
{
  CpJson *payload = cp_json_get_object (self->own_step, "payload");
  g_autofree char *language = get_language (self);

  if (!is_at (self, "consent") || !is_free (self))
    return;
  cp_json_set_text (payload, "text_version", CP_OWN_TEXT_VERSION);
  cp_json_set_text (payload, "language", language);
  cp_json_set_text (payload, "method", "kiosk");
  go_on (self);
}

/* What can be typed soonest first; the town is too easily guessed to ask for it before the others. */
static const char *const QUESTIONS[] = { "postcode", "phone", "email", "birth_date", "city", NULL };

static gboolean
has_text (const CpJson *list, const char *text)
{
  CpJson *item;
  gsize i;

  json_array_foreach (list, i, item)
  {
    if (g_strcmp0 (json_string_value (item), text) == 0)
      return TRUE;
  }
  return FALSE;
}

/* (nullable): the next of what can be asked and was not answered yet */
static const char *
find_question (const CpJson *step)
{
  const CpJson *answers = cp_json_get_object (step, "answers");

  for (gsize i = 0; QUESTIONS[i] != NULL; i++)
    if (has_text (cp_json_get_array (step, "questions"), QUESTIONS[i]) &&
        cp_json_get_text (answers, QUESTIONS[i]) == NULL)
      return QUESTIONS[i];
  return NULL;
}

/* @step: (transfer full) */
static void
ask_next (CpKiosk *self, CpJson *step, const char *problem)
{
  const char *question = find_question (step);

  if (question == NULL) {
    json_decref (step);
    complain (self, _ ("We know too little of you to do this here. Please ask our staff."));
    return;
  }
  cp_json_set_text (step, "place", "question");
  cp_json_set_text (step, "question", question);
  cp_json_set_text (step, "problem", problem);
  set_step (self, step);
}

/* @step: (transfer full) */
static void
ask_from_the_first (CpKiosk *self, CpJson *step, const char *problem)
{
  cp_json_set (step, "answers", json_object ());
  ask_next (self, step, problem);
}

static void
on_questions (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  CpJson *step;

  if (!is_theirs (self, data) || self->own_step == NULL)
    return;
  if (reply == NULL) {
    say_failure (self, error);
    return;
  }
  step = move_step (self, "question");
  cp_json_set (step, "questions", json_deep_copy (cp_json_get_array (reply, "questions")));
  cp_json_set_int (step, "needed", cp_json_get_int (reply, "needed", 1));
  ask_from_the_first (self, step, NULL);
}

static void
on_answered (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  if (!is_theirs (self, data) || self->own_step == NULL)
    return;
  if (reply == NULL)
    say_failure (self, error);
  else if (cp_json_get_bool (reply, "identified"))
    submit (self);
  else
    ask_from_the_first (self, move_step (self, "question"),
                        _ ("That is not what we have. Please try again, or ask our staff."));
}

/* @answers: (transfer full) */
static void
identify (CpKiosk *self, CpJson *answers, CpReplyFunc func)
{
  g_autoptr (CpJson) request = json_object ();
  g_autofree char *text = NULL;

  cp_json_set_text (request, "member_id", cp_json_get_text (self->own, "member_id"));
  cp_json_set (request, "answers", answers);
  text = cp_json_to_text (request);
  cp_kiosk_call (self, "Read", g_variant_new ("(sss)", self->own_token, "identify", text), func,
                 g_strdup (self->own_token), g_free);
}

static void
ask_who (CpKiosk *self)
{
  identify (self, json_object (), on_questions);
}

void
cp_kiosk_own_answer (CpKiosk *self, const char *text)
{
  const char *question = cp_json_get_text (self->own_step, "question");
  CpJson *answers = cp_json_get_object (self->own_step, "answers");
  g_autofree char *said = g_strstrip (g_strdup (text));

  if (!is_at (self, "question") || question == NULL || *said == '\0' || !is_free (self))
    return;
  cp_json_set_text (answers, question, said);
  if ((gint64) json_object_size (answers) < cp_json_get_int (self->own_step, "needed", 1)) {
    cp_kiosk_touch (self);
    ask_next (self, json_deep_copy (self->own_step), NULL);
    return;
  }
  begin_work (self);
  identify (self, json_deep_copy (cp_json_get_object (self->own_step, "answers")), on_answered);
}

void
cp_kiosk_own_add (CpKiosk *self, const char *product_id)
{
  const CpJson *product =
      cp_document_find (cp_json_get_array (self->programme, "products"), "id", product_id);

  if (product == NULL || !is_free (self))
    return;
  if (cp_kiosk_own_is_full (self)) {
    complain (self, _ ("Your list is full. Take something off it first."));
    return;
  }
  intend (self, "products", "add_favourite", cp_json_get_text (product, "name"),
          json_pack ("{s:s, s:s}", "list", "favourite", "product_id", product_id));
  go_on (self);
}

static const char *
find_name (CpKiosk *self, const char *list, const char *product_id)
{
  CpJson *row;
  gsize i;

  json_array_foreach (cp_json_get_array (self->own, "favourites"), i, row)
  {
    if (g_strcmp0 (cp_json_get_text (row, "product_id"), product_id) == 0 &&
        g_strcmp0 (cp_json_get_text (row, "list"), list) == 0)
      return cp_json_get_text (row, "name");
  }
  return NULL;
}

void
cp_kiosk_own_remove (CpKiosk *self, const char *entry)
{
  g_auto (GStrv) parts = g_strsplit (entry, "/", 2);

  if (!is_free (self) || parts[0] == NULL || parts[1] == NULL)
    return;
  intend (self, "favourites", "remove_favourite", find_name (self, parts[0], parts[1]),
          json_pack ("{s:s, s:s}", "list", parts[0], "product_id", parts[1]));
  go_on (self);
}

void
cp_kiosk_own_scanned (CpKiosk *self, const char *text)
{
  const CpJson *product =
      cp_document_find (cp_json_get_array (self->programme, "products"), "code", text);
  gboolean at_list = is_at (self, "favourites") || is_at (self, "products");

  if (!at_list)
    cp_kiosk_say (self, _ ("Please tap the card, or ask our staff."));
  else if (product == NULL || !cp_kiosk_own_may (self, "add_favourite"))
    complain (self, _ ("This product can't be put on the list here."));
  else
    cp_kiosk_own_add (self, cp_json_get_text (product, "id"));
}
