/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scenes of the gallery: what customers see. */
#include "cp-kiosk-own.h"
#include "ui-scenes.h"

#include <libintl.h>

static void
enlarge (gpointer window)
{
  ui_press (window, dgettext (GETTEXT_PACKAGE, "Large text"));
}

static void
set_attract (UiStage *stage, gpointer window)
{
}

static void
set_attract_offline (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  cp_kiosk_set_reader_state (stage->kiosk, "absent");
  ui_stage_settle (stage);
}

static void
set_attract_dim (UiStage *stage, gpointer window)
{
  cp_kiosk_dim (stage->kiosk);
}

static void
set_attract_training (UiStage *stage, gpointer window)
{
  CpJson *status = ui_fixture ("status-online");

  cp_json_set_bool (status, "training", TRUE);
  ui_fake_ledger_answer (stage->ledger, "GetStatus", status);
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_settle (stage);
}

static void
set_attract_large (UiStage *stage, gpointer window)
{
  enlarge (window);
}

static void
set_self_check (UiStage *stage, gpointer window)
{
  ui_stage_tap (stage, "self-check");
}

static void
set_self_check_long (UiStage *stage, gpointer window)
{
  ui_stage_tap (stage, "self-check-long");
}

static void
set_self_check_large (UiStage *stage, gpointer window)
{
  ui_stage_tap (stage, "self-check");
  enlarge (window);
}

static void
set_self_check_long_large (UiStage *stage, gpointer window)
{
  ui_stage_tap (stage, "self-check-long");
  enlarge (window);
}

static void
set_self_check_arabic (UiStage *stage, gpointer window)
{
  ui_stage_tap (stage, "self-check-arabic");
}

static void
set_customer_blocked (UiStage *stage, gpointer window)
{
  ui_stage_tap (stage, "card-blocked");
}

static void
set_customer_blocked_large (UiStage *stage, gpointer window)
{
  ui_stage_tap (stage, "card-blocked");
  enlarge (window);
}

static void
set_customer_unknown (UiStage *stage, gpointer window)
{
  ui_stage_tap (stage, "card-unknown");
}

static void
show_own (UiStage *stage, gpointer window, const char *fixture, const char *place)
{
  ui_stage_tap (stage, fixture);
  cp_kiosk_own_show (stage->kiosk, place);
  ui_screen_draw (window);
}

static void
set_own_mailings (UiStage *stage, gpointer window)
{
  show_own (stage, window, "self-check", "mailings");
}

static void
set_own_mailings_large (UiStage *stage, gpointer window)
{
  set_own_mailings (stage, window);
  enlarge (window);
}

static void
set_own_consent (UiStage *stage, gpointer window)
{
  show_own (stage, window, "self-check-known", "mailings");
  cp_kiosk_own_toggle (stage->kiosk, "news/email");
}

static void
set_own_consent_large (UiStage *stage, gpointer window)
{
  set_own_consent (stage, window);
  enlarge (window);
}

/* Head office has still to confirm it. */
static void
set_own_stopped (UiStage *stage, gpointer window)
{
  g_autoptr (CpJson) reply = ui_fixture ("self-check");
  CpJson *done = json_pack ("{s:s, s:s, s:O}", "decision", "accepted", "state", "waiting", "view",
                            cp_json_get_object (reply, "own"));

  ui_fake_ledger_answer (stage->ledger, "Submit", done);
  show_own (stage, window, "self-check", "mailings");
  cp_kiosk_own_toggle (stage->kiosk, "offers/email");
  ui_stage_settle (stage);
}

static void
set_own_question (UiStage *stage, gpointer window)
{
  ui_fake_ledger_answer (
      stage->ledger, "Read identify",
      json_pack ("{s:b, s:i, s:[s]}", "identified", FALSE, "needed", 1, "questions", "postcode"));
  show_own (stage, window, "self-check", "mailings");
  cp_kiosk_own_toggle (stage->kiosk, "news/email");
  cp_kiosk_own_agree (stage->kiosk);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  gtk_widget_grab_focus (ui_find (window, dgettext (GETTEXT_PACKAGE, "Your answer")));
}

static void
set_own_question_large (UiStage *stage, gpointer window)
{
  set_own_question (stage, window);
  enlarge (window);
}

static void
set_own_favourites (UiStage *stage, gpointer window)
{
  show_own (stage, window, "self-check", "favourites");
}

static void
set_own_favourites_large (UiStage *stage, gpointer window)
{
  set_own_favourites (stage, window);
  enlarge (window);
}

static void
set_own_products (UiStage *stage, gpointer window)
{
  show_own (stage, window, "self-check", "products");
}

static void
set_own_offers (UiStage *stage, gpointer window)
{
  show_own (stage, window, "self-check-known", "offers");
}

/* Who they are is not known yet. */
static void
set_own_offers_unproved (UiStage *stage, gpointer window)
{
  show_own (stage, window, "self-check", "offers");
}

