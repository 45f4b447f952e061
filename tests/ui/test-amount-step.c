/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-amount-step.h"

#include "ui-screen.h"

static void
test_goes_on (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member");
  window = ui_screen_show_step (stage, CP_TYPE_AMOUNT_STEP, "redeem_reward", &view);
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  cp_step_view_proceed (view); /* nothing yet: stays */
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_STEP);
  ui_press (window, "All of it: €29.50");
  cp_step_view_proceed (view);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_REVIEW);
  g_assert_cmpint (
      cp_json_get_int (cp_flow_get_payload (cp_kiosk_get_flow (stage->kiosk)), "amount_minor", 0),
      ==, 2950);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/amount-step/goes-on-with-an-amount", test_goes_on);
  return g_test_run ();
}
