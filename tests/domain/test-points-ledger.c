/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-points-ledger.h"

#include "cp-test-case.h"

static void
put (CpTestCase *test, guint n, gint64 amount, gint64 expires_in_days, gint64 pending_days)
{
  g_autofree char *id = cp_test_id (0x700 + n);
  CpPoints *points = cp_entity_new (CP_KIND_POINTS, id, test->account->id);

  points->type_id = g_strdup ("points");
  points->amount = amount;
  points->at_ms = CP_TEST_NOW_MS - CP_TEST_DAY_MS;
  if (expires_in_days > 0)
    points->expires_at_ms = CP_TEST_NOW_MS + expires_in_days * CP_TEST_DAY_MS;
  if (pending_days > 0)
    points->pending_until_ms = CP_TEST_NOW_MS + pending_days * CP_TEST_DAY_MS;
  points->receipt_id = g_strdup ("bought");
  cp_account_put (test->account, points);
}

static gint64
sum_on_day (CpTestCase *test, gint64 day)
{
  return cp_account_sum_points (test->account, "points", CP_TEST_NOW_MS + day * CP_TEST_DAY_MS);
}

static void
apply (CpTestCase *test, gint64 amount)
{
  g_autoptr (CpOperation) operation = cp_test_case_make_operation (
      test, CP_OPERATION_ADJUST_POINTS, "{'type_id':'points','amount':1}");
  g_autoptr (CpDecision) decision = cp_decision_new ();
  CpPointsType *type = test->programme->points_types->pdata[0];
  guint n = 1;
  CpPointsEntry entry = { type, NULL, NULL, NULL, FALSE, NULL, &n };

  if (amount > 0)
    cp_points_ledger_add (&test->the_case, operation, &entry, amount, decision);
  else
    cp_points_ledger_take (&test->the_case, operation, &entry, -amount, decision);
  cp_decision_apply (decision, test->account, FALSE);
}

/* The chain's member has 1200 that expire in 200 days. */
static void
test_what_expires_first_is_taken_first (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  put (test, 1, 100, 5, 0);
  put (test, 2, 50, 0, 0);
  g_assert_cmpint (sum_on_day (test, 0), ==, 1350);
  apply (test, -150);
  g_assert_cmpint (sum_on_day (test, 0), ==, 1200);
  g_assert_cmpint (sum_on_day (test, 6), ==, 1200); /* the hundred is gone already */
  g_assert_cmpint (sum_on_day (test, 201), ==, 50);
  apply (test, -1200);
  g_assert_cmpint (sum_on_day (test, 0), ==, 0);
  g_assert_cmpint (sum_on_day (test, 201), ==, 0);
  apply (test, -10);
  g_assert_cmpint (sum_on_day (test, 0), ==, -10); /* a debt stays one */
  g_assert_cmpint (sum_on_day (test, 300), ==, -10);
}

static void
test_points_may_count_later (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  ((CpPointsType *) test->programme->points_types->pdata[0])->pending_days = 14;
  apply (test, 30);
  g_assert_cmpint (sum_on_day (test, 0), ==, 1200);
  g_assert_cmpint (sum_on_day (test, 13), ==, 1200);
  g_assert_cmpint (sum_on_day (test, 14), ==, 1230);
  g_assert_cmpint (sum_on_day (test, 366), ==, 0);
}

static void
test_an_undone_purchase_leaves_no_trace_on_any_day (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpOperation) operation = cp_test_case_make_operation (
      test, CP_OPERATION_ADJUST_POINTS, "{'type_id':'points','amount':1}");
  g_autoptr (CpDecision) decision = cp_decision_new ();
  guint n = 1;

  put (test, 1, 100, 5, 0);
  put (test, 2, 60, 90, 14);
  g_assert_cmpuint (cp_points_ledger_undo (&test->the_case, operation, "bought", &n, decision), ==,
                    2);
  g_assert_cmpint (cp_points_ledger_sum_after (&test->the_case, decision, "points", CP_TEST_NOW_MS),
                   ==, 1200);
  cp_decision_apply (decision, test->account, FALSE);
  g_assert_cmpint (sum_on_day (test, 0), ==, 1200);
  g_assert_cmpint (sum_on_day (test, 20), ==, 1200);
  g_assert_cmpint (sum_on_day (test, 100), ==, 1200);
}

static void
assert_next_expiry (CpTestCase *test, gint64 amount, gint64 day)
{
  gint64 found = -1;
  gint64 at_ms =
      cp_points_ledger_find_next_expiry (test->account, "points", CP_TEST_NOW_MS, &found);

  g_assert_cmpint (at_ms, ==, day > 0 ? CP_TEST_NOW_MS + day * CP_TEST_DAY_MS : 0);
  g_assert_cmpint (found, ==, day > 0 ? amount : -1);
}

/* The chain's member has 1200 that expire in 200 days. */
static void
test_what_was_spent_expires_no_more (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  put (test, 1, 100, 5, 0);
  put (test, 2, 80, 90, 0);
  assert_next_expiry (test, 100, 5);
  apply (test, -40);
  assert_next_expiry (test, 60, 5);
  apply (test, -60);
  assert_next_expiry (test, 80, 90);
  put (test, 3, -1300, 0, 0); /* a debt: there is less than what expires */
  assert_next_expiry (test, 0, 0);
  put (test, 4, 50, 0, 0);
  assert_next_expiry (test, 30, 90);
}

static void
test_what_was_taken_back_is_not_awaited (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  gint64 amount = -1;

  put (test, 1, 60, 0, 3);
  put (test, 2, -60, 0, 3);
  g_assert_cmpint (
      cp_points_ledger_find_next_pending (test->account, "points", CP_TEST_NOW_MS, &amount), ==, 0);
  g_assert_cmpint (amount, ==, -1);
  put (test, 3, 25, 0, 9);
  g_assert_cmpint (
      cp_points_ledger_find_next_pending (test->account, "points", CP_TEST_NOW_MS, &amount), ==,
      CP_TEST_NOW_MS + 9 * CP_TEST_DAY_MS);
  g_assert_cmpint (amount, ==, 25);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/points-ledger/what-expires-first-is-taken-first",
                   test_what_expires_first_is_taken_first);
  g_test_add_func ("/domain/points-ledger/points-may-count-later", test_points_may_count_later);
  g_test_add_func ("/domain/points-ledger/an-undone-purchase-leaves-no-trace-on-any-day",
                   test_an_undone_purchase_leaves_no_trace_on_any_day);
  g_test_add_func ("/domain/points-ledger/what-was-spent-expires-no-more",
                   test_what_was_spent_expires_no_more);
  g_test_add_func ("/domain/points-ledger/what-was-taken-back-is-not-awaited",
                   test_what_was_taken_back_is_not_awaited);
  return g_test_run ();
}
