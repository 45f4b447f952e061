/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-activity-tab.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_ACTIVITY_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_stage_settle (stage);
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
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Nothing has happened yet"));
  ui_screen_close (window);
}

static void
test_filters (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_ACTIVITY_TAB, NULL));
  const CpJson *request;

  ui_stage_open (stage, "member");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Chidi Okafor");
  ui_press (window, "30 days");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Read history");
  g_assert_cmpstr (cp_json_get_text (request, "staff"), ==, "Chidi Okafor");
  g_assert_cmpint (cp_json_get_int (request, "from_ms", 0), >, 0);
  ui_press (window, "By anybody");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Read history");
  g_assert_cmpstr (cp_json_get_text (request, "staff"), ==, NULL);
  ui_press (window, "Looked at");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Read history");
  g_assert_cmpstr (cp_json_get_text (request, "kind"), ==, "open_member");
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/activity-tab/shows-all-that-there-is", test_shows);
  g_test_add_func ("/activity-tab/says-that-there-is-nothing", test_empty);
  g_test_add_func ("/activity-tab/asks-for-what-is-chosen", test_filters);
  return g_test_run ();
}
