/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-activity-tab.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_ACTIVITY_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Block card"));
  g_assert_true (ui_sees (window, "Anna Keane"));
  g_assert_true (ui_sees (window, "approved by Mia Doyle"));
  g_assert_true (ui_sees (window, "Refused"));
  g_assert_true (ui_sees (window, "Accepted with a change"));
  g_assert_true (ui_sees (window, "Waiting for head office"));
  g_assert_false (ui_sees (window, "Member opened"));
  ui_check_targets (window);
  ui_screen_close (window);
}

static void
test_empty (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_ACTIVITY_TAB, NULL));

  ui_stage_open (stage, "member-empty");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Nothing has happened yet"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/activity-tab/shows-all-that-there-is", test_shows);
  g_test_add_func ("/activity-tab/says-that-there-is-nothing", test_empty);
  return g_test_run ();
}
