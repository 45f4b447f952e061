/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a tapped card does, on whatever page. */
#include "cp-flow.h"
#include "cp-format.h"
#include "cp-kiosk-own.h"
#include "cp-kiosk-private.h"
#include "cp-language.h"

#include <glib/gi18n-lib.h>

#define HOLD_MS 250      /* most cards have answered by then, and a flash of words helps nobody */
#define PROBLEM_MS 20000 /* how long a card's problem stays before a customer */
#define OWN_MS 60000     /* how long what they are changing does, at least: there is more to read */

/* By the clock and not by the ticks: a machine that is busy shows nobody's figures for longer. */
static gint64
count_seconds_left (CpKiosk *self)
{
  return (self->clear_at_ms - cp_world_boot_ms (self->world) + 999) / 1000;
}

static gboolean
on_clear_tick (gpointer data)
{
  CpKiosk *self = data;
  gint64 left = count_seconds_left (self);

  if (left > 0) {
    self->seconds_left = (guint) left;
    cp_kiosk_notify (self, CP_PROP_SECONDS_LEFT);
    return G_SOURCE_CONTINUE;
  }
  self->clear_source = 0;
  cp_kiosk_clear_customer (self);
  return G_SOURCE_REMOVE;
}

void
cp_kiosk_restart_clearing (CpKiosk *self)
{
  gint64 stay_ms = cp_json_get_int (self->programme, "self_check_ms", 0);

  g_clear_handle_id (&self->clear_source, g_source_remove);
  if (self->page == CP_PAGE_PROBLEM)
    stay_ms = PROBLEM_MS;
  else if (stay_ms <= 0)
    stay_ms = 30000;
  if (self->page == CP_PAGE_OWN)
    stay_ms = MAX (stay_ms, OWN_MS);
  self->clear_at_ms = cp_world_boot_ms (self->world) + stay_ms;
  self->seconds_left = (guint) MAX (1, count_seconds_left (self));
  self->clear_source = g_timeout_add_seconds (1, on_clear_tick, self);
  cp_kiosk_notify (self, CP_PROP_SECONDS_LEFT);
}

/* A customer's screen goes back to what it covered: the lock, or the invitation to tap. */
void
cp_kiosk_clear_customer (CpKiosk *self)
{
  gboolean at_work = self->session != NULL && !self->locked;

  g_clear_handle_id (&self->clear_source, g_source_remove);
  cp_kiosk_own_end (self, TRUE);
  cp_kiosk_set_document (self, CP_PROP_SELF_CHECK, &self->self_check, NULL);
  cp_kiosk_set_document (self, CP_PROP_PROBLEM, &self->problem, NULL);
  g_clear_pointer (&self->problem_uid, g_free);
  g_clear_pointer (&self->customer_uid, g_free);
  if (!at_work)
    cp_kiosk_apply_large_text (self, FALSE);
  cp_kiosk_set_language (self, NULL);
  if (at_work)
    cp_kiosk_set_page (self, self->view != NULL ? CP_PAGE_MEMBER : CP_PAGE_HOME);
  else
    cp_kiosk_set_page (self, self->locked ? CP_PAGE_SIGN_IN : CP_PAGE_ATTRACT);
}

/* Whether somebody else is still on screen, who has not pressed *Done*. */
static gboolean
is_another_customer (CpKiosk *self, const char *uid)
{
  return self->customer_uid != NULL && !g_str_equal (self->customer_uid, uid);
}

/* (nullable): the language that whoever taps has chosen */
static const char *
get_chosen_language (CpKiosk *self, const char *uid)
{
  return self->greeted || is_another_customer (self, uid) ? NULL : self->language;
}

/* A language and large letters that were chosen before the first tap are that customer's alone. */
static void
forget_other_customer (CpKiosk *self, const char *uid)
{
  if (self->language != get_chosen_language (self, uid))
    cp_kiosk_set_language (self, NULL);
  if (is_another_customer (self, uid))
    cp_kiosk_apply_large_text (self, FALSE);
  g_clear_pointer (&self->customer_uid, g_free);
}

/* What the customer chose by hand stays. */
static void
greet_in_own_language (CpKiosk *self, const CpJson *self_check)
{
  const char *code = cp_json_get_text (self_check, "language");

  if (self->language == NULL && cp_language_is_translated (code)) {
    cp_kiosk_set_language (self, code);
    self->greeted = TRUE;
  }
}

static void
show_to_customer (CpKiosk *self, CpJson *reply, const char *uid)
{
  CpJson *self_check = cp_json_get_object (reply, "self_check");

  forget_other_customer (self, uid);
  cp_kiosk_own_begin (self, cp_json_get_object (reply, "own"));
  if (self_check != NULL) {
    self->customer_uid = g_strdup (uid);
    greet_in_own_language (self, self_check);
    cp_kiosk_set_document (self, CP_PROP_PROBLEM, &self->problem, NULL);
    cp_kiosk_set_document (self, CP_PROP_SELF_CHECK, &self->self_check, json_incref (self_check));
    cp_kiosk_set_page (self, CP_PAGE_SELF_CHECK);
  } else {
    cp_kiosk_set_document (self, CP_PROP_SELF_CHECK, &self->self_check, NULL);
    cp_kiosk_set_document (self, CP_PROP_PROBLEM, &self->problem, json_incref (reply));
    cp_kiosk_set_page (self, CP_PAGE_PROBLEM);
  }
  cp_kiosk_restart_clearing (self);
}

