/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-account-tab.h"

#include "cp-flow.h"
#include "ui-screen.h"

static void
test_says_what_and_why (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_ACCOUNT_TAB, NULL));

  ui_stage_open (stage, "member");
  ui_screen_draw (window);
  ui_check_targets (window);
  g_assert_true (ui_sees (window, "points are kept"));
  g_assert_true (ui_sees (window, "The member is not on hold."));
  ui_press (window, "Reactivate");
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  ui_press (window, "Put on hold");
  g_assert_cmpstr (cp_flow_get_part (cp_kiosk_get_flow (stage->kiosk))->kind, ==,
                   "deactivate_member");
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/account-tab/says-what-each-does-or-why-not", test_says_what_and_why);
  return g_test_run ();
}
