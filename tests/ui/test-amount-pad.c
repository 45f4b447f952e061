/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-amount-pad.h"

#include "ui-screen.h"

static void
test_types (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpAmountPad *pad = g_object_new (CP_TYPE_AMOUNT_PAD, NULL);
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (pad));

  cp_amount_pad_begin (pad, "EUR", 2, 2950);
  ui_check_targets (window);
  ui_press (window, "1");
  ui_press (window, "2");
  ui_press (window, "00");
  g_assert_cmpint (cp_amount_pad_get_amount (pad), ==, 1200);
  g_assert_true (ui_sees (window, "€12.00"));
  ui_press (window, "Delete last digit");
  g_assert_cmpint (cp_amount_pad_get_amount (pad), ==, 120);
  ui_press (window, "All of it: €29.50");
  g_assert_cmpint (cp_amount_pad_get_amount (pad), ==, 2950);
  ui_screen_close (window);
}

static void
test_basket (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpAmountPad *pad = g_object_new (CP_TYPE_AMOUNT_PAD, NULL);
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (pad));

  cp_amount_pad_begin (pad, "EUR", 2, 2950);
  ui_press (window, "The bill comes to");
  ui_press (window, "5");
  ui_press (window, "00");
  g_assert_cmpint (cp_amount_pad_get_basket (pad), ==, 500);
  g_assert_cmpint (cp_amount_pad_get_amount (pad), ==, 0);
  ui_press (window, "To come off the bill");
  ui_press (window, "3");
  g_assert_cmpint (cp_amount_pad_get_amount (pad), ==, 3);
  ui_screen_close (window);
}

static void
test_too_much (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpAmountPad *pad = g_object_new (CP_TYPE_AMOUNT_PAD, NULL);
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (pad));

  cp_amount_pad_begin (pad, "EUR", 2, 500);
  for (guint i = 0; i < 20; i++)
    cp_amount_pad_press (pad, "9");
  g_assert_cmpint (cp_amount_pad_get_amount (pad), <=, 1000000000);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "There is not so much to spend."));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/amount-pad/fills-up-from-the-right", test_types);
  g_test_add_func ("/amount-pad/takes-the-bill-too", test_basket);
  g_test_add_func ("/amount-pad/says-when-it-is-too-much", test_too_much);
  return g_test_run ();
}
