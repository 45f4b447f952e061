/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define REDEEM CP_OPERATION_REDEEM_REWARD
#define CONFIRM CP_OPERATION_CONFIRM_REDEMPTION
#define CANCEL CP_OPERATION_CANCEL_REDEMPTION
#define REVERSE CP_OPERATION_REVERSE_REDEMPTION
#define REVERSE_DONE "{'redemption_id':'done','reason_id':'mistake'}"

static gint64
get_held (const CpTestCase *test)
{
  return cp_account_sum_rewards (test->account, CP_TEST_NOW_MS);
}

/* Redeems 7.00 over both rewards, held, and gives the payload that names it. */
static char *
hold (CpTestCase *test)
{
  g_autoptr (CpOperation) operation =
      cp_test_case_make_operation (test, REDEEM, "{'amount_minor':700,'hold':true}");
  g_autoptr (CpDecision) decision = cp_decide (&test->the_case, operation);

  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  cp_decision_apply (decision, test->account, TRUE);
  return g_strdup_printf ("{'redemption_id':'%s','reason_id':'mistake'}", operation->id);
}

static void
test_held_then_confirmed_or_cancelled (void)
{
  for (guint cancel = 0; cancel < 2; cancel++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autofree char *payload = hold (test);

    g_assert_cmpint (get_held (test), ==, 800);
    cp_test_case_assert (test, REVERSE, payload, CP_REJECTION_NOT_ELIGIBLE);
    cp_test_case_do (test, cancel ? CANCEL : CONFIRM, payload);
    g_assert_cmpint (get_held (test), ==, cancel ? 1500 : 800);
    cp_test_case_assert (test, CONFIRM, payload, CP_REJECTION_NOT_ELIGIBLE);
    cp_test_case_assert (test, CANCEL, payload, CP_REJECTION_NOT_ELIGIBLE);
  }
}

/* What is not set aside says, in the same words, what it would be if it were. */
static void
test_what_a_hold_does_is_said_before_it_is_one (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) taken = cp_test_case_decide (test, REDEEM, "{'amount_minor':100}");
  g_autoptr (CpDecision) held =
      cp_test_case_decide (test, REDEEM, "{'amount_minor':100,'hold':true}");

  g_assert_nonnull (strstr (taken->if_held, "set aside for 15 minutes, and goes back by itself"));
  g_assert_false (
      g_ptr_array_find_with_equal_func (taken->effects, taken->if_held, g_str_equal, NULL));
  g_assert_true (
      g_ptr_array_find_with_equal_func (held->effects, taken->if_held, g_str_equal, NULL));
  g_assert_null (held->if_held);
}

/* Minutes after it was set aside, but at once after it was confirmed. */
static void
test_the_window_opens_with_the_confirmation (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *payload = hold (test);
  const gint64 minute_ms = 60 * 1000;
  CpOperation *operation;

  test->the_case.now_ms += 12 * minute_ms;
  operation = cp_test_case_make_operation (test, CONFIRM, payload);
  operation->at_ms = test->the_case.now_ms;
  {
    g_autoptr (CpDecision) confirmed = cp_decide (&test->the_case, operation);

    g_assert_cmpint (confirmed->code, ==, CP_REJECTION_NONE);
    cp_decision_apply (confirmed, test->account, TRUE);
  }
  for (guint i = 0; i < 2; i++) {
    g_autoptr (CpOperation) reversal = cp_test_case_make_operation (test, REVERSE, payload);
    g_autoptr (CpDecision) decision = NULL;

    reversal->at_ms = test->the_case.now_ms = operation->at_ms + 10 * minute_ms + i;
    decision = cp_decide (&test->the_case, reversal);
    g_assert_cmpint (decision->code, ==,
                     i == 0 ? CP_REJECTION_NONE : CP_REJECTION_REVERSAL_WINDOW_CLOSED);
  }
  cp_operation_free (operation);
}

/* It had lapsed when head office heard of it; the customer has the goods. */
static void
test_a_late_confirmation_is_posted_and_flagged (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  cp_test_case_add_redemption (test, "held", CP_REDEMPTION_LAPSED);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, CONFIRM, "{'redemption_id':'held'}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_NOT_ELIGIBLE));
  cp_decision_apply (decision, test->account, FALSE);
  g_assert_cmpint (get_held (test), ==, 1400);
}

/* A tag comes to head office however late, and decides nothing: what was held for too long ends with what is
 * of the other lane. */
