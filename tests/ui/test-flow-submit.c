/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What becomes of an operation whose flow was left while the ledger was at it. */
#include "cp-flow.h"

#include "ui-stage.h"

#include <string.h>

static void
note_notice (CpKiosk *kiosk, const char *text, char **ret_text)
{
  g_free (*ret_text);
  *ret_text = g_strdup (text);
}

/* A redemption is on its way to the ledger, which does not answer yet. @ret_notice: the last one from now on */
static CpFlow *
begin (UiStage *stage, char **ret_notice)
{
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_kiosk_start_flow (stage->kiosk, "redeem_reward", NULL);
  flow = cp_kiosk_get_flow (stage->kiosk);
  cp_flow_take_amount (flow, 1250, 0);
  ui_stage_settle (stage);
  g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), ret_notice);
  ui_fake_ledger_stall (stage->ledger);
  cp_flow_confirm (flow);
  g_assert_true (cp_flow_is_being_done (flow));
  return flow;
}

static void
finish (UiStage *stage)
{
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
}

static void
test_cancel_waits (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;
  CpFlow *flow = begin (stage, &notice);

  cp_flow_cancel (flow);
  cp_flow_go_back (flow);
  g_assert_true (cp_kiosk_get_flow (stage->kiosk) == flow);
  finish (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
  g_assert_null (notice); /* it stands there */
  cp_flow_cancel (flow);
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
}

/* Done, done or not, or not done: whoever left has to know which. */
static void
test_what_was_left_is_said (void)
{
  static const struct {
    CpError error;
    const char *words;
  } rows[] = {
    { CP_N_ERRORS, "Done meanwhile: Redeem reward" },
    { CP_ERROR_UNKNOWN_OUTCOME, "may be done or not: Redeem reward" },
    { CP_ERROR_UNAVAILABLE, "may be done or not: Redeem reward" },
    { CP_ERROR_FULL, "This was not done: Redeem reward" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    g_autofree char *notice = NULL;

    begin (stage, &notice);
    if (rows[i].error != CP_N_ERRORS)
      ui_fake_ledger_refuse (stage->ledger, "Submit", rows[i].error, "It went wrong");
    cp_kiosk_go_home (stage->kiosk);
    g_assert_null (notice);
    finish (stage);
    g_assert_nonnull (notice);
    g_assert_nonnull (strstr (notice, rows[i].words));
    g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_HOME);
  }
}

static void
test_a_refusal_is_said (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;

  begin (stage, &notice);
  ui_stage_answer (stage, "Submit", "refused-card-not-free");
  cp_kiosk_sign_out (stage->kiosk);
  finish (stage);
  g_assert_cmpstr (notice, ==, "This was not done: Redeem reward");
}

/* What head office decides first has not happened yet; on being sent again it may have. */
static void
test_what_was_asked_for_is_not_done (void)
{
  static const struct {
    const char *state;
    const char *words;
  } rows[] = {
    { "waiting", "Asked for meanwhile, head office decides: Redeem reward" },
    { "accepted", "Done meanwhile: Redeem reward" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    g_autofree char *notice = NULL;
    CpJson *asked = ui_fixture ("done-redeem");

    cp_json_set_bool (asked, "asked", TRUE);
    cp_json_set_text (asked, "state", rows[i].state);
    begin (stage, &notice);
    ui_fake_ledger_answer (stage->ledger, "Submit", asked);
    cp_kiosk_go_home (stage->kiosk);
    finish (stage);
    g_assert_cmpstr (notice, ==, rows[i].words);
  }
}

/* Said at once, and there for whoever comes back. */
static void
test_behind_the_lock (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;
  CpFlow *flow = begin (stage, &notice);

  cp_kiosk_lock (stage->kiosk);
  finish (stage);
  g_assert_cmpstr (notice, ==, "Done meanwhile: Redeem reward");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SIGN_IN);
  cp_kiosk_sign_in (stage->kiosk, "anna", "1234");
  ui_stage_settle (stage);
  g_assert_true (cp_kiosk_get_flow (stage->kiosk) == flow);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
}

/* A preview has done nothing, so that there is nothing to say. */
static void
test_a_preview_is_forgotten (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), &notice);
  cp_kiosk_start_flow (stage->kiosk, "redeem_reward", NULL);
  ui_fake_ledger_stall (stage->ledger);
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  g_assert_false (cp_flow_is_being_done (cp_kiosk_get_flow (stage->kiosk)));
  cp_flow_cancel (cp_kiosk_get_flow (stage->kiosk));
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  finish (stage);
  g_assert_null (notice);
}

