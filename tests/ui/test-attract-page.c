/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-attract-page.h"

#include "ui-screen.h"

static void
test_says_what_to_do (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_ATTRACT_PAGE, NULL));

  g_assert_true (ui_sees (window, "Tap your card"));
  g_assert_false (ui_sees (window, "offline"));
  cp_kiosk_set_reader_state (stage->kiosk, "fault");
  g_assert_true (ui_sees (window, "recover"));
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "offline"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/attract-page/says-what-to-do", test_says_what_to_do);
  return g_test_run ();
}
