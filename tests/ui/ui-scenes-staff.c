/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scenes of the gallery: signing in, home, and what lies above every page. */
#include "ui-scenes.h"

static void
set_sign_in (UiStage *stage, gpointer window)
{
  ui_press (window, "Staff");
}

static void
set_sign_in_wrong (UiStage *stage, gpointer window)
{
  ui_press (window, "Staff");
  ui_press (window, "Anna Keane");
  ui_fake_ledger_refuse (stage->ledger, "SignIn", CP_ERROR_NOT_ALLOWED, "Wrong PIN");
  for (const char *key = "1235"; *key != '\0'; key++) {
    char name[2] = { *key, '\0' };

    ui_press (window, name);
  }
  ui_press (window, "Enter");
  ui_stage_settle (stage);
}

static void
set_sign_in_locked (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetStaff", "staff-locked");
  ui_fake_ledger_say_changed (stage->ledger, "programme");
  ui_stage_settle (stage);
  ui_press (window, "Staff");
  ui_press (window, "Brendan Ó Súilleabháin");
}

static void
set_sign_in_waits (UiStage *stage, gpointer window)
{
  set_sign_in_locked (stage, window);
  ui_press (window, "Chidi Okafor");
}

static void
set_home_unlock (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetStaff", "staff-locked");
  ui_stage_answer (stage, "SignIn", "session-mia");
  ui_stage_sign_in (stage);
}

static void
set_unlock_staff (UiStage *stage, gpointer window)
{
  set_home_unlock (stage, window);
  ui_press (window, "Unlock a colleague");
  ui_stage_settle (stage);
}

static void
set_home (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  cp_kiosk_go_home (stage->kiosk);
}

static void
set_home_recent (UiStage *stage, gpointer window)
{
  set_home (stage, window);
  ui_press (window, "Recent");
}

static void
set_home_clients (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_press (window, "Clients");
  ui_stage_settle (stage);
}

static void
set_home_birthdays (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_press (window, "Birthdays");
  ui_stage_settle (stage);
}

static void
set_home_refused (UiStage *stage, gpointer window)
{
  ui_fake_ledger_refuse (stage->ledger, "Read clients", CP_ERROR_NOT_ALLOWED,
                         "Your role may not read this");
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  set_home_clients (stage, window);
}

static void
set_home_training (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_press (window, "Training");
  ui_stage_settle (stage);
}

static void
set_home_training_afresh (UiStage *stage, gpointer window)
{
  set_home_training (stage, window);
  ui_screen_draw (window);
  ui_press (window, "Begin training afresh");
}

static void
set_home_empty (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetAttention", "attention-none");
  ui_fake_ledger_answer (stage->ledger, "Read tasks", json_pack ("{s:[]}", "tasks"));
  ui_stage_sign_in (stage);
}

static void
search (UiStage *stage, gpointer window, const char *fixture)
{
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Find", fixture);
  gtk_widget_grab_focus (ui_find (window, "Search members"));
  cp_kiosk_find (stage->kiosk, "berg");
  ui_stage_settle (stage);
}

static void
set_search (UiStage *stage, gpointer window)
{
  search (stage, window, "found");
}

static void
set_search_many (UiStage *stage, gpointer window)
{
  search (stage, window, "found-many");
}

static void
set_search_none (UiStage *stage, gpointer window)
{
  search (stage, window, "found-none");
}

static void
set_staff_problem (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Identify", "card-blocked");
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_staff_unknown (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Identify", "card-unknown");
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_attention (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_press (window, "Needs attention");
  ui_stage_settle (stage);
}

static void
set_attention_none (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetAttention", "attention-none");
  ui_stage_sign_in (stage);
  ui_press (window, "Needs attention");
  ui_stage_settle (stage);
}

static void
show_status (UiStage *stage, const char *fixture)
{
  ui_stage_answer (stage, "GetStatus", fixture);
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_open (stage, "member-waiting");
  cp_kiosk_set_status_shown (stage->kiosk, TRUE);
}

static void
set_status_sheet (UiStage *stage, gpointer window)
{
  show_status (stage, "status-offline");
}

/* The longest that it has to say of the disk. */
static void
set_status_sheet_short (UiStage *stage, gpointer window)
{
  show_status (stage, "status-short");
}

static void
set_notice (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Redeem reward");
}

static void
set_locked (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  cp_kiosk_lock (stage->kiosk);
  ui_stage_settle (stage);
}

static void
set_restarting (UiStage *stage, gpointer window)
{
  ui_fake_ledger_set_available (stage->ledger, FALSE);
  ui_stage_settle (stage);
}

const UiScene ui_scenes_staff[] = {
  UI_SCENE (sign_in),
  UI_SCENE (sign_in_wrong),
  UI_SCENE (home),
  UI_SCENE (home_recent),
  UI_SCENE (home_clients),
  UI_SCENE (home_birthdays),
  UI_SCENE (home_training),
  UI_SCENE (home_training_afresh),
  UI_SCENE (home_refused),
  UI_SCENE (home_empty),
  UI_SCENE (search),
  UI_SCENE (search_many),
  UI_SCENE (search_none),
  UI_SCENE (staff_problem),
  UI_SCENE (staff_unknown),
  UI_SCENE (attention),
  UI_SCENE (attention_none),
  UI_SCENE (status_sheet),
  UI_SCENE (status_sheet_short),
  UI_SCENE (notice),
  UI_SCENE (locked),
  UI_SCENE (restarting),
  UI_SCENE (sign_in_locked),
  UI_SCENE (sign_in_waits),
  UI_SCENE (home_unlock),
  UI_SCENE (unlock_staff),
  { NULL, NULL },
};
