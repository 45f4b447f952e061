/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-review-step.h"

#include "ui-screen.h"

static void
test_shows_effects (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  window = ui_screen_show_step (stage, CP_TYPE_REVIEW_STEP, "block_card", &view);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_settle (stage);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "stops working everywhere"));
  g_assert_true (ui_sees (window, "stay with the member"));
  g_assert_true (ui_sees (window, "Lost"));
  g_assert_true (ui_sees (window, "Head office is in touch"));
  cp_step_view_proceed (view);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_DONE);
  ui_screen_close (window);
}

/* As the decision says, and not as the kind does: points are given at once, but above the cap they are asked
 * for. */
static void
test_says_what_is_only_asked (void)
{
  for (guint asked = 0; asked < 2; asked++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    CpJson *preview = ui_fixture ("preview-block");
    CpStepView *view;
    GtkWidget *window;

    cp_json_set_bool (preview, "asked", asked != 0);
    ui_stage_open (stage, "member");
    ui_fake_ledger_answer (stage->ledger, "Submit preview", preview);
    window = ui_screen_show_step (stage, CP_TYPE_REVIEW_STEP, "block_card", &view);
    ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
    ui_stage_settle (stage);
    cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
    ui_screen_draw (window);
    g_assert_cmpint (ui_sees (window, "nothing changes before it agrees"), ==, asked);
    g_assert_cmpint (ui_sees (window, "is told at once"), ==, !asked);
    ui_screen_close (window);
  }
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/review-step/shows-what-would-happen", test_shows_effects);
  g_test_add_func ("/review-step/says-what-is-only-asked", test_says_what_is_only_asked);
  return g_test_run ();
}
