/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define REWARD CP_OPERATION_ISSUE_REWARD
#define BENEFIT CP_OPERATION_ISSUE_BENEFIT
#define CREDIT CP_OPERATION_ISSUE_CREDIT

static const CpIncentive *
issue (CpTestCase *test, CpOperationKind kind, const char *payload, CpDecision **ret_decision)
{
  *ret_decision = cp_test_case_decide (test, kind, payload);
  g_assert_cmpint ((*ret_decision)->code, ==, CP_REJECTION_NONE);
  return cp_test_decision_find (*ret_decision, CP_KIND_INCENTIVE, 0);
}

/* Midnight after the day of the test's noon. */
#define END_OF_TODAY (CP_TEST_NOW_MS + CP_TEST_DAY_MS / 2)

static void
test_expires_with_the_definition_and_what_a_status_adds (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) with_gold = NULL;
  g_autoptr (CpDecision) without = NULL;
  const CpIncentive *incentive =
      issue (test, REWARD, "{'definition_id':'five_off','reason':'sorry'}", &with_gold);

  g_assert_cmpint (incentive->expires_at_ms, ==, END_OF_TODAY + 37 * CP_TEST_DAY_MS);
  g_assert_cmpint (incentive->amount_minor, ==, 500);
  g_assert_cmpint (incentive->balance_minor, ==, 500);
  g_assert_cmpint (incentive->state, ==, CP_INCENTIVE_ACTIVE);
  g_assert_cmpstr (incentive->reason, ==, "sorry");
  g_assert_cmpstr (incentive->issued_by_staff_id, ==, "mia");
  g_assert_cmpint (with_gold->value_minor, ==, 500);
  ((CpStatus *) cp_test_case_find (test, CP_KIND_STATUS, "status"))->removed = TRUE;
  incentive = issue (test, REWARD, "{'definition_id':'five_off'}", &without);
  g_assert_cmpint (incentive->expires_at_ms, ==, END_OF_TODAY + 30 * CP_TEST_DAY_MS);
}

/* Whoever is told that it is "from 11 March" may come in the morning, whatever time it was issued. */
static void
test_may_become_usable_later (void)
{
  static const struct {
    const char *zone;
    const char *from;
  } cases[] = {
    { NULL, "2026-03-11T00:00:00Z" },
    { "America/New_York", "2026-03-11T04:00:00Z" },
    { "Pacific/Auckland", "2026-03-11T11:00:00Z" }, /* it is the 11th there */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;
    gint64 from_ms = cp_test_read_time (cases[i].from);
    const CpIncentive *incentive;

    cp_test_case_put_in (test, cases[i].zone);
    incentive = issue (test, REWARD, "{'definition_id':'later_off'}", &decision);
    g_assert_cmpint (incentive->state, ==, CP_INCENTIVE_ISSUED);
    g_assert_cmpint (incentive->usable_from_ms, ==, from_ms);
    g_assert_cmpint (cp_incentive_get_state (incentive, from_ms - 1), ==, CP_INCENTIVE_ISSUED);
    g_assert_cmpint (cp_incentive_get_state (incentive, from_ms), ==, CP_INCENTIVE_ACTIVE);
  }
}

static void
test_a_benefit_has_uses (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  const CpIncentive *incentive = issue (test, BENEFIT, "{'definition_id':'coffee'}", &decision);

  g_assert_cmpint (incentive->class_, ==, CP_CLASS_BENEFIT);
  g_assert_cmpint (incentive->uses_left, ==, 2);
  g_assert_cmpint (decision->value_minor, ==, 0);
}

static void
test_a_credit_is_money (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  const CpIncentive *incentive =
      issue (test, CREDIT, "{'definition_id':'purse','reason':'gift'}", &decision);

  g_assert_cmpint (incentive->class_, ==, CP_CLASS_CREDIT);
  g_assert_cmpint (incentive->balance_minor, ==, 1000);
  g_assert_cmpint (incentive->expires_at_ms, ==, 0);
  g_assert_cmpstr (incentive->reason, ==, "gift");
  g_assert_cmpint (decision->value_minor, ==, 1000);
  g_assert_cmpstr (decision->effects->pdata[0], ==, "Issues Purse, worth €10.00.");
}

