/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-messages-tab.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_MESSAGES_TAB, NULL));
  const CpJson *request;

  ui_stage_open (stage, "member");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "84 points for your purchase"));
  g_assert_true (ui_sees (window, "The mailbox does not exist"));
  g_assert_true (ui_sees (window, "Queued"));
  ui_check_targets (window);
  ui_press (window, "Failed");
  ui_press (window, "E-mail");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Read messages");
  g_assert_cmpstr (cp_json_get_text (request, "state"), ==, "failed");
  g_assert_cmpstr (cp_json_get_text (request, "channel"), ==, "email");
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/messages-tab/shows-what-was-sent-and-whether-it-arrived", test_shows);
  return g_test_run ();
}
