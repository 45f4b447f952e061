/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define VOID CP_OPERATION_VOID_INCENTIVE
#define VOID_10 "{'incentive_id':'{reward10}','reason_id':'mistake'}"
#define MISTAKE "{'incentive_id':'{reward5}','reason_id':'mistake'}"

static void
test_keeps_the_record_with_the_reason (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, VOID, MISTAKE);
  const CpIncentive *incentive = cp_test_decision_find (decision, CP_KIND_INCENTIVE, 0);

  g_assert_cmpint (incentive->state, ==, CP_INCENTIVE_VOIDED);
  g_assert_cmpstr (incentive->void_reason, ==, "Issued by mistake");
  g_assert_cmpint (decision->value_minor, ==, 500);
  g_assert_cmpstr (decision->effects->pdata[0], ==, "Takes away 5 off; €5.00 is lost.");
  cp_decision_apply (decision, test->account, FALSE);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 1000);
}

static void
test_state_of_the_incentive (void)
{
  static const struct {
    CpIncentiveState state;
    gint64 expires;
    CpRejection expected;
  } cases[] = {
    { CP_INCENTIVE_ISSUED, 0, CP_REJECTION_NONE },
    { CP_INCENTIVE_ACTIVE, 0, CP_REJECTION_NONE },
    { CP_INCENTIVE_PART_USED, 0, CP_REJECTION_NONE },
    { CP_INCENTIVE_ACTIVE, CP_TEST_NOW_MS, CP_REJECTION_INCENTIVE_EXPIRED },
    { CP_INCENTIVE_EXPIRED, CP_TEST_NOW_MS, CP_REJECTION_INCENTIVE_EXPIRED },
    { CP_INCENTIVE_USED, 0, CP_REJECTION_INCENTIVE_USED },
    { CP_INCENTIVE_VOIDED, 0, CP_REJECTION_INCENTIVE_VOIDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
      g_autoptr (CpTestCase) test = cp_test_case_new (1);
      CpIncentive *incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward5");

      test->the_case.mode = mode;
      incentive->state = cases[i].state;
      incentive->expires_at_ms = cases[i].expires;
      cp_test_case_assert (test, VOID, MISTAKE, cases[i].expected);
    }
}

/* What is set aside is promised to a basket: it takes what is left beside it, and says what may follow. */
static void
test_takes_what_is_left_beside_a_hold (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;
    const CpIncentive *incentive;

    cp_test_case_add_redemption (test, "hold", CP_REDEMPTION_HELD);
    test->the_case.mode = mode;
    decision = cp_test_case_decide (test, VOID, VOID_10);
    incentive = cp_test_decision_find (decision, CP_KIND_INCENTIVE, 0);
    g_assert_cmpint (incentive->state, ==, CP_INCENTIVE_VOIDED);
    g_assert_cmpint (incentive->balance_minor, ==, 900);
    g_assert_cmpint (decision->value_minor, ==, 1000);
    g_assert_cmpstr (decision->effects->pdata[0], ==, "Takes away 10 off; €9.00 is lost.");
    g_assert_cmpstr (decision->effects->pdata[1], ==,
                     "€1.00 more is set aside. It can still be confirmed; if it is not, it is lost "
                     "too.");
    g_assert_null (cp_test_decision_find (decision, CP_KIND_REDEMPTION, 0));
  }
}

/* All of it is set aside, which is not yet used. */
static void
test_takes_what_is_all_set_aside_but_not_what_is_used (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpRedemption *hold = cp_test_case_add_redemption (test, "hold", CP_REDEMPTION_HELD);
  CpIncentive *incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");

  hold->amount_minor = 1000;
  incentive->balance_minor = 0;
  incentive->state = CP_INCENTIVE_USED;
  cp_test_case_assert (test, VOID, VOID_10, CP_REJECTION_NONE);
  hold->state = CP_REDEMPTION_CONFIRMED;
  cp_test_case_assert (test, VOID, VOID_10, CP_REJECTION_INCENTIVE_USED);
}

static void
test_refuses_the_unknown_and_a_missing_reason (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, VOID, "{'incentive_id':'x','reason_id':'mistake'}",
                       CP_REJECTION_INCENTIVE_NOT_FOUND);
  cp_test_case_assert (test, VOID, "{'incentive_id':'{reward5}'}", CP_REJECTION_INVALID);
}

/* An associate may take back alone what they themselves issued today. */
static void
test_who_needs_an_approval (void)
{
  static const struct {
    const char *staff;
    const char *issued_by;
    gint64 issued_at_ms;
    CpRejection expected;
  } cases[] = {
    { "ann", "ann", CP_TEST_NOW_MS - 1000, CP_REJECTION_NONE },
    { "ann", "bob", CP_TEST_NOW_MS - 1000, CP_REJECTION_APPROVAL_REQUIRED },
    { "ann", "ann", CP_TEST_NOW_MS - CP_TEST_DAY_MS, CP_REJECTION_APPROVAL_REQUIRED },
    { "ann", NULL, CP_TEST_NOW_MS, CP_REJECTION_APPROVAL_REQUIRED },
    { "mia", "ann", CP_TEST_NOW_MS - 9 * CP_TEST_DAY_MS, CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpIncentive *incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward5");

    g_free (incentive->issued_by_staff_id);
    incentive->issued_by_staff_id = g_strdup (cases[i].issued_by);
    incentive->issued_at_ms = cases[i].issued_at_ms;
    cp_test_case_set_staff (test, cases[i].staff);
    cp_test_case_assert (test, VOID, MISTAKE, cases[i].expected);
    cp_test_case_set_approver (test, "hal");
    cp_test_case_assert (test, VOID, MISTAKE, CP_REJECTION_NONE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/void-incentive/keeps-the-record-with-the-reason",
                   test_keeps_the_record_with_the_reason);
  g_test_add_func ("/domain/void-incentive/state-of-the-incentive", test_state_of_the_incentive);
  g_test_add_func ("/domain/void-incentive/takes-what-is-left-beside-a-hold",
                   test_takes_what_is_left_beside_a_hold);
  g_test_add_func ("/domain/void-incentive/takes-what-is-all-set-aside-but-not-what-is-used",
                   test_takes_what_is_all_set_aside_but_not_what_is_used);
  g_test_add_func ("/domain/void-incentive/refuses-the-unknown-and-a-missing-reason",
                   test_refuses_the_unknown_and_a_missing_reason);
  g_test_add_func ("/domain/void-incentive/who-needs-an-approval", test_who_needs_an_approval);
  return g_test_run ();
}
