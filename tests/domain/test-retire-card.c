/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define RETIRE CP_OPERATION_RETIRE_CARD
#define RESTORE CP_OPERATION_RESTORE_CARD
#define UNWANTED "{'card_id':'{card}','reason_id':'unwanted'}"

static CpCard *
get_card (CpTestCase *test)
{
  return cp_test_case_find (test, CP_KIND_CARD, "card");
}

static void
test_the_only_main_card_stays (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, RETIRE, UNWANTED, CP_REJECTION_CARD_ONLY_MAIN);
  get_card (test)->medium = CP_CARD_VIRTUAL;
  cp_test_case_assert (test, RETIRE, UNWANTED, CP_REJECTION_NONE);
}

static void
test_head_office_retires_and_restores (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  get_card (test)->medium = CP_CARD_ADDITIONAL;
  cp_test_case_do (test, RETIRE, UNWANTED);
  g_assert_cmpint (get_card (test)->state, ==, CP_CARD_ACTIVE);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, RETIRE, UNWANTED);
  g_assert_cmpint (get_card (test)->state, ==, CP_CARD_RETIRED);
  g_assert_cmpstr (get_card (test)->retire_reason, ==, "No longer wanted");
  g_assert_false (cp_card_identifies (get_card (test)));
  cp_test_case_do (test, RESTORE, "{'card_id':'{card}'}");
  g_assert_cmpint (get_card (test)->state, ==, CP_CARD_ACTIVE);
}

/* Back to where it was: linked stays earn-only, and a block stays. */
static void
test_restores_to_where_it_was (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  get_card (test)->medium = CP_CARD_ADDITIONAL;
  get_card (test)->state = CP_CARD_LINKED;
  get_card (test)->blocked = TRUE;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, RETIRE, UNWANTED);
  cp_test_case_do (test, RESTORE, "{'card_id':'{card}'}");
  g_assert_cmpint (get_card (test)->state, ==, CP_CARD_LINKED);
  g_assert_true (get_card (test)->blocked);
}

static void
test_refusals (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  get_card (test)->medium = CP_CARD_ADDITIONAL;
  cp_test_case_assert (test, RETIRE, "{'card_id':'x','reason_id':'unwanted'}",
                       CP_REJECTION_CARD_NOT_FOUND);
  cp_test_case_assert (test, RETIRE, "{'card_id':'{card}'}", CP_REJECTION_INVALID);
  get_card (test)->state = CP_CARD_RETIRED;
  test->programme->max_cards = 1;
  cp_test_case_assert (test, RESTORE, "{'card_id':'{card}'}", CP_REJECTION_NONE);
  cp_test_case_do (test, CP_OPERATION_LINK_CARD, "{'uid':'04AAAAAAAAAA01'}");
  cp_test_case_assert (test, RESTORE, "{'card_id':'{card}'}", CP_REJECTION_CARD_LIMIT);
  test->online = FALSE;
  cp_test_case_assert (test, RESTORE, "{'card_id':'{card}'}", CP_REJECTION_ONLINE_ONLY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/retire-card/the-only-main-card-stays", test_the_only_main_card_stays);
  g_test_add_func ("/domain/retire-card/head-office-retires-and-restores",
                   test_head_office_retires_and_restores);
  g_test_add_func ("/domain/retire-card/restores-to-where-it-was", test_restores_to_where_it_was);
  g_test_add_func ("/domain/retire-card/refusals", test_refusals);
  return g_test_run ();
}
