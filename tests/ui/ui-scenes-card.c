/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scenes of the gallery: cards: blocked, replaced, and written. */
#include "ui-scenes.h"

static void
set_block_reason (UiStage *stage, gpointer window)
{
  ui_scene_press (stage, window, "Block card");
}

static void
set_issue_card (UiStage *stage, gpointer window)
{
  ui_scene_start (stage, "issue_card", NULL);
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
set_block_review (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_scene_press (stage, window, "Block card");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_settle (stage);
}

static void
set_replace_reason (UiStage *stage, gpointer window)
{
  ui_scene_press (stage, window, "Replace card");
}

static void
set_replace_tap (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  ui_scene_press (stage, window, "Replace card");
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

/* The longest question before somebody goes over to another member. */
static void
set_replace_rival (UiStage *stage, gpointer window)
{
  set_replace_review (stage, window);
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_stage_settle (stage);
}

const UiScene ui_scenes_card[] = {
  UI_SCENE (block_reason),
  UI_SCENE (block_review),
  UI_SCENE (replace_reason),
  UI_SCENE (replace_tap),
  UI_SCENE (replace_review),
  UI_SCENE (replace_refused),
  UI_SCENE (replace_rival),
  UI_SCENE (issue_card),
  UI_SCENE (issue_writing),
  UI_SCENE (issue_torn),
  { NULL, NULL },
};
