/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sign-in-page.h"

#include "ui-screen.h"

static void
type_pin (gpointer window, const char *pin)
{
  for (; *pin != '\0'; pin++) {
    char key[2] = { *pin, '\0' };

    ui_press (window, key);
  }
  ui_press (window, "Enter");
}

static void
test_signs_in (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_SIGN_IN_PAGE, NULL));

  cp_kiosk_ask_staff (stage->kiosk);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Choose your name"));
  g_assert_false (gtk_widget_is_sensitive (ui_find (window, "1")));
  ui_press (window, "Anna Keane");
  g_assert_true (ui_sees (window, "Anna Keane, enter your PIN"));
  type_pin (window, "1234");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_HOME);
  ui_screen_close (window);
}

static void
test_wrong_pin (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_SIGN_IN_PAGE, NULL));

  ui_fake_ledger_refuse (stage->ledger, "SignIn", CP_ERROR_NOT_ALLOWED, "Wrong PIN");
  cp_kiosk_ask_staff (stage->kiosk);
  ui_press (window, "Anna Keane");
  type_pin (window, "9999");
  ui_stage_settle (stage);
  g_assert_true (ui_sees (window, "That PIN is not right"));
  cp_kiosk_sign_out (stage->kiosk);
  cp_kiosk_ask_staff (stage->kiosk);
  g_assert_false (ui_sees (window, "That PIN is not right"));
  ui_screen_close (window);
}

static void
test_locked (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_SIGN_IN_PAGE, NULL));

  ui_stage_sign_in (stage);
  cp_kiosk_lock (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_true (ui_sees (window, "Locked"));
  g_assert_true (ui_sees (window, "Anna Keane, enter your PIN"));
  ui_screen_close (window);
}

/* Too many wrong PINs: the page says what to do, and a name that only waits comes back by itself. */
static void
test_locked_out (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_SIGN_IN_PAGE, NULL));

  ui_fake_ledger_refuse (stage->ledger, "SignIn", CP_ERROR_UNAVAILABLE, "wait");
  cp_kiosk_ask_staff (stage->kiosk);
  ui_press (window, "Brendan Ó Súilleabháin");
  ui_stage_answer (stage, "GetStaff", "staff-locked");
  type_pin (window, "9999");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Unlock a colleague"));
  g_assert_false (gtk_widget_is_sensitive (ui_find (window, "1")));
  ui_press (window, "Mia Doyle");
  g_assert_false (ui_sees (window, "Unlock a colleague"));
  g_assert_true (gtk_widget_is_sensitive (ui_find (window, "1")));
  ui_press (window, "Chidi Okafor");
  g_assert_true (ui_sees (window, "Wait 5 minutes"));
  stage->now_ms += 5 * 60 * 1000;
  g_object_notify (G_OBJECT (stage->kiosk), "now");
  g_assert_false (ui_sees (window, "Wait"));
  g_assert_true (gtk_widget_is_sensitive (ui_find (window, "1")));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/sign-in-page/a-name-then-a-pin", test_signs_in);
  g_test_add_func ("/sign-in-page/a-wrong-pin-is-told", test_wrong_pin);
  g_test_add_func ("/sign-in-page/the-lock-asks-for-the-same-person", test_locked);
  g_test_add_func ("/sign-in-page/a-name-that-is-locked-says-what-to-do", test_locked_out);
  return g_test_run ();
}
