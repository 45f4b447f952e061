/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-condition.h"
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

/* A benefit that was claimed, with @uses, of which one was redeemed. */
static CpTestCase *
make_claimed (gint64 uses)
{
  CpTestCase *test = cp_test_case_new (1);
  CpIncentive *benefit = cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit");
  CpRedemption *redemption = cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);

  g_free (benefit->definition_id);
  benefit->definition_id = g_strdup ("rare");
  benefit->claimed = benefit->counted = TRUE;
  benefit->uses = uses;
  benefit->uses_left = uses - 1;
  benefit->state = uses > 1 ? CP_INCENTIVE_PART_USED : CP_INCENTIVE_USED;
  g_free (redemption->incentive_id);
  redemption->incentive_id = g_strdup (benefit->entity.id);
  redemption->amount_minor = 0;
  redemption->uses = 1;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  return test;
}

/* (transfer none): what is redeemed again */
static CpIncentive *
return_and_redeem (CpTestCase *test)
{
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, RETURN, GOODS_BACK);
  const CpRedemption *returned = cp_test_decision_find (decision, CP_KIND_REDEMPTION, 0);
  g_autofree char *fresh_id = g_strdup (returned->returned_as);
  g_autofree char *payload = g_strdup_printf ("{'incentive_id':'%s'}", fresh_id);

  cp_decision_apply (decision, test->account, FALSE);
  cp_test_case_do (test, CP_OPERATION_REDEEM_BENEFIT, payload);
  return cp_account_find (test->account, CP_KIND_INCENTIVE, fresh_id);
}

static gint64
count_rare (const CpTestCase *test)
{
  return cp_condition_count_given (&test->the_case,
                                   cp_programme_find_definition (test->programme, "rare"));
}

/* All three are claimed, this among them. */
static void
test_what_was_claimed_is_still_one_of_its_number (void)
{
  g_autoptr (CpTestCase) test = make_claimed (1);

  for (guint i = 0; i < 2; i++) {
    CpIncentive *elsewhere = cp_entity_new (CP_KIND_INCENTIVE, i == 0 ? "a" : "b", "elsewhere");

    elsewhere->definition_id = g_strdup ("rare");
    elsewhere->counted = TRUE;
    cp_test_case_add_other (test, elsewhere);
  }
  g_assert_cmpint (count_rare (test), ==, 3);
  g_assert_cmpint (return_and_redeem (test)->uses_left, ==, 0);
  g_assert_cmpint (count_rare (test), ==, 3);
}

/* Neither what is left of it nor what was given anew asks the cap once more. */
static void
test_what_was_claimed_is_returned_in_parts (void)
{
  g_autoptr (CpTestCase) test = make_claimed (2);
  CpRedemption *elsewhere = cp_entity_new (CP_KIND_REDEMPTION, "elsewhere", "elsewhere");

  elsewhere->definition_id = g_strdup ("rare");
  elsewhere->state = CP_REDEMPTION_CONFIRMED;
  elsewhere->uses = 3;
  cp_test_case_add_other (test, elsewhere);
  g_assert_true (return_and_redeem (test)->counted);
  cp_test_case_do (test, CP_OPERATION_REDEEM_BENEFIT, "{'incentive_id':'{benefit}'}");
}

/* A reward counts when it is claimed, and nobody asks the cap again. */
static void
test_a_claimed_reward_does_not_count_twice (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  ((CpIncentive *) cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10"))->counted = TRUE;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, RETURN, GOODS_BACK);
  g_assert_false (
      ((CpIncentive *) cp_test_decision_find (decision, CP_KIND_INCENTIVE, 0))->counted);
  g_assert_null (cp_test_decision_find (decision, CP_KIND_INCENTIVE, 1));
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
#define ADD(path, func) g_test_add_func ("/domain/return-redemption/" path, func)
  ADD ("what-was-redeemed-is-issued-anew", test_what_was_redeemed_is_issued_anew);
  ADD ("nothing-happens-before-head-office-says-so",
       test_nothing_happens_before_head_office_says_so);
  ADD ("what-was-claimed-is-still-one-of-its-number",
       test_what_was_claimed_is_still_one_of_its_number);
  ADD ("what-was-claimed-is-returned-in-parts", test_what_was_claimed_is_returned_in_parts);
  ADD ("a-claimed-reward-does-not-count-twice", test_a_claimed_reward_does_not_count_twice);
  ADD ("refusals", test_refusals);
  return g_test_run ();
}
