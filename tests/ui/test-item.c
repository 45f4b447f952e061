/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-item.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpItem *item = cp_item_new ("Free coffee", "Any size");
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (item));

  ui_stage_open (stage, "member");
  cp_item_set_figure (item, "2 left", "of 3");
  cp_item_add_chip (item, "Part used", "plain");
  cp_item_set_waiting (item, TRUE);
  cp_item_set_dim (item, TRUE);
  cp_item_add_flow_button (item, "Void", "Void Free coffee", "void_incentive:i-3", TRUE);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "2 left"));
  g_assert_true (ui_sees (window, "Part used"));
  g_assert_true (ui_sees (window, "Waiting for head office"));
  ui_check_targets (window);
  ui_press (window, "Void Free coffee");
  g_assert_cmpstr (cp_flow_get_spec (cp_kiosk_get_flow (stage->kiosk))->name, ==, "void_incentive");
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/item/shows-and-starts-a-flow", test_shows);
  return g_test_run ();
}