static void
test_a_tag_ends_no_hold (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *payload = hold (test);

  test->the_case.now_ms += 24 * 3600 * 1000;
  cp_test_case_do (test, CP_OPERATION_ADD_TAG, "{'tag':'regular'}");
  g_assert_cmpint (get_held (test), ==, 800);
  cp_test_case_do (test, CP_OPERATION_BLOCK_ACCOUNT, "{'reason_id':'fraud'}");
  g_assert_cmpint (get_held (test), ==, 1500);
}

static void
test_what_has_not_left_the_device_is_taken_back_here (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpRedemption *done = cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);

  test->online = FALSE;
  cp_test_case_assert (test, REVERSE, REVERSE_DONE, CP_REJECTION_ONLINE_ONLY);
  done->entity.waiting = TRUE;
  cp_test_case_do (test, REVERSE, REVERSE_DONE);
  g_assert_cmpint (get_held (test), ==, 1500);
}

/* Head office confirms the redemption, and has not heard yet that it was taken back. */
static void
test_and_stays_taken_back_while_the_one_is_confirmed (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  test->the_case.mode = CP_DECIDE_REPLAY;
  cp_test_case_do (test, REVERSE, REVERSE_DONE); /* asked for online: waits */
  g_assert_cmpint (get_held (test), ==, 1400);
  test->online = FALSE;
  cp_test_case_do (test, REVERSE, REVERSE_DONE);
  g_assert_cmpint (get_held (test), ==, 1500);
}

/* The device's clock was wrong, and head office has put the redemption at its own time. */
static void
test_and_stays_so_at_another_time (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpRedemption *done = cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);

  done->at_ms = CP_TEST_NOW_MS - 300 * CP_TEST_DAY_MS;
  test->the_case.mode = CP_DECIDE_REPLAY;
  test->online = FALSE;
  cp_test_case_do (test, REVERSE, REVERSE_DONE);
  g_assert_cmpint (get_held (test), ==, 1500);
}

static void
test_else_it_needs_head_office (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  cp_test_case_do (test, REVERSE, REVERSE_DONE);
  g_assert_cmpint (get_held (test), ==, 1400);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, REVERSE, REVERSE_DONE);
  g_assert_cmpint (get_held (test), ==, 1500);
}

/* What was taken beyond the balance, once given back, is no debt any more. */
static void
test_a_debt_that_is_given_back (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpAccountRow *row = cp_test_case_find (test, CP_KIND_ACCOUNT, "account");
  CpIncentive *reward = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");

  cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  row->overdrawn = TRUE;
  reward->balance_minor = -550;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, REVERSE, REVERSE_DONE);
  row = cp_test_case_find (test, CP_KIND_ACCOUNT, "account");
  g_assert_false (row->overdrawn);
}

/* Ten minutes, counted to when it was asked for. */
static void
test_the_window_closes (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpRedemption *done = cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);

  done->at_ms = CP_TEST_NOW_MS - 600000;
  cp_test_case_assert (test, REVERSE, REVERSE_DONE, CP_REJECTION_NONE);
  done->at_ms--;
  cp_test_case_assert (test, REVERSE, REVERSE_DONE, CP_REJECTION_REVERSAL_WINDOW_CLOSED);
  done->at_ms++;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  test->the_case.now_ms += CP_TEST_DAY_MS; /* heard of a day later */
  cp_test_case_assert (test, REVERSE, REVERSE_DONE, CP_REJECTION_NONE);
}

/* Nothing of the money is lost: it is returned instead, which issues it anew. */
static void
test_what_was_voided_since_takes_nothing_back (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpRedemption *redemption = cp_test_case_add_redemption (test, "sale", CP_REDEMPTION_CONFIRMED);
    CpIncentive *incentive =
        cp_account_find (test->account, CP_KIND_INCENTIVE, redemption->incentive_id);
    g_autofree char *payload =
        g_strdup_printf ("{'redemption_id':'%s','reason_id':'mistake'}", redemption->entity.id);

    test->the_case.mode = mode;
    incentive->state = CP_INCENTIVE_VOIDED;
    cp_test_case_assert (test, CP_OPERATION_REVERSE_REDEMPTION, payload,
                         CP_REJECTION_INCENTIVE_VOIDED);
    incentive->state = CP_INCENTIVE_PART_USED;
    cp_test_case_assert (test, CP_OPERATION_REVERSE_REDEMPTION, payload, CP_REJECTION_NONE);
  }
}

/* It was voided, or its time was over, while some of it was set aside: staff are told before they cancel that
 * nothing comes of it, and head office says so again. */
