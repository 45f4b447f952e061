/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-points-tab.h"

#include "ui-screen.h"

static void
test_keeps_apart (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_POINTS_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "128,450"));
  g_assert_true (ui_sees (window, "+840 waiting for head office"));
  g_assert_false (ui_sees (window, "129,290")); /* never added up */
  ui_screen_close (window);
}

/* Every entry: what it came of, and when it counts or ends. */
static void
test_history (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_POINTS_TAB, NULL));
  const CpJson *request;

  ui_stage_open (stage, "member");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Receipt HS-004417"));
  g_assert_true (ui_sees (window, "Counts from"));
  g_assert_true (ui_sees (window, "For the wait at the till"));
  g_assert_true (ui_sees (window, "\u2212500"));
  ui_check_targets (window);
  ui_press (window, "Tier points");
  ui_press (window, "Year");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Read points");
  g_assert_cmpstr (cp_json_get_text (request, "type"), ==, "tier");
  g_assert_cmpint (cp_json_get_int (request, "from_ms", 0), >, 0);
  ui_screen_close (window);
}

/* Why a colleague adjusted them, which the member was not told. */
static void
test_note_for_staff (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_POINTS_TAB, NULL));

  ui_fake_ledger_answer (stage->ledger, "Read points",
                         json_pack ("{s:[{s:s, s:s, s:i, s:s, s:s, s:s}]}", "points", "type",
                                    "points", "name", "Points", "amount", 50, "state", "counts",
                                    "reason", "For the wait", "note", "Queued twice"));
  ui_stage_open (stage, "member");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "For the wait"));
  g_assert_true (ui_sees (window, "Queued twice"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/points-tab/keeps-confirmed-and-waiting-apart", test_keeps_apart);
  g_test_add_func ("/points-tab/tells-where-points-came-from", test_history);
  g_test_add_func ("/points-tab/tells-staff-what-was-noted-for-them", test_note_for_staff);
  return g_test_run ();
}
