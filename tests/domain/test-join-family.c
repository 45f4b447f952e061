/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-move.h"

#define JOIN CP_OPERATION_JOIN_FAMILY
#define BOTH "{'other_member_id':'{member2}','card_uid':'{uid}','other_card_uid':'{uid2}'}"

static CpTestCase *
make_case (void)
{
  CpTestCase *test = cp_test_case_new (1);

  cp_test_case_set_other (test, 2);
  return test;
}

static void
test_waits_for_head_office (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, JOIN, BOTH);

  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_cmpuint (decision->changes->len, ==, 1);
}

/* Whoever joins a customer to themselves has the customer's balance. */
static void
test_nobody_joins_a_family_with_their_own (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpStaff *mia = (CpStaff *) test->the_case.staff;

  mia->own_account_id = g_strdup (test->account->id);
  cp_test_case_assert (test, JOIN, BOTH, CP_REJECTION_SELF_DEALING);
  g_free (mia->own_account_id);
  mia->own_account_id = g_strdup (test->other->id);
  cp_test_case_assert (test, JOIN, BOTH, CP_REJECTION_SELF_DEALING);
  cp_test_case_set_staff (test, "max");
  cp_test_case_assert (test, JOIN, BOTH, CP_REJECTION_NONE);
}

/* Invariant 9. */
static void
test_one_balance_and_one_history_from_then_on (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpTestTotals before = cp_test_totals_of (test->account);
  CpTestTotals other = cp_test_totals_of (test->other);
  CpTestTotals after;
  g_autofree char *other_id = cp_test_chain_id (2, "member");
  const CpMember *joined;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, JOIN, BOTH);
  after = cp_test_totals_of (test->account);
  g_assert_cmpint (after.points, ==, before.points + other.points);
  g_assert_cmpint (after.rewards_minor, ==, before.rewards_minor + other.rewards_minor);
  g_assert_cmpuint (after.n_cards, ==, before.n_cards + other.n_cards);
  joined = cp_account_find_member (test->account, other_id);
  g_assert_cmpint (joined->state, ==, CP_MEMBER_ENROLLED);
  g_assert_cmpstr (joined->family_name, ==, "Family2");
  g_assert_cmpstr (json_string_value (json_array_get (joined->former_account_ids, 0)), ==,
                   test->other->id);
  g_assert_cmpstr (cp_account_get_row (test->other)->moved_to_account_id, ==, test->account->id);
  g_assert_cmpuint (cp_account_count_members (test->account), ==, 2);
}

static void
test_both_cards_have_to_be_there (void)
{
  static const struct {
    const char *payload;
    CpRejection expected;
  } cases[] = {
    { "{'other_member_id':'{member2}'}", CP_REJECTION_VERIFICATION_REQUIRED },
    { "{'other_member_id':'{member2}','card_uid':'{uid}'}", CP_REJECTION_VERIFICATION_REQUIRED },
    { "{'other_member_id':'{member2}','other_card_uid':'{uid2}'}",
      CP_REJECTION_VERIFICATION_REQUIRED },
    { "{'other_member_id':'{member2}','card_uid':'{uid2}','other_card_uid':'{uid}'}",
      CP_REJECTION_VERIFICATION_REQUIRED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case ();

    cp_test_case_assert (test, JOIN, cases[i].payload, cases[i].expected);
  }
}

static void
test_a_blocked_card_proves_nothing (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  card->blocked = TRUE;
  cp_test_case_assert (test, JOIN, BOTH, CP_REJECTION_CARD_BLOCKED);
  card->blocked = FALSE;
  card->state = CP_CARD_REPLACED;
  cp_test_case_assert (test, JOIN, BOTH, CP_REJECTION_CARD_REPLACED);
}

static void
test_who_can_not_join (void)
{
  static const struct {
    CpMemberState state;
    CpRejection expected;
  } cases[] = {
    { CP_MEMBER_PROVISIONAL, CP_REJECTION_MEMBER_NOT_ENROLLED },
    { CP_MEMBER_UNENROLLED, CP_REJECTION_MEMBER_NOT_ENROLLED },
    { CP_MEMBER_ON_HOLD, CP_REJECTION_MEMBER_ON_HOLD },
    { CP_MEMBER_MERGED, CP_REJECTION_MEMBER_MERGED },
    { CP_MEMBER_ERASED, CP_REJECTION_MEMBER_NOT_FOUND },
  };
  g_autoptr (CpTestCase) test = make_case ();
  CpMember *other = test->other->rows[CP_KIND_MEMBER]->pdata[0];
  CpAccountRow *row = test->other->rows[CP_KIND_ACCOUNT]->pdata[0];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    other->state = cases[i].state;
    cp_test_case_assert (test, JOIN, BOTH, cases[i].expected);
  }
  other->state = CP_MEMBER_ENROLLED;
  row->blocked = TRUE;
  cp_test_case_assert (test, JOIN, BOTH, CP_REJECTION_ACCOUNT_BLOCKED);
  row->blocked = FALSE;
  cp_test_case_assert (test, JOIN, "{'other_member_id':'{member}'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, JOIN, "{'other_member_id':'x'}", CP_REJECTION_MEMBER_NOT_FOUND);
}

/* The test programme allows two. */
static void
test_a_family_has_a_size (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpMember *third = cp_entity_new (CP_KIND_MEMBER, "third", test->account->id);

  cp_account_put (test->account, third);
  cp_test_case_assert (test, JOIN, BOTH, CP_REJECTION_LIMIT_EXCEEDED);
}

static void
test_a_debt_comes_along (void)
{
  g_autoptr (CpTestCase) test = make_case ();

  cp_test_move_owe (test->other, 4000);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, JOIN, BOTH);
  g_assert_true (cp_account_get_row (test->account)->overdrawn);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/join-family/" path, func)
  ADD ("waits-for-head-office", test_waits_for_head_office);
  ADD ("one-balance-and-one-history-from-then-on", test_one_balance_and_one_history_from_then_on);
  ADD ("both-cards-have-to-be-there", test_both_cards_have_to_be_there);
  ADD ("a-blocked-card-proves-nothing", test_a_blocked_card_proves_nothing);
  ADD ("nobody-joins-a-family-with-their-own", test_nobody_joins_a_family_with_their_own);
  ADD ("who-can-not-join", test_who_can_not_join);
  ADD ("a-family-has-a-size", test_a_family_has_a_size);
  ADD ("a-debt-comes-along", test_a_debt_comes_along);
  return g_test_run ();
}
