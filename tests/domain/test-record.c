/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

static const CpAction *
find_action (const CpDecision *decision)
{
  g_assert_cmpuint (decision->changes->len, ==, 1);
  return cp_test_decision_find (decision, CP_KIND_ACTION, 0);
}

static void
test_an_opening_is_a_line_in_the_history_and_nothing_else (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision =
      cp_test_case_decide (test, CP_OPERATION_OPEN_MEMBER, "{'card_id':'{card}'}");
  const CpAction *action = find_action (decision);
  const CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  g_assert_cmpstr (action->kind, ==, "open_member");
  g_assert_cmpstr (action->subject_id, ==, card->entity.id);
  g_assert_cmpstr (action->staff_id, ==, "mia");
}

static void
test_a_refusal_says_of_what_and_why (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = cp_test_case_decide (
      test, CP_OPERATION_NOTE_REFUSAL, "{'operation':'redeem_reward','code':'limit_exceeded'}");
  const CpAction *action = find_action (decision);

  g_assert_cmpstr (action->kind, ==, "note_refusal");
  g_assert_cmpstr (action->subject_id, ==, "redeem_reward");
  g_assert_cmpstr (action->code, ==, "limit_exceeded");
  g_assert_cmpstr (action->outcome, ==, "accepted");
}

static void
test_only_who_may_unlocks (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_set_staff (test, "ann");
  cp_test_case_assert (test, CP_OPERATION_UNLOCK_STAFF, "{'staff_id':'bob'}",
                       CP_REJECTION_PERMISSION_DENIED);
  cp_test_case_set_staff (test, "mia");
  cp_test_case_assert (test, CP_OPERATION_UNLOCK_STAFF, "{'staff_id':'bob'}", CP_REJECTION_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/record/an-opening-is-a-line-in-the-history-and-nothing-else",
                   test_an_opening_is_a_line_in_the_history_and_nothing_else);
  g_test_add_func ("/domain/record/a-refusal-says-of-what-and-why",
                   test_a_refusal_says_of_what_and_why);
  g_test_add_func ("/domain/record/only-who-may-unlocks", test_only_who_may_unlocks);
  return g_test_run ();
}
