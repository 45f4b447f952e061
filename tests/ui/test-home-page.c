/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-home-page.h"

#include "ui-screen.h"

static gboolean
has_results (gpointer kiosk)
{
  return cp_kiosk_get_results (kiosk) != NULL;
}

static void
test_searches (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_HOME_PAGE, NULL));
  GtkWidget *entry;

  ui_stage_sign_in (stage);
  entry = ui_find (window, "Search members");
  gtk_editable_set_text (GTK_EDITABLE (entry), "berg");
  ui_wait_for (has_results, stage->kiosk, "results");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "5 members"));
  g_assert_true (ui_sees (window, "Card ···· 1336"));
  ui_check_targets (window);
  ui_press (window, "Dilek Berg");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  ui_screen_close (window);
}

static void
test_says_more (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_HOME_PAGE, NULL));

  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Find", "found-many");
  cp_kiosk_find (stage->kiosk, "b");
  ui_stage_settle (stage);
  g_assert_true (ui_sees (window, "The first 50."));
  ui_stage_answer (stage, "Find", "found-none");
  cp_kiosk_find (stage->kiosk, "bx");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Nobody is called that."));
  g_assert_false (ui_sees (window, "Berg, number 0"));
  ui_screen_close (window);
}

static void
test_recent (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_HOME_PAGE, NULL));

  ui_stage_open (stage, "member");
  cp_kiosk_go_home (stage->kiosk);
  ui_screen_draw (window);
  ui_press (window, "Recent");
  ui_screen_draw (window);
  g_assert_nonnull (ui_find (window, "Dilek Berg"));
  g_assert_nonnull (ui_find (window, "Needs attention"));
  ui_screen_close (window);
}

static void
test_unlocks (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_HOME_PAGE, NULL));
  CpFlow *flow;

  ui_stage_answer (stage, "GetStaff", "staff-locked");
  ui_stage_sign_in (stage); /* Anna may not */
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Unlock a colleague"));
  cp_kiosk_sign_out (stage->kiosk);
  ui_stage_answer (stage, "SignIn", "session-mia");
  ui_stage_sign_in (stage);
  ui_screen_draw (window);
  ui_press (window, "Unlock a colleague");
  flow = cp_kiosk_get_flow (stage->kiosk);
  ui_fake_ledger_answer (stage->ledger, "Submit",
                         json_pack ("{s:s, s:s}", "decision", "accepted", "state", "waiting"));
  ui_stage_answer (stage, "GetStaff", "staff");
  ui_choose (flow, "Brendan");
  ui_stage_settle (stage);
  g_assert_cmpstr (
      cp_json_get_text (
          cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit"), "payload"),
          "staff_id"),
      ==, "brendan");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_HOME);
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Unlock a colleague"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/home-page/searches-and-opens", test_searches);
  g_test_add_func ("/home-page/says-whether-there-are-more", test_says_more);
  g_test_add_func ("/home-page/remembers-who-was-seen", test_recent);
  g_test_add_func ("/home-page/a-manager-unlocks-a-colleague", test_unlocks);
  return g_test_run ();
}
