/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-overdrawn.h"

#include "cp-test-case.h"

#define CONFIRM CP_OPERATION_CONFIRM_REDEMPTION
#define ISSUE CP_OPERATION_ISSUE_REWARD
#define RETURN CP_OPERATION_RETURN_REDEMPTION

/* At head office; of the two rewards the one of 5.00 is void, and the other holds @balance_minor. */
static CpTestCase *
make_case (gint64 balance_minor)
{
  CpTestCase *test = cp_test_case_new (1);
  CpIncentive *reward = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");

  ((CpIncentive *) cp_test_case_find (test, CP_KIND_INCENTIVE, "reward5"))->state =
      CP_INCENTIVE_VOIDED;
  reward->balance_minor = balance_minor;
  reward->state = balance_minor > 0 ? CP_INCENTIVE_PART_USED : CP_INCENTIVE_USED;
  ((CpAccountRow *) cp_account_get_row (test->account))->overdrawn = balance_minor < 0;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  return test;
}

static void
assert_marked (const CpTestCase *test, gboolean overdrawn)
{
  g_assert_cmpint (cp_account_get_row (test->account)->overdrawn, ==, overdrawn);
  g_assert_cmpint (cp_account_is_overdrawn (test->account, CP_TEST_NOW_MS), ==, overdrawn);
}

/* The hold had lapsed, and another till has given away what it held. */
static void
test_a_confirmation_that_comes_late (void)
{
  static const gint64 left[] = { 100, 99 };

  for (guint i = 0; i < G_N_ELEMENTS (left); i++) {
    g_autoptr (CpTestCase) test = make_case (left[i]);
    g_autoptr (CpDecision) decision = NULL;

    cp_test_case_add_redemption (test, "held", CP_REDEMPTION_LAPSED);
    decision = cp_test_case_decide (test, CONFIRM, "{'redemption_id':'held'}");
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    /* somebody has to tell the customer */
    g_assert_cmpint (cp_test_decision_find (decision, CP_KIND_TASK, 0) != NULL, ==, left[i] < 100);
    cp_decision_apply (decision, test->account, FALSE);
    assert_marked (test, left[i] < 100);
  }
}

/* What is issued today and can be used from tomorrow repays tomorrow, without anybody doing anything. */
static void
test_what_can_be_used_later_repays_then (void)
{
  g_autoptr (CpTestCase) test = make_case (-400);

  cp_test_case_do (test, ISSUE, "{'definition_id':'later_off'}");
  assert_marked (test, TRUE);
  g_assert_false (cp_account_is_overdrawn (test->account, CP_TEST_NOW_MS + 2 * CP_TEST_DAY_MS));
  test->the_case.mode = CP_DECIDE_AT_COUNTER;
  test->online = FALSE;
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':50}",
                       CP_REJECTION_ACCOUNT_OVERDRAWN);
  test->the_case.now_ms += 2 * CP_TEST_DAY_MS;
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':50}", CP_REJECTION_NONE);
}

/* 3.00 and 2.00 of one redemption; neither alone makes up for 4.00. */
static void
test_what_is_returned_in_parts_repays_together (void)
{
  g_autoptr (CpTestCase) test = make_case (-400);

  for (guint i = 0; i < 2; i++) {
    g_autofree char *id = g_strdup_printf ("part-%u", i);
    CpRedemption *part = cp_test_case_add_redemption (test, id, CP_REDEMPTION_REVERSED);

    part->state = CP_REDEMPTION_CONFIRMED;
    part->amount_minor = 300 - 100 * (gint64) i;
    g_free (part->operation_id);
    part->operation_id = g_strdup ("basket");
  }
  cp_test_case_do (test, RETURN, "{'redemption_id':'basket','reason_id':'goods_back'}");
  assert_marked (test, FALSE);
}

/* Nor is it a debt that something is void which stood against one. */
static void
test_what_is_taken_away_by_other_means (void)
{
  g_autoptr (CpTestCase) test = make_case (-400);

  cp_test_case_do (test, ISSUE, "{'definition_id':'five_off'}");
  assert_marked (test, FALSE);
  {
    const CpIncentive *issued = test->account->rows[CP_KIND_INCENTIVE]->pdata[3];
    g_autofree char *payload =
        g_strdup_printf ("{'incentive_id':'%s','reason_id':'mistake'}", issued->entity.id);

    g_assert_cmpint (issued->issued_at_ms, ==, CP_TEST_NOW_MS);
    cp_test_case_do (test, CP_OPERATION_VOID_INCENTIVE, payload);
  }
  assert_marked (test, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/overdrawn/" path, func)
  ADD ("a-confirmation-that-comes-late", test_a_confirmation_that_comes_late);
  ADD ("what-can-be-used-later-repays-then", test_what_can_be_used_later_repays_then);
  ADD ("what-is-returned-in-parts-repays-together", test_what_is_returned_in_parts_repays_together);
  ADD ("what-is-taken-away-by-other-means", test_what_is_taken_away_by_other_means);
  return g_test_run ();
}
