/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-lease.h"

#include "cp-test-case.h"

#include <string.h>

#define REDEEM CP_OPERATION_REDEEM_REWARD
#define HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)

/* Account 1, whose home is `high`, has 15.00; a lease of 10.00 is out, to @device_id. */
static CpTestCase *
make_case (CpLease *lease, const char *device_id)
{
  CpTestCase *test = cp_test_case_new (1);

  *lease = (CpLease){ .device_id = (char *) device_id,
                      .incarnation = (char *) "one",
                      .amount_minor = 1000,
                      .until_ms = CP_TEST_NOW_MS + HOUR_MS };
  test->online = FALSE;
  test->the_case.lease = lease;
  test->the_case.incarnation = "one";
  test->the_case.offline.confirmed_minor = 1500;
  test->the_case.offline.office_ms = CP_TEST_NOW_MS;
  return test;
}

static CpTerms
get_terms (CpTestCase *test, const char *payload)
{
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, REDEEM, payload);

  return decision->code == CP_REJECTION_NONE ? decision->terms : CP_TERMS_NONE;
}

static CpAccountRow *
get_row (CpTestCase *test)
{
  return cp_test_case_find (test, CP_KIND_ACCOUNT, "account");
}

/* Beyond the store's own limits too: nothing can be lost. */
static void
test_the_holder_redeems_as_much_as_it_holds (void)
{
  CpLease lease;
  g_autoptr (CpTestCase) test = make_case (&lease, "till-1");
  CpOffline *offline = &test->the_case.offline;

  test->programme->offline_store_minor = 0;
  g_assert_cmpint (get_terms (test, "{'amount_minor':1000}"), ==, CP_TERMS_LEASE);
  g_assert_cmpint (get_terms (test, "{'amount_minor':1001}"), ==, CP_TERMS_NONE);
  offline->account_minor = 300;
  g_assert_cmpint (get_terms (test, "{'amount_minor':700}"), ==, CP_TERMS_LEASE);
  g_assert_cmpint (get_terms (test, "{'amount_minor':701}"), ==, CP_TERMS_NONE);
  offline->account_minor = 0;
  offline->confirmed_minor = 400;
  g_assert_cmpint (get_terms (test, "{'amount_minor':400}"), ==, CP_TERMS_LEASE);
  g_assert_cmpint (get_terms (test, "{'amount_minor':401}"), ==, CP_TERMS_NONE);
}

