/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define ASKED "{'reason_id':'asked'}"

static CpMember *
get_member (CpTestCase *test)
{
  return cp_test_case_find (test, CP_KIND_MEMBER, "member");
}

static void
test_leaving_and_holding_act_at_once_even_offline (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpTestCase) other = cp_test_case_new (1);

  test->online = other->online = FALSE;
  cp_test_case_do (test, CP_OPERATION_UNENROL_MEMBER, "{'reason_id':'asked','text':'too far'}");
  g_assert_cmpint (get_member (test)->state, ==, CP_MEMBER_UNENROLLED);
  g_assert_cmpstr (get_member (test)->state_reason, ==, "Asked to leave: too far");
  cp_test_case_do (other, CP_OPERATION_DEACTIVATE_MEMBER, "{}");
  g_assert_cmpint (get_member (other)->state, ==, CP_MEMBER_ON_HOLD);
}

static void
test_coming_back_needs_head_office (void)
{
  static const struct {
    guint kind;
    CpMemberState state;
  } cases[] = {
    { CP_OPERATION_ENROL_AGAIN, CP_MEMBER_UNENROLLED },
    { CP_OPERATION_REACTIVATE_MEMBER, CP_MEMBER_ON_HOLD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);

    get_member (test)->state = cases[i].state;
    test->online = FALSE;
    cp_test_case_assert (test, cases[i].kind, "{}", CP_REJECTION_ONLINE_ONLY);
    test->online = TRUE;
    cp_test_case_do (test, cases[i].kind, "{}");
    g_assert_cmpint (get_member (test)->state, ==, cases[i].state);
    test->the_case.mode = CP_DECIDE_REPLAY;
    cp_test_case_do (test, cases[i].kind, "{}");
    g_assert_cmpint (get_member (test)->state, ==, cases[i].state);
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_case_do (test, cases[i].kind, "{}");
    g_assert_cmpint (get_member (test)->state, ==, CP_MEMBER_ENROLLED);
  }
}

/* Operation 6: two states, not one. */
static void
test_hold_is_left_by_reactivation_alone (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  get_member (test)->state = CP_MEMBER_ON_HOLD;
  cp_test_case_assert (test, CP_OPERATION_ENROL_AGAIN, "{}", CP_REJECTION_MEMBER_ON_HOLD);
  cp_test_case_assert (test, CP_OPERATION_UNENROL_MEMBER, ASKED, CP_REJECTION_MEMBER_ON_HOLD);
  get_member (test)->state = CP_MEMBER_UNENROLLED;
  cp_test_case_assert (test, CP_OPERATION_REACTIVATE_MEMBER, "{}",
                       CP_REJECTION_MEMBER_NOT_ENROLLED);
  get_member (test)->state = CP_MEMBER_ENROLLED;
  cp_test_case_assert (test, CP_OPERATION_REACTIVATE_MEMBER, "{}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CP_OPERATION_ENROL_AGAIN, "{}", CP_REJECTION_INVALID);
}

/* Invariant 9. */
static void
test_points_and_rewards_outlast_it (void)
{
  static const guint there_and_back[][2] = {
    { CP_OPERATION_UNENROL_MEMBER, CP_OPERATION_ENROL_AGAIN },
    { CP_OPERATION_DEACTIVATE_MEMBER, CP_OPERATION_REACTIVATE_MEMBER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (there_and_back); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    gint64 points = cp_account_sum_points (test->account, "points", CP_TEST_NOW_MS);
    gint64 rewards = cp_account_sum_rewards (test->account, CP_TEST_NOW_MS);

    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    for (guint j = 0; j < 2; j++) {
      cp_test_case_do (test, there_and_back[i][j], ASKED);
      g_assert_cmpint (cp_account_sum_points (test->account, "points", CP_TEST_NOW_MS), ==, points);
      g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, rewards);
    }
    g_assert_cmpint (get_member (test)->state, ==, CP_MEMBER_ENROLLED);
  }
}

static void
test_a_reason_is_asked_for_where_there_is_a_list (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, CP_OPERATION_UNENROL_MEMBER, "{}", CP_REJECTION_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/membership/" path, func)
  ADD ("leaving-and-holding-act-at-once-even-offline",
       test_leaving_and_holding_act_at_once_even_offline);
  ADD ("coming-back-needs-head-office", test_coming_back_needs_head_office);
  ADD ("hold-is-left-by-reactivation-alone", test_hold_is_left_by_reactivation_alone);
  ADD ("points-and-rewards-outlast-it", test_points_and_rewards_outlast_it);
  ADD ("a-reason-is-asked-for-where-there-is-a-list",
       test_a_reason_is_asked_for_where_there_is_a_list);
  return g_test_run ();
}
