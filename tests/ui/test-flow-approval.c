/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow.h"

#include "ui-stage.h"

static void
set_approval_by_card (UiStage *stage, gboolean by_card)
{
  CpJson *programme = ui_fixture ("programme");

  cp_json_set_bool (programme, "approve_by_card", by_card);
  ui_fake_ledger_answer (stage->ledger, "GetProgramme", programme);
  ui_fake_ledger_say_changed (stage->ledger, "programme");
}

static CpFlow *
redeem_without_proof (UiStage *stage)
{
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "needs-card");
  cp_kiosk_start_flow (stage->kiosk, "redeem_reward", NULL);
  flow = cp_kiosk_get_flow (stage->kiosk);
  cp_flow_take_amount (flow, 1250, 0);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_APPROVAL);
  g_assert_true (cp_flow_wants_proof (flow));
  return flow;
}

/* The member's own card does what an approver would. */
static void
test_own_card_proves (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_without_proof (stage);

  ui_stage_answer (stage, "Identify", "identified");
  cp_kiosk_card_lost (stage->kiosk, "04AAAA", "ntag213"); /* torn away: nothing is asked again */
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit preview"), ==, 1);
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  cp_kiosk_card_tapped (stage->kiosk, "04AAAA", "ntag213");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
}

/* A copy proves nothing: somebody else has to vouch, and a wrong card changes nothing. */
static void
test_a_copy_or_another_card_proves_nothing (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  set_approval_by_card (stage, FALSE);
  flow = redeem_without_proof (stage);
  ui_stage_answer (stage, "Identify", "card-unknown");
  cp_kiosk_card_tapped (stage->kiosk, "04CCCC", "ntag213");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_FLOW);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit preview"), ==, 1);
  ui_stage_answer (stage, "Identify", "identified");
  ui_stage_answer (stage, "Submit preview", "needs-approval");
  cp_kiosk_card_tapped (stage->kiosk, "04AAAA", "ntag213");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_APPROVAL);
  g_assert_false (cp_flow_wants_proof (flow));
}

/* A staff card is nobody's member card, and approves all the same. */
static void
test_a_staff_card_approves_beside (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  set_approval_by_card (stage, TRUE);
  flow = redeem_without_proof (stage);
  ui_stage_answer (stage, "Identify", "card-unknown");
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  cp_kiosk_card_tapped (stage->kiosk, "04DDDD", "ntag213");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (ui_fake_ledger_get_request (
                                                             stage->ledger, "Submit preview"),
                                                         "approver"),
                                     "card_uid"),
                   ==, "04DDDD");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow-approval/their-own-card-proves-what-somebody-would-approve",
                   test_own_card_proves);
  g_test_add_func ("/flow-approval/a-copy-or-another-card-proves-nothing",
                   test_a_copy_or_another_card_proves_nothing);
  g_test_add_func ("/flow-approval/a-staff-card-approves-beside-it",
                   test_a_staff_card_approves_beside);
  return g_test_run ();
}
