/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"
#include "cp-view-parts.h"

#define ADD CP_OPERATION_ADD_TASK
#define CLOSE CP_OPERATION_CLOSE_TASK

static char *
make_task (gint64 due_ms, const char *more)
{
  return g_strdup_printf ("{'text':'Call about the coat','due_ms':%" G_GINT64_FORMAT "%s}", due_ms,
                          more);
}

static const CpTask *
get_task (CpTestCase *test)
{
  return test->account->rows[CP_KIND_TASK]->pdata[0];
}

static void
test_has_a_day_and_an_owner (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *mine = make_task (CP_TEST_NOW_MS, "");
  g_autofree char *bobs = make_task (CP_TEST_NOW_MS, ",'owner_staff_id':'bob'");

  cp_test_case_do (test, ADD, mine);
  g_assert_cmpstr (get_task (test)->owner_staff_id, ==, "mia");
  cp_test_case_do (test, ADD, bobs);
  g_assert_cmpstr (((CpTask *) test->account->rows[CP_KIND_TASK]->pdata[1])->owner_staff_id, ==,
                   "bob");
}

static void
test_is_not_due_yesterday (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *yesterday = make_task (CP_TEST_NOW_MS - CP_TEST_DAY_MS, "");

  cp_test_case_assert (test, ADD, yesterday, CP_REJECTION_INVALID);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_assert (test, ADD, yesterday, CP_REJECTION_NONE);
}

static void
test_is_closed_once (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *add = make_task (CP_TEST_NOW_MS, "");
  g_autofree char *close = NULL;
  g_autoptr (CpDecision) again = NULL;

  cp_test_case_do (test, ADD, add);
  close =
      g_strdup_printf ("{'task_id':'%s','text':'She will come in'}", get_task (test)->entity.id);
  cp_test_case_do (test, CLOSE, close);
  g_assert_cmpint (get_task (test)->state, ==, CP_TASK_DONE);
  g_assert_cmpstr (get_task (test)->result, ==, "She will come in");
  g_assert_cmpstr (get_task (test)->closed_by_staff_id, ==, "mia");
  cp_test_case_assert (test, CLOSE, close, CP_REJECTION_INVALID);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  /* Somebody else was quicker: what was wanted is done. */
  again = cp_test_case_decide (test, CLOSE, close);
  g_assert_cmpint (again->code, ==, CP_REJECTION_NONE);
  g_assert_null (cp_test_decision_find (again, CP_KIND_TASK, 0));
}

static void
test_an_unknown_one (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, CLOSE, "{'task_id':'x'}", CP_REJECTION_INVALID);
}

static void
test_when_it_is_due (void)
{
  static const struct {
    gint64 days;
    CpTaskState state;
    const char *due;
  } cases[] = {
    { -1, CP_TASK_OPEN, "overdue" },    { 0, CP_TASK_OPEN, "today" },
    { 1, CP_TASK_OPEN, "upcoming" },    { -1, CP_TASK_DONE, "closed" },
    { 1, CP_TASK_CANCELLED, "closed" },
  };

  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();
  const CpViewSource source = { .programme = programme, .now_ms = CP_TEST_NOW_MS };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    CpTask task = { .state = cases[i].state,
                    .due_ms = CP_TEST_NOW_MS + cases[i].days * CP_TEST_DAY_MS };

    g_assert_cmpstr (cp_view_get_due (&source, &task), ==, cases[i].due);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/task/has-a-day-and-an-owner", test_has_a_day_and_an_owner);
  g_test_add_func ("/domain/task/is-not-due-yesterday", test_is_not_due_yesterday);
  g_test_add_func ("/domain/task/is-closed-once", test_is_closed_once);
  g_test_add_func ("/domain/task/an-unknown-one", test_an_unknown_one);
  g_test_add_func ("/domain/task/when-it-is-due", test_when_it_is_due);
  return g_test_run ();
}
