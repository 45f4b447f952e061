/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define PAY CP_OPERATION_REDEEM_CREDIT

/* One of 10.00 and one of 3.00 that expires sooner, beside the rewards. */
static CpTestCase *
make_case (void)
{
  CpTestCase *test = cp_test_case_new (1);

  for (guint i = 0; i < 2; i++) {
    g_autofree char *id = g_strdup_printf ("credit%u", i);
    CpIncentive *credit = cp_entity_new (CP_KIND_INCENTIVE, id, test->account->id);

    credit->definition_id = g_strdup ("purse");
    credit->class_ = CP_CLASS_CREDIT;
    credit->state = CP_INCENTIVE_ACTIVE;
    credit->amount_minor = credit->balance_minor = i == 0 ? 1000 : 300;
    credit->expires_at_ms = CP_TEST_NOW_MS + (i == 0 ? 20 : 5) * CP_TEST_DAY_MS;
    cp_account_put (test->account, credit);
  }
  return test;
}

static gint64
get_balance (const CpTestCase *test, const char *id)
{
  return ((CpIncentive *) cp_account_find (test->account, CP_KIND_INCENTIVE, id))->balance_minor;
}

static void
test_it_is_paid_when_head_office_says_so (void)
{
  g_autoptr (CpTestCase) test = make_case ();

  cp_test_case_do (test, PAY, "{'amount_minor':500}");
  g_assert_cmpint (get_balance (test, "credit0"), ==, 1000);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, PAY, "{'amount_minor':500}");
  g_assert_cmpint (get_balance (test, "credit1"), ==, 0);
  g_assert_cmpint (get_balance (test, "credit0"), ==, 800);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 1500);
}

static void
test_never_offline_and_never_more_than_there_is (void)
{
  g_autoptr (CpTestCase) test = make_case ();

  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    test->the_case.mode = mode;
    cp_test_case_assert (test, PAY, "{'amount_minor':1301}", CP_REJECTION_INSUFFICIENT_BALANCE);
  }
  test->the_case.mode = CP_DECIDE_AT_COUNTER;
  test->online = FALSE;
  cp_test_case_assert (test, PAY, "{'amount_minor':1}", CP_REJECTION_ONLINE_ONLY);
}

static void
test_a_reward_is_no_credit (void)
{
  g_autoptr (CpTestCase) test = make_case ();

  cp_test_case_assert (test, PAY, "{'amount_minor':1,'incentive_id':'{reward5}'}",
                       CP_REJECTION_INCENTIVE_NOT_FOUND);
  cp_test_case_assert (test, PAY, "{'amount_minor':1,'incentive_id':'credit0'}", CP_REJECTION_NONE);
  cp_test_case_assert (test, PAY, "{'amount_minor':0}", CP_REJECTION_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/redeem-credit/it-is-paid-when-head-office-says-so",
                   test_it_is_paid_when_head_office_says_so);
  g_test_add_func ("/domain/redeem-credit/never-offline-and-never-more-than-there-is",
                   test_never_offline_and_never_more_than_there_is);
  g_test_add_func ("/domain/redeem-credit/a-reward-is-no-credit", test_a_reward_is_no_credit);
  return g_test_run ();
}
