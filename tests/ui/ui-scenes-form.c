/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scenes of the gallery: forms, and the keyboard below them. */
#include "ui-scenes.h"

static void
set_status_terms (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, "set_status", NULL);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Press");
  ui_screen_draw (window);
  ui_press (window, "Three months");
  ui_press (window, "Goodwill");
}

static void
set_add_task (UiStage *stage, gpointer window)
{
  ui_scene_start (stage, "add_task", NULL);
}

static void
set_make_promise (UiStage *stage, gpointer window)
{
  ui_scene_start (stage, "make_promise", NULL);
  gtk_window_set_focus (window, NULL);
}

static void
set_opt_in (UiStage *stage, gpointer window)
{
  ui_scene_start (stage, "opt_in", "news/email");
}

static void
set_edit (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  ui_press (window, "Profile");
  ui_screen_draw (window);
  ui_press (window, "Edit profile");
}

static void
set_enrol (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_press (window, "New member");
}

static void
set_enrol_problems (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  ui_press (window, "Continue");
}

/* The chain's own fields, the least of which are not in view at first. */
static void
set_enrol_own (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  ui_screen_draw (window);
  gtk_widget_grab_focus (ui_find (window, "shoe_size"));
  ui_screen_draw (window);
}

/* Each from far below what is wrong. */
static void
set_enrol_problems_above (UiStage *stage, gpointer window)
{
  set_enrol_own (stage, window);
  ui_press (window, "Continue");
}

static void
set_enrol_no_contact (UiStage *stage, gpointer window)
{
  set_enrol_own (stage, window);
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "First name")), "Wolfeschlegelsteinhausen");
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Last name")), "نور الهدى");
  ui_press (window, "Continue");
}

static void
set_edit_refused (UiStage *stage, gpointer window)
{
  set_edit (stage, window);
  ui_screen_draw (window);
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "shoe_size")), "380");
  ui_fake_ledger_answer (stage->ledger, "Submit preview",
                         json_pack ("{s:s,s:s,s:s,s:s}", "decision", "rejected", "code", "invalid",
                                    "field", "shoe_size", "detail",
                                    "Shoe size (EU) must be from 15 to 52."));
  ui_press (window, "Continue");
  ui_stage_settle (stage);
}

static void
press_keys (gpointer window, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++) {
    ui_screen_draw (window);
    ui_press (window, names[i]);
  }
}

static void
set_keys_cyrillic (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  press_keys (window, (const char *const[]){ "Other letters", "АБВ", "И", "в", "а", "н", NULL });
}

static void
set_keys_arabic (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  press_keys (window, (const char *const[]){ "Other letters", "ابت", "ن", "و", "ر", NULL });
}

static void
set_keys_scripts (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  press_keys (window, (const char *const[]){ "Other letters", NULL });
}

static void
set_keys_email (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  gtk_widget_grab_focus (ui_find (window, "E-mail"));
}

static void
set_keys_phone (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  gtk_widget_grab_focus (ui_find (window, "Phone"));
}

static void
set_keys_below_zero (UiStage *stage, gpointer window)
{
  ui_stage_measure_sleeves (stage);
  set_enrol (stage, window);
  ui_screen_draw (window);
  gtk_widget_grab_focus (ui_find (window, "Sleeves longer by (mm)"));
  press_keys (window, (const char *const[]){ "−", "2", NULL });
}

static void
set_look_alikes (UiStage *stage, gpointer window)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s, s:s}", "given_name", "Dilek", "family_name",
                                        "Berg", "phone", "0861234567");

  set_enrol (stage, window);
  ui_stage_answer (stage, "Submit preview", "look-alikes");
  cp_flow_take_form (cp_kiosk_get_flow (stage->kiosk), texts);
  cp_flow_skip (cp_kiosk_get_flow (stage->kiosk));
  ui_stage_settle (stage);
}

const UiScene ui_scenes_form[] = {
  UI_SCENE (enrol),
  UI_SCENE (enrol_own),
  UI_SCENE (enrol_problems),
  UI_SCENE (enrol_problems_above),
  UI_SCENE (enrol_no_contact),
  UI_SCENE (look_alikes),
  UI_SCENE (edit),
  UI_SCENE (edit_refused),
  UI_SCENE (status_terms),
  UI_SCENE (add_task),
  UI_SCENE (make_promise),
  UI_SCENE (opt_in),
  UI_SCENE (keys_cyrillic),
  UI_SCENE (keys_arabic),
  UI_SCENE (keys_scripts),
  UI_SCENE (keys_email),
  UI_SCENE (keys_phone),
  UI_SCENE (keys_below_zero),
  { NULL, NULL },
};
