/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scenes of the gallery: what is done for a member, step by step. */
#include "ui-scenes.h"

#include "cp-figure.h"

static void
start (UiStage *stage, gpointer window, const char *flow)
{
  ui_stage_open (stage, "member");
  ui_press (window, flow);
  ui_stage_settle (stage);
}

static void
set_choose_benefit (UiStage *stage, gpointer window)
{
  start (stage, window, "Issue benefit");
}

static void
set_review_benefit (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  start (stage, window, "Issue benefit");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "");
  ui_stage_settle (stage);
}

static void
set_done_benefit (UiStage *stage, gpointer window)
{
  set_review_benefit (stage, window);
  ui_stage_answer (stage, "Submit", "done-benefit");
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
}

static void
set_done_waiting (UiStage *stage, gpointer window)
{
  set_review_benefit (stage, window);
  ui_stage_answer (stage, "Submit", "done-waiting");
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
}

/* It is done here; what head office makes of it has yet to come. */
static void
set_asking (UiStage *stage, gpointer window)
{
  ui_stage_keep_asking (stage);
  set_done_waiting (stage, window);
}

static void
set_unsure (UiStage *stage, gpointer window)
{
  set_review_benefit (stage, window);
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "The ledger went away");
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
}

static void
set_approval (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "needs-approval");
  start (stage, window, "Issue reward");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "");
  ui_stage_settle (stage);
}

/* Neither the PIN nor who it is of is forgotten by *Hold for the till*. */
static void
set_approval_held (UiStage *stage, gpointer window)
{
  CpJson *preview = ui_fixture ("needs-approval");

  cp_json_set_text (preview, "detail", "Redemptions above €10 need a manager.");
  cp_json_set_text (preview, "if_held", "It is kept for this bill until 18:00.");
  ui_fake_ledger_answer (stage->ledger, "Submit preview", preview);
  start (stage, window, "Redeem reward");
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Hold for the till");
  ui_press (window, "Mia Doyle");
}

static void
set_amount (UiStage *stage, gpointer window)
{
  start (stage, window, "Redeem reward");
}

static void
set_review_redeem (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  start (stage, window, "Redeem reward");
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
}

static void
open_benefit (UiStage *stage, const char *flow)
{
  CpJson *view = ui_fixture ("member");

  cp_json_set_text (cp_document_find (cp_json_get_array (view, "incentives"), "id", "i-3"),
                    "definition", "gift_wrap");
  ui_stage_open (stage, "member");
  ui_fake_ledger_answer (stage->ledger, "GetMember", view);
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  cp_kiosk_start_flow (stage->kiosk, flow, "i-3");
  ui_stage_settle (stage);
}

static void
set_redeem_benefit (UiStage *stage, gpointer window)
{
  open_benefit (stage, "redeem_benefit");
}

static void
set_benefit_held (UiStage *stage, gpointer window)
{
  g_autofree char *least = cp_figure_money (4000, "EUR", 2);

  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  ui_stage_answer (stage, "Submit", "done-redeem");
  open_benefit (stage, "hold_benefit");
  ui_screen_draw (window);
  ui_press (window, least);
  ui_stage_settle (stage);
  cp_flow_confirm (cp_kiosk_get_flow (stage->kiosk));
  ui_stage_settle (stage);
}

static void
set_claim (UiStage *stage, gpointer window)
{
  start (stage, window, "Claim receipt");
}

static void
set_block_reason (UiStage *stage, gpointer window)
{
  start (stage, window, "Block card");
}

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
start_named (UiStage *stage, const char *name, const char *target)
{
  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, name, target);
  ui_stage_settle (stage);
}

static void
set_merge (UiStage *stage, gpointer window)
{
  start_named (stage, "merge_members", NULL);
}

static void
set_hold_card (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "needs-card");
  start (stage, window, "Redeem reward");
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
}

static gboolean
is_held (gpointer kiosk)
{
  return cp_kiosk_get_card_held (kiosk);
}

static void
set_hold_still (UiStage *stage, gpointer window)
{
  set_hold_card (stage, window);
  cp_kiosk_card_begins (stage->kiosk);
  ui_wait_for (is_held, stage->kiosk, "the words");
}

static void
set_issue_card (UiStage *stage, gpointer window)
{
  start_named (stage, "issue_card", NULL);
}

static void
set_issue_writing (UiStage *stage, gpointer window)
{
  set_issue_card (stage, window);
  cp_kiosk_card_writing (stage->kiosk);
}

static void
set_issue_torn (UiStage *stage, gpointer window)
{
  g_autoptr (CpJson) reply = json_pack ("{s:s}", "problem", "lost");

  set_issue_writing (stage, window);
  cp_kiosk_card_written (stage->kiosk, reply, NULL);
}

