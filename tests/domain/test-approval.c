/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who may agree, by role, is in test-decision; here, whose account is as one's own. */
#include "cp-approval.h"

#include "cp-test-case.h"

#define ISSUE CP_OPERATION_ISSUE_REWARD
#define FIVE "{'definition_id':'five_off'}"

static CpStaff *
get_staff (CpTestCase *test, const char *id)
{
  return (CpStaff *) cp_test_chain_find_staff (test->staff, id);
}

static void
add_to_household (CpTestCase *test, const char *staff_id)
{
  CpStaff *staff = get_staff (test, staff_id);

  staff->household = json_pack ("[s, s]", "another", test->account->id);
}

static void
test_the_household_is_as_ones_own (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  g_assert_false (cp_approval_is_own (&test->the_case, test->the_case.staff));
  cp_test_case_assert (test, ISSUE, FIVE, CP_REJECTION_NONE);
  add_to_household (test, "mia");
  g_assert_true (cp_approval_is_own (&test->the_case, test->the_case.staff));
  cp_test_case_assert (test, ISSUE, FIVE, CP_REJECTION_SELF_DEALING);
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}",
                       CP_REJECTION_SELF_DEALING);
  cp_test_case_assert (test, CP_OPERATION_ADD_NOTE, "{'text':'t'}", CP_REJECTION_NONE);
}

/* A merge or a family account gives what is one's own another account, and the staff member's row still
 * names the old one. */
static void
test_what_was_ones_own_stays_so_wherever_it_goes (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  CpStaff *mia = get_staff (test, "mia");

  member->former_account_ids = json_pack ("[s, s]", "before", "long before");
  mia->own_account_id = g_strdup ("elsewhere");
  cp_test_case_assert (test, ISSUE, FIVE, CP_REJECTION_NONE);
  g_free (mia->own_account_id);
  mia->own_account_id = g_strdup ("long before");
  cp_test_case_assert (test, ISSUE, FIVE, CP_REJECTION_SELF_DEALING);
  g_clear_pointer (&mia->own_account_id, g_free);
  mia->household = json_pack ("[s]", "before");
  cp_test_case_assert (test, ISSUE, FIVE, CP_REJECTION_SELF_DEALING);
  json_decref (g_steal_pointer (&mia->household));
  cp_test_case_assert (test, ISSUE, FIVE, CP_REJECTION_NONE);
  mia->own_member_id = g_strdup (member->entity.id);
  cp_test_case_assert (test, ISSUE, FIVE, CP_REJECTION_SELF_DEALING);
}

static void
test_nobody_approves_for_their_household (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  add_to_household (test, "mia");
  cp_test_case_set_staff (test, "ann");
  cp_test_case_set_approver (test, "mia");
  cp_test_case_assert (test, ISSUE, FIVE, CP_REJECTION_SELF_DEALING);
  cp_test_case_set_approver (test, "max");
  cp_test_case_assert (test, ISSUE, FIVE, CP_REJECTION_NONE);
}

static void
test_whoever_left_has_no_right (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpOperation) operation = cp_test_case_make_operation (test, ISSUE, FIVE);

  g_assert_nonnull (cp_approval_find_right (&test->the_case, operation, get_staff (test, "bob")));
  g_assert_null (cp_approval_find_right (&test->the_case, operation, get_staff (test, "ivy")));
  g_assert_null (cp_approval_find_right (&test->the_case, operation, NULL));
}

/* Ann may issue up to 10.00 with an approval, and managers without one. */
static CpTestCase *
make_case_of_ann_and_max (CpRight **ret_right)
{
  CpTestCase *test = cp_test_case_new (1);

  cp_test_case_set_staff (test, "ann");
  cp_test_case_set_approver (test, "max");
  *ret_right = (CpRight *) cp_programme_get_right (test->programme, "manager", ISSUE);
  return test;
}

