/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-result-step.h"

#include "ui-screen.h"

static void
assert_result (const char *answer, const char *words, const char *said)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  if (answer != NULL)
    ui_stage_answer (stage, "Submit", answer);
  else
    ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNAVAILABLE, "Gone");
  window = ui_screen_show_step (stage, CP_TYPE_RESULT_STEP, "redeem_reward", &view);
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
  cp_flow_confirm (cp_kiosk_get_flow (stage->kiosk));
  ui_stage_settle (stage);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, words));
  g_assert_true (said == NULL || ui_sees (window, said));
  ui_screen_close (window);
}

static void
test_done (void)
{
  assert_result ("done", "Done", "Your reward has been taken off the bill.");
  assert_result ("done-redeem", "Done here, waiting for head office", "taken off the bill");
}

/* Nothing was taken off yet, and nobody says so. */
static void
test_asked (void)
{
  assert_result ("asked-redeem", "Noted as a request; head office decides",
                 "I have asked our head office for it. It counts once they agree.");
}

static void
test_not_done (void)
{
  assert_result ("refused-card-not-free", "Not done", "This card is already in use.");
  assert_result ("done-rejected", "Head office said no", "This receipt has been used already.");
}

static void
test_unsure (void)
{
  assert_result (NULL, "We can't tell yet", "Trying again is safe");
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/result-step/done-says-what-to-say", test_done);
  g_test_add_func ("/result-step/what-is-only-asked-is-not-done", test_asked);
  g_test_add_func ("/result-step/not-done-says-why", test_not_done);
  g_test_add_func ("/result-step/unsure-offers-to-try-again", test_unsure);
  return g_test_run ();
}
