/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-step-view.h"

#include "cp-card-step.h"
#include "ui-screen.h"

static void
test_knows_a_fresh_flow (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view = g_object_ref_sink (g_object_new (CP_TYPE_CARD_STEP, NULL));

  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, "link_card", NULL);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  g_assert_true (cp_step_view_is_fresh (view));
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  g_assert_false (cp_step_view_is_fresh (view));
  cp_step_view_show (view, NULL);
  g_assert_null (cp_step_view_get_flow (view));
  cp_step_view_proceed (view); /* nothing to go on with */
  g_object_unref (view);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/step-view/knows-a-fresh-flow", test_knows_a_fresh_flow);
  return g_test_run ();
}
