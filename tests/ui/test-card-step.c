/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-step.h"

#include "ui-screen.h"

static GtkWidget *
show (UiStage *stage, const char *flow_name, CpStepView **ret_view)
{
  GtkWidget *window;

  *ret_view = g_object_new (CP_TYPE_CARD_STEP, NULL);
  window = ui_screen_show (stage, GTK_WIDGET (*ret_view));
  cp_kiosk_start_flow (stage->kiosk, flow_name, NULL);
  ui_stage_settle (stage);
  return window;
}

static void
test_waits (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member");
  window = show (stage, "link_card", &view);
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
