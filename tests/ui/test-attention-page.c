/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-attention-page.h"

#include "ui-screen.h"

static void
test_lists (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_ATTENTION_PAGE, NULL));

  ui_stage_sign_in (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "This receipt has been claimed already."));
  g_assert_true (ui_sees (window, "Compare the look-alikes"));
  ui_check_targets (window);
  ui_stage_answer (stage, "GetAttention", "attention-none");
  ui_press (window, "Dismiss");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_cmpstr (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "DismissAttention"), "text"), ==,
      "o-1");
  g_assert_true (ui_sees (window, "Nothing needs attention"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/attention-page/lists-and-dismisses", test_lists);
  return g_test_run ();
}
