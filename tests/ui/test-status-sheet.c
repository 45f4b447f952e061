/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-status-sheet.h"

#include "ui-screen.h"

static void
test_tells (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_STATUS_SHEET, NULL));

  g_assert_true (ui_sees (window, "Online"));
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "outbox");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Offline · 7 waiting"));
  g_assert_true (ui_sees (window, "7 operations"));
  g_assert_true (ui_sees (window, "12:35"));
  g_assert_true (ui_sees (window, "€145.00"));
  g_assert_true (ui_sees (window, "to wait: Unblock card, ")); /* as the ledger says */
  g_assert_null (ui_find (window, "Needs attention"));
  ui_check_targets (window);
  ui_press (window, "Close");
  ui_screen_close (window);
}

static void
assert_sees (const char *fixture, const char *words)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_STATUS_SHEET, NULL));

  ui_stage_answer (stage, "GetStatus", fixture);
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, words));
  ui_screen_close (window);
}

static void
test_tells_of_a_snapshot (void)
{
  assert_sees ("status-fetching",
               "Fetching head office's records anew: 42 %. Work goes on meanwhile.");
}

/* That is no trouble, and nobody has to do anything. */
static void
test_tells_that_one_is_prepared (void)
{
  assert_sees ("status-preparing", "Data being prepared");
  assert_sees ("status-preparing", "Head office is preparing its records for this device, ");
}

static void
test_tells_that_there_is_no_room (void)
{
  assert_sees ("status-short", "Too full for head office's records: please call the technician");
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/status-sheet/tells-how-the-line-is", test_tells);
  g_test_add_func ("/status-sheet/tells-how-much-of-a-snapshot-is-there", test_tells_of_a_snapshot);
  g_test_add_func ("/status-sheet/tells-that-a-snapshot-is-prepared",
                   test_tells_that_one_is_prepared);
  g_test_add_func ("/status-sheet/tells-that-there-is-no-room", test_tells_that_there_is_no_room);
  return g_test_run ();
}
