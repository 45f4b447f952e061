/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Levels of the test programme: silver from 1000 tier points, gold from 5000, black from 20000. */
#include "cp-tier.h"

#include "cp-held-status.h"
#include "cp-test-case.h"

#define ADJUST CP_OPERATION_ADJUST_POINTS
#define TIER(amount) "{'type_id':'tier','amount':" #amount ",'reason_id':'goodwill'}"

static void
assert_tier (CpTestCase *test, const char *expected)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  const CpStatus *status =
      cp_held_status_find (test->account, member_id, NULL, "tier", CP_TEST_NOW_MS);

  g_assert_cmpstr (status != NULL ? status->status_id : "none", ==, expected);
}

static CpTestCase *
make_case (const char *held)
{
  CpTestCase *test = cp_test_case_new (1);
  CpStatus *status = cp_test_case_find (test, CP_KIND_STATUS, "status");

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_set_staff (test, "hal");
  status->removed = held == NULL;
  g_free (status->status_id);
  status->status_id = g_strdup (held != NULL ? held : "silver");
  return test;
}

static void
test_points_bring_a_level_and_take_it_away (void)
{
  g_autoptr (CpTestCase) test = make_case (NULL);

  cp_test_case_do (test, ADJUST, TIER (999));
  assert_tier (test, "none");
  cp_test_case_do (test, ADJUST, TIER (1));
  assert_tier (test, "silver");
  cp_test_case_do (test, ADJUST, TIER (19000));
  assert_tier (test, "black");
  cp_test_case_do (test, ADJUST, TIER (-15000));
  assert_tier (test, "gold");
  cp_test_case_do (test, ADJUST, TIER (-5000));
  assert_tier (test, "none");
}

static void
test_what_was_set_by_hand_is_only_raised (void)
{
  g_autoptr (CpTestCase) test = make_case ("gold");

  cp_test_case_do (test, ADJUST, TIER (1000));
  assert_tier (test, "gold");
  cp_test_case_do (test, ADJUST, TIER (20000));
  assert_tier (test, "black");
}

static void
test_only_head_office_says_so (void)
{
  g_autoptr (CpTestCase) test = make_case (NULL);

  test->the_case.mode = CP_DECIDE_AT_COUNTER;
  cp_test_case_do (test, ADJUST, TIER (5000));
  assert_tier (test, "none");
}

static void
test_a_purchase_raises_too (void)
{
  g_autoptr (CpTestCase) test = make_case (NULL);
  CpReceipt *receipt = cp_test_chain_receipt (1);

  receipt->total_minor = 51000;
  cp_test_case_add_other (test, receipt);
  cp_test_case_do (test, CP_OPERATION_CLAIM_RECEIPT, "{'number':'R-0001'}");
  assert_tier (test, "gold");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/tier/points-bring-a-level-and-take-it-away",
                   test_points_bring_a_level_and_take_it_away);
  g_test_add_func ("/domain/tier/what-was-set-by-hand-is-only-raised",
                   test_what_was_set_by_hand_is_only_raised);
  g_test_add_func ("/domain/tier/only-head-office-says-so", test_only_head_office_says_so);
  g_test_add_func ("/domain/tier/a-purchase-raises-too", test_a_purchase_raises_too);
  return g_test_run ();
}
