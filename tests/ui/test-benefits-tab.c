/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-benefits-tab.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_BENEFITS_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Birthday voucher"));
  g_assert_true (ui_sees (window, "of €15.00"));
  g_assert_true (ui_sees (window, "2 left"));
  g_assert_true (ui_sees (window, "Part used"));
  g_assert_true (ui_sees (window, "Waiting for head office"));
  g_assert_true (ui_sees (window, "Used"));
  ui_check_targets (window);
  ui_press (window, "Void Free coffee");
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_flow_get_step (cp_kiosk_get_flow (stage->kiosk))->key, ==, "reason_id");
  ui_screen_close (window);
}

static void
test_by_state (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_BENEFITS_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_screen_draw (window);
  ui_press (window, "Used");
  ui_screen_draw (window);
  g_assert_false (ui_sees (window, "Birthday voucher"));
  g_assert_false (ui_sees (window, "They may ask for"));
  ui_press (window, "Void");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Nothing like that"));
  ui_press (window, "Usable now");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Part used"));
  ui_stage_answer (stage, "GetMember", "member-empty");
  cp_kiosk_open_member (stage->kiosk, "m-7");
  ui_stage_settle (stage);
  ui_stage_answer (stage, "GetMember", "member-waiting");
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "They may ask for")); /* the next one begins with all */
  ui_screen_close (window);
}

static void
test_empty (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_BENEFITS_TAB, NULL));

  ui_stage_open (stage, "member-empty");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "No benefits or rewards yet"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/benefits-tab/shows-all-that-there-is", test_shows);
  g_test_add_func ("/benefits-tab/filters-by-state", test_by_state);
  g_test_add_func ("/benefits-tab/says-that-there-is-nothing", test_empty);
  return g_test_run ();
}
