/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the screen reads, and for whom it is remembered. */
#include "ui-stage.h"

static void
test_large_text (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  cp_kiosk_set_large_text (stage->kiosk, TRUE);
  g_assert_true (cp_kiosk_get_large_text (stage->kiosk));
  cp_kiosk_ask_staff (stage->kiosk);
  g_assert_false (cp_kiosk_get_large_text (stage->kiosk));
}

static void
test_large_text_of_staff (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  cp_kiosk_ask_staff (stage->kiosk);
  cp_kiosk_set_large_text (stage->kiosk, TRUE); /* to find the name */
  cp_kiosk_sign_in (stage->kiosk, "anna", "1234");
  ui_stage_settle (stage);
  g_assert_true (cp_kiosk_get_large_text (stage->kiosk));
  cp_kiosk_sign_out (stage->kiosk);
  g_assert_false (cp_kiosk_get_large_text (stage->kiosk)); /* customers begin with normal text */
  ui_stage_sign_in (stage);
  g_assert_true (cp_kiosk_get_large_text (stage->kiosk));
  cp_kiosk_lock (stage->kiosk);
  g_assert_true (cp_kiosk_get_large_text (stage->kiosk)); /* or they could not unlock it */
  ui_stage_answer (stage, "SignIn", "session-mia");
  cp_kiosk_sign_in (stage->kiosk, "mia", "1234");
  ui_stage_settle (stage);
  g_assert_false (cp_kiosk_get_large_text (stage->kiosk));
}

/* A language for a customer after staff have searched once freed what was sought twice. */
static void
test_language_after_search (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_sign_in (stage);
  cp_kiosk_find (stage->kiosk, "berg");
  ui_stage_settle (stage);
  cp_kiosk_sign_out (stage->kiosk);
  cp_kiosk_set_language (stage->kiosk, "de");
  cp_kiosk_set_language (stage->kiosk, NULL);
  ui_stage_sign_in (stage);
  cp_kiosk_find (stage->kiosk, "berg");
  ui_stage_settle (stage);
  g_assert_nonnull (cp_kiosk_get_results (stage->kiosk));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk/customer/large-text-ends-with-the-customer", test_large_text);
  g_test_add_func ("/kiosk/staff/large-text-comes-back-with-whoever-chose-it",
                   test_large_text_of_staff);
  g_test_add_func ("/kiosk/customer/a-language-after-a-search-frees-nothing-twice",
                   test_language_after_search);
  return g_test_run ();
}
