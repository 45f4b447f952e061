/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-step.h"

#include "ui-screen.h"

static void
test_waits (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member");
  window = ui_screen_show_step (stage, CP_TYPE_CARD_STEP, "link_card", &view);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  g_assert_true (ui_sees (window, "Hold it on the reader."));
  cp_kiosk_set_reader_state (stage->kiosk, "absent");
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  g_assert_true (ui_sees (window, "The card reader is not ready."));
  cp_step_view_proceed (view); /* there is no way round the card */
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_STEP);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/card-step/waits-for-the-reader", test_waits);
  return g_test_run ();
}
