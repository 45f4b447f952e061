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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/approval/the-household-is-as-ones-own",
                   test_the_household_is_as_ones_own);
  g_test_add_func ("/domain/approval/nobody-approves-for-their-household",
                   test_nobody_approves_for_their_household);
  g_test_add_func ("/domain/approval/whoever-left-has-no-right", test_whoever_left_has_no_right);
  return g_test_run ();
}
