/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-member-state.h"

#include "cp-test-case.h"

/* The table of states, written out once more and in another way: what comes of each state by each of
 * the kinds that lead anywhere. Columns: provisional, active, enrolled, unenrolled, on hold, merged,
 * erased. `-`: it may not be done. */
static const struct {
  guint kind;
  const char *next;
} expected[] = {
  { CP_OPERATION_UNENROL_MEMBER, "--U----" },
  { CP_OPERATION_ENROL_AGAIN, "-E-E---" },
  { CP_OPERATION_DEACTIVATE_MEMBER, "--H----" },
  { CP_OPERATION_REACTIVATE_MEMBER, "----E--" },
};

static const char letters[] = "PAEUHMX";

static char
get_next (guint state, guint kind)
{
  CpMemberState next;

  return cp_member_state_next (state, kind, &next) ? letters[next] : '-';
}

static const char *
find_expected (guint kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (expected[i].kind == kind)
      return expected[i].next;
  return "-------";
}

static void
test_every_state_and_every_operation (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint state = CP_MEMBER_PROVISIONAL; state <= CP_MEMBER_ERASED; state++)
      g_assert_cmpint (get_next (state, kind), ==, find_expected (kind)[state]);
}

static void
test_the_mask_says_the_same (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint state = CP_MEMBER_PROVISIONAL; state <= CP_MEMBER_ERASED; state++)
      g_assert_cmpint ((cp_member_state_mask (kind) >> state) & 1, ==,
                       get_next (state, kind) != '-');
}

/* What cp_decide() lets through is what the table knows. */
static void
test_the_rules_ask_the_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    for (guint state = CP_MEMBER_PROVISIONAL; state <= CP_MEMBER_ERASED; state++) {
      g_autoptr (CpTestCase) test = cp_test_case_new (1);
      g_autoptr (CpDecision) decision = NULL;
      const CpMember *member;

      ((CpMember *) cp_test_case_find (test, CP_KIND_MEMBER, "member"))->state = state;
      test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
      decision =
          cp_test_case_decide (test, expected[i].kind, "{'reason_id':'asked','text':'because'}");
      g_assert_cmpint (decision->code == CP_REJECTION_NONE, ==, expected[i].next[state] != '-');
      member = cp_test_decision_find (decision, CP_KIND_MEMBER, 0);
      g_assert_cmpint (member != NULL ? letters[member->state] : '-', ==, expected[i].next[state]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/member-state/every-state-and-every-operation",
                   test_every_state_and_every_operation);
  g_test_add_func ("/domain/member-state/the-mask-says-the-same", test_the_mask_says_the_same);
  g_test_add_func ("/domain/member-state/the-rules-ask-the-table", test_the_rules_ask_the_table);
  return g_test_run ();
}