static gboolean
is_on_screen (CpKiosk *self, const char *member_id)
{
  CpJson *member = cp_json_get_object (self->view, "member");

  return member != NULL && g_strcmp0 (cp_json_get_text (member, "id"), member_id) == 0;
}

static void
keep_warning (CpKiosk *self, const CpJson *reply)
{
  gboolean odd = cp_json_get_text (reply, "warning") != NULL;

  cp_document_take (&self->warning, odd ? json_incref ((CpJson *) reply) : NULL);
}

/* The member's page has a place for a warning; above a flow it is said. */
static void
say_in_flow (CpKiosk *self, const CpJson *reply)
{
  const char *warning = cp_json_get_text (reply, "warning");
  g_autofree char *both = NULL;

  if (warning == NULL) {
    cp_kiosk_say (self, _ ("This is the card of the member on screen."));
    return;
  }
  both = g_strdup_printf ("%s %s", warning,
                          cp_format_or_empty (cp_json_get_text (reply, "warning_action")));
  cp_kiosk_say (self, both);
}

/* @reply: of a card that identifies */
static void
show_holder (CpKiosk *self, const CpJson *reply)
{
  keep_warning (self, reply);
  cp_kiosk_show_member (self, json_incref (cp_json_get_object (reply, "view")));
}

/* In the middle of something: the member's own card may be what was wanted, a stranger's card is told
 * of, and whether to go over to another member is asked, unless all is done. */
static void
show_in_flow (CpKiosk *self, CpJson *reply, const char *uid)
{
  gboolean found = cp_json_get_object (reply, "view") != NULL;
  gboolean theirs = is_on_screen (self, cp_json_get_text (reply, "member_id"));

  if (found && theirs) {
    if (!cp_flow_take_proof (self->flow))
      say_in_flow (self, reply);
  } else if (found && cp_flow_is_over (self->flow)) {
    show_holder (self, reply);
  } else if (found) {
    cp_kiosk_set_document (self, CP_PROP_RIVAL, &self->rival, json_incref (reply));
  } else if (!cp_flow_take_staff_card (self->flow, uid)) {
    cp_kiosk_say (self, cp_format_or_empty (cp_json_get_text (reply, "staff_text")));
  }
}

static void
show_to_staff (CpKiosk *self, CpJson *reply, const char *uid)
{
  if (self->page == CP_PAGE_FLOW) {
    show_in_flow (self, reply, uid);
  } else if (cp_json_get_object (reply, "view") != NULL) {
    show_holder (self, reply);
  } else {
    cp_kiosk_set_document (self, CP_PROP_PROBLEM, &self->problem, json_incref (reply));
    cp_kiosk_set_page (self, CP_PAGE_PROBLEM);
  }
}

static gboolean
is_at_work (CpKiosk *self)
{
  return *cp_kiosk_get_token (self) != '\0';
}

typedef struct {
  guint serial;
  gboolean for_staff;
  char *uid;
} Tap;

static void
tap_free (gpointer data)
{
  Tap *tap = data;

  g_free (tap->uid);
  g_free (tap);
}

static void
on_identified (CpKiosk *self, CpJson *reply, const GError *error, gpointer data)
{
  Tap *tap = data;
  gboolean at_work = is_at_work (self);

  if (tap->serial != self->identify_serial)
    return; /* another card came since */
  if (reply == NULL) {
    cp_kiosk_say_error (self, error);
    return;
  }
  if (tap->for_staff != at_work)
    return; /* the screen was locked or unlocked meanwhile */
  if (!cp_json_get_bool (reply, "found")) {
    g_free (self->problem_uid);
    self->problem_uid = g_strdup (tap->uid);
  }
  if (at_work)
    show_to_staff (self, reply, tap->uid);
  else
    show_to_customer (self, reply, tap->uid);
}

static void
identify (CpKiosk *self, const char *uid, const char *kind)
{
  g_autoptr (CpJson) card = json_pack ("{s:s, s:s}", "uid", uid, "kind", kind != NULL ? kind : "");
  g_autofree char *text = NULL;
  Tap *tap = g_new0 (Tap, 1);

  tap->serial = ++self->identify_serial;
  tap->for_staff = is_at_work (self);
  tap->uid = g_strdup (uid);
  if (!tap->for_staff)
    cp_json_set_text (card, "language", get_chosen_language (self, uid));
  text = cp_json_to_text (card);
  cp_kiosk_call (self, "Identify", g_variant_new ("(ss)", cp_kiosk_get_token (self), text),
                 on_identified, tap, tap_free);
}

