/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

static void
test_a_note_is_only_ever_added (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  const CpNote *note;

  test->online = FALSE;
  cp_test_case_do (test, CP_OPERATION_ADD_NOTE, "{'text':'Likes wool'}");
  cp_test_case_do (test, CP_OPERATION_ADD_NOTE, "{'text':'Likes wool'}");
  g_assert_cmpuint (test->account->rows[CP_KIND_NOTE]->len, ==, 2);
  note = test->account->rows[CP_KIND_NOTE]->pdata[0];
  g_assert_cmpstr (note->text, ==, "Likes wool");
  g_assert_cmpstr (note->staff_id, ==, "mia");
  g_assert_cmpstr (note->store_id, ==, "high");
  g_assert_cmpint (note->at_ms, ==, CP_TEST_NOW_MS);
}

/* It could never be taken away. What an older till has taken stays. */
static void
test_an_empty_note_is_none (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, CP_OPERATION_ADD_NOTE, "{'text':'  '}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CP_OPERATION_ADD_TASK, "{'text':' ','due_ms':9999999999999}",
                       CP_REJECTION_INVALID);
  cp_test_case_assert (test, CP_OPERATION_MAKE_PROMISE, "{'text':'\\t','definition_id':'five_off'}",
                       CP_REJECTION_INVALID);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_assert (test, CP_OPERATION_ADD_NOTE, "{'text':'  '}", CP_REJECTION_NONE);
}

static void
test_a_tag_however_spelled_is_one (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, CP_OPERATION_ADD_TAG, "{'tag':' Läufer '}");
  cp_test_case_assert (test, CP_OPERATION_ADD_TAG, "{'tag':'LÄUFER'}", CP_REJECTION_INVALID);
  cp_test_case_do (test, CP_OPERATION_REMOVE_TAG, "{'tag':'läufer'}");
  cp_test_case_assert (test, CP_OPERATION_REMOVE_TAG, "{'tag':'Läufer'}", CP_REJECTION_INVALID);
  cp_test_case_do (test, CP_OPERATION_ADD_TAG, "{'tag':'Läufer'}");
  g_assert_cmpuint (test->account->rows[CP_KIND_TAG]->len, ==, 1);
  cp_test_case_assert (test, CP_OPERATION_ADD_TAG, "{'tag':'  '}", CP_REJECTION_INVALID);
}

static void
test_two_tills_may_set_the_same_tag (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) again = NULL;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, CP_OPERATION_ADD_TAG, "{'tag':'Runner'}");
  again = cp_test_case_decide (test, CP_OPERATION_ADD_TAG, "{'tag':'runner'}");
  g_assert_cmpint (again->code, ==, CP_REJECTION_NONE);
  g_assert_null (cp_test_decision_find (again, CP_KIND_TAG, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/note/a-note-is-only-ever-added", test_a_note_is_only_ever_added);
  g_test_add_func ("/domain/note/an-empty-note-is-none", test_an_empty_note_is_none);
  g_test_add_func ("/domain/note/a-tag-however-spelled-is-one", test_a_tag_however_spelled_is_one);
  g_test_add_func ("/domain/note/two-tills-may-set-the-same-tag",
                   test_two_tills_may_set_the_same_tag);
  return g_test_run ();
}
