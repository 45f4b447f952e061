/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-care-items.h"

#include "ui-screen.h"

static void
test_dues (void)
{
  const char *classes = NULL;

  g_assert_cmpstr (cp_care_describe_due ("overdue", &classes), ==, "Overdue");
  g_assert_cmpstr (classes, ==, "bad");
  g_assert_null (cp_care_describe_due ("closed", &classes));
}

/* Who may not answer is not asked to. */
static void
test_promise_buttons (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) view =
      json_pack ("{s:{s:{s:b}}}", "operations", "answer_promise", "allowed", 0);
  g_autoptr (CpJson) promise =
      json_pack ("{s:s, s:s, s:s}", "id", "p", "text", "Ten off", "state", "proposed");
  GtkWidget *window = ui_screen_show (stage, cp_care_item_promise (view, promise, stage->now_ms));

  g_assert_true (ui_sees (window, "Waits for a manager"));
  g_assert_null (ui_find (window, "Agree"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/care-items/say-when-a-task-is-due", test_dues);
  g_test_add_func ("/care-items/ask-only-who-may-answer", test_promise_buttons);
  return g_test_run ();
}
