/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scenes of the gallery: who two members are: merged, joined, and who the customer is. */
#include "ui-scenes.h"

static void
set_merge (UiStage *stage, gpointer window)
{
  ui_scene_start (stage, "merge_members", NULL);
}

static void
set_merge_found (UiStage *stage, gpointer window)
{
  ui_scene_start (stage, "merge_members", NULL);
  ui_stage_answer (stage, "Find", "found-many");
  ui_screen_draw (window);
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Search members")), "berg");
  ui_stage_settle (stage);
}

static void
set_merge_nobody (UiStage *stage, gpointer window)
{
  set_merge_found (stage, window);
  ui_stage_answer (stage, "Find", "found-none");
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Search members")), "bergx");
  ui_stage_settle (stage);
}

static void
set_merge_review (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-merge");
  ui_scene_start (stage, "merge_members", NULL);
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BBBB", "ntag213");
  ui_stage_settle (stage);
}

/* Who approves decides about a merge; colleagues of long names, one from right to left. */
static void
set_approval_merge (UiStage *stage, gpointer window)
{
  CpJson *preview = ui_fixture ("preview-merge");
  CpJson *staff = ui_fixture ("staff");
  CpJson *people = cp_json_get_array (staff, "staff");

  cp_json_set_text (json_array_get (people, 3), "name",
                    "Wilhelmina Wolfeschlegelsteinhausenberger");
  cp_json_set_text (json_array_get (people, 4), "name", "نور الهدى بنت عبد الرحمن");
  ui_fake_ledger_answer (stage->ledger, "GetStaff", staff);
  cp_json_set_text (preview, "decision", "rejected");
  cp_json_set_text (preview, "code", "approval_required");
  cp_json_set_text (preview, "approval_role", "manager");
  cp_json_set_text (preview, "staff_text", "Somebody else has to approve this.");
  ui_fake_ledger_answer (stage->ledger, "Submit preview", preview);
  ui_scene_start (stage, "merge_members", NULL);
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BBBB", "ntag213");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Wilhelmina Wolfeschlegelsteinhausenberger");
}

static void
set_merge_done (UiStage *stage, gpointer window)
{
  CpJson *done = ui_fixture ("preview-merge");

  set_merge_review (stage, window);
  cp_json_set_text (done, "state", "waiting");
  ui_fake_ledger_answer (stage->ledger, "Submit", done);
  cp_flow_confirm (cp_kiosk_get_flow (stage->kiosk));
  ui_stage_settle (stage);
}

static void
set_join_card (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-manager");
  cp_kiosk_start_flow (stage->kiosk, "join_family", NULL);
  ui_stage_settle (stage);
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BBBB", "ntag213");
  ui_stage_settle (stage);
}

static void
set_change_contact (UiStage *stage, gpointer window)
{
  ui_scene_start (stage, "change_contact", NULL);
}

static void
set_identify (UiStage *stage, gpointer window)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s}", "field", "phone", "value", "0865550188");
  g_autoptr (CpJson) answers =
      json_pack ("{s:s, s:s}", "birth_date", "24 06 1987", "postcode", "D08");

  ui_stage_answer (stage, "Submit preview", "needs-identification");
  ui_stage_answer (stage, "Read identify", "questions");
  ui_scene_start (stage, "change_contact", NULL);
  cp_flow_take_form (cp_kiosk_get_flow (stage->kiosk), texts);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Date of birth")), "24 06 1987");
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Postcode")), "D08");
  ui_stage_answer (stage, "Read identify", "no-match");
  cp_flow_take_form (cp_kiosk_get_flow (stage->kiosk), answers);
  ui_stage_settle (stage);
}

static void
set_identify_asked (UiStage *stage, gpointer window)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s}", "field", "phone", "value", "0865550188");

  ui_stage_answer (stage, "Submit preview", "needs-identification");
  ui_stage_answer (stage, "Read identify", "questions");
  ui_scene_start (stage, "change_contact", NULL);
  cp_flow_take_form (cp_kiosk_get_flow (stage->kiosk), texts);
  ui_stage_settle (stage);
}

const UiScene ui_scenes_identity[] = {
  UI_SCENE (merge),        UI_SCENE (merge_found),
  UI_SCENE (merge_nobody), UI_SCENE (merge_review),
  UI_SCENE (merge_done),   UI_SCENE (approval_merge),
  UI_SCENE (join_card),    UI_SCENE (change_contact),
  UI_SCENE (identify),     UI_SCENE (identify_asked),
  { NULL, NULL },
};
