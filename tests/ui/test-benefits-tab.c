/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-benefits-tab.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_BENEFITS_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Birthday voucher"));
  g_assert_true (ui_sees (window, "of €15.00"));
  g_assert_true (ui_sees (window, "2 left"));
  g_assert_true (ui_sees (window, "Part used"));
  g_assert_true (ui_sees (window, "Waiting for head office"));
  g_assert_true (ui_sees (window, "Used"));
  ui_check_targets (window);
  ui_press (window, "Void Free coffee");
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_flow_get_step (cp_kiosk_get_flow (stage->kiosk))->key, ==, "reason_id");
  ui_screen_close (window);
}

/* @incentives: (transfer full): what the ledger says that there is of it */
static void
choose (UiStage *stage, GtkWidget *window, const char *label, CpJson *incentives)
{
  ui_fake_ledger_answer (stage->ledger, "Read incentives",
                         json_pack ("{s:o}", "incentives", incentives));
  ui_press (window, label);
  ui_stage_settle (stage);
  ui_screen_draw (window);
}

static void
test_by_state (void)
{
  const CpJson *request;
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_BENEFITS_TAB, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_screen_draw (window);
  choose (stage, window, "Used", json_array ());
  request = ui_fake_ledger_get_request (stage->ledger, "Read incentives");
  g_assert_cmpstr (cp_json_get_text (request, "state"), ==, "used");
  g_assert_true (ui_sees (window, "Nothing like that"));
  g_assert_false (ui_sees (window, "Birthday voucher"));
  g_assert_false (ui_sees (window, "They may ask for"));
  choose (stage, window, "Usable now",
          json_pack ("[{s:s, s:s, s:s}]", "id", "i-9", "name", "Tea", "state", "part_used"));
  g_assert_true (ui_sees (window, "Tea"));
  g_assert_true (ui_sees (window, "Part used"));
  ui_fake_ledger_refuse (stage->ledger, "Read incentives", CP_ERROR_NOT_ALLOWED,
                         "Your role may not read this");
  ui_press (window, "Void");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "This can't be shown just now"));
  ui_stage_answer (stage, "GetMember", "member-empty");
  cp_kiosk_open_member (stage->kiosk, "m-7");
  ui_stage_settle (stage);
  ui_stage_answer (stage, "GetMember", "member-waiting");
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "They may ask for")); /* the next one begins with all */
  ui_screen_close (window);
}

static void
test_empty (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_BENEFITS_TAB, NULL));

  ui_stage_open (stage, "member-empty");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "No benefits or rewards yet"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/benefits-tab/shows-all-that-there-is", test_shows);
  g_test_add_func ("/benefits-tab/filters-by-state", test_by_state);
  g_test_add_func ("/benefits-tab/says-that-there-is-nothing", test_empty);
  return g_test_run ();
}
