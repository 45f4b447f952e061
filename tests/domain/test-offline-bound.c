/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-offline-bound.h"

#include "cp-test-case.h"

#include <string.h>

#define REDEEM CP_OPERATION_REDEEM_REWARD
#define COFFEE "{'incentive_id':'{benefit}'}"

/* Each bound, just inside and just outside; the detail says which and the way out. */
static void
test_each_bound_says_which_it_is_and_the_way_out (void)
{
  static const struct {
    gint64 age_ms;
    gint64 store_minor;
    gint64 member_redemptions;
    gint64 amount_minor;
    gboolean overdrawn;
    CpRejection code;
    const char *detail; /* NULL: it stands */
  } cases[] = {
    { 0, 0, 0, 1000, FALSE, CP_REJECTION_NONE, NULL },
    { 86400000, 14000, 1, 1000, FALSE, CP_REJECTION_NONE, NULL },
    { -1, 0, 0, 1, FALSE, CP_REJECTION_OFFLINE_DATA_OLD, "not known" },
    { 86400001, 0, 0, 1, FALSE, CP_REJECTION_OFFLINE_DATA_OLD, "older than 24 hours" },
    { 0, 0, 2, 1, FALSE, CP_REJECTION_OFFLINE_MEMBER_LIMIT, "2 times" },
    { 0, 0, 0, 1001, FALSE, CP_REJECTION_OFFLINE_AMOUNT, "€10.00 at most" },
    { 0, 14001, 0, 1000, FALSE, CP_REJECTION_OFFLINE_STORE_LIMIT,
      "offline limit (€150.00), €9.99 is left" },
    { 0, 15000, 0, 1000, FALSE, CP_REJECTION_OFFLINE_STORE_LIMIT,
      "This store's offline limit (€150.00) is used up until it has been online. Try when online "
      "or ask a manager." },
    { 0, 0, 0, 1, TRUE, CP_REJECTION_ACCOUNT_OVERDRAWN, "overdrawn" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;
    g_autofree char *payload =
        g_strdup_printf ("{'amount_minor':%" G_GINT64_FORMAT "}", cases[i].amount_minor);

    test->online = FALSE;
    test->the_case.offline = (CpOffline){ .data_age_ms = cases[i].age_ms,
                                          .store_minor = cases[i].store_minor,
                                          .member_redemptions = cases[i].member_redemptions };
    if (cases[i].overdrawn)
      ((CpIncentive *) cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10"))->balance_minor =
          -501;
    decision = cp_test_case_decide (test, REDEEM, payload);
    g_assert_cmpint (decision->code, ==, cases[i].code);
    if (cases[i].detail != NULL) {
      g_assert_nonnull (strstr (decision->detail, cases[i].detail));
      g_assert_nonnull (strstr (decision->detail, "online"));
    } else {
      g_assert_cmpint (decision->terms, ==, CP_TERMS_RISK);
    }
    test->online = TRUE;
    if (!cases[i].overdrawn)
      cp_test_case_assert (test, REDEEM, payload, CP_REJECTION_NONE);
    test->online = FALSE;
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_case_assert (test, REDEEM, payload, CP_REJECTION_NONE);
  }
}

/* The member's home is `high`, where the operations are made. */
static void
test_at_home_a_member_may_redeem_more_often (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  test->online = FALSE;
  test->programme->offline_per_home_member = 3;
  test->the_case.offline.member_redemptions = 2;
  cp_test_case_assert (test, REDEEM, "{'amount_minor':1}", CP_REJECTION_NONE);
  test->the_case.offline.member_redemptions = 3;
  cp_test_case_assert (test, REDEEM, "{'amount_minor':1}", CP_REJECTION_OFFLINE_MEMBER_LIMIT);
  test->the_case.offline.member_redemptions = 2;
  g_free (member->home_store_id);
  member->home_store_id = g_strdup ("station");
  cp_test_case_assert (test, REDEEM, "{'amount_minor':1}", CP_REJECTION_OFFLINE_MEMBER_LIMIT);
}

static void
test_a_till_that_was_told_no_share_redeems_nothing (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpOperation) operation = NULL;
  g_autoptr (CpDecision) decision = NULL;

  test->online = FALSE;
  operation = cp_test_case_make_operation (test, REDEEM, "{'amount_minor':1}");
  g_free (operation->device_id);
  operation->device_id = g_strdup ("stranger");
  decision = cp_decide (&test->the_case, operation);
  g_assert_cmpint (decision->code, !=, CP_REJECTION_NONE);
}

static void
test_a_large_one_and_one_in_so_many_take_another_person (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  test->online = FALSE;
  test->programme->offline_approve_minor = 500;
  cp_test_case_set_staff (test, "ann");
  cp_test_case_assert (test, REDEEM, "{'amount_minor':500}", CP_REJECTION_NONE);
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':501}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_APPROVAL_REQUIRED);
  g_assert_nonnull (strstr (decision->detail, "somebody else"));
  cp_test_case_set_approver (test, "mia");
  cp_test_case_assert (test, REDEEM, "{'amount_minor':501}", CP_REJECTION_NONE);
  test->the_case.approver = NULL;
  test->programme->offline_approve_percent = 100;
  cp_test_case_assert (test, REDEEM, "{'amount_minor':1}", CP_REJECTION_APPROVAL_REQUIRED);
}

/* However much of the account's rewards was asked for, a coffee is none of it. */
static void
test_what_was_asked_for_is_no_benefit (void)
{
  for (guint online = 0; online < 2; online++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;

    cp_test_case_set_staff (test, "ann");
    test->online = online != 0;
    test->the_case.offline.asked_minor = 2000;
    decision = cp_test_case_decide (test, CP_OPERATION_REDEEM_BENEFIT, COFFEE);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_false (decision->is_asked);
    g_assert_cmpint (decision->terms, ==, CP_TERMS_RISK);
  }
}

/* Nothing has been given, so the limits have it all left; but head office lets whoever approved a reward go past
 * another till's lease. */
static void
test_what_is_asked_for_takes_nothing_of_the_limits (void)
{
  static const struct {
    CpOperationKind kind;
    const char *payload;
    gboolean online;
    const char *approver;
    CpTerms expected;
  } cases[] = {
    { REDEEM, "{'amount_minor':100}", FALSE, NULL, CP_TERMS_ASKED },
    { REDEEM, "{'amount_minor':100}", TRUE, NULL, CP_TERMS_ASKED },
    { REDEEM, "{'amount_minor':100}", TRUE, "mia", CP_TERMS_RISK },
    { CP_OPERATION_REDEEM_BENEFIT, COFFEE, TRUE, NULL, CP_TERMS_ASKED },
    { CP_OPERATION_REDEEM_BENEFIT, COFFEE, TRUE, "mia", CP_TERMS_ASKED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;

    cp_test_case_set_staff (test, "ann");
    cp_test_case_set_approver (test, cases[i].approver);
    cp_test_case_tighten (test, cases[i].kind, CP_CLASS_QUEUED);
    test->online = cases[i].online;
    decision = cp_test_case_decide (test, cases[i].kind, cases[i].payload);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_true (decision->is_asked);
    g_assert_cmpint (decision->terms, ==, cases[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add_func ("/domain/offline-bound/" path, test)
  ADD ("each-says-which-it-is-and-the-way-out", test_each_bound_says_which_it_is_and_the_way_out);
  ADD ("at-home-a-member-may-redeem-more-often", test_at_home_a_member_may_redeem_more_often);
  ADD ("a-till-that-was-told-no-share-redeems-nothing",
       test_a_till_that_was_told_no_share_redeems_nothing);
  ADD ("a-large-one-and-one-in-so-many-take-another-person",
       test_a_large_one_and_one_in_so_many_take_another_person);
  ADD ("what-was-asked-for-is-no-benefit", test_what_was_asked_for_is_no_benefit);
  ADD ("what-is-asked-for-takes-nothing-of-the-limits",
       test_what_is_asked_for_takes_nothing_of_the_limits);
  return g_test_run ();
}