static void
set_card_held (CpKiosk *self, gboolean held)
{
  g_clear_handle_id (&self->hold_source, g_source_remove);
  if (self->card_held == held)
    return;
  self->card_held = held;
  cp_kiosk_notify (self, CP_PROP_CARD_HELD);
}

static gboolean
on_still_asked (gpointer data)
{
  CpKiosk *self = data;

  self->hold_source = 0;
  set_card_held (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* From now on nothing counts that comes of a card before it. */
static void
note_card (CpKiosk *self)
{
  self->card_serial = ++self->identify_serial;
  self->card_for_staff = is_at_work (self);
}

guint
cp_kiosk_card_begins (CpKiosk *self)
{
  note_card (self);
  g_clear_handle_id (&self->hold_source, g_source_remove);
  self->hold_source = g_timeout_add (HOLD_MS, on_still_asked, self);
  return self->card_serial;
}

gboolean
cp_kiosk_card_ends (CpKiosk *self, guint card)
{
  if (card == self->card_serial)
    set_card_held (self, FALSE);
  return card == self->identify_serial && self->card_for_staff == is_at_work (self);
}

const char *
cp_kiosk_get_card_site (CpKiosk *self)
{
  gboolean writes = self->page == CP_PAGE_FLOW && cp_flow_is_writing (self->flow) &&
                    !cp_flow_get_busy (self->flow);

  return writes ? cp_json_get_text (self->programme, "card_site") : NULL;
}

void
cp_kiosk_card_writing (CpKiosk *self)
{
  note_card (self);
  cp_kiosk_touch (self);
  if (self->page == CP_PAGE_FLOW)
    cp_flow_begin_writing (self->flow);
  set_card_held (self, TRUE);
}

void
cp_kiosk_card_written (CpKiosk *self, const CpJson *reply, const GError *error)
{
  set_card_held (self, FALSE);
  cp_kiosk_touch (self);
  if (self->flow != NULL)
    cp_flow_take_written (self->flow, reply, error);
}

void
cp_kiosk_card_lost (CpKiosk *self, const char *uid, const char *kind)
{
  if (self->page != CP_PAGE_FLOW || !cp_flow_wants_proof (self->flow)) {
    cp_kiosk_card_tapped (self, uid, kind);
    return;
  }
  cp_kiosk_touch (self);
  cp_kiosk_say (self,
                _ ("The card was taken away too soon. Please hold it there a little longer."));
  cp_kiosk_expect_card (self);
}

void
cp_kiosk_card_tapped (CpKiosk *self, const char *uid, const char *kind)
{
  g_return_if_fail (CP_IS_KIOSK (self) && uid != NULL);

  cp_kiosk_touch (self);
  if (!self->available)
    return; /* the overlay says so */
  if (self->page == CP_PAGE_FLOW && cp_flow_take_card (self->flow, uid))
    return;
  identify (self, uid, kind);
}

void
cp_kiosk_card_refused (CpKiosk *self, const char *reason)
{
  static const struct {
    const char *reason;
    const char *text;
  } TEXTS[] = {
    { "several", N_ ("Please hold one card at a time to the reader.") },
    { "payment", N_ ("That is a payment card. Please tap your membership card.") },
    { "random", N_ ("That is no membership card. Please tap the card itself, away from other "
                    "cards and the phone.") },
    { "lost", N_ ("The card was taken away too soon. Please hold it there a little longer.") },
    { "unproved",
      N_ ("This card can't be checked while head office is out of reach. Please ask our "
          "staff.") },
    { NULL, N_ ("This card can't be read here. Please ask our staff.") },
  };
  gsize row = 0;

  while (TEXTS[row].reason != NULL && g_strcmp0 (TEXTS[row].reason, reason) != 0)
    row++;
  note_card (self);
  set_card_held (self, FALSE);
  cp_kiosk_touch (self);
  cp_kiosk_say (self, _ (TEXTS[row].text));
}

void
cp_kiosk_answer_rival (CpKiosk *self, gboolean change)
{
  g_autoptr (CpJson) rival = NULL;

  if (change && self->flow != NULL && cp_flow_is_being_done (self->flow))
    return; /* the question stays until the outcome is known */
  rival = g_steal_pointer (&self->rival);
  cp_kiosk_notify (self, CP_PROP_RIVAL);
  if (!change || rival == NULL)
    return;
  if (self->flow != NULL)
    cp_flow_cancel (self->flow); /* which says what is left half done */
  show_holder (self, rival);
}

void
cp_kiosk_link_unknown_card (CpKiosk *self)
{
  g_autofree char *uid = g_strdup (self->problem_uid);

  cp_kiosk_go_home (self);
  g_free (self->pending_uid);
  self->pending_uid = g_steal_pointer (&uid);
  cp_kiosk_notify (self, CP_PROP_PENDING_UID);
}

char *
cp_kiosk_steal_pending_uid (CpKiosk *self)
{
  char *uid = g_steal_pointer (&self->pending_uid);

  if (uid != NULL)
    cp_kiosk_notify (self, CP_PROP_PENDING_UID);
  return uid;
}
