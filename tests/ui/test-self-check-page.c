/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-self-check-page.h"

#include "cp-kiosk-own.h"
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
  g_assert_true (ui_sees (window, "Use by 30\u00a0Jun\u00a02026"));
  g_assert_true (ui_sees (window, "Gold"));
  g_assert_true (ui_sees (window, "This clears in 15 seconds"));
  ui_check_targets (window);
  ui_screen_close (window);
}

static void
test_tells_of_points (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_SELF_CHECK_PAGE, NULL));
  CpJson *check = json_pack ("{s:b, s:{s:s, s:{s:s, s:I, s:i}}}", "found", TRUE, "self_check",
                             "given_name", "Jo", "next_expiry", "name", "Points", "at_ms",
                             (json_int_t) 1782777600000, "points", 840);

  ui_fake_ledger_answer (stage->ledger, "Identify customer", check);
  cp_kiosk_card_tapped (stage->kiosk, "04A8", "mifare-classic");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "840 Points"));
  ui_screen_close (window);
}

/* Back from the offers, one of which was taken. */
static void
test_shows_no_old_figures (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);

  ui_stage_tap (stage, "self-check-known");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "€29.50"));
  ui_fake_ledger_answer (stage->ledger, "Submit",
                         json_pack ("{s:s, s:s}", "decision", "accepted", "state", "waiting"));
  cp_kiosk_own_show (stage->kiosk, "offers");
  cp_kiosk_own_claim (stage->kiosk, "welcome_back");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Back");
  ui_screen_draw (window);
  g_assert_false (ui_sees (window, "€29.50"));
  g_assert_false (ui_sees (window, "Use by"));
  g_assert_false (ui_sees (window, "Confirmed by our head office"));
  g_assert_true (ui_sees (window, "tap your card again to see what you have now"));
  g_assert_true (ui_sees (window, "My offers"));
  ui_stage_tap (stage, "self-check-known");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "€29.50"));
  g_assert_false (ui_sees (window, "tap your card again"));
  ui_screen_close (window);
}

static void
test_leaves_out (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, "self-check-arabic");

  g_assert_false (ui_sees (window, "Use by"));
  g_assert_false (ui_sees (window, "Gold"));
  ui_press (window, "تم"); /* in the member's language */
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_ATTRACT);
  ui_screen_close (window);
}

static void
tap_in (UiStage *stage, const char *uid, const char *language)
{
  CpJson *check = json_pack ("{s:b, s:{s:s, s:s}}", "found", TRUE, "self_check", "given_name", "Jo",
                             "language", language);

  ui_fake_ledger_answer (stage->ledger, "Identify customer", check);
  cp_kiosk_card_tapped (stage->kiosk, uid, "mifare-classic");
  ui_stage_settle (stage);
}

static void
test_speaks_to_the_member (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = GTK_WIDGET (ui_screen_open (stage, 1280, 800));

  tap_in (stage, "04A81F", "de");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Hallo, Jo"));
  tap_in (stage, "04A820", "en"); /* before Done was pressed */
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Hello, Jo"));
  tap_in (stage, "04A81F", "de");
  ui_screen_draw (window);
  ui_press (window, "Fertig");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Tap your card")); /* the next one may speak another */
  ui_press (window, "العربية");
  ui_screen_draw (window);
  g_assert_cmpint (gtk_widget_get_direction (window), ==, GTK_TEXT_DIR_RTL);
  cp_kiosk_ask_staff (stage->kiosk);
  g_assert_cmpint (gtk_widget_get_direction (window), ==, GTK_TEXT_DIR_LTR);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/self-check-page/shows-figures-and-the-time-left", test_shows);
  g_test_add_func ("/self-check-page/tells-of-points-that-expire", test_tells_of_points);
  g_test_add_func ("/self-check-page/shows-no-old-figures", test_shows_no_old_figures);
  g_test_add_func ("/self-check-page/leaves-out-what-is-not-there", test_leaves_out);
  g_test_add_func ("/self-check-page/speaks-to-the-member", test_speaks_to_the_member);
  return g_test_run ();
}
