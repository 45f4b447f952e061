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

static const char *
get_approver (UiStage *stage, const char *method, const char *key)
{
  const CpJson *request = ui_fake_ledger_get_request (stage->ledger, method);

  return cp_json_get_text (cp_json_get_object (request, "approver"), key);
}

static void
count (guint *n)
{
  ++*n;
}

/* The member's own card does what an approver would. */
static void
test_own_card_proves (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_without_proof (stage);
  guint n_expected = 0;

  ui_stage_answer (stage, "Identify", "identified");
  g_signal_connect_swapped (stage->kiosk, "expects-card", G_CALLBACK (count), &n_expected);
  cp_kiosk_card_lost (stage->kiosk, "04AAAA", "ntag213"); /* torn away: nothing is asked again */
  ui_stage_settle (stage);
  g_assert_cmpuint (n_expected, ==, 1); /* who holds it there again at once is heard */
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
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_kiosk_card_tapped (stage->kiosk, "04DDDD", "ntag213");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
  g_assert_cmpstr (get_approver (stage, "Submit", "card_uid"), ==, "04DDDD");
}

/* Whose PIN is wrong is whoever it was said to be of: the ledger counts it for them, and it is asked for
 * again; nothing was done. */
static void
test_wrong_pins_are_of_whoever_was_picked (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_without_proof (stage);

  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_NOT_ALLOWED, "Wrong PIN");
  cp_flow_approve (flow, "tom", "1111");
  ui_stage_settle (stage);
  g_assert_cmpstr (get_approver (stage, "Submit", "staff_id"), ==, "tom");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_APPROVAL);
  g_assert_nonnull (cp_flow_get_problem (flow));
  ui_stage_answer (stage, "Submit", "needs-approval"); /* may not approve so much */
  cp_flow_approve (flow, "mia", "7777");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_APPROVAL);
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_flow_approve (flow, "tom", "9999");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
}

/* The ledger ended the session before it looked at the PIN, which may have been right; whoever comes back finds
 * the rest as it was. */
static void
test_a_lost_session_is_no_wrong_pin (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_without_proof (stage);

  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_NOT_ALLOWED, "No such session");
  ui_fake_ledger_refuse (stage->ledger, "GetAttention", CP_ERROR_NOT_ALLOWED, "No such session");
  cp_flow_approve (flow, "mia", "7777");
  ui_stage_settle (stage);
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
  g_assert_cmpstr (cp_flow_get_problem (flow), ==, "You were signed out meanwhile.");
  ui_stage_answer (stage, "GetAttention", "attention");
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_kiosk_sign_in (stage->kiosk, "anna", "1234");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_FLOW);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_APPROVAL);
  cp_flow_approve (flow, "mia", "7777");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
}

/* The ledger says no more than that it can't be done now; who is locked its list of staff says. */
static void
test_a_locked_name_is_said (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_without_proof (stage);
  CpJson *staff = ui_fixture ("staff");
  g_autoptr (GPtrArray) approvers = NULL;

  cp_json_set_bool (cp_document_find (cp_json_get_array (staff, "staff"), "id", "tom"), "locked",
                    TRUE);
  ui_fake_ledger_answer (stage->ledger, "GetStaff", staff);
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNAVAILABLE, "Locked");
  cp_flow_approve (flow, "tom", "1111");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_APPROVAL);
  g_assert_nonnull (cp_flow_get_problem (flow));
  approvers = cp_flow_list_approvers (flow);
  g_assert_cmpstr (((CpChoice *) approvers->pdata[0])->subtitle, ==, "Manager");
  g_assert_cmpstr (((CpChoice *) approvers->pdata[1])->subtitle, ==, "Locked");
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_flow_approve (flow, "mia", "7777");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
}

/* An approval never does what did not stand there. */
static void
test_what_was_not_shown_is_reviewed (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpJson *silent = ui_fixture ("needs-card");
  CpFlow *flow;

  json_array_clear (cp_json_get_array (silent, "effects"));
  ui_stage_open (stage, "member");
  ui_fake_ledger_answer (stage->ledger, "Submit preview", silent);
  cp_kiosk_start_flow (stage->kiosk, "redeem_reward", NULL);
  flow = cp_kiosk_get_flow (stage->kiosk);
  cp_flow_take_amount (flow, 1250, 0);
  ui_stage_settle (stage);
  g_assert_false (cp_flow_approval_does_it (flow));
  g_assert_false (cp_flow_may_hold (flow));
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  cp_flow_approve (flow, "mia", "7777");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
}

static gboolean
was_held (UiStage *stage)
{
  const CpJson *request = ui_fake_ledger_get_request (stage->ledger, "Submit");

  return cp_json_get_bool (cp_json_get_object (request, "payload"), "hold");
}

/* Said before the PIN, taken back, said again; what is begun anew does not know of it. */
static void
test_holds_with_the_approval (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_without_proof (stage);

  cp_flow_hold (flow);
  g_assert_true (cp_flow_get_holds (flow));
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  cp_flow_hold (flow);
  g_assert_false (cp_flow_get_holds (flow));
  cp_flow_hold (flow);
  cp_flow_go_back (flow);
  g_assert_false (cp_flow_get_holds (flow));
  cp_flow_take_amount (flow, 1250, 0);
  ui_stage_settle (stage);
  cp_flow_hold (flow);
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_flow_approve (flow, "mia", "7777");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
  g_assert_true (was_held (stage));
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
  g_test_add_func ("/flow-approval/a-wrong-pin-is-of-whoever-was-picked",
                   test_wrong_pins_are_of_whoever_was_picked);
  g_test_add_func ("/flow-approval/a-lost-session-is-no-wrong-pin",
                   test_a_lost_session_is_no_wrong_pin);
  g_test_add_func ("/flow-approval/says-whose-name-is-locked", test_a_locked_name_is_said);
  g_test_add_func ("/flow-approval/what-was-not-shown-is-reviewed-first",
                   test_what_was_not_shown_is_reviewed);
  g_test_add_func ("/flow-approval/sets-aside-with-the-approval", test_holds_with_the_approval);
  return g_test_run ();
}
