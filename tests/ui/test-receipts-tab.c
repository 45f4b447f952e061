/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-receipts-tab.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_RECEIPTS_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Receipt HS-004417"));
  g_assert_true (ui_sees (window, "€84.15"));
  g_assert_true (ui_sees (window, "+84 points"));
  g_assert_true (ui_sees (window, "Cancelled"));
  g_assert_true (ui_sees (window, "Waiting for head office"));
  g_assert_true (ui_sees (window, "Day not known"));
  ui_check_targets (window);
  ui_screen_close (window);
}

static void
test_finds (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_RECEIPTS_TAB, NULL));
  const CpJson *request;

  ui_stage_open (stage, "member-waiting");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Cancelled");
  ui_press (window, "By total");
  ui_press (window, "By programme");
  ui_press (window, "Northfield Outlet");
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Find a receipt")), "ms-11");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Read purchases");
  g_assert_cmpstr (cp_json_get_text (request, "state"), ==, "cancelled");
  g_assert_cmpstr (cp_json_get_text (request, "sort"), ==, "programme");
  g_assert_cmpstr (cp_json_get_text (request, "programme"), ==, "outlet");
  g_assert_cmpstr (cp_json_get_text (request, "number"), ==, "ms-11");
  ui_screen_close (window);
}

static void
test_empty (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_RECEIPTS_TAB, NULL));

  ui_stage_open (stage, "member-empty");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "No receipts yet"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/receipts-tab/shows-all-that-there-is", test_shows);
  g_test_add_func ("/receipts-tab/says-that-there-is-nothing", test_empty);
  g_test_add_func ("/receipts-tab/finds-by-number-state-and-order", test_finds);
  return g_test_run ();
}
