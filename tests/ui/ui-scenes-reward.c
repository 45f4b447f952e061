/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scenes of the gallery: what a member is given and takes: issued, redeemed, set aside, approved, and what head office says of it. */
#include "ui-scenes.h"

#include "cp-figure.h"

static void
set_choose_benefit (UiStage *stage, gpointer window)
{
  ui_scene_press (stage, window, "Issue benefit");
}

static void
set_review_benefit (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  ui_scene_press (stage, window, "Issue benefit");
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
  ui_scene_press (stage, window, "Issue reward");
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
  ui_scene_press (stage, window, "Redeem reward");
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Hold for the till");
  ui_press (window, "Mia Doyle");
}

static void
set_amount (UiStage *stage, gpointer window)
{
  ui_scene_press (stage, window, "Redeem reward");
}

static void
set_review_redeem (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  ui_scene_press (stage, window, "Redeem reward");
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
  ui_scene_press (stage, window, "Claim receipt");
}

static void
set_hold_card (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "needs-card");
  ui_scene_press (stage, window, "Redeem reward");
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
set_add_points (UiStage *stage, gpointer window)
{
  ui_scene_start (stage, "add_points", NULL);
}

static void
set_rival (UiStage *stage, gpointer window)
{
  ui_scene_press (stage, window, "Issue benefit");
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BBBB", "mifare-classic");
  ui_stage_settle (stage);
}

const UiScene ui_scenes_reward[] = {
  UI_SCENE (choose_benefit), UI_SCENE (review_benefit), UI_SCENE (done_benefit),
  UI_SCENE (done_waiting),   UI_SCENE (asking),         UI_SCENE (unsure),
  UI_SCENE (rival),          UI_SCENE (approval),       UI_SCENE (approval_held),
  UI_SCENE (amount),         UI_SCENE (review_redeem),  UI_SCENE (redeem_benefit),
  UI_SCENE (benefit_held),   UI_SCENE (hold_card),      UI_SCENE (hold_still),
  UI_SCENE (claim),          UI_SCENE (add_points),     { NULL, NULL },
};
