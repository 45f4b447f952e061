/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-subscriptions.h"

#include "cp-flow.h"
#include "ui-screen.h"

static void
test_matrix (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) view = ui_fixture ("member");
  GtkWidget *window;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  window = ui_screen_show (stage, cp_subscriptions_new (view));
  ui_check_targets (window);
  ui_press (window, "Offers · E-mail · Yes");
  g_assert_cmpstr (cp_flow_get_spec (cp_kiosk_get_flow (stage->kiosk))->name, ==, "opt_out");
  ui_stage_settle (stage);
  cp_kiosk_leave_flow (stage->kiosk);
  ui_press (window, "News · Post · No");
  g_assert_cmpstr (cp_flow_get_spec (cp_kiosk_get_flow (stage->kiosk))->name, ==, "opt_in");
  ui_screen_close (window);
}

static void
test_nothing (void)
{
  g_autoptr (CpJson) view = json_object ();

  g_assert_null (cp_subscriptions_new (view));
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/subscriptions/each-cell-changes-itself", test_matrix);
  g_test_add_func ("/subscriptions/need-something-to-agree-to", test_nothing);
  return g_test_run ();
}
