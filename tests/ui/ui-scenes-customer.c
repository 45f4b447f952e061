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
tap_as_customer (UiStage *stage, const char *fixture)
{
  ui_stage_answer (stage, "Identify customer", fixture);
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_self_check (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check");
}

static void
set_self_check_long (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check-long");
}

static void
set_self_check_large (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check");
  enlarge (window);
}

static void
set_self_check_long_large (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check-long");
  enlarge (window);
}

static void
set_self_check_arabic (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check-arabic");
}

static void
set_customer_blocked (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "card-blocked");
}

static void
set_customer_blocked_large (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "card-blocked");
  enlarge (window);
}

static void
set_customer_unknown (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "card-unknown");
}

static void
show_own (UiStage *stage, gpointer window, const char *fixture, const char *place)
{
  tap_as_customer (stage, fixture);
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
  UI_SCENE (customer_blocked),
  UI_SCENE (customer_blocked_large),
  UI_SCENE (customer_unknown),
  { NULL, NULL },
};
