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
  return g_test_run ();
}
