/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-care-tab.h"

#include "cp-flow.h"
#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_CARE_TAB, NULL));

  ui_stage_open (stage, "member");
  ui_screen_draw (window);
  ui_check_targets (window);
  g_assert_true (ui_sees (window, "Ring when the green coat"));
  g_assert_true (ui_sees (window, "Overdue"));
  g_assert_true (ui_sees (window, "sister's wedding"));
  g_assert_false (ui_sees (window, "autumn look book")); /* that is done */
  ui_press (window, "Remove tag Size 38");
  g_assert_cmpstr (cp_json_get_text (cp_flow_get_payload (cp_kiosk_get_flow (stage->kiosk)), "tag"),
                   ==, "Size 38");
  cp_kiosk_leave_flow (stage->kiosk);
  ui_press (window, "Take off");
  g_assert_cmpstr (
      cp_json_get_text (cp_flow_get_payload (cp_kiosk_get_flow (stage->kiosk)), "product_id"), ==,
      "4006381");
  ui_screen_close (window);
}

static void
test_empty (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_CARE_TAB, NULL));

  ui_stage_open (stage, "member-empty");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Nothing noted yet"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/care-tab/shows-what-is-open", test_shows);
  g_test_add_func ("/care-tab/says-that-there-is-nothing", test_empty);
  return g_test_run ();
}
