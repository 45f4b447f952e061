/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-double-tap.h"

#include "ui-screen.h"

static gboolean
can_be_pressed (gpointer widget)
{
  return ui_can_be_pressed (widget);
}

static void
test_ends_by_itself (void)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  GtkWidget *button = gtk_button_new ();

  gtk_box_append (GTK_BOX (box), button);
  ui_screen_set_double_tap_ms (20);
  cp_double_tap_guard (box);
  g_assert_false (ui_can_be_pressed (button));
  g_assert_true (gtk_widget_is_sensitive (button)); /* and looks as ever */
  ui_wait_for (can_be_pressed, button, "the double tap to be over");
  g_assert_finalize_object (box);
}

static gboolean
on_over (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_over (gpointer data)
{
  return *(gboolean *) data;
}

/* What is pressed again is waited for from then on. */
static void
test_begins_anew (void)
{
  GtkWidget *button = g_object_ref_sink (gtk_button_new ());
  gboolean over = FALSE;

  ui_screen_set_double_tap_ms (20);
  cp_double_tap_guard (button);
  ui_screen_set_double_tap_ms (60000);
  cp_double_tap_guard (button);
  g_timeout_add (60, on_over, &over);
  ui_wait_for (is_over, &over, "the first one's time");
  g_assert_false (ui_can_be_pressed (button));
  g_assert_finalize_object (button);
}

/* Nothing is left of it that would touch a page that is gone. */
static void
test_goes_with_its_area (void)
{
  GtkWidget *button = g_object_ref_sink (gtk_button_new ());
  gboolean over = FALSE;

  ui_screen_set_double_tap_ms (20);
  cp_double_tap_guard (button);
  g_assert_finalize_object (button);
  g_timeout_add (60, on_over, &over);
  ui_wait_for (is_over, &over, "its time");
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/double-tap/ends-by-itself", test_ends_by_itself);
  g_test_add_func ("/double-tap/begins-anew", test_begins_anew);
  g_test_add_func ("/double-tap/goes-with-its-area", test_goes_with_its_area);
  return g_test_run ();
}
