/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-look-alikes-step.h"

#include "ui-screen.h"

static void
test_opens_instead (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s, s:s}", "given_name", "Dilek", "family_name",
                                        "Berg", "phone", "0861234567");
  CpStepView *view;
  GtkWidget *window;

  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Submit preview", "look-alikes");
  window = ui_screen_show_step (stage, CP_TYPE_LOOK_ALIKES_STEP, "enrol_member", &view);
  cp_flow_take_form (cp_kiosk_get_flow (stage->kiosk), texts);
  cp_flow_skip (cp_kiosk_get_flow (stage->kiosk));
  ui_stage_settle (stage);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Phone ···· 4567"));
  ui_check_targets (window);
  ui_press (window, "Dilek Berg");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/look-alikes-step/opens-the-member-instead", test_opens_instead);
  return g_test_run ();
}
