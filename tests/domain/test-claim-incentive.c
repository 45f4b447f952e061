/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define CLAIM CP_OPERATION_CLAIM_INCENTIVE
#define GROWN_UP "{'definition_id':'grown_up'}"

static void
test_who_meets_the_conditions_gets_it_once (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, CLAIM, GROWN_UP);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 1900);
  cp_test_case_assert (test, CLAIM, GROWN_UP, CP_REJECTION_NOT_ELIGIBLE);
}

/* Word for word the same on both sides. */
static void
test_the_failing_part_is_named (void)
{
  static const struct {
    const char *birth_date;
    const char *status;
    const char *expected;
  } cases[] = {
    { "2010-03-11", "gold", "Age must be at least 18; it is 15." },
    { "1980-05-17", "silver", "Status must have one of gold, black; it has silver." },
    { "2010-03-11", "silver",
      "Age must be at least 18; it is 15. Status must have one of gold, black; it has silver." },
    { NULL, "gold", "Age must be at least 18; it is not known." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
      g_autoptr (CpTestCase) test = cp_test_case_new (1);
      CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
      CpStatus *status = cp_test_case_find (test, CP_KIND_STATUS, "status");
      g_autoptr (CpDecision) decision = NULL;

      test->the_case.mode = mode;
      g_free (member->birth_date);
      member->birth_date = g_strdup (cases[i].birth_date);
      g_free (status->status_id);
      status->status_id = g_strdup (cases[i].status);
      decision = cp_test_case_decide (test, CLAIM, GROWN_UP);
      g_assert_cmpint (decision->code, ==, CP_REJECTION_NOT_ELIGIBLE);
      g_assert_cmpstr (decision->detail, ==, cases[i].expected);
    }
}

/* A condition on what is not here: head office decides. */
static void
test_what_is_not_known_here_waits_for_head_office (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, CLAIM, "{'definition_id':'central'}");
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 1500);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_assert (test, CLAIM, "{'definition_id':'central'}", CP_REJECTION_NOT_ELIGIBLE);
}

static void
add_elsewhere (CpTestCase *test, guint n)
{
  g_autofree char *id = cp_test_id (0x9000 + n);
  CpIncentive *incentive = cp_entity_new (CP_KIND_INCENTIVE, id, "elsewhere");

  incentive->definition_id = g_strdup ("first_two");
  incentive->claimed = incentive->counted = TRUE;
  cp_test_case_add_other (test, incentive);
}

static void
test_a_global_cap_is_head_offices_to_count (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, CLAIM, "{'definition_id':'first_two'}");
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 1500);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  add_elsewhere (test, 1);
  cp_test_case_do (test, CLAIM, "{'definition_id':'first_two'}");
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 1600);
  cp_test_case_assert (test, CLAIM, "{'definition_id':'first_two'}",
                       CP_REJECTION_GLOBAL_CAP_REACHED);
}

static void
test_only_what_is_offered (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, CLAIM, "{'definition_id':'five_off'}", CP_REJECTION_NOT_ASSIGNABLE);
  cp_test_case_assert (test, CLAIM, "{'definition_id':'nothing'}", CP_REJECTION_NOT_ASSIGNABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/claim-incentive/" path, func)
  ADD ("who-meets-the-conditions-gets-it-once", test_who_meets_the_conditions_gets_it_once);
  ADD ("the-failing-part-is-named", test_the_failing_part_is_named);
  ADD ("what-is-not-known-here-waits-for-head-office",
       test_what_is_not_known_here_waits_for_head_office);
  ADD ("a-global-cap-is-head-office's-to-count", test_a_global_cap_is_head_offices_to_count);
  ADD ("only-what-is-offered", test_only_what_is_offered);
  return g_test_run ();
}
