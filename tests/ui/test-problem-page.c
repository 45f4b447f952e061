/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-problem-page.h"

#include "ui-screen.h"

static void
tap (UiStage *stage, const char *method, const char *fixture)
{
  ui_stage_answer (stage, method, fixture);
  cp_kiosk_card_tapped (stage->kiosk, "04A8", "mifare-classic");
  ui_stage_settle (stage);
}

static void
test_customers (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_PROBLEM_PAGE, NULL));

  tap (stage, "Identify customer", "card-blocked");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Please come to the counter"));
  g_assert_false (ui_sees (window, "Lost")); /* nobody's business but theirs */
  g_assert_null (ui_find (window, "Open member"));
  tap (stage, "Identify customer", "card-replaced");
  g_assert_true (ui_sees (window, "You have a newer card"));
  ui_press (window, "Done");
  g_assert_null (cp_kiosk_get_problem (stage->kiosk));
  ui_screen_close (window);
}

static void
test_staff (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_PROBLEM_PAGE, NULL));

  ui_stage_sign_in (stage);
  tap (stage, "Identify", "card-blocked");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "This card is blocked"));
  g_assert_true (ui_sees (window, "The reason given: Lost"));
  tap (stage, "Identify", "card-replaced");
  g_assert_true (ui_sees (window, "replaced by another and stays dead"));
  tap (stage, "Identify", "card-blocked");
  ui_press (window, "Open member");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  ui_screen_close (window);
}

static void
test_unknown (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_PROBLEM_PAGE, NULL));

  ui_stage_sign_in (stage);
  tap (stage, "Identify", "card-unknown");
  ui_screen_draw (window);
  ui_press (window, "Enrol a new member");
  g_assert_cmpstr (cp_flow_get_spec (cp_kiosk_get_flow (stage->kiosk))->name, ==, "enrol_member");
  g_assert_cmpstr (cp_kiosk_get_pending_uid (stage->kiosk), ==, "04A8");
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/problem-page/customers-are-told-kindly", test_customers);
  g_test_add_func ("/problem-page/staff-are-told-why", test_staff);
  g_test_add_func ("/problem-page/an-unknown-card-finds-an-owner", test_unknown);
  return g_test_run ();
}
