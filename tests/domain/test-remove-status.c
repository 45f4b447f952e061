/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define REMOVE CP_OPERATION_REMOVE_STATUS

static void
test_ends_it_and_keeps_the_row (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  const CpStatus *status;

  cp_test_case_do (test, REMOVE, "{'status_id':'gold','reason':'left'}");
  status = cp_test_case_find (test, CP_KIND_STATUS, "status");
  g_assert_true (status->removed);
  g_assert_cmpstr (status->reason, ==, "left");
}

static void
test_what_is_not_there_cannot_be_removed (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  cp_test_case_assert (test, REMOVE, "{'status_id':'silver'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, REMOVE, "{'status_id':'platinum'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, REMOVE, "{'status_id':'vip'}", CP_REJECTION_INVALID);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, REMOVE, "{'status_id':'silver'}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_null (cp_test_decision_find (decision, CP_KIND_STATUS, 0));
}

static void
test_an_entitlement_waits_for_head_office (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpStatus *status = cp_test_case_find (test, CP_KIND_STATUS, "status");
  g_autoptr (CpDecision) here = NULL;
  g_autoptr (CpDecision) there = NULL;

  g_free (status->status_id);
  status->status_id = g_strdup ("black");
  here = cp_test_case_decide (test, REMOVE, "{'status_id':'black'}");
  g_assert_null (cp_test_decision_find (here, CP_KIND_STATUS, 0));
  g_assert_cmpuint (here->effects->len, ==, 2);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  there = cp_test_case_decide (test, REMOVE, "{'status_id':'black'}");
  g_assert_nonnull (cp_test_decision_find (there, CP_KIND_STATUS, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/remove-status/ends-it-and-keeps-the-row",
                   test_ends_it_and_keeps_the_row);
  g_test_add_func ("/domain/remove-status/what-is-not-there-cannot-be-removed",
                   test_what_is_not_there_cannot_be_removed);
  g_test_add_func ("/domain/remove-status/an-entitlement-waits-for-head-office",
                   test_an_entitlement_waits_for_head_office);
  return g_test_run ();
}
