/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The benefit is a coffee with two uses. */
#include "cp-condition.h"
#include "cp-test-case.h"

#define REDEEM CP_OPERATION_REDEEM_BENEFIT
#define COFFEE "{'incentive_id':'{benefit}'}"

static void
become (CpTestCase *test, const char *definition_id)
{
  CpIncentive *benefit = cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit");

  g_free (benefit->definition_id);
  benefit->definition_id = g_strdup (definition_id);
}

static void
test_uses_are_counted (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  const CpIncentive *benefit;

  cp_test_case_assert (test, REDEEM, "{'incentive_id':'{benefit}','uses':3}",
                       CP_REJECTION_INSUFFICIENT_BALANCE);
  cp_test_case_do (test, REDEEM, COFFEE);
  benefit = cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit");
  g_assert_cmpint (benefit->uses_left, ==, 1);
  g_assert_cmpint (benefit->state, ==, CP_INCENTIVE_PART_USED);
  cp_test_case_do (test, REDEEM, COFFEE);
  cp_test_case_assert (test, REDEEM, COFFEE, CP_REJECTION_INCENTIVE_USED);
}

/* A cake needs 5.00 and a coffee beside it. */
static void
test_the_basket_has_to_match (void)
{
  static const struct {
    const char *basket;
    CpRejection expected;
  } cases[] = {
    { "{}", CP_REJECTION_NOT_ELIGIBLE },
    { "{'total_minor':499,'lines':[{'category':'coffee'}]}", CP_REJECTION_NOT_ELIGIBLE },
    { "{'total_minor':500,'lines':[{'category':'tea'}]}", CP_REJECTION_NOT_ELIGIBLE },
    { "{'total_minor':500}", CP_REJECTION_NOT_ELIGIBLE },
    { "{'total_minor':500,'lines':[{'category':'tea'},{'category':'coffee'}]}", CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autofree char *payload =
        g_strdup_printf ("{'incentive_id':'{benefit}','basket':%s}", cases[i].basket);

    become (test, "cake");
    cp_test_case_assert (test, REDEEM, payload, cases[i].expected);
  }
}

static void
add_elsewhere (CpTestCase *test, gint64 uses)
{
  CpRedemption *redemption = cp_entity_new (CP_KIND_REDEMPTION, "elsewhere", "elsewhere");

  redemption->definition_id = g_strdup ("rare");
  redemption->state = CP_REDEMPTION_CONFIRMED;
  redemption->uses = uses;
  cp_test_case_add_other (test, redemption);
}

/* Three in all; head office counts, and may still refuse: nothing was given. */
static void
test_a_global_cap_needs_head_office (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  become (test, "rare");
  test->online = FALSE;
  cp_test_case_assert (test, REDEEM, COFFEE, CP_REJECTION_ONLINE_ONLY);
  test->online = TRUE;
  cp_test_case_do (test, REDEEM, COFFEE);
  g_assert_cmpint (
      ((CpIncentive *) cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit"))->uses_left, ==, 2);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  add_elsewhere (test, 2);
  cp_test_case_do (test, REDEEM, COFFEE);
  decision = cp_test_case_decide (test, REDEEM, COFFEE);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_GLOBAL_CAP_REACHED);
  g_assert_true (decision->needs_word);
}

/* Nothing was given, whatever the device says of it. */
static void
test_what_there_is_a_cap_of_may_be_refused (void)
{
  for (guint asks = 0; asks < 2; asks++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpOperation) operation = NULL;
    g_autoptr (CpDecision) here = NULL;
    g_autoptr (CpDecision) there = NULL;

    become (test, "rare");
    operation = cp_test_case_make_operation (test, REDEEM, COFFEE);
    here = cp_decide (&test->the_case, operation);
    g_assert_true (here->is_asked);
    if (asks != 0)
      cp_decision_note_asked (here, operation);
    g_assert_cmpint (operation->asks, ==, asks);
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    ((CpIncentive *) cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit"))->state =
        CP_INCENTIVE_USED;
    there = cp_decide (&test->the_case, operation);
    g_assert_cmpint (there->code, ==, CP_REJECTION_INCENTIVE_USED);
  }
}

/* By a programme that had no cap of it yet; another till has given the last one too. */
static void
test_what_was_given_before_there_was_a_cap_is_posted (void)
{
  for (guint all_taken = 0; all_taken < 2; all_taken++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpIncentive *benefit = cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit");
    g_autoptr (CpOperation) operation = NULL;
    g_autoptr (CpDecision) here = NULL;
    g_autoptr (CpDecision) replayed = NULL;
    g_autoptr (CpDecision) there = NULL;

    test->online = FALSE;
    operation = cp_test_case_make_operation (test, REDEEM, COFFEE);
    here = cp_decide (&test->the_case, operation);
    g_assert_false (here->is_asked);
    become (test, "rare");
    test->programme->version = operation->programme_version + 1;
    test->the_case.mode = CP_DECIDE_REPLAY;
    replayed = cp_decide (&test->the_case, operation);
    g_assert_nonnull (cp_test_decision_find (replayed, CP_KIND_REDEMPTION, 0));
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    if (all_taken != 0)
      add_elsewhere (test, 3);
    else
      benefit->uses_left = 0;
    there = cp_decide (&test->the_case, operation);
    g_assert_cmpint (there->code, ==, CP_REJECTION_NONE);
    g_assert_true (cp_test_decision_has_flag (there, all_taken != 0
                                                         ? CP_REJECTION_GLOBAL_CAP_REACHED
                                                         : CP_REJECTION_INSUFFICIENT_BALANCE));
    /* it is one of the number all the same */
    g_assert_cmpstr (
        ((CpRedemption *) cp_test_decision_find (there, CP_KIND_REDEMPTION, 0))->definition_id, ==,
        "rare");
  }
}

/* All three are taken, and this is one of them. */
static void
test_what_was_claimed_does_not_count_again (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpIncentive *benefit = cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit");

  become (test, "rare");
  benefit->claimed = benefit->counted = TRUE;
  cp_test_case_do (test, REDEEM, COFFEE);
  g_assert_cmpint (
      ((CpIncentive *) cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit"))->uses_left, ==, 2);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  add_elsewhere (test, 2);
  cp_test_case_do (test, REDEEM, COFFEE);
  cp_test_case_do (test, REDEEM, COFFEE);
  g_assert_cmpint (cp_condition_count_given (
                       &test->the_case, cp_programme_find_definition (test->programme, "rare")),
                   ==, 3);
}

static void
test_offline_bounds (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->online = FALSE;
  cp_test_case_assert (test, REDEEM, COFFEE, CP_REJECTION_NONE);
  test->the_case.offline.member_redemptions = 2;
  cp_test_case_assert (test, REDEEM, COFFEE, CP_REJECTION_OFFLINE_MEMBER_LIMIT);
  test->the_case.offline = (CpOffline){ .data_age_ms = -1 };
  cp_test_case_assert (test, REDEEM, COFFEE, CP_REJECTION_OFFLINE_DATA_OLD);
}

static void
test_state_of_the_incentive (void)
{
  static const struct {
    CpIncentiveState state;
    CpRejection expected;
  } cases[] = {
    { CP_INCENTIVE_ISSUED, CP_REJECTION_NOT_ELIGIBLE },
    { CP_INCENTIVE_ACTIVE, CP_REJECTION_NONE },
    { CP_INCENTIVE_PART_USED, CP_REJECTION_NONE },
    { CP_INCENTIVE_USED, CP_REJECTION_INCENTIVE_USED },
    { CP_INCENTIVE_VOIDED, CP_REJECTION_INCENTIVE_VOIDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpIncentive *benefit = cp_test_case_find (test, CP_KIND_INCENTIVE, "benefit");

    benefit->state = cases[i].state;
    benefit->usable_from_ms = CP_TEST_NOW_MS + 1;
    cp_test_case_assert (test, REDEEM, COFFEE, cases[i].expected);
    benefit->expires_at_ms = CP_TEST_NOW_MS;
    if (cases[i].expected == CP_REJECTION_NONE)
      cp_test_case_assert (test, REDEEM, COFFEE, CP_REJECTION_INCENTIVE_EXPIRED);
  }
}

static void
test_refusals (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, REDEEM, "{'incentive_id':'{reward5}'}",
                       CP_REJECTION_INCENTIVE_NOT_FOUND);
  cp_test_case_assert (test, REDEEM, "{'incentive_id':'x'}", CP_REJECTION_INCENTIVE_NOT_FOUND);
  cp_test_case_assert (test, REDEEM, "{'incentive_id':'{benefit}','uses':-1}",
                       CP_REJECTION_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/redeem-benefit/" path, func)
  ADD ("uses-are-counted", test_uses_are_counted);
  ADD ("the-basket-has-to-match", test_the_basket_has_to_match);
  ADD ("a-global-cap-needs-head-office", test_a_global_cap_needs_head_office);
  ADD ("what-there-is-a-cap-of-may-be-refused", test_what_there_is_a_cap_of_may_be_refused);
  ADD ("what-was-given-before-there-was-a-cap-is-posted",
       test_what_was_given_before_there_was_a_cap_is_posted);
  ADD ("what-was-claimed-does-not-count-again", test_what_was_claimed_does_not_count_again);
  ADD ("offline-bounds", test_offline_bounds);
  ADD ("state-of-the-incentive", test_state_of_the_incentive);
  ADD ("refusals", test_refusals);
  return g_test_run ();
}
