/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-choice-step.h"

#include "ui-screen.h"

static void
test_chooses (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member");
  window = ui_screen_show_step (stage, CP_TYPE_CHOICE_STEP, "issue_reward", &view);
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  ui_check_targets (window);
  ui_press (window, "€10 off");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_REVIEW);
  ui_screen_close (window);
}

static void
test_nothing (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member-empty");
  window = ui_screen_show_step (stage, CP_TYPE_CHOICE_STEP, "void_incentive", &view);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "There is nothing here that you may void."));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/choice-step/a-touch-goes-on", test_chooses);
  g_test_add_func ("/choice-step/says-that-there-is-nothing", test_nothing);
  return g_test_run ();
}
