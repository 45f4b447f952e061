/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-pin-pad.h"

#include "ui-screen.h"

static void
note_pin (CpPinPad *pad, const char *pin, char **ret_pin)
{
  g_free (*ret_pin);
  *ret_pin = g_strdup (pin);
}

static void
test_enters (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpPinPad *pad = cp_pin_pad_new ();
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (pad));
  g_autofree char *pin = NULL;

  g_signal_connect (pad, "entered", G_CALLBACK (note_pin), &pin);
  ui_check_targets (window);
  ui_press (window, "1");
  ui_press (window, "2");
  ui_press (window, "3");
  ui_press (window, "Enter"); /* too short: nothing happens */
  g_assert_null (pin);
  ui_press (window, "9");
  ui_press (window, "Delete last digit");
  ui_press (window, "4");
  ui_press (window, "Enter");
  g_assert_cmpstr (pin, ==, "1234");
  ui_press (window, "Enter"); /* it was wiped */
  g_assert_cmpstr (pin, ==, "1234");
  ui_screen_close (window);
}

static void
test_holds_eight (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpPinPad *pad = cp_pin_pad_new ();
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (pad));
  g_autofree char *pin = NULL;

  g_signal_connect (pad, "entered", G_CALLBACK (note_pin), &pin);
  for (guint i = 0; i < 10; i++)
    cp_pin_pad_press (pad, "7");
  cp_pin_pad_press (pad, "enter");
  g_assert_cmpstr (pin, ==, "77777777");
  ui_screen_close (window);
}

static void
test_key_sizes (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (cp_pin_pad_new ()));
  GtkWidget *key = ui_find (window, "5");

  g_assert_cmpint (gtk_widget_get_allocated_width (key), >=, 116);
  g_assert_cmpint (gtk_widget_get_allocated_height (key), >=, 84);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/pin-pad/enters-four-to-eight-digits", test_enters);
  g_test_add_func ("/pin-pad/holds-no-more-than-eight", test_holds_eight);
  g_test_add_func ("/pin-pad/keys-are-for-fingers-in-a-hurry", test_key_sizes);
  return g_test_run ();
}