/* Whether the new card was linked is not known then. */
static void
test_an_unsure_second_half_is_said (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit", "done-block");
  ui_stage_answer (stage, "Submit preview", "preview-replace");
  g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), &notice);
  cp_kiosk_start_flow (stage->kiosk, "replace_card", NULL);
  flow = cp_kiosk_get_flow (stage->kiosk);
  ui_choose (flow, "Lost");
  ui_stage_settle (stage);
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "It broke");
  cp_kiosk_card_tapped (stage->kiosk, "0477C0", "mifare-classic");
  ui_stage_settle (stage);
  cp_flow_confirm (flow);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_UNSURE);
  cp_flow_cancel (flow);
  g_assert_nonnull (notice);
  g_assert_nonnull (strstr (notice, "may be done or not: Replace card"));
}

/* Of a replacement that ended between its two operations the first is what counts. */
static void
test_half_a_replacement_is_said (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit", "done-block");
  g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), &notice);
  cp_kiosk_start_flow (stage->kiosk, "replace_card", NULL);
  ui_fake_ledger_stall (stage->ledger);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  cp_kiosk_go_home (stage->kiosk);
  finish (stage);
  g_assert_cmpstr (notice, ==, "The old card stays blocked. No new card was linked.");
}

/* The way out that the status sheet has in the middle of a flow. */
static void
test_half_a_replacement_is_said_at_attention (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit", "done-block");
  cp_kiosk_start_flow (stage->kiosk, "replace_card", NULL);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_settle (stage);
  g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), &notice);
  cp_kiosk_show_attention (stage->kiosk);
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  g_assert_cmpstr (notice, ==, "The old card stays blocked. No new card was linked.");
  ui_stage_settle (stage);
}

/* What becomes of it is said when it is known. */
static void
test_what_is_being_done_is_said_later (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;

  begin (stage, &notice);
  cp_kiosk_show_attention (stage->kiosk);
  g_assert_null (notice);
  finish (stage);
  g_assert_cmpstr (notice, ==, "Done meanwhile: Redeem reward");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow-submit/what-is-being-done-is-not-cancelled", test_cancel_waits);
  g_test_add_func ("/flow-submit/what-became-of-what-was-left-is-said", test_what_was_left_is_said);
  g_test_add_func ("/flow-submit/a-refusal-of-what-was-left-is-said", test_a_refusal_is_said);
  g_test_add_func ("/flow-submit/what-was-asked-for-is-not-done",
                   test_what_was_asked_for_is_not_done);
  g_test_add_func ("/flow-submit/what-is-done-behind-the-lock-is-said", test_behind_the_lock);
  g_test_add_func ("/flow-submit/a-preview-that-was-left-says-nothing",
                   test_a_preview_is_forgotten);
  g_test_add_func ("/flow-submit/an-unsure-second-half-is-said",
                   test_an_unsure_second_half_is_said);
  g_test_add_func ("/flow-submit/half-a-replacement-is-said", test_half_a_replacement_is_said);
  g_test_add_func ("/flow-submit/half-a-replacement-is-said-at-attention",
                   test_half_a_replacement_is_said_at_attention);
  g_test_add_func ("/flow-submit/what-is-being-done-is-said-later",
                   test_what_is_being_done_is_said_later);
  return g_test_run ();
}
