/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define SET CP_OPERATION_SET_STATUS

static void
test_setting_another_of_an_exclusive_system_ends_the_first (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) down = cp_test_case_decide (test, SET, "{'status_id':'silver'}");
  const CpStatus *ended = cp_test_decision_find (down, CP_KIND_STATUS, 0);
  const CpStatus *set = cp_test_decision_find (down, CP_KIND_STATUS, 1);

  g_assert_cmpstr (ended->status_id, ==, "gold");
  g_assert_true (ended->removed);
  g_assert_cmpstr (set->status_id, ==, "silver");
  g_assert_cmpint (set->from_ms, ==, CP_TEST_NOW_MS);
  g_assert_cmpstr (down->effects->pdata[0], ==, "Ends Gold: a step down to Silver.");
  cp_decision_apply (down, test->account, TRUE);
  g_clear_pointer (&down, cp_decision_free);
  down = cp_test_case_decide (test, SET, "{'status_id':'gold'}");
  g_assert_cmpstr (down->effects->pdata[0], ==, "Ends Silver: a step up to Gold.");
}

static void
test_statuses_of_another_system_stay (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = cp_test_case_decide (
      test, SET, "{'status_id':'vip','reason':'kind','until_ms':9999999999999}");
  const CpStatus *set = cp_test_decision_find (decision, CP_KIND_STATUS, 0);

  g_assert_cmpstr (set->status_id, ==, "vip");
  g_assert_cmpstr (set->reason, ==, "kind");
  g_assert_cmpint (set->until_ms, ==, G_GINT64_CONSTANT (9999999999999));
  g_assert_null (cp_test_decision_find (decision, CP_KIND_STATUS, 1));
}

static void
test_an_entitlement_waits_for_head_office (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpDecision) decision = NULL;

    test->the_case.mode = mode;
    decision = cp_test_case_decide (test, SET, "{'status_id':'black'}");
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_cmpint (cp_test_decision_find (decision, CP_KIND_STATUS, 0) != NULL, ==,
                     mode == CP_DECIDE_AT_HEAD_OFFICE);
  }
}

static void
test_refuses_what_makes_no_sense (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, SET, "{'status_id':'platinum'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, SET, "{'status_id':'vip'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, SET, "{'status_id':'silver','until_ms':1773144000000}",
                       CP_REJECTION_INVALID);
  cp_test_case_assert (test, SET, "{'status_id':'gold'}", CP_REJECTION_INVALID);
}

static void
test_the_same_with_another_end_changes_the_end (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  guint held = 0;

  cp_test_case_do (test, SET, "{'status_id':'gold','until_ms':9999999999999}");
  for (guint i = 0; i < test->account->rows[CP_KIND_STATUS]->len; i++)
    held += !((CpStatus *) test->account->rows[CP_KIND_STATUS]->pdata[i])->removed;
  g_assert_cmpuint (held, ==, 1);
}

static void
test_head_office_has_nothing_to_do_twice (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, SET, "{'status_id':'gold'}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_null (cp_test_decision_find (decision, CP_KIND_STATUS, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/set-status/setting-another-of-an-exclusive-system-ends-the-first",
                   test_setting_another_of_an_exclusive_system_ends_the_first);
  g_test_add_func ("/domain/set-status/statuses-of-another-system-stay",
                   test_statuses_of_another_system_stay);
  g_test_add_func ("/domain/set-status/an-entitlement-waits-for-head-office",
                   test_an_entitlement_waits_for_head_office);
  g_test_add_func ("/domain/set-status/refuses-what-makes-no-sense",
                   test_refuses_what_makes_no_sense);
  g_test_add_func ("/domain/set-status/the-same-with-another-end-changes-the-end",
                   test_the_same_with_another_end_changes_the_end);
  g_test_add_func ("/domain/set-status/head-office-has-nothing-to-do-twice",
                   test_head_office_has_nothing_to_do_twice);
  return g_test_run ();
}
