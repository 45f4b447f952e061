/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-approval-step.h"

#include "ui-screen.h"

static void
test_asks (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "needs-approval");
  window = ui_screen_show_step (stage, CP_TYPE_APPROVAL_STEP, "issue_reward", &view);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "€10 off");
  ui_stage_settle (stage);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Rewards above €10 need a manager."));
  g_assert_null (ui_find (window, "Anna Keane")); /* nobody approves their own */
  g_assert_null (ui_find (window, "Chidi Okafor"));
  ui_check_targets (window);
  ui_press (window, "Mia Doyle");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  for (guint i = 0; i < 4; i++)
    ui_press (window, "7");
  ui_press (window, "Enter");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_REVIEW);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/approval-step/asks-somebody-who-may", test_asks);
  return g_test_run ();
}
