/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-filter.h"

#include "ui-screen.h"

static void
on_changed (CpFilter *filter, guint *n)
{
  (*n)++;
}

static void
test_chooses (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFilter *filter = g_object_new (CP_TYPE_FILTER, "valign", GTK_ALIGN_START, NULL);
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (filter));
  guint n = 0;

  g_signal_connect (filter, "changed", G_CALLBACK (on_changed), &n);
  g_assert_cmpstr (cp_filter_get_chosen (filter), ==, "");
  cp_filter_add (filter, "all", "All");
  cp_filter_add (filter, "sent", "Sent");
  g_assert_cmpstr (cp_filter_get_chosen (filter), ==, "all");
  ui_screen_draw (window);
  ui_check_targets (window);
  ui_press (window, "Sent");
  ui_press (window, "Sent"); /* it is on already */
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Sent"), "on"));
  g_assert_false (gtk_widget_has_css_class (ui_find (window, "All"), "on"));
  cp_filter_clear (filter);
  cp_filter_add (filter, "all", "All");
  cp_filter_add (filter, "sent", "Sent (3)");
  ui_screen_draw (window);
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Sent (3)"), "on"));
  cp_filter_choose (filter, "all");
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "All"), "on"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/filter/has-one-on", test_chooses);
  return g_test_run ();
}
