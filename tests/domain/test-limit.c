/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define ISSUE CP_OPERATION_ISSUE_REWARD
#define TEN "{'definition_id':'ten_off'}"

static CpRight *
get_right (CpTestCase *test, CpOperationKind kind)
{
  return (CpRight *) cp_programme_get_right (test->programme, test->the_case.staff->role_id, kind);
}

static void
test_so_many_for_a_member_a_day_by_whomever (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  get_right (test, ISSUE)->member_day = 2;
  cp_test_case_do (test, ISSUE, TEN);
  cp_test_case_set_staff (test, "max");
  cp_test_case_do (test, ISSUE, TEN);
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_LIMIT_EXCEEDED);
  test->the_case.now_ms += CP_TEST_DAY_MS;
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_NONE);
}

static void
test_so_much_for_a_member_a_day (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  get_right (test, ISSUE)->member_day_minor = 1500;
  cp_test_case_do (test, ISSUE, TEN);
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_LIMIT_EXCEEDED);
  cp_test_case_do (test, ISSUE, "{'definition_id':'five_off'}");
}

/* Else a merge would begin the day anew. */
static void
test_what_was_done_for_a_duplicate_counts (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *alias = cp_entity_new (CP_KIND_MEMBER, "alias", test->account->id);
  CpAction *action;

  get_right (test, ISSUE)->member_day = 1;
  cp_test_case_do (test, ISSUE, TEN);
  action = test->account->rows[CP_KIND_ACTION]->pdata[0];
  alias->state = CP_MEMBER_MERGED;
  alias->merged_into = g_strdup (action->member_id);
  g_free (action->member_id);
  action->member_id = g_strdup ("alias");
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_NONE); /* somebody else's */
  cp_account_put (test->account, alias);
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_LIMIT_EXCEEDED);
}

static void
test_what_was_refused_does_not_count (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) refused = cp_test_case_decide (test, ISSUE, "{'definition_id':'x'}");
  g_autoptr (CpOperation) operation =
      cp_test_case_make_operation (test, ISSUE, "{'definition_id':'x'}");

  get_right (test, ISSUE)->member_day = 1;
  cp_account_put (test->account, cp_decision_make_action (refused, &test->the_case, operation));
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_NONE);
}

static void
test_so_many_and_so_much_on_a_device (void)
{
  static const struct {
    gint64 today;
    gint64 minor;
    CpRejection expected;
  } cases[] = {
    { 2, 2000, CP_REJECTION_NONE },
    { 3, 2000, CP_REJECTION_LIMIT_EXCEEDED },
    { 2, 2001, CP_REJECTION_LIMIT_EXCEEDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;

    get_right (test, ISSUE)->device_day = 3;
    get_right (test, ISSUE)->device_day_minor = 3000;
    test->the_case.usage.device_today = cases[i].today;
    test->the_case.usage.device_today_minor = cases[i].minor;
    cp_test_case_assert (test, ISSUE, TEN, cases[i].expected);
  }
}

/* Something of value, by the member's card. */
static void
use (CpTestCase *test, const char *staff_id, guint n)
{
  cp_test_case_set_staff (test, staff_id);
  while (n-- > 0)
    cp_test_case_do (test, ISSUE, TEN);
}

static void
test_a_card_that_is_used_too_often (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->programme->card_uses_per_day = 5;
  test->programme->card_uses_per_staff = 3;
  test->card = "card";
  use (test, "mia", 3);
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_LIMIT_EXCEEDED);
  use (test, "max", 2);
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_LIMIT_EXCEEDED);
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}",
                       CP_REJECTION_LIMIT_EXCEEDED);
  cp_test_case_assert (test, CP_OPERATION_BLOCK_CARD, "{'card_id':'{card}','reason_id':'lost'}",
                       CP_REJECTION_NONE);
  test->the_case.now_ms += CP_TEST_DAY_MS;
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_NONE);
}

/* Each card counts for itself, and what nobody showed a card for counts for none. */
static void
test_only_what_came_by_it_is_a_use_of_a_card (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->programme->card_uses_per_day = 1;
  use (test, "mia", 2);
  test->card = "another";
  use (test, "mia", 1);
  test->card = "card";
  for (guint i = 0; i < 4; i++)
    cp_test_case_do (test, CP_OPERATION_OPEN_MEMBER, "{'card_id':'{card}'}");
  cp_test_case_do (test, CP_OPERATION_ADD_NOTE, "{'text':'Likes wool'}");
  use (test, "mia", 1);
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_LIMIT_EXCEEDED);
}

/* What was refused used nothing. */
static void
test_a_refusal_is_no_use_of_a_card (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) refused = NULL;
  g_autoptr (CpOperation) operation = NULL;

  test->programme->card_uses_per_day = 1;
  test->card = "card";
  refused = cp_test_case_decide (test, ISSUE, "{'definition_id':'x'}");
  operation = cp_test_case_make_operation (test, ISSUE, "{'definition_id':'x'}");
  cp_account_put (test->account, cp_decision_make_action (refused, &test->the_case, operation));
  cp_test_case_assert (test, ISSUE, TEN, CP_REJECTION_NONE);
}

static void
test_every_limit_says_which_it_is (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  get_right (test, ISSUE)->day_minor = 1500;
  test->the_case.usage.staff_today_minor = 600;
  decision = cp_test_case_decide (test, ISSUE, TEN);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_LIMIT_EXCEEDED);
  g_assert_cmpstr (decision->detail, ==,
                   "Your limit for a day is €15.00, and this goes beyond it. Ask somebody with "
                   "a higher limit, or try tomorrow.");
}

static void
test_a_limit_of_one_is_no_plural (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  get_right (test, ISSUE)->per_day = 1;
  test->the_case.usage.staff_today = 1;
  decision = cp_test_case_decide (test, ISSUE, TEN);
  g_assert_cmpstr (decision->detail, ==,
                   "You may do this 1 time a day. Ask somebody with a higher limit, or try "
                   "tomorrow.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/limit/" path, func)
  ADD ("so-many-for-a-member-a-day-by-whomever", test_so_many_for_a_member_a_day_by_whomever);
  ADD ("so-much-for-a-member-a-day", test_so_much_for_a_member_a_day);
  ADD ("what-was-refused-does-not-count", test_what_was_refused_does_not_count);
  ADD ("what-was-done-for-a-duplicate-counts", test_what_was_done_for_a_duplicate_counts);
  ADD ("so-many-and-so-much-on-a-device", test_so_many_and_so_much_on_a_device);
  ADD ("a-card-that-is-used-too-often", test_a_card_that_is_used_too_often);
  ADD ("only-what-came-by-it-is-a-use-of-a-card", test_only_what_came_by_it_is_a_use_of_a_card);
  ADD ("a-refusal-is-no-use-of-a-card", test_a_refusal_is_no_use_of_a_card);
  ADD ("every-limit-says-which-it-is", test_every_limit_says_which_it_is);
  ADD ("a-limit-of-one-is-no-plural", test_a_limit_of_one_is_no_plural);
  return g_test_run ();
}