static void
test_nobody_approves_beyond_their_own_limits (void)
{
  static const struct {
    CpRight right;
    CpUsage usage;
    CpRejection expected;
    const char *detail;
    const char *role; /* that could */
  } cases[] = {
    { { .max_minor = 500 }, { 0 }, CP_REJECTION_NONE, NULL, NULL },
    { { .max_minor = 499 },
      { 0 },
      CP_REJECTION_APPROVAL_REQUIRED,
      "Whoever approved has a limit of €4.99 for one. Ask somebody with a higher limit.",
      "head_office" },
    { { .day_minor = 2000 }, { .approver_today_minor = 1500 }, CP_REJECTION_NONE, NULL, NULL },
    { { .day_minor = 2000 },
      { .approver_today_minor = 1501 },
      CP_REJECTION_APPROVAL_REQUIRED,
      "Whoever approved has a limit of €20.00 for a day, and this goes beyond it. Ask somebody "
      "with a higher limit.",
      "manager" },
    { { .per_day = 3 }, { .approver_today = 2 }, CP_REJECTION_NONE, NULL, NULL },
    { { .per_day = 3 },
      { .approver_today = 3 },
      CP_REJECTION_APPROVAL_REQUIRED,
      "Whoever approved may do or approve this 3 times a day. Ask somebody with a higher limit.",
      "manager" },
    { { .per_day = 3 }, { .staff_today = 9 }, CP_REJECTION_NONE, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint mode = 0; mode < 2; mode++) {
      CpRight *right;
      g_autoptr (CpTestCase) test = make_case_of_ann_and_max (&right);
      g_autoptr (CpDecision) decision = NULL;

      right->max_minor = cases[i].right.max_minor;
      right->day_minor = cases[i].right.day_minor;
      right->per_day = cases[i].right.per_day;
      test->the_case.usage = cases[i].usage;
      test->the_case.mode = mode == 0 ? CP_DECIDE_AT_COUNTER : CP_DECIDE_AT_HEAD_OFFICE;
      decision = cp_test_case_decide (test, ISSUE, FIVE);
      g_assert_cmpint (decision->code, ==, cases[i].expected);
      g_assert_cmpstr (decision->detail, ==, cases[i].detail);
      g_assert_cmpstr (decision->approval_role_id, ==, cases[i].role);
    }
}

/* Who is asked for is one who may approve so much. */
static void
test_the_role_that_is_named_may_do_so_much (void)
{
  CpRight *right;
  g_autoptr (CpTestCase) test = make_case_of_ann_and_max (&right);
  g_autoptr (CpDecision) decision = NULL;

  test->the_case.approver = NULL;
  right->max_minor = 499;
  decision = cp_test_case_decide (test, ISSUE, FIVE);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_APPROVAL_REQUIRED);
  g_assert_cmpstr (decision->approval_role_id, ==, "head_office");
}

/* The reward has been taken off: head office can only say so. */
static void
test_a_fact_that_was_approved_beyond_a_limit_is_flagged (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  CpOperationKind kind = CP_OPERATION_REDEEM_REWARD;

  cp_test_case_set_staff (test, "ann");
  cp_test_case_set_approver (test, "max");
  ((CpRight *) cp_programme_get_right (test->programme, "associate", kind))->approval = TRUE;
  ((CpRight *) cp_programme_get_right (test->programme, "manager", kind))->max_minor = 99;
  cp_test_case_assert (test, kind, "{'amount_minor':100}", CP_REJECTION_APPROVAL_REQUIRED);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, kind, "{'amount_minor':100}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_APPROVAL_REQUIRED));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/approval/the-household-is-as-ones-own",
                   test_the_household_is_as_ones_own);
  g_test_add_func ("/domain/approval/what-was-ones-own-stays-so-wherever-it-goes",
                   test_what_was_ones_own_stays_so_wherever_it_goes);
  g_test_add_func ("/domain/approval/nobody-approves-for-their-household",
                   test_nobody_approves_for_their_household);
  g_test_add_func ("/domain/approval/whoever-left-has-no-right", test_whoever_left_has_no_right);
  g_test_add_func ("/domain/approval/nobody-approves-beyond-their-own-limits",
                   test_nobody_approves_beyond_their_own_limits);
  g_test_add_func ("/domain/approval/the-role-that-is-named-may-do-so-much",
                   test_the_role_that_is_named_may_do_so_much);
  g_test_add_func ("/domain/approval/a-fact-that-was-approved-beyond-a-limit-is-flagged",
                   test_a_fact_that_was_approved_beyond_a_limit_is_flagged);
  return g_test_run ();
}
