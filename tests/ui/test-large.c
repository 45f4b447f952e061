/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-large.h"

#include "cp-build.h"
#include "ui-screen.h"

static void
test_labels (void)
{
  GtkWidget *box = g_object_ref_sink (cp_build_box (GTK_ORIENTATION_HORIZONTAL, ""));
  GtkWidget *label = gtk_label_new ("Northfield");

  gtk_box_append (GTK_BOX (box), label);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  cp_large_arrange (box, TRUE);
  cp_large_arrange (box, TRUE);
  g_assert_cmpint (gtk_label_get_ellipsize (GTK_LABEL (label)), ==, PANGO_ELLIPSIZE_NONE);
  g_assert_true (gtk_label_get_wrap (GTK_LABEL (label)));
  cp_large_arrange (box, FALSE);
  g_assert_cmpint (gtk_label_get_ellipsize (GTK_LABEL (label)), ==, PANGO_ELLIPSIZE_END);
  g_assert_cmpint (gtk_label_get_lines (GTK_LABEL (label)), ==, 2);
  g_assert_false (gtk_label_get_wrap (GTK_LABEL (label)));
  g_object_unref (box);
}

static GtkOrientation
get_orientation (GtkWidget *box)
{
  return gtk_orientable_get_orientation (GTK_ORIENTABLE (box));
}

static void
test_boxes (void)
{
  GtkWidget *columns = g_object_ref_sink (cp_build_box (GTK_ORIENTATION_HORIZONTAL, "columns"));
  GtkWidget *beside = cp_build_box (GTK_ORIENTATION_VERTICAL, "beside");
  GtkWidget *as_is = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "as-is columns");

  gtk_box_append (GTK_BOX (columns), beside);
  gtk_box_append (GTK_BOX (columns), as_is);
  gtk_box_set_homogeneous (GTK_BOX (columns), TRUE);
  cp_large_arrange (columns, TRUE);
  g_assert_cmpint (get_orientation (columns), ==, GTK_ORIENTATION_VERTICAL);
  g_assert_false (gtk_box_get_homogeneous (GTK_BOX (columns)));
  g_assert_cmpint (get_orientation (beside), ==, GTK_ORIENTATION_HORIZONTAL);
  g_assert_cmpint (get_orientation (as_is), ==, GTK_ORIENTATION_HORIZONTAL);
  cp_large_arrange (columns, FALSE);
  g_assert_cmpint (get_orientation (columns), ==, GTK_ORIENTATION_HORIZONTAL);
  g_assert_true (gtk_box_get_homogeneous (GTK_BOX (columns)));
  g_assert_cmpint (get_orientation (beside), ==, GTK_ORIENTATION_VERTICAL);
  g_object_unref (columns);
}

static double
get_place (GtkWidget *window, GtkWidget *widget)
{
  graphene_rect_t place;

  ui_screen_draw (window);
  g_assert_true (gtk_widget_compute_bounds (widget, window, &place));
  return (double) place.origin.y;
}

static gboolean
is_above_keyboard (gpointer window)
{
  GtkWidget *entry = ui_find (window, "Find a receipt");

  return ui_find (window, "Hide") != NULL && entry != NULL && get_place (window, entry) < 400;
}

static void
test_focus_and_tabs_come_into_view (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);
  GtkWidget *tab;
  double before;

  ui_stage_open (stage, "member");
  cp_kiosk_set_large_text (stage->kiosk, TRUE);
  ui_screen_draw (window);
  tab = ui_find (window, "Receipts");
  before = get_place (GTK_WIDGET (window), tab);
  ui_press (window, "Receipts");
  ui_stage_settle (stage);
  g_assert_cmpfloat (get_place (GTK_WIDGET (window), tab), <, before);
  gtk_widget_grab_focus (ui_find (window, "Find a receipt")); /* the keyboard comes up */
  ui_wait_for (is_above_keyboard, window, "the entry to be in view");
  ui_screen_close (window);
}

static void
test_new_rows_are_whole (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);

  ui_stage_sign_in (stage);
  cp_kiosk_set_large_text (stage->kiosk, TRUE);
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Points");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_check_whole (window);
  ui_check_fits (window);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/large/labels-lose-nothing-and-go-back", test_labels);
  g_test_add_func ("/large/boxes-turn-and-turn-back", test_boxes);
  g_test_add_func ("/large/focus-and-tabs-come-into-view", test_focus_and_tabs_come_into_view);
  g_test_add_func ("/large/what-is-made-later-is-whole-too", test_new_rows_are_whole);
  return g_test_run ();
}
