/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-member-page.h"

#include "ui-screen.h"

static void
test_tabs (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_MEMBER_PAGE, NULL));

  ui_stage_open (stage, "member");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Birthday voucher"));
  ui_press (window, "Cards");
  ui_screen_draw (window);
  g_assert_false (ui_sees (window, "Birthday voucher")); /* what is not shown is not there */
  g_assert_nonnull (ui_find (window, "Link card"));
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Birthday voucher")); /* the next member begins at the first */
  ui_screen_close (window);
}

static void
test_actions (void)
{
  static const char *const NAMES[] = { "Redeem reward", "Issue benefit", "Issue reward",
                                       "Claim receipt", "Replace card",  "Block card" };
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_MEMBER_PAGE, NULL));

  ui_stage_open (stage, "member");
  ui_screen_draw (window);
  ui_check_targets (window);
  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    g_assert_false (gtk_widget_has_css_class (ui_find (window, NAMES[i]), "unavailable"));
    ui_press (window, NAMES[i]);
    g_assert_cmpstr (cp_flow_get_spec (cp_kiosk_get_flow (stage->kiosk))->title, ==, NAMES[i]);
    cp_kiosk_leave_flow (stage->kiosk);
  }
  ui_screen_close (window);
}

static void
test_refused_actions (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_MEMBER_PAGE, NULL));

  ui_stage_open (stage, "member-waiting");
  ui_screen_draw (window);
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Redeem reward"), "unavailable"));
  ui_press (window, "Redeem reward"); /* says why */
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  ui_screen_close (window);
}

/* What is odd about a card stays in sight for as long as its member does, and no longer. */
static void
test_odd_card (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_MEMBER_PAGE, NULL));

  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Identify", "identified-odd");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "ntag213");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "may be a copy"));
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_false (ui_sees (window, "may be a copy"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/member-page/tabs-show-one-at-a-time", test_tabs);
  g_test_add_func ("/member-page/actions-start-their-flows", test_actions);
  g_test_add_func ("/member-page/refused-actions-stay-in-place", test_refused_actions);
  g_test_add_func ("/member-page/says-what-is-odd-about-the-card", test_odd_card);
  return g_test_run ();
}
