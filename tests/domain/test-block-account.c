/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define BLOCK CP_OPERATION_BLOCK_ACCOUNT
#define UNBLOCK CP_OPERATION_UNBLOCK_ACCOUNT
#define FRAUD "{'reason_id':'fraud'}"

static CpAccountRow *
get_row (CpTestCase *test)
{
  return cp_test_case_find (test, CP_KIND_ACCOUNT, "account");
}

static CpTestCase *
make_blocked (void)
{
  CpTestCase *test = cp_test_case_new (1);

  get_row (test)->blocked = TRUE;
  get_row (test)->blocked_by_operation_id = g_strdup ("x");
  return test;
}

static void
test_stops_everything_at_once (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->online = FALSE;
  cp_test_case_do (test, BLOCK, FRAUD);
  g_assert_true (get_row (test)->blocked);
  g_assert_cmpstr (get_row (test)->block_reason, ==, "Suspected fraud");
  g_assert_nonnull (get_row (test)->blocked_by_operation_id);
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}",
                       CP_REJECTION_ACCOUNT_BLOCKED);
  cp_test_case_assert (test, CP_OPERATION_ISSUE_REWARD, "{'definition_id':'five_off'}",
                       CP_REJECTION_ACCOUNT_BLOCKED);
}

static gboolean
tells_of_family (CpTestCase *test)
{
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, BLOCK, FRAUD);

  for (guint i = 0; i < decision->effects->len; i++)
    if (strstr (decision->effects->pdata[i], "family") != NULL)
      return TRUE;
  return FALSE;
}

/* Whoever was merged into them, or erased, is no member any more. */
static void
test_an_alias_makes_no_family (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *other = cp_entity_new (CP_KIND_MEMBER, "other", "account");

  other->state = CP_MEMBER_ENROLLED;
  cp_account_put (test->account, other);
  g_assert_true (tells_of_family (test));
  other->state = CP_MEMBER_MERGED;
  g_assert_false (tells_of_family (test));
}

static void
test_blocking_twice_is_an_error_at_the_counter_only (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpTestCase) test = make_blocked ();
    g_autoptr (CpDecision) decision = NULL;

    test->the_case.mode = mode;
    decision = cp_test_case_decide (test, BLOCK, FRAUD);
    g_assert_cmpint (decision->code, ==,
                     mode == CP_DECIDE_AT_COUNTER ? CP_REJECTION_ACCOUNT_BLOCKED
                                                  : CP_REJECTION_NONE);
    g_assert_null (cp_test_decision_find (decision, CP_KIND_ACCOUNT, 0));
  }
}

static void
test_unblocking_needs_head_office (void)
{
  g_autoptr (CpTestCase) test = make_blocked ();

  test->online = FALSE;
  cp_test_case_assert (test, UNBLOCK, "{}", CP_REJECTION_ONLINE_ONLY);
  test->online = TRUE;
  cp_test_case_do (test, UNBLOCK, "{'block_id':'x'}");
  g_assert_true (get_row (test)->blocked);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, UNBLOCK, "{'block_id':'x'}");
  g_assert_false (get_row (test)->blocked);
  g_assert_null (get_row (test)->block_reason);
  g_assert_null (get_row (test)->blocked_by_operation_id);
}

static void
test_lifts_only_the_block_that_it_names (void)
{
  g_autoptr (CpTestCase) test = make_blocked ();
  g_autoptr (CpOperation) operation = cp_test_case_make_operation (test, UNBLOCK, "{}");

  cp_decision_prepare (operation, test->account);
  g_assert_cmpstr (((CpUnblockAccount *) operation->payload)->block_id, ==, "x");
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_assert (test, UNBLOCK, "{'block_id':'y'}", CP_REJECTION_STALE_VERSION);
}

static void
test_a_fresh_block_of_our_own_may_be_undone_here (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->online = FALSE;
  cp_test_case_do (test, BLOCK, FRAUD);
  cp_test_case_do (test, UNBLOCK, "{}");
  g_assert_false (get_row (test)->blocked);
}

/* What else is done here meanwhile has the account's row wait as well. */
static void
test_a_block_from_elsewhere_is_not_our_own (void)
{
  g_autoptr (CpTestCase) test = make_blocked ();
  CpIncentive *debt = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");

  test->online = FALSE;
  debt->balance_minor = -100;
  debt->state = CP_INCENTIVE_USED;
  cp_test_case_do (test, CP_OPERATION_VOID_INCENTIVE,
                   "{'incentive_id':'{reward5}','reason_id':'mistake'}");
  g_assert_true (get_row (test)->entity.waiting);
  cp_test_case_assert (test, UNBLOCK, "{}", CP_REJECTION_ONLINE_ONLY);
}

static void
test_nor_is_one_where_a_lease_was_given_back (void)
{
  g_autoptr (CpTestCase) test = make_blocked ();

  test->online = FALSE;
  get_row (test)->lease_recalled_ms = 5;
  cp_test_case_do (test, CP_OPERATION_RETURN_LEASE, "{'recalled_ms':5}");
  g_assert_true (get_row (test)->entity.waiting);
  cp_test_case_assert (test, UNBLOCK, "{}", CP_REJECTION_ONLINE_ONLY);
}

static void
test_nothing_to_unblock (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, UNBLOCK, "{}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, BLOCK, "{}", CP_REJECTION_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/block-account/" path, func)
  ADD ("stops-everything-at-once", test_stops_everything_at_once);
  ADD ("an-alias-makes-no-family", test_an_alias_makes_no_family);
  ADD ("blocking-twice-is-an-error-at-the-counter-only",
       test_blocking_twice_is_an_error_at_the_counter_only);
  ADD ("unblocking-needs-head-office", test_unblocking_needs_head_office);
  ADD ("lifts-only-the-block-that-it-names", test_lifts_only_the_block_that_it_names);
  ADD ("a-fresh-block-of-our-own-may-be-undone-here",
       test_a_fresh_block_of_our_own_may_be_undone_here);
  ADD ("a-block-from-elsewhere-is-not-our-own", test_a_block_from_elsewhere_is_not_our_own);
  ADD ("nor-is-one-where-a-lease-was-given-back", test_nor_is_one_where_a_lease_was_given_back);
  ADD ("nothing-to-unblock", test_nothing_to_unblock);
  return g_test_run ();
}
