/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-build.h"

#include "ui-screen.h"

static void
test_labels (void)
{
  GtkWidget *label = g_object_ref_sink (cp_build_label ("Hello", "t-title  ink"));

  g_assert_true (gtk_widget_has_css_class (label, "t-title"));
  g_assert_true (gtk_widget_has_css_class (label, "ink"));
  cp_build_show_text (GTK_LABEL (label), NULL);
  g_assert_false (gtk_widget_get_visible (label));
  cp_build_show_text (GTK_LABEL (label), "Again");
  g_assert_true (gtk_widget_get_visible (label));
  g_object_unref (label);
}

static void
test_classes (void)
{
  GtkWidget *box = g_object_ref_sink (cp_build_box (GTK_ORIENTATION_VERTICAL, ""));

  cp_build_set_class (box, "on", TRUE);
  g_assert_true (gtk_widget_has_css_class (box, "on"));
  cp_build_set_class (box, "on", FALSE);
  g_assert_false (gtk_widget_has_css_class (box, "on"));
  g_object_unref (box);
}

static void
test_buttons (void)
{
  GtkWidget *button = g_object_ref_sink (cp_build_button ("Open", "small", "kiosk.member", "m-1"));
  GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));

  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "kiosk.member");
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==, "m-1");
  g_object_unref (button);
}

static void
test_clears (void)
{
  GtkWidget *box = g_object_ref_sink (cp_build_box (GTK_ORIENTATION_VERTICAL, ""));

  gtk_box_append (GTK_BOX (box), cp_build_empty ("Nothing", "Yet"));
  gtk_box_append (GTK_BOX (box), cp_build_pair ("Name", "Value"));
  gtk_box_append (GTK_BOX (box), cp_build_badge ("counterpart-check-symbolic", "good"));
  gtk_box_append (GTK_BOX (box), cp_build_waiting_chip ());
  cp_build_clear (box);
  g_assert_null (gtk_widget_get_first_child (box));
  g_object_unref (box);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/build/labels-hide-without-text", test_labels);
  g_test_add_func ("/build/classes-come-and-go", test_classes);
  g_test_add_func ("/build/buttons-carry-their-action", test_buttons);
  g_test_add_func ("/build/clears-what-it-holds", test_clears);
  return g_test_run ();
}
