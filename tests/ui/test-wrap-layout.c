/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wrap-layout.h"

#include "cp-build.h"
#include "ui-screen.h"

/* A box of @n squares of 100, laid out that wide. */
static GtkWidget *
make (guint n, int width, GtkWidget **ret_window)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (box, g_object_new (CP_TYPE_WRAP_LAYOUT, NULL));
  for (guint i = 0; i < n; i++) {
    GtkWidget *square = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

    gtk_widget_set_size_request (square, 100, 100);
    gtk_box_append (GTK_BOX (box), square);
  }
  *ret_window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (*ret_window), box);
  gtk_window_set_decorated (GTK_WINDOW (*ret_window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (*ret_window), width, 400);
  gtk_window_present (GTK_WINDOW (*ret_window));
  ui_screen_draw (*ret_window);
  return box;
}

static void
assert_place (GtkWidget *box, guint index, float x, float y)
{
  GtkWidget *child = gtk_widget_get_first_child (box);
  graphene_rect_t place;

  while (index-- > 0)
    child = gtk_widget_get_next_sibling (child);
  g_assert_true (gtk_widget_compute_bounds (child, box, &place));
  g_assert_cmpfloat (place.origin.x, ==, x);
  g_assert_cmpfloat (place.origin.y, ==, y);
}

static void
test_lines (void)
{
  GtkWidget *window;
  GtkWidget *box = make (5, 250, &window);
  int least, natural;

  assert_place (box, 1, 100, 0);
  assert_place (box, 2, 0, 100);
  assert_place (box, 4, 0, 200);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  g_assert_cmpint (least, ==, 100);
  g_assert_cmpint (natural, ==, 500);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 250, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, ==, 300);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_hidden (void)
{
  GtkWidget *window;
  GtkWidget *box = make (3, 250, &window);

  gtk_widget_set_visible (gtk_widget_get_first_child (box), FALSE);
  ui_screen_draw (window);
  assert_place (box, 2, 100, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_mirrored (void)
{
  GtkWidget *window;
  GtkWidget *box;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  box = make (3, 250, &window);
  assert_place (box, 0, 150, 0);
  assert_place (box, 1, 50, 0);
  assert_place (box, 2, 150, 100);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/wrap-layout/goes-on-below", test_lines);
  g_test_add_func ("/wrap-layout/leaves-no-room-for-what-is-hidden", test_hidden);
  g_test_add_func ("/wrap-layout/runs-from-right-to-left", test_mirrored);
  return g_test_run ();
}
