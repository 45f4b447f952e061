/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define DETACH CP_OPERATION_DETACH_RECEIPT

/* A member who has claimed R-0001: 50 points and 500 tier points, as gold. */
static CpTestCase *
make_case (void)
{
  CpTestCase *test = cp_test_case_new (1);

  cp_test_case_add_other (test, cp_test_chain_receipt (1));
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, CP_OPERATION_CLAIM_RECEIPT, "{'number':'R-0001'}");
  return test;
}

static char *
make_payload (void)
{
  g_autofree char *id = cp_test_chain_id (1, "receipt");

  return g_strdup_printf ("{'receipt_id':'%s','reason_id':'not_theirs'}", id);
}

static gint64
get_balance (const CpTestCase *test, const char *type)
{
  return cp_account_sum_points (test->account, type, CP_TEST_NOW_MS);
}

static void
test_takes_back_what_it_earned (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autofree char *payload = make_payload ();
  g_autoptr (CpDecision) decision = NULL;

  g_assert_cmpint (get_balance (test, "points"), ==, 1250);
  g_assert_cmpint (get_balance (test, "tier"), ==, 500);
  decision = cp_test_case_decide (test, DETACH, payload);
  g_assert_cmpstr (decision->effects->pdata[1], ==, "Takes back 50 Points: 1,250 become 1,200.");
  cp_decision_apply (decision, test->account, FALSE);
  g_assert_cmpint (get_balance (test, "points"), ==, 1200);
  g_assert_cmpint (get_balance (test, "tier"), ==, 0);
  cp_test_case_assert (test, DETACH, payload, CP_REJECTION_NOT_ELIGIBLE);
}

static void
test_nothing_happens_before_head_office_says_so (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autofree char *payload = make_payload ();

  test->the_case.mode = CP_DECIDE_AT_COUNTER;
  cp_test_case_do (test, DETACH, payload);
  g_assert_cmpint (get_balance (test, "points"), ==, 1250);
}

static void
test_it_is_nobodys_afterwards_for_good (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autofree char *payload = make_payload ();

  cp_test_case_do (test, DETACH, payload);
  g_ptr_array_set_size (test->others, 0);
  cp_test_case_assert (test, CP_OPERATION_CLAIM_RECEIPT, "{'number':'R-0001'}",
                       CP_REJECTION_RECEIPT_ALREADY_CLAIMED);
}

static void
test_refusals (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autofree char *id = cp_test_chain_id (1, "receipt");
  g_autofree char *without_reason = g_strdup_printf ("{'receipt_id':'%s'}", id);

  cp_test_case_assert (test, DETACH, "{'receipt_id':'x','reason_id':'not_theirs'}",
                       CP_REJECTION_RECEIPT_NOT_FOUND);
  cp_test_case_assert (test, DETACH, without_reason, CP_REJECTION_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/detach-receipt/takes-back-what-it-earned",
                   test_takes_back_what_it_earned);
  g_test_add_func ("/domain/detach-receipt/nothing-happens-before-head-office-says-so",
                   test_nothing_happens_before_head_office_says_so);
  g_test_add_func ("/domain/detach-receipt/it-is-nobody's-afterwards-for-good",
                   test_it_is_nobodys_afterwards_for_good);
  g_test_add_func ("/domain/detach-receipt/refusals", test_refusals);
  return g_test_run ();
}