static void
test_a_credit_is_issued_within_limits (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, CREDIT, "{'definition_id':'big_purse'}", CP_REJECTION_LIMIT_EXCEEDED);
  cp_test_case_set_staff (test, "ann");
  cp_test_case_assert (test, CREDIT, "{'definition_id':'purse'}", CP_REJECTION_APPROVAL_REQUIRED);
  cp_test_case_set_approver (test, "mia");
  cp_test_case_assert (test, CREDIT, "{'definition_id':'purse'}", CP_REJECTION_NONE);
  test->the_case.usage.staff_today_minor = 1001;
  cp_test_case_assert (test, CREDIT, "{'definition_id':'purse'}", CP_REJECTION_LIMIT_EXCEEDED);
}

/* Issued, then paid with: the balance falls by what was applied. */
static void
test_a_credit_that_was_issued_is_paid_with (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, CREDIT, "{'definition_id':'purse'}");
  cp_test_case_do (test, CP_OPERATION_REDEEM_CREDIT, "{'amount_minor':400,'basket_minor':2000}");
  g_assert_cmpint (cp_account_sum_class (test->account, CP_CLASS_CREDIT, CP_TEST_NOW_MS), ==, 600);
}

static void
test_refuses_what_staff_may_not_issue (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, REWARD, "{'definition_id':'secret_off'}", CP_REJECTION_NOT_ASSIGNABLE);
  cp_test_case_assert (test, REWARD, "{'definition_id':'draft_off'}", CP_REJECTION_NOT_ASSIGNABLE);
  cp_test_case_assert (test, REWARD, "{'definition_id':'gone'}", CP_REJECTION_NOT_ASSIGNABLE);
  cp_test_case_assert (test, REWARD, "{'definition_id':'coffee'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, REWARD, "{'definition_id':'purse'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, BENEFIT, "{'definition_id':'five_off'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CREDIT, "{'definition_id':'five_off'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CREDIT, "{'definition_id':'gone'}", CP_REJECTION_NOT_ASSIGNABLE);
}

static void
test_a_new_reward_repays_a_debt (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpAccountRow *row = cp_test_case_find (test, CP_KIND_ACCOUNT, "account");
  CpIncentive *used = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");

  ((CpIncentive *) cp_test_case_find (test, CP_KIND_INCENTIVE, "reward5"))->state =
      CP_INCENTIVE_VOIDED;
  row->overdrawn = TRUE;
  used->state = CP_INCENTIVE_USED;
  used->balance_minor = -700;
  cp_test_case_do (test, REWARD, "{'definition_id':'five_off'}");
  row = cp_test_case_find (test, CP_KIND_ACCOUNT, "account");
  g_assert_true (row->overdrawn);
  cp_test_case_do (test, REWARD, "{'definition_id':'five_off'}");
  row = cp_test_case_find (test, CP_KIND_ACCOUNT, "account");
  g_assert_false (row->overdrawn);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 300);
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':301}",
                       CP_REJECTION_INSUFFICIENT_BALANCE);
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':300}", CP_REJECTION_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/issue-incentive/expires-with-the-definition-and-what-a-status-adds",
                   test_expires_with_the_definition_and_what_a_status_adds);
  g_test_add_func ("/domain/issue-incentive/may-become-usable-later", test_may_become_usable_later);
  g_test_add_func ("/domain/issue-incentive/a-benefit-has-uses", test_a_benefit_has_uses);
  g_test_add_func ("/domain/issue-incentive/a-credit-is-money", test_a_credit_is_money);
  g_test_add_func ("/domain/issue-incentive/a-credit-is-issued-within-limits",
                   test_a_credit_is_issued_within_limits);
  g_test_add_func ("/domain/issue-incentive/a-credit-that-was-issued-is-paid-with",
                   test_a_credit_that_was_issued_is_paid_with);
  g_test_add_func ("/domain/issue-incentive/refuses-what-staff-may-not-issue",
                   test_refuses_what_staff_may_not_issue);
  g_test_add_func ("/domain/issue-incentive/a-new-reward-repays-a-debt",
                   test_a_new_reward_repays_a_debt);
  return g_test_run ();
}
