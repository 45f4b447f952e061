/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define CHANGE CP_OPERATION_CHANGE_CARD_CATEGORY
#define EMPLOYEE "{'card_id':'{card}','category_id':'employee'}"

static void
test_head_office_changes_it_and_points_stay (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, CHANGE, EMPLOYEE);
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  g_assert_cmpstr (decision->effects->pdata[0], ==, "Card …0001 becomes Employee.");
  cp_test_case_do (test, CHANGE, EMPLOYEE);
  g_assert_null (card->category_id);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, CHANGE, EMPLOYEE);
  card = cp_test_case_find (test, CP_KIND_CARD, "card");
  g_assert_cmpstr (card->category_id, ==, "employee");
  g_assert_cmpint (cp_account_sum_points (test->account, "points", CP_TEST_NOW_MS), ==, 1200);
}

static void
test_the_same_again_is_done_already (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  ((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->category_id = g_strdup ("employee");
  cp_test_case_assert (test, CHANGE, EMPLOYEE, CP_REJECTION_INVALID);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, CHANGE, EMPLOYEE);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
}

static void
test_refusals (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, CHANGE, "{'card_id':'{card}','category_id':'royal'}",
                       CP_REJECTION_INVALID);
  cp_test_case_assert (test, CHANGE, "{'card_id':'x','category_id':'employee'}",
                       CP_REJECTION_CARD_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/change-card-category/head-office-changes-it-and-points-stay",
                   test_head_office_changes_it_and_points_stay);
  g_test_add_func ("/domain/change-card-category/the-same-again-is-done-already",
                   test_the_same_again_is_done_already);
  g_test_add_func ("/domain/change-card-category/refusals", test_refusals);
  return g_test_run ();
}
