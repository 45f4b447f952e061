/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-scroller.h"

#include "ui-screen.h"

static void
assert_moves (CpScroller *scroller, gboolean moves)
{
  GtkWidget *parent = gtk_widget_get_parent (cp_scroller_get_child (scroller));

  g_assert_cmpint (cp_scroller_get_scrolls (scroller), ==, moves);
  g_assert_cmpint (parent == GTK_WIDGET (scroller), ==, !moves);
}

static CpScroller *
make (gboolean outer)
{
  GtkWidget *label = gtk_label_new ("Northfield");

  return g_object_ref_sink (g_object_new (CP_TYPE_SCROLLER, "outer", outer, "child", label, NULL));
}

static void
test_list (void)
{
  CpScroller *list = make (FALSE);

  assert_moves (list, TRUE);
  cp_scroller_set_large (list, TRUE);
  assert_moves (list, FALSE);
  cp_scroller_set_large (list, FALSE);
  assert_moves (list, TRUE);
  g_assert_finalize_object (list);
}

static void
test_page (void)
{
  CpScroller *page = make (TRUE);

  assert_moves (page, FALSE);
  cp_scroller_set_large (page, TRUE);
  assert_moves (page, TRUE);
  g_assert_finalize_object (page);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/scroller/a-list-moves-until-letters-are-large", test_list);
  g_test_add_func ("/scroller/a-page-moves-when-letters-are-large", test_page);
  return g_test_run ();
}
