/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-cards-tab.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_CARDS_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Card ···· 1336"));
  g_assert_true (ui_sees (window, "Blocked"));
  g_assert_true (ui_sees (window, "Additional card ···· 9921"));
  g_assert_true (ui_sees (window, "Collects only"));
  g_assert_true (ui_sees (window, "Card on a phone ···· 0042"));
  g_assert_true (ui_sees (window, "Replaced"));
  ui_check_targets (window);
  ui_press (window, "Unblock Card ···· 1336");
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_flow_get_spec (cp_kiosk_get_flow (stage->kiosk))->name, ==, "unblock_card");
  ui_screen_close (window);
}

static void
test_empty (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_CARDS_TAB, NULL));

  ui_stage_open (stage, "member-empty");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "No card yet"));
  ui_screen_close (window);
}

static void
test_history (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_CARDS_TAB, NULL));

  ui_stage_open (stage, "member");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Additional card ···· 9921 · Brendan"));
  ui_press (window, "By card");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Additional card ···· 9921")); /* the heading */
  g_assert_false (ui_sees (window, "Additional card ···· 9921 · Brendan"));
  g_assert_true (ui_sees (window, "Damaged"));
  ui_screen_close (window);
}

/* What only the line is in the way of stays where it is, and says why when it is touched. */
static void
test_offline (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_CARDS_TAB, NULL));
  GtkWidget *unblock;

  ui_stage_open (stage, "member-offline");
  ui_screen_draw (window);
  unblock = ui_find (window, "Unblock Card ···· 1336");
  g_assert_true (gtk_widget_has_css_class (unblock, "unavailable"));
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Restore Additional card ···· 0815"),
                                           "unavailable"));
  g_assert_false (
      gtk_widget_has_css_class (ui_find (window, "Replace Card ···· 1336"), "unavailable"));
  ui_press (window, "Unblock Card ···· 1336");
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  ui_check_targets (window);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/cards-tab/shows-all-that-there-is", test_shows);
  g_test_add_func ("/cards-tab/says-that-there-is-nothing", test_empty);
  g_test_add_func ("/cards-tab/tells-what-happened-by-date-or-card", test_history);
  g_test_add_func ("/cards-tab/says-what-waits-for-the-line", test_offline);
  return g_test_run ();
}
