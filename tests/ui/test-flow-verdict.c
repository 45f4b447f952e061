/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow.h"

#include "ui-stage.h"

static CpFlow *
block_card (UiStage *stage)
{
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  cp_kiosk_start_flow (stage->kiosk, "block_card", NULL);
  flow = cp_kiosk_get_flow (stage->kiosk);
  ui_choose (flow, "Lost");
  ui_stage_settle (stage);
  cp_flow_confirm (flow);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
  return flow;
}

static const char *
get_state (CpFlow *flow)
{
  return cp_json_get_text (cp_flow_get_result (flow), "state");
}

static gboolean
asks_no_more (gpointer flow)
{
  return !cp_flow_is_asking (flow);
}

static void
count_move (CpFlow *flow, guint *n)
{
  *n += 1;
}

static void
test_asks_for_a_while (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint n_moves = 0;
  CpFlow *flow;

  stage->keeps_asking = TRUE;
  flow = block_card (stage);
  g_signal_connect (flow, "moved", G_CALLBACK (count_move), &n_moves);
  if (cp_flow_is_asking (flow)) {
    ui_wait_for (asks_no_more, flow, "the end of it");
    g_assert_cmpuint (n_moves, ==, 1);
  }
  g_assert_cmpstr (get_state (flow), ==, "waiting");
}

/* Nobody is kept: they may go on before the word has come. */
static void
test_keeps_nobody (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_keep_asking (stage);
  flow = block_card (stage);
  g_assert_true (cp_flow_is_asking (flow));
  g_assert_false (cp_flow_get_busy (flow));
  cp_flow_finish (flow);
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
}

static void
answer_verdict (UiStage *stage, CpFlow *flow, const char *state)
{
  CpJson *view = ui_fixture ("member");

  cp_json_append (cp_json_get_array (view, "actions"),
                  json_pack ("{s:s, s:s}", "operation_id",
                             cp_json_get_text (cp_flow_get_result (flow), "operation_id"), "state",
                             state));
  ui_fake_ledger_answer (stage->ledger, "GetMember", view);
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_stage_settle (stage);
}

static void
test_the_word_ends_it (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_keep_asking (stage);
  flow = block_card (stage);
  answer_verdict (stage, flow, "waiting");
  g_assert_true (cp_flow_is_asking (flow));
  answer_verdict (stage, flow, "accepted");
  g_assert_false (cp_flow_is_asking (flow));
  g_assert_cmpstr (get_state (flow), ==, "accepted");
}

/* However long it takes, for as long as the result is on screen. */
static void
test_a_late_word_is_told_too (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = block_card (stage);

  g_assert_false (cp_flow_is_asking (flow));
  answer_verdict (stage, flow, "rejected");
  g_assert_cmpstr (get_state (flow), ==, "rejected");
}

static void
test_asks_nobody_who_is_out_of_reach (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_keep_asking (stage);
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_settle (stage);
  g_assert_false (cp_flow_is_asking (block_card (stage)));
}

/* A new member is in no view yet, so the ledger is asked about the operation itself. */
static void
test_follows_an_enrolment (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) texts =
      json_pack ("{s:s, s:s, s:s}", "given_name", "Jo", "family_name", "Li", "phone", "0850000001");
  CpJson *known = ui_fixture ("done-enrol");
  CpFlow *flow;

  ui_stage_keep_asking (stage);
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Submit preview", "preview-enrol");
  ui_stage_answer (stage, "Submit", "done-enrol");
  cp_kiosk_start_flow (stage->kiosk, "enrol_member", NULL);
  flow = cp_kiosk_get_flow (stage->kiosk);
  cp_flow_take_form (flow, texts);
  cp_flow_skip (flow);
  ui_stage_settle (stage);
  cp_flow_confirm (flow);
  ui_stage_settle (stage);
  g_assert_true (cp_flow_is_asking (flow));
  cp_json_set_text (known, "state", "accepted_changed");
  ui_fake_ledger_answer (stage->ledger, "Submit", known);
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_stage_settle (stage);
  g_assert_false (cp_flow_is_asking (flow));
  g_assert_cmpstr (get_state (flow), ==, "accepted_changed");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 2);
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow-verdict/asks-for-a-while", test_asks_for_a_while);
  g_test_add_func ("/flow-verdict/keeps-nobody", test_keeps_nobody);
  g_test_add_func ("/flow-verdict/the-word-ends-it", test_the_word_ends_it);
  g_test_add_func ("/flow-verdict/a-late-word-is-told-too", test_a_late_word_is_told_too);
  g_test_add_func ("/flow-verdict/asks-nobody-who-is-out-of-reach",
                   test_asks_nobody_who_is_out_of_reach);
  g_test_add_func ("/flow-verdict/follows-an-enrolment", test_follows_an_enrolment);
  return g_test_run ();
}
