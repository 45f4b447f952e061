/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define MAKE CP_OPERATION_MAKE_PROMISE
#define ANSWER CP_OPERATION_ANSWER_PROMISE
#define CLAIM CP_OPERATION_CLAIM_INCENTIVE
#define CLAIM_FIVE "{'definition_id':'five_off'}"
#define FIVE "{'text':'5 off next time','definition_id':'five_off'}"

static const CpPromise *
get_promise (CpTestCase *test)
{
  return test->account->rows[CP_KIND_PROMISE]->pdata[0];
}

static CpTestCase *
make_promised (void)
{
  CpTestCase *test = cp_test_case_new (1);

  cp_test_case_set_staff (test, "ann");
  cp_test_case_do (test, MAKE, FIVE);
  cp_test_case_set_staff (test, "mia");
  return test;
}

static char *
make_answer (CpTestCase *test, const char *more)
{
  return g_strdup_printf ("{'promise_id':'%s'%s}", get_promise (test)->entity.id, more);
}

static void
test_binds_nobody_by_itself (void)
{
  g_autoptr (CpTestCase) test = make_promised ();
  guint n = test->account->rows[CP_KIND_INCENTIVE]->len;

  g_assert_cmpint (get_promise (test)->state, ==, CP_PROMISE_PROPOSED);
  g_assert_cmpstr (get_promise (test)->made_by_staff_id, ==, "ann");
  g_assert_cmpuint (n, ==, 3);
}

static void
test_may_be_claimed_once_a_manager_agrees (void)
{
  g_autoptr (CpTestCase) test = make_promised ();
  g_autofree char *yes = make_answer (test, "");
  gint64 before = cp_account_sum_rewards (test->account, CP_TEST_NOW_MS);
  const CpIncentive *incentive;

  cp_test_case_assert (test, CLAIM, CLAIM_FIVE, CP_REJECTION_NOT_ASSIGNABLE);
  cp_test_case_do (test, ANSWER, yes);
  g_assert_cmpint (get_promise (test)->state, ==, CP_PROMISE_AGREED);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, before);
  cp_test_case_assert (test, ANSWER, yes, CP_REJECTION_INVALID);
  cp_test_case_set_staff (test, "ann");
  cp_test_case_do (test, CLAIM, CLAIM_FIVE);
  incentive = cp_account_find (test->account, CP_KIND_INCENTIVE, get_promise (test)->incentive_id);
  g_assert_cmpstr (incentive->reason, ==, "5 off next time");
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, before + 500);
  cp_test_case_assert (test, CLAIM, CLAIM_FIVE, CP_REJECTION_NOT_ASSIGNABLE);
}

/* Two tills: head office gives it once. */
static void
test_is_claimed_once_at_two_tills (void)
{
  g_autoptr (CpTestCase) test = make_promised ();
  g_autofree char *yes = make_answer (test, "");

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, ANSWER, yes);
  cp_test_case_do (test, CLAIM, CLAIM_FIVE);
  cp_test_case_assert (test, CLAIM, CLAIM_FIVE, CP_REJECTION_NOT_ASSIGNABLE);
}

/* A manager's word counts for more than the conditions that others have to meet, and is no claim of
 * those that are counted. */
static void
test_needs_no_conditions (void)
{
  g_autoptr (CpTestCase) test = make_promised ();
  CpPromise *promise = (CpPromise *) get_promise (test);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  g_free (promise->definition_id);
  promise->definition_id = g_strdup ("grown_up");
  promise->state = CP_PROMISE_AGREED;
  g_free (member->birth_date);
  member->birth_date = g_strdup ("2020-01-01");
  cp_test_case_do (test, CLAIM, "{'definition_id':'grown_up'}");
  cp_test_case_assert (test, CLAIM, "{'definition_id':'grown_up'}", CP_REJECTION_NOT_ELIGIBLE);
  g_free (member->birth_date);
  member->birth_date = g_strdup ("1980-01-01");
  cp_test_case_do (test, CLAIM, "{'definition_id':'grown_up'}");
}

/* What it comes to counts within the manager's limits when it is agreed to. */
static void
test_is_worth_what_was_promised (void)
{
  g_autoptr (CpTestCase) test = make_promised ();
  g_autofree char *yes = make_answer (test, "");
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, ANSWER, yes);

  g_assert_cmpint (decision->value_minor, ==, 500);
}

static void
test_may_be_declined (void)
{
  g_autoptr (CpTestCase) test = make_promised ();
  g_autofree char *no = make_answer (test, ",'declined':true,'text':'Too much'");

  cp_test_case_do (test, ANSWER, no);
  g_assert_cmpint (get_promise (test)->state, ==, CP_PROMISE_DECLINED);
  g_assert_cmpuint (test->account->rows[CP_KIND_INCENTIVE]->len, ==, 3);
}

static void
test_an_associate_does_not_answer (void)
{
  g_autoptr (CpTestCase) test = make_promised ();
  g_autofree char *yes = make_answer (test, "");

  cp_test_case_set_staff (test, "ann");
  cp_test_case_assert (test, ANSWER, yes, CP_REJECTION_PERMISSION_DENIED);
}

static void
test_only_what_may_be_issued_is_promised (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, MAKE, "{'text':'t','definition_id':'secret_off'}",
                       CP_REJECTION_NOT_ASSIGNABLE);
  cp_test_case_assert (test, MAKE, "{'text':'t','definition_id':'nothing'}",
                       CP_REJECTION_NOT_ASSIGNABLE);
  cp_test_case_assert (test, ANSWER, "{'promise_id':'x'}", CP_REJECTION_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/promise/" path, func)
  ADD ("binds-nobody-by-itself", test_binds_nobody_by_itself);
  ADD ("may-be-claimed-once-a-manager-agrees", test_may_be_claimed_once_a_manager_agrees);
  ADD ("is-claimed-once-at-two-tills", test_is_claimed_once_at_two_tills);
  ADD ("needs-no-conditions", test_needs_no_conditions);
  ADD ("is-worth-what-was-promised", test_is_worth_what_was_promised);
  ADD ("may-be-declined", test_may_be_declined);
  ADD ("an-associate-does-not-answer", test_an_associate_does_not_answer);
  ADD ("only-what-may-be-issued-is-promised", test_only_what_may_be_issued_is_promised);
  return g_test_run ();
}
