/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-action-bar.h"

#include "ui-screen.h"

static void
test_shows_group (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *bar = g_object_new (CP_TYPE_ACTION_BAR, "group", CP_GROUP_CARDS, NULL);
  GtkWidget *window = ui_screen_show (stage, bar);

  ui_stage_open (stage, "member");
  ui_screen_draw (window);
  g_assert_nonnull (ui_find (window, "Link card"));
  g_assert_null (ui_find (window, "Edit profile"));
  g_object_set (bar, "group", CP_GROUP_PROFILE, NULL);
  ui_screen_draw (window);
  ui_press (window, "Edit profile");
  g_assert_nonnull (cp_kiosk_get_flow (stage->kiosk));
  ui_screen_close (window);
}

static void
test_says_why (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) member = ui_fixture ("member");
  CpJson *refused = json_pack ("{s:b, s:s}", "allowed", FALSE, "why", "Five cards are enough.");
  GtkWidget *bar = g_object_new (CP_TYPE_ACTION_BAR, "group", CP_GROUP_CARDS, NULL);
  GtkWidget *window = ui_screen_show (stage, bar);

  json_object_set_new (cp_json_get_object (member, "operations"), "link_card", refused);
  ui_stage_sign_in (stage);
  ui_fake_ledger_answer (stage->ledger, "GetMember", json_incref (member));
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Five cards are enough."));
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Link card"), "unavailable"));
  ui_press (window, "Link card");
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  ui_screen_close (window);
}

/* Offline: what needs head office at once is there and says why, what can wait is sent as a request. */
static void
test_offline (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *bar = g_object_new (CP_TYPE_ACTION_BAR, "group", CP_GROUP_PROFILE, NULL);
  GtkWidget *window = ui_screen_show (stage, bar);

  ui_stage_open (stage, "member-offline");
  ui_screen_draw (window);
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Send sign-in link"), "unavailable"));
  g_assert_true (ui_sees (window, "This needs head office"));
  g_assert_false (
      gtk_widget_has_css_class (ui_find (window, "Change phone or e-mail"), "unavailable"));
  g_assert_true (ui_sees (window, "Sent as a request"));
  ui_press (window, "Send sign-in link");
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  ui_press (window, "Change phone or e-mail");
  g_assert_nonnull (cp_kiosk_get_flow (stage->kiosk));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/action-bar/shows-one-group", test_shows_group);
  g_test_add_func ("/action-bar/says-why-one-is-refused", test_says_why);
  g_test_add_func ("/action-bar/says-what-waits-for-the-line", test_offline);
  return g_test_run ();
}
