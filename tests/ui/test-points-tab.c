/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-points-tab.h"

#include "ui-screen.h"

static void
test_keeps_apart (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_POINTS_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "128,450"));
  g_assert_true (ui_sees (window, "+840 waiting for head office"));
  g_assert_false (ui_sees (window, "129,290")); /* never added up */
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/points-tab/keeps-confirmed-and-waiting-apart", test_keeps_apart);
  return g_test_run ();
}
