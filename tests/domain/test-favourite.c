/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define ADD CP_OPERATION_ADD_FAVOURITE
#define REMOVE CP_OPERATION_REMOVE_FAVOURITE

static void
test_two_lists (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, ADD, "{'list':'favourite','product_id':'p1','name':'Scarf'}");
  cp_test_case_do (test, ADD, "{'list':'wish','product_id':'p1','name':'Scarf'}");
  cp_test_case_assert (test, ADD, "{'list':'wish','product_id':'p1','name':'Scarf'}",
                       CP_REJECTION_INVALID);
  cp_test_case_do (test, REMOVE, "{'list':'wish','product_id':'p1'}");
  cp_test_case_assert (test, REMOVE, "{'list':'wish','product_id':'p1'}", CP_REJECTION_INVALID);
  g_assert_cmpuint (test->account->rows[CP_KIND_FAVOURITE]->len, ==, 2);
}

/* Operation 27: limited by the offer's count. The test programme allows two. */
static void
test_holds_so_many_and_no_more (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, ADD, "{'list':'favourite','product_id':'p1','name':'Scarf'}");
  cp_test_case_do (test, ADD, "{'list':'favourite','product_id':'p2','name':'Hat'}");
  cp_test_case_assert (test, ADD, "{'list':'favourite','product_id':'p3','name':'Coat'}",
                       CP_REJECTION_LIMIT_EXCEEDED);
  cp_test_case_do (test, REMOVE, "{'list':'favourite','product_id':'p1'}");
  cp_test_case_do (test, ADD, "{'list':'favourite','product_id':'p3','name':'Coat'}");
}

static void
test_what_it_can_not_be (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, ADD, "{'list':'dream','product_id':'p1','name':'n'}",
                       CP_REJECTION_INVALID);
  cp_test_case_assert (test, ADD, "{'list':'wish','product_id':'p1'}", CP_REJECTION_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/favourite/two-lists", test_two_lists);
  g_test_add_func ("/domain/favourite/holds-so-many-and-no-more", test_holds_so_many_and_no_more);
  g_test_add_func ("/domain/favourite/what-it-can-not-be", test_what_it_can_not_be);
  return g_test_run ();
}
