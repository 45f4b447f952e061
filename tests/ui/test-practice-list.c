/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-practice-list.h"

#include "cp-home-page.h"
#include "ui-screen.h"

/* From the home page into training, a case's card, and out again. */
static void
test_practises (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_HOME_PAGE, NULL));

  ui_stage_sign_in (stage);
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Practice"));
  ui_press (window, "Training");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "From purchase to redemption"));
  g_assert_true (ui_sees (window, "Receipt 90000002"));
  g_assert_true (ui_sees (window, "Mia Doyle approves with the PIN 1234"));
  ui_check_targets (window);
  ui_stage_answer (stage, "Identify", "identified");
  ui_press (window, "Card ···· 0505, Lost card");
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Identify"), "uid"),
                   ==, "04505241430505");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  cp_kiosk_go_home (stage->kiosk);
  ui_screen_draw (window);
  ui_press (window, "End training");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_false (ui_sees (window, "From purchase to redemption"));
  g_assert_nonnull (ui_find (window, "Training"));
  ui_screen_close (window);
}

static void
test_begins_afresh (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_HOME_PAGE, NULL));

  ui_stage_sign_in (stage);
  ui_screen_draw (window);
  ui_press (window, "Training");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Begin training afresh");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Everything that anybody practised on this kiosk goes"));
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "OpenTraining fresh"), ==, 0);
  ui_press (window, "Keep it");
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Begin afresh"));
  ui_press (window, "Begin training afresh");
  ui_screen_draw (window);
  ui_check_targets (window);
  ui_press (window, "Begin afresh");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "OpenTraining fresh"), ==, 1);
  g_assert_true (ui_sees (window, "From purchase to redemption"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/practice-list/taps-the-cards-of-a-case", test_practises);
  g_test_add_func ("/practice-list/begins-afresh-once-it-was-said-what-goes", test_begins_afresh);
  return g_test_run ();
}
