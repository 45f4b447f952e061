/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-self-check-page.h"

#include "ui-screen.h"

static GtkWidget *
show (UiStage *stage, const char *fixture)
{
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_SELF_CHECK_PAGE, NULL));

  ui_stage_answer (stage, "Identify customer", fixture);
  cp_kiosk_card_tapped (stage->kiosk, "04A8", "mifare-classic");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  return window;
}

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, "self-check");

  g_assert_true (ui_sees (window, "Hello, Dilek"));
  g_assert_true (ui_sees (window, "€29.50"));
  g_assert_true (ui_sees (window, "1,240"));
  g_assert_true (ui_sees (window, "+84 not confirmed yet"));
  g_assert_true (ui_sees (window, "Use by 30 Jun 2026"));
  g_assert_true (ui_sees (window, "Gold"));
  g_assert_true (ui_sees (window, "This clears in 15 seconds"));
  ui_check_targets (window);
  ui_screen_close (window);
}

static void
test_leaves_out (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, "self-check-arabic");

  g_assert_false (ui_sees (window, "Use by"));
  g_assert_false (ui_sees (window, "Gold"));
  ui_press (window, "Done");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_ATTRACT);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/self-check-page/shows-figures-and-the-time-left", test_shows);
  g_test_add_func ("/self-check-page/leaves-out-what-is-not-there", test_leaves_out);
  return g_test_run ();
}
