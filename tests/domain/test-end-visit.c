/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

static void
test_needs_a_reason_from_the_list (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, CP_OPERATION_END_VISIT, "{}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CP_OPERATION_END_VISIT, "{'reason_id':'lost'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CP_OPERATION_END_VISIT, "{'text':'bored'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CP_OPERATION_END_VISIT, "{'reason_id':'served'}", CP_REJECTION_NONE);
}

static void
test_changes_nothing_but_the_history (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision =
      cp_test_case_decide (test, CP_OPERATION_END_VISIT, "{'reason_id':'served'}");

  g_assert_cmpuint (decision->changes->len, ==, 1);
  g_assert_nonnull (cp_test_decision_find (decision, CP_KIND_ACTION, 0));
}

static void
test_a_visit_without_a_member_ends_too (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->the_case.account = NULL;
  cp_test_case_assert (test, CP_OPERATION_END_VISIT, "{'reason_id':'served'}", CP_REJECTION_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/end-visit/needs-a-reason-from-the-list",
                   test_needs_a_reason_from_the_list);
  g_test_add_func ("/domain/end-visit/changes-nothing-but-the-history",
                   test_changes_nothing_but_the_history);
  g_test_add_func ("/domain/end-visit/a-visit-without-a-member-ends-too",
                   test_a_visit_without_a_member_ends_too);
  return g_test_run ();
}