static void
set_merge_found (UiStage *stage, gpointer window)
{
  start_named (stage, "merge_members", NULL);
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
  start_named (stage, "merge_members", NULL);
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
  start_named (stage, "merge_members", NULL);
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
  start_named (stage, "change_contact", NULL);
}

static void
set_identify (UiStage *stage, gpointer window)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s}", "field", "phone", "value", "0865550188");
  g_autoptr (CpJson) answers =
      json_pack ("{s:s, s:s}", "birth_date", "24 06 1987", "postcode", "D08");

  ui_stage_answer (stage, "Submit preview", "needs-identification");
  ui_stage_answer (stage, "Read identify", "questions");
  start_named (stage, "change_contact", NULL);
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
  start_named (stage, "change_contact", NULL);
  cp_flow_take_form (cp_kiosk_get_flow (stage->kiosk), texts);
  ui_stage_settle (stage);
}

static void
set_add_points (UiStage *stage, gpointer window)
{
  start_named (stage, "add_points", NULL);
}

static void
set_add_task (UiStage *stage, gpointer window)
{
  start_named (stage, "add_task", NULL);
}

static void
set_make_promise (UiStage *stage, gpointer window)
{
  start_named (stage, "make_promise", NULL);
  gtk_window_set_focus (window, NULL);
}

static void
set_opt_in (UiStage *stage, gpointer window)
{
  start_named (stage, "opt_in", "news/email");
}

static void
set_block_review (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-block");
  start (stage, window, "Block card");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_settle (stage);
}

static void
set_replace_reason (UiStage *stage, gpointer window)
{
  start (stage, window, "Replace card");
}

static void
set_replace_tap (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  start (stage, window, "Replace card");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_settle (stage);
  ui_stage_settle (stage);
}

static void
set_replace_review (UiStage *stage, gpointer window)
{
  set_replace_tap (stage, window);
  ui_stage_answer (stage, "Submit preview", "preview-replace");
  cp_kiosk_card_tapped (stage->kiosk, "0477C0", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_replace_refused (UiStage *stage, gpointer window)
{
  set_replace_tap (stage, window);
  ui_stage_answer (stage, "Submit preview", "refused-card-not-free");
  cp_kiosk_card_tapped (stage->kiosk, "0477C0", "mifare-classic");
  ui_stage_settle (stage);
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

static void
set_rival (UiStage *stage, gpointer window)
{
  start (stage, window, "Issue benefit");
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BBBB", "mifare-classic");
  ui_stage_settle (stage);
}

const UiScene ui_scenes_flow[] = {
  UI_SCENE (approval_merge),
  UI_SCENE (approval_held),
  UI_SCENE (choose_benefit),
  UI_SCENE (review_benefit),
  UI_SCENE (done_benefit),
  UI_SCENE (done_waiting),
  UI_SCENE (asking),
  UI_SCENE (unsure),
  UI_SCENE (approval),
  UI_SCENE (amount),
  UI_SCENE (review_redeem),
  UI_SCENE (claim),
  UI_SCENE (block_reason),
  UI_SCENE (status_terms),
  UI_SCENE (add_points),
  UI_SCENE (merge),
  UI_SCENE (change_contact),
  UI_SCENE (issue_card),
  UI_SCENE (issue_writing),
  UI_SCENE (issue_torn),
  UI_SCENE (hold_card),
  UI_SCENE (hold_still),
  UI_SCENE (merge_found),
  UI_SCENE (merge_nobody),
  UI_SCENE (merge_review),
  UI_SCENE (merge_done),
  UI_SCENE (join_card),
  UI_SCENE (identify),
  UI_SCENE (identify_asked),
  UI_SCENE (add_task),
  UI_SCENE (make_promise),
  UI_SCENE (opt_in),
  UI_SCENE (block_review),
  UI_SCENE (replace_reason),
  UI_SCENE (replace_tap),
  UI_SCENE (replace_review),
  UI_SCENE (replace_refused),
  UI_SCENE (edit),
  UI_SCENE (enrol_own),
  UI_SCENE (edit_refused),
  UI_SCENE (enrol),
  UI_SCENE (enrol_problems),
  UI_SCENE (keys_cyrillic),
  UI_SCENE (keys_arabic),
  UI_SCENE (keys_scripts),
  UI_SCENE (keys_email),
  UI_SCENE (keys_phone),
  UI_SCENE (enrol_problems_above),
  UI_SCENE (enrol_no_contact),
  UI_SCENE (keys_below_zero),
  UI_SCENE (look_alikes),
  UI_SCENE (rival),
  UI_SCENE (redeem_benefit),
  UI_SCENE (benefit_held),
  { NULL, NULL },
};
