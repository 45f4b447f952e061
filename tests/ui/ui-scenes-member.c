/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scenes of the gallery: a member's page, tab by tab. */
#include "ui-scenes.h"

static void
set_member (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
}

static void
set_member_training (UiStage *stage, gpointer window)
{
  CpJson *status = ui_fixture ("status-online");

  cp_json_set_bool (status, "training", TRUE);
  ui_fake_ledger_answer (stage->ledger, "GetStatus", status);
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_open (stage, "member");
}

static void
set_member_waiting (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_open (stage, "member-waiting");
}

static void
set_member_arabic (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-arabic");
}

static void
set_member_japanese (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-japanese");
}

static void
set_member_empty (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-empty");
}

static void
set_member_blocked (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-blocked");
}

static void
set_receipts (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  ui_press (window, "Receipts");
  ui_stage_settle (stage);
}

static void
set_cards (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Cards");
  ui_stage_settle (stage);
}

/* Whose each card is, and with whom the balance is shared. */
static void
set_family (UiStage *stage, gpointer window)
{
  CpJson *view = ui_fixture ("member-waiting");
  const CpJson *cards = cp_json_get_array (view, "cards");

  ui_stage_open (stage, "member-waiting");
  cp_json_set (view, "family",
               json_pack ("[{s:s}, {s:s}]", "name", "Maximilian von Hohenstaufen-Schwarzenberg",
                          "name", "نور الهدى بنت عبد الرحمن"));
  for (gsize i = 1; i < json_array_size (cards); i++)
    cp_json_set_text (json_array_get (cards, i), "member_name",
                      "Maximilian von Hohenstaufen-Schwarzenberg");
  ui_fake_ledger_answer (stage->ledger, "GetMember", view);
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Cards");
  ui_stage_settle (stage);
}

static void
set_activity (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Activity");
  ui_stage_settle (stage);
}

static void
set_details (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Profile");
}

static void
set_member_odd_card (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Identify", "identified-odd");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "ntag213");
  ui_stage_settle (stage);
}

static void
set_receipts_sought (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  ui_press (window, "Receipts");
  ui_screen_draw (window);
  gtk_widget_grab_focus (ui_find (window, "Find a receipt"));
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Find a receipt")), "HS");
  ui_stage_settle (stage);
}

static void
set_rewards_below (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  ui_screen_scroll_down (window);
}

static void
set_mailings (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Profile");
  ui_screen_scroll_down (window);
}

static void
set_care_below (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Care");
  ui_screen_scroll_down (window);
}

static void
set_points (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Points");
  ui_stage_settle (stage);
}

static void
set_care (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Care");
}

static void
set_care_empty (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-empty");
  ui_press (window, "Care");
}

static void
set_account (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Account");
}

static void
show_tab (UiStage *stage, gpointer window, const char *member, const char *tab)
{
  ui_stage_open (stage, member);
  ui_press (window, tab);
  ui_stage_settle (stage);
}

static void
set_messages (UiStage *stage, gpointer window)
{
  show_tab (stage, window, "member-arabic", "Messages");
}

static void
set_messages_none (UiStage *stage, gpointer window)
{
  ui_fake_ledger_answer (stage->ledger, "Read messages", json_pack ("{s:[]}", "messages"));
  show_tab (stage, window, "member-empty", "Messages");
}

static void
set_messages_refused (UiStage *stage, gpointer window)
{
  ui_fake_ledger_refuse (stage->ledger, "Read messages", CP_ERROR_NOT_ALLOWED,
                         "Your role may not read this");
  show_tab (stage, window, "member", "Messages");
}

static void
set_points_below (UiStage *stage, gpointer window)
{
  show_tab (stage, window, "member-waiting", "Points");
  ui_screen_scroll_down (window);
}

static void
set_cards_below (UiStage *stage, gpointer window)
{
  show_tab (stage, window, "member", "Cards");
  ui_press (window, "By card");
  ui_stage_settle (stage);
  ui_screen_scroll_down (window);
}

/* Brings the screen to the answer of fixture @name, or to the question. */
static void
explain (UiStage *stage, gpointer window, const char *member, const char *name)
{
  ui_stage_open (stage, member);
  if (name != NULL)
    ui_stage_answer (stage, "Read explain", name);
  ui_press (window, "Missing points");
  if (name != NULL)
    cp_kiosk_explain (stage->kiosk, "HS-009999");
  ui_stage_settle (stage);
}

static void
set_missing_points (UiStage *stage, gpointer window)
{
  explain (stage, window, "member", NULL);
}

static void
set_missing_points_typing (UiStage *stage, gpointer window)
{
  explain (stage, window, "member-arabic", NULL);
  ui_screen_draw (window);
  gtk_widget_grab_focus (ui_find (window, "Receipt number"));
}

static void
set_missing_points_claim (UiStage *stage, gpointer window)
{
  explain (stage, window, "member-arabic", "explain-unattributed");
}

static void
set_missing_points_whole (UiStage *stage, gpointer window)
{
  explain (stage, window, "member-waiting", "explain-credited");
}

static void
set_missing_points_refused (UiStage *stage, gpointer window)
{
  ui_fake_ledger_refuse (stage->ledger, "Read explain", CP_ERROR_NOT_ALLOWED,
                         "Your role may not read this");
  explain (stage, window, "member-empty", NULL);
  cp_kiosk_explain (stage->kiosk, "HS-009999");
  ui_stage_settle (stage);
}

static void
show_offline (UiStage *stage, gpointer window, const char *tab)
{
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_open (stage, "member-offline");
  ui_press (window, tab);
}

static void
set_offline_cards (UiStage *stage, gpointer window)
{
  show_offline (stage, window, "Cards");
}

static void
set_offline_profile (UiStage *stage, gpointer window)
{
  show_offline (stage, window, "Profile");
}

static void
set_offline_account (UiStage *stage, gpointer window)
{
  show_offline (stage, window, "Account");
}

/* Somebody at home in another store, of whom no more is here than a card needs. */
static void
set_member_thin (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-thin");
}

static void
set_details_thin (UiStage *stage, gpointer window)
{
  show_tab (stage, window, "member-thin", "Profile");
}

const UiScene ui_scenes_member[] = {
  UI_SCENE (member),
  UI_SCENE (member_waiting),
  UI_SCENE (member_training),
  UI_SCENE (member_arabic),
  UI_SCENE (member_japanese),
  UI_SCENE (member_empty),
  UI_SCENE (member_blocked),
  UI_SCENE (receipts),
  UI_SCENE (cards),
  UI_SCENE (family),
  UI_SCENE (activity),
  UI_SCENE (details),
  UI_SCENE (rewards_below),
  UI_SCENE (member_odd_card),
  UI_SCENE (receipts_sought),
  UI_SCENE (points),
  UI_SCENE (mailings),
  UI_SCENE (care_below),
  UI_SCENE (care),
  UI_SCENE (care_empty),
  UI_SCENE (account),
  UI_SCENE (missing_points),
  UI_SCENE (missing_points_typing),
  UI_SCENE (missing_points_claim),
  UI_SCENE (missing_points_whole),
  UI_SCENE (missing_points_refused),
  UI_SCENE (messages),
  UI_SCENE (messages_none),
  UI_SCENE (messages_refused),
  UI_SCENE (points_below),
  UI_SCENE (cards_below),
  UI_SCENE (member_thin),
  UI_SCENE (details_thin),
  UI_SCENE (offline_cards),
  UI_SCENE (offline_profile),
  UI_SCENE (offline_account),
  { NULL, NULL },
};
