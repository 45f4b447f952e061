/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow-page.h"

#include "ui-screen.h"

static void
test_four_touches (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  cp_kiosk_start_flow (stage->kiosk, "block_card", NULL); /* the first touch */
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Why is it blocked?"));
  g_assert_null (ui_find (window, "Confirm"));
  ui_press (window, "Lost");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Is this right?"));
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Confirm"), "destructive"));
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Done here, waiting for head office"));
  g_assert_null (ui_find (window, "Back"));
  ui_press (window, "Done");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  ui_screen_close (window);
}

static void
test_busy (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  cp_kiosk_start_flow (stage->kiosk, "block_card", NULL);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_settle (stage);
  ui_fake_ledger_stall (stage->ledger);
  ui_press (window, "Confirm");
  g_assert_false (gtk_widget_is_sensitive (ui_find (window, "Confirm")));
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  ui_screen_close (window);
}

static void
test_cancels (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));

  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, "issue_benefit", NULL);
  ui_screen_draw (window);
  ui_press (window, "Cancel");
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/flow-page/takes-four-touches-at-most", test_four_touches);
  g_test_add_func ("/flow-page/waits-without-a-second-touch", test_busy);
  g_test_add_func ("/flow-page/cancels", test_cancels);
  return g_test_run ();
}
