/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define RETURN CP_OPERATION_RETURN_REDEMPTION
#define GOODS_BACK "{'redemption_id':'done','reason_id':'goods_back'}"

static void
test_what_was_redeemed_is_issued_anew (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  const CpIncentive *fresh;
  const CpRedemption *returned;

  cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, RETURN, GOODS_BACK);
  fresh = cp_test_decision_find (decision, CP_KIND_INCENTIVE, 0);
  returned = cp_test_decision_find (decision, CP_KIND_REDEMPTION, 0);
  g_assert_cmpint (fresh->amount_minor, ==, 100);
  g_assert_cmpint (fresh->balance_minor, ==, 100);
  g_assert_cmpstr (fresh->definition_id, ==, "ten_off");
  g_assert_cmpstr (fresh->reason, ==, "Goods brought back");
  g_assert_cmpint (returned->state, ==, CP_REDEMPTION_RETURNED);
  g_assert_cmpstr (returned->returned_as, ==, fresh->entity.id);
  cp_decision_apply (decision, test->account, FALSE);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 1500);
  cp_test_case_assert (test, RETURN, GOODS_BACK, CP_REJECTION_NOT_ELIGIBLE);
}

static void
test_nothing_happens_before_head_office_says_so (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  test->online = FALSE;
  cp_test_case_do (test, RETURN, GOODS_BACK);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 1400);
}

static void
test_refusals (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_add_redemption (test, "held", CP_REDEMPTION_HELD);
  cp_test_case_assert (test, RETURN, "{'redemption_id':'held','reason_id':'goods_back'}",
                       CP_REJECTION_NOT_ELIGIBLE);
  cp_test_case_assert (test, RETURN, "{'redemption_id':'x','reason_id':'goods_back'}",
                       CP_REJECTION_INCENTIVE_NOT_FOUND);
  cp_test_case_assert (test, RETURN, "{'redemption_id':'held'}", CP_REJECTION_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/return-redemption/what-was-redeemed-is-issued-anew",
                   test_what_was_redeemed_is_issued_anew);
  g_test_add_func ("/domain/return-redemption/nothing-happens-before-head-office-says-so",
                   test_nothing_happens_before_head_office_says_so);
  g_test_add_func ("/domain/return-redemption/refusals", test_refusals);
  return g_test_run ();
}