static void
set_own_offers_large (UiStage *stage, gpointer window)
{
  set_own_offers (stage, window);
  enlarge (window);
}

/* The customer's own document is as in the fixture, but for @key: @value (transfer full). */
static void
show_offers_with (UiStage *stage, gpointer window, const char *key, CpJson *value)
{
  g_autoptr (CpJson) reply = ui_fixture ("self-check-known");
  CpJson *own = json_incref (cp_json_get_object (reply, "own"));

  set_own_offers (stage, window);
  json_object_del (own, "session");
  cp_json_set (own, key, value);
  ui_fake_ledger_answer (stage->ledger, "GetMember", own);
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_stage_settle (stage);
}

static void
set_own_offers_none (UiStage *stage, gpointer window)
{
  show_offers_with (stage, window, "claims", json_array ());
}

static void
set_own_offers_offline (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  show_offers_with (stage, window, "online", json_false ());
}

/* (transfer full): the customer's own document once they have the first offer */
static CpJson *
make_taken (void)
{
  g_autoptr (CpJson) reply = ui_fixture ("self-check-known");
  CpJson *own = json_incref (cp_json_get_object (reply, "own"));
  CpJson *claims = cp_json_get_array (own, "claims");
  g_autoptr (CpJson) claim = json_incref (json_array_get (claims, 0));

  cp_json_set_bool (claim, "eligible", FALSE);
  cp_json_set_text (claim, "why", "It has been claimed already.");
  json_array_remove (claims, 0);
  json_array_insert (claims, 1, claim);
  return own;
}

static void
take_offer (UiStage *stage, gpointer window, const char *definition_id, const char *state)
{
  g_autoptr (CpJson) reply = ui_fixture ("self-check-known");
  CpJson *own = g_str_equal (definition_id, "welcome_back")
                    ? make_taken ()
                    : json_incref (cp_json_get_object (reply, "own"));

  ui_fake_ledger_answer (
      stage->ledger, "Submit",
      json_pack ("{s:s, s:s, s:o}", "decision", "accepted", "state", state, "view", own));
  set_own_offers (stage, window);
  cp_kiosk_own_claim (stage->kiosk, definition_id);
  ui_stage_settle (stage);
}

/* Head office has still to confirm it. */
static void
set_own_offer_taken (UiStage *stage, gpointer window)
{
  take_offer (stage, window, "welcome_back", "waiting");
}

static void
set_own_offer_taken_large (UiStage *stage, gpointer window)
{
  set_own_offer_taken (stage, window);
  enlarge (window);
}

/* What they had at the tap is not what they have now. */
static void
set_self_check_outdated (UiStage *stage, gpointer window)
{
  set_own_offer_taken (stage, window);
  cp_kiosk_own_back (stage->kiosk);
}

static void
set_self_check_outdated_large (UiStage *stage, gpointer window)
{
  set_self_check_outdated (stage, window);
  enlarge (window);
}

/* Head office has still to decide. */
static void
set_own_offer_asked (UiStage *stage, gpointer window)
{
  take_offer (stage, window, "show", "waiting");
}

static void
set_own_offer_refused (UiStage *stage, gpointer window)
{
  take_offer (stage, window, "show", "rejected");
}

static void
set_own_offer_failed (UiStage *stage, gpointer window)
{
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "It went away");
  set_own_offers (stage, window);
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  ui_stage_settle (stage);
}

const UiScene ui_scenes_customer[] = {
  UI_SCENE (attract),
  UI_SCENE (attract_offline),
  UI_SCENE (attract_dim),
  UI_SCENE (attract_training),
  UI_SCENE (attract_large),
  UI_SCENE (self_check),
  UI_SCENE (self_check_long),
  UI_SCENE (self_check_large),
  UI_SCENE (self_check_long_large),
  UI_SCENE (self_check_arabic),
  UI_SCENE (self_check_outdated),
  UI_SCENE (self_check_outdated_large),
  UI_SCENE (own_mailings),
  UI_SCENE (own_mailings_large),
  UI_SCENE (own_consent),
  UI_SCENE (own_consent_large),
  UI_SCENE (own_stopped),
  UI_SCENE (own_question),
  UI_SCENE (own_question_large),
  UI_SCENE (own_favourites),
  UI_SCENE (own_favourites_large),
  UI_SCENE (own_products),
  UI_SCENE (own_offers),
  UI_SCENE (own_offers_large),
  UI_SCENE (own_offers_unproved),
  UI_SCENE (own_offers_none),
  UI_SCENE (own_offers_offline),
  UI_SCENE (own_offer_taken),
  UI_SCENE (own_offer_taken_large),
  UI_SCENE (own_offer_asked),
  UI_SCENE (own_offer_refused),
  UI_SCENE (own_offer_failed),
  UI_SCENE (customer_blocked),
  UI_SCENE (customer_blocked_large),
  UI_SCENE (customer_unknown),
  { NULL, NULL },
};