static void
test_what_comes_back_to_what_is_over (void)
{
  static const struct {
    CpIncentiveState state;
    gint64 expires_at_ms;
    const char *expected;
    gboolean flagged;
  } cases[] = {
    { CP_INCENTIVE_PART_USED, 0, "Gives it back to 10 off: €10.00 is left.", FALSE },
    { CP_INCENTIVE_VOIDED, 0, "10 off was voided meanwhile: €1.00 that was set aside is lost.",
      TRUE },
    { CP_INCENTIVE_PART_USED, CP_TEST_NOW_MS,
      "10 off has expired meanwhile: €1.00 that was set aside is lost.", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases) * 2; i++) {
    gboolean final = i % 2 == 1;
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpIncentive *incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");
    g_autoptr (CpDecision) decision = NULL;

    cp_test_case_add_redemption (test, "held", CP_REDEMPTION_HELD);
    incentive->state = cases[i / 2].state;
    incentive->expires_at_ms = cases[i / 2].expires_at_ms;
    test->the_case.mode = final ? CP_DECIDE_AT_HEAD_OFFICE : CP_DECIDE_AT_COUNTER;
    decision = cp_test_case_decide (test, CANCEL, "{'redemption_id':'held'}");
    g_assert_cmpstr (decision->effects->pdata[0], ==, cases[i / 2].expected);
    g_assert_cmpint (cp_test_decision_has_flag (decision, CP_REJECTION_INCENTIVE_VOIDED), ==,
                     final && cases[i / 2].flagged);
    cp_decision_apply (decision, test->account, FALSE);
    incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");
    g_assert_cmpint (incentive->balance_minor, ==, 1000);
    g_assert_cmpint (incentive->state == CP_INCENTIVE_VOIDED, ==, cases[i / 2].flagged);
  }
}

/* What lapsed went back to what had been voided; the customer has the goods all the same. */
static void
test_a_late_confirmation_leaves_what_is_voided_so (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpIncentive *incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");

  cp_test_case_add_redemption (test, "held", CP_REDEMPTION_LAPSED);
  incentive->state = CP_INCENTIVE_VOIDED;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, CONFIRM, "{'redemption_id':'held'}");
  incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");
  g_assert_cmpint (incentive->balance_minor, ==, 900);
  g_assert_cmpint (incentive->state, ==, CP_INCENTIVE_VOIDED);
}

static void
test_refusals (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  cp_test_case_assert (test, REVERSE, "{'redemption_id':'done'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, REVERSE, "{'redemption_id':'x','reason_id':'mistake'}",
                       CP_REJECTION_INCENTIVE_NOT_FOUND);
  cp_test_case_assert (test, CONFIRM, "{'redemption_id':'x'}", CP_REJECTION_INCENTIVE_NOT_FOUND);
  cp_test_case_assert (test, CANCEL, "{'redemption_id':'x'}", CP_REJECTION_INCENTIVE_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/hold-redemption/" path, func)
  ADD ("held-then-confirmed-or-cancelled", test_held_then_confirmed_or_cancelled);
  ADD ("a-late-confirmation-is-posted-and-flagged", test_a_late_confirmation_is_posted_and_flagged);
  ADD ("what-a-hold-does-is-said-before-it-is-one", test_what_a_hold_does_is_said_before_it_is_one);
  ADD ("the-window-opens-with-the-confirmation", test_the_window_opens_with_the_confirmation);
  ADD ("a-tag-ends-no-hold", test_a_tag_ends_no_hold);
  ADD ("what-has-not-left-the-device-is-taken-back-here",
       test_what_has_not_left_the_device_is_taken_back_here);
  ADD ("and-stays-taken-back-while-the-one-is-confirmed",
       test_and_stays_taken_back_while_the_one_is_confirmed);
  ADD ("and-stays-so-at-another-time", test_and_stays_so_at_another_time);
  ADD ("else-it-needs-head-office", test_else_it_needs_head_office);
  ADD ("a-debt-that-is-given-back", test_a_debt_that_is_given_back);
  ADD ("the-window-closes", test_the_window_closes);
  ADD ("what-was-voided-since-takes-nothing-back", test_what_was_voided_since_takes_nothing_back);
  ADD ("what-comes-back-to-what-is-over", test_what_comes_back_to_what_is_over);
  ADD ("a-late-confirmation-leaves-what-is-voided-so",
       test_a_late_confirmation_leaves_what_is_voided_so);
  ADD ("refusals", test_refusals);
  return g_test_run ();
}
