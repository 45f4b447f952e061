/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define ADJUST CP_OPERATION_ADJUST_POINTS
#define GIVE(amount) "{'type_id':'points','amount':" #amount ",'reason_id':'goodwill'}"

static gint64
get_balance (const CpTestCase *test)
{
  return cp_account_sum_points (test->account, "points", CP_TEST_NOW_MS);
}

static void
test_the_preview_shows_the_balance_that_results (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = cp_test_case_decide (
      test, ADJUST,
      "{'type_id':'points','amount':50,'reason_id':'goodwill','customer_text':'Sorry for the wait',"
      "'note':'Queued twice'}");
  const CpPoints *entry = cp_test_decision_find (decision, CP_KIND_POINTS, 0);

  g_assert_cmpstr (decision->effects->pdata[0], ==, "Adds 50 Points: 1,200 become 1,250.");
  g_assert_cmpint (decision->value_minor, ==, 50);
  g_assert_cmpint (entry->amount, ==, 50);
  g_assert_cmpstr (entry->reason, ==, "Goodwill: Sorry for the wait");
  g_assert_cmpstr (entry->note, ==, "Queued twice");
  g_assert_cmpint (entry->expires_at_ms, >, CP_TEST_NOW_MS + 365 * CP_TEST_DAY_MS);
  cp_decision_apply (decision, test->account, TRUE);
  g_assert_cmpint (get_balance (test), ==, 1250);
}

/* Caps of the test programme: 500 at once, twice and 600 for a member on a day. */
static void
test_what_goes_beyond_a_cap_waits_for_head_office (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, ADJUST, GIVE (501));
  g_assert_cmpint (get_balance (test), ==, 1200);
  cp_test_case_do (test, ADJUST, GIVE (500));
  g_assert_cmpint (get_balance (test), ==, 1700);
  cp_test_case_do (test, ADJUST, GIVE (101));
  g_assert_cmpint (get_balance (test), ==, 1700);
  cp_test_case_do (test, ADJUST, GIVE (100));
  g_assert_cmpint (get_balance (test), ==, 1800);
  cp_test_case_do (test, ADJUST, GIVE (1));
  g_assert_cmpint (get_balance (test), ==, 1800);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, ADJUST, GIVE (501));
  g_assert_cmpint (get_balance (test), ==, 2301);
}

static void
test_what_is_taken_away_waits_for_head_office (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, ADJUST, GIVE (-200));
  g_assert_cmpint (get_balance (test), ==, 1200);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, ADJUST, GIVE (-200));
  g_assert_cmpint (get_balance (test), ==, 1000);
}

static void
test_refusals (void)
{
  static const struct {
    const char *payload;
    CpRejection expected;
  } cases[] = {
    { GIVE (0), CP_REJECTION_INVALID },
    { GIVE (9999999999), CP_REJECTION_INVALID },
    { GIVE (-1201), CP_REJECTION_INSUFFICIENT_BALANCE },
    { GIVE (5001), CP_REJECTION_LIMIT_EXCEEDED },
    { "{'type_id':'points','amount':5}", CP_REJECTION_INVALID },
    { "{'type_id':'gems','amount':5,'reason_id':'goodwill'}", CP_REJECTION_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);

    cp_test_case_assert (test, ADJUST, cases[i].payload, cases[i].expected);
  }
}

/* An associate: 200 at once, 500 and ten on a day. */
static void
test_limits_of_a_person_are_in_points (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  cp_test_case_set_staff (test, "ann");
  cp_test_case_assert (test, ADJUST, GIVE (200), CP_REJECTION_NONE);
  decision = cp_test_case_decide (test, ADJUST, GIVE (201));
  g_assert_cmpint (decision->code, ==, CP_REJECTION_LIMIT_EXCEEDED);
  g_assert_nonnull (g_strstr_len (decision->detail, -1, "200 points"));
  test->the_case.usage.staff_today_minor = 400;
  cp_test_case_assert (test, ADJUST, GIVE (101), CP_REJECTION_LIMIT_EXCEEDED);
  test->the_case.usage.staff_today = 10;
  cp_test_case_assert (test, ADJUST, GIVE (1), CP_REJECTION_LIMIT_EXCEEDED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/adjust-points/the-preview-shows-the-balance-that-results",
                   test_the_preview_shows_the_balance_that_results);
  g_test_add_func ("/domain/adjust-points/what-goes-beyond-a-cap-waits-for-head-office",
                   test_what_goes_beyond_a_cap_waits_for_head_office);
  g_test_add_func ("/domain/adjust-points/what-is-taken-away-waits-for-head-office",
                   test_what_is_taken_away_waits_for_head_office);
  g_test_add_func ("/domain/adjust-points/refusals", test_refusals);
  g_test_add_func ("/domain/adjust-points/limits-of-a-person-are-in-points",
                   test_limits_of_a_person_are_in_points);
  return g_test_run ();
}
