/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-top-strip.h"

#include "ui-screen.h"

static void
assert_link (const char *fixture, const char *words, const char *class_name)
{
  g_autoptr (CpJson) status = ui_fixture (fixture);
  const char *found = NULL;
  g_autofree char *text = cp_describe_link (status, &found);

  g_assert_cmpstr (text, ==, words);
  g_assert_cmpstr (found, ==, class_name);
}

static void
test_worst_wins (void)
{
  assert_link ("status-online", "Online", "");
  assert_link ("status-offline", "Offline · 7 waiting", "offline");
  assert_link ("status-attention", "Needs attention", "attention");
  assert_link ("status-fetching", "Fetching · 42 %", "offline");
  assert_link ("status-preparing", "Data being prepared", "offline");
  assert_link ("status-refused", "Head office refuses this device", "attention");
}

static void
test_buttons (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_TOP_STRIP, NULL));

  g_assert_true (ui_sees (window, "Northfield"));
  g_assert_true (ui_sees (window, "Harbour Street"));
  g_assert_true (ui_sees (window, "14:05"));
  g_assert_nonnull (ui_find (window, "Staff"));
  g_assert_null (ui_find (window, "End visit"));
  ui_press (window, "Large text");
  g_assert_true (cp_kiosk_get_large_text (stage->kiosk));
  g_assert_nonnull (ui_find (window, "Normal text"));
  ui_stage_open (stage, "member");
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Staff"));
  g_assert_nonnull (ui_find (window, "End visit"));
  ui_press (window, "Large text"); /* the customer's choice has ended with the customer */
  g_assert_true (ui_sees (window, "Lock"));
  g_assert_false (ui_sees (window, "Northfield"));
  ui_press (window, "Normal text");
  g_assert_true (ui_sees (window, "Northfield"));
  ui_press (window, "Anna Keane · Lock");
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
  ui_screen_close (window);
}

static void
test_status (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_TOP_STRIP, NULL));

  ui_press (window, "Online");
  g_assert_true (cp_kiosk_get_status_shown (stage->kiosk));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/top-strip/worst-state-wins", test_worst_wins);
  g_test_add_func ("/top-strip/buttons-suit-the-page", test_buttons);
  g_test_add_func ("/top-strip/pill-opens-the-status", test_status);
  return g_test_run ();
}
