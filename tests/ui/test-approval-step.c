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
  g_assert_true (ui_sees (window, "Dilek Berg gets €10 off")); /* what the PIN does */
  ui_press (window, "Mia Doyle");
  ui_stage_answer (stage, "Submit", "done-benefit");
  for (guint i = 0; i < 4; i++)
    ui_press (window, "7");
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk)); /* a reader came or went */
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  ui_press (window, "Enter");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_DONE);
  ui_screen_close (window);
}

static void
open_redemption (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "needs-card");
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_kiosk_start_flow (stage->kiosk, "redeem_reward", NULL);
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
  ui_screen_draw (window);
}

/* Whoever was picked stays so, and is said to be locked. */
static void
test_says_who_is_locked (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);
  CpJson *staff = ui_fixture ("staff");

  open_redemption (stage, window);
  cp_json_set_bool (cp_document_find (cp_json_get_array (staff, "staff"), "id", "tom"), "locked",
                    TRUE);
  ui_fake_ledger_answer (stage->ledger, "GetStaff", staff);
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNAVAILABLE, "Locked");
  ui_press (window, "Tomasz Wiśniewski");
  for (guint i = 0; i < 4; i++)
    ui_press (window, "1");
  ui_press (window, "Enter");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Locked after too many wrong PINs."));
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Tomasz Wiśniewski"), "on"));
  ui_check_fits (window);
  ui_press (window, "Mia Doyle");
  g_assert_false (ui_sees (window, "Locked after too many wrong PINs."));
  g_assert_false (ui_sees (window, "broke"));
  ui_screen_close (window);
}

static gboolean
was_held (UiStage *stage)
{
  const CpJson *request = ui_fake_ledger_get_request (stage->ledger, "Submit");

  return cp_json_get_bool (cp_json_get_object (request, "payload"), "hold");
}

/* After the PIN it is the Enter that sets aside; before it, it says so of Enter. */
static void
test_holds_for_the_till (void)
{
  for (guint first = 0; first < 2; first++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    CpWindow *window = ui_screen_open (stage, 1280, 800);

    open_redemption (stage, window);
    g_assert_true (ui_sees (window, "until 18:00"));
    if (first != 0)
      ui_press (window, "Hold for the till");
    g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
    ui_press (window, "Mia Doyle");
    for (guint i = 0; i < 4; i++)
      ui_press (window, "7");
    ui_press (window, first != 0 ? "Enter" : "Hold for the till");
    ui_stage_settle (stage);
    g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_DONE);
    g_assert_true (was_held (stage));
    ui_screen_close (window);
  }
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/approval-step/asks-somebody-who-may", test_asks);
  g_test_add_func ("/approval-step/says-who-is-locked", test_says_who_is_locked);
  g_test_add_func ("/approval-step/sets-aside-in-place-of-enter", test_holds_for_the_till);
  return g_test_run ();
}
