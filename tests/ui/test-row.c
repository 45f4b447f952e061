/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-row.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpRow *row = cp_row_new ();
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (row));

  cp_row_show (row, "DB", "Dilek Berg", "Dublin", "Gold", "€5.00");
  cp_row_set_waiting (row, TRUE);
  ui_screen_draw (window);
  g_assert_true (ui_find (window, "Dilek Berg") == GTK_WIDGET (row));
  g_assert_true (ui_sees (window, "Dublin"));
  g_assert_true (ui_sees (window, "Waiting for head office"));
  ui_check_targets (window);
  cp_row_show (row, NULL, "Jo Li", NULL, NULL, NULL); /* rows are filled anew */
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Dilek Berg"));
  g_assert_false (ui_sees (window, "Dublin"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/row/shows-and-is-filled-anew", test_shows);
  return g_test_run ();
}