static void
test_it_does_not_once_the_lease_is_over_or_not_its_own (void)
{
  CpLease lease;
  g_autoptr (CpTestCase) test = make_case (&lease, "till-1");

  test->programme->offline_store_minor = 0;
  test->the_case.offline.office_ms = lease.until_ms - 1;
  g_assert_cmpint (get_terms (test, "{'amount_minor':1}"), ==, CP_TERMS_LEASE);
  test->the_case.offline.office_ms = lease.until_ms;
  g_assert_cmpint (get_terms (test, "{'amount_minor':1}"), ==, CP_TERMS_NONE);
  test->the_case.offline.office_ms = CP_TEST_NOW_MS;
  test->the_case.offline.data_age_ms = -1;
  g_assert_cmpint (get_terms (test, "{'amount_minor':1}"), ==, CP_TERMS_NONE);
  test->the_case.offline.data_age_ms = 0;
  test->the_case.incarnation = "two";
  g_assert_cmpint (get_terms (test, "{'amount_minor':1}"), ==, CP_TERMS_NONE);
  test->the_case.incarnation = "one";
  get_row (test)->lease_recalled_ms = 1;
  g_assert_cmpint (get_terms (test, "{'amount_minor':1}"), ==, CP_TERMS_NONE);
  get_row (test)->lease_recalled_ms = 0;
  ((CpIncentive *) cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10"))->balance_minor = -501;
  cp_test_case_assert (test, REDEEM, "{'amount_minor':1}", CP_REJECTION_ACCOUNT_OVERDRAWN);
}

/* Of 15.00 another till holds 10.00. */
static void
test_elsewhere_only_the_rest_can_be_redeemed_offline (void)
{
  CpLease lease;
  g_autoptr (CpTestCase) test = make_case (&lease, "till-9");
  g_autoptr (CpDecision) decision = NULL;

  cp_test_case_set_staff (test, "ann");
  g_assert_cmpint (get_terms (test, "{'amount_minor':500}"), ==, CP_TERMS_RISK);
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':501}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_APPROVAL_REQUIRED);
  g_assert_nonnull (strstr (decision->detail, "€5.00 can be taken off here"));
  cp_test_case_set_approver (test, "mia");
  g_assert_cmpint (get_terms (test, "{'amount_minor':501}"), ==, CP_TERMS_RISK);
  test->the_case.approver = NULL;
  test->the_case.offline.office_ms = lease.until_ms + 100 * HOUR_MS;
  cp_test_case_assert (test, REDEEM, "{'amount_minor':501}", CP_REJECTION_APPROVAL_REQUIRED);
  get_row (test)->lease_returned = TRUE;
  g_assert_cmpint (get_terms (test, "{'amount_minor':501}"), ==, CP_TERMS_RISK);
}

static void
test_elsewhere_and_online_head_office_is_asked (void)
{
  CpLease lease;
  g_autoptr (CpTestCase) test = make_case (&lease, "till-9");
  g_autoptr (CpOperation) operation = NULL;
  g_autoptr (CpDecision) there = NULL;
  g_autoptr (CpDecision) then = NULL;

  test->online = TRUE;
  g_assert_cmpint (get_terms (test, "{'amount_minor':500}"), ==, CP_TERMS_RISK);
  cp_test_case_set_staff (test, "ann");
  g_assert_cmpint (get_terms (test, "{'amount_minor':501}"), ==, CP_TERMS_ASKED);
  cp_test_case_set_approver (test, "mia");
  g_assert_cmpint (get_terms (test, "{'amount_minor':501}"), ==, CP_TERMS_RISK);
  cp_test_case_assert (test, REDEEM, "{'amount_minor':1001}", CP_REJECTION_OFFLINE_AMOUNT);
  test->the_case.approver = NULL;
  operation = cp_test_case_make_operation (test, REDEEM, "{'amount_minor':501}");
  {
    g_autoptr (CpDecision) here = cp_decide (&test->the_case, operation);

    g_assert_true (here->needs_word);
    g_assert_null (cp_test_decision_find (here, CP_KIND_REDEMPTION, 0));
  }
  operation->asks = TRUE;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  there = cp_decide (&test->the_case, operation);
  g_assert_cmpint (there->code, ==, CP_REJECTION_LEASED_ELSEWHERE);
  g_assert_true (there->needs_word);
  get_row (test)->lease_recalled_ms = 5;
  get_row (test)->lease_returned = TRUE;
  then = cp_decide (&test->the_case, operation);
  g_assert_cmpint (then->code, ==, CP_REJECTION_NONE);
  g_assert_false (
      ((CpAccountRow *) cp_test_decision_find (then, CP_KIND_ACCOUNT, 0))->lease_returned);
}

/* Also where the programme has every redemption wait: head office need not wait for a till that is off. */
static void
test_whoever_answers_for_it_need_not_wait_for_the_holder (void)
{
  for (guint answered = 0; answered < 2; answered++) {
    CpLease lease;
    g_autoptr (CpTestCase) test = make_case (&lease, "till-9");
    g_autoptr (CpOperation) operation = NULL;
    g_autoptr (CpDecision) here = NULL;
    g_autoptr (CpDecision) there = NULL;

    cp_test_case_tighten (test, REDEEM, CP_CLASS_QUEUED);
    test->online = TRUE;
    cp_test_case_set_staff (test, "ann");
    if (answered != 0)
      cp_test_case_set_approver (test, "mia");
    operation = cp_test_case_make_operation (test, REDEEM, "{'amount_minor':800}");
    here = cp_decide (&test->the_case, operation);
    g_assert_cmpint (here->code, ==, CP_REJECTION_NONE);
    cp_decision_note_asked (here, operation);
    g_assert_true (operation->asks);
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    there = cp_decide (&test->the_case, operation);
    g_assert_cmpint (there->code, ==,
                     answered != 0 ? CP_REJECTION_NONE : CP_REJECTION_LEASED_ELSEWHERE);
  }
}

/* Only by whoever holds it, and only what was asked for. */
static void
test_a_lease_is_given_back (void)
{
  CpLease lease;
  g_autoptr (CpTestCase) test = make_case (&lease, "till-1");
  g_autoptr (CpDecision) early = NULL;
  g_autoptr (CpDecision) decision = NULL;
  g_autoptr (CpDecision) other = NULL;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  early = cp_test_case_decide (test, CP_OPERATION_RETURN_LEASE, "{'recalled_ms':5}");
  g_assert_null (cp_test_decision_find (early, CP_KIND_ACCOUNT, 0));
  get_row (test)->lease_recalled_ms = 5;
  decision = cp_test_case_decide (test, CP_OPERATION_RETURN_LEASE, "{'recalled_ms':5}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_true (
      ((CpAccountRow *) cp_test_decision_find (decision, CP_KIND_ACCOUNT, 0))->lease_returned);
  test->the_case.incarnation = "two";
  other = cp_test_case_decide (test, CP_OPERATION_RETURN_LEASE, "{'recalled_ms':5}");
  g_assert_null (cp_test_decision_find (other, CP_KIND_ACCOUNT, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add_func ("/domain/lease/" path, test)
  ADD ("the-holder-redeems-as-much-as-it-holds", test_the_holder_redeems_as_much_as_it_holds);
  ADD ("it-does-not-once-the-lease-is-over-or-not-its-own",
       test_it_does_not_once_the_lease_is_over_or_not_its_own);
  ADD ("elsewhere-only-the-rest-can-be-redeemed-offline",
       test_elsewhere_only_the_rest_can_be_redeemed_offline);
  ADD ("elsewhere-and-online-head-office-is-asked", test_elsewhere_and_online_head_office_is_asked);
  ADD ("whoever-answers-for-it-need-not-wait-for-the-holder",
       test_whoever_answers_for_it_need_not_wait_for_the_holder);
  ADD ("a-lease-is-given-back", test_a_lease_is_given_back);
  return g_test_run ();
}
