/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define REPLACE CP_OPERATION_REPLACE_CARD
#define NEW_CARD "{'card_id':'{card}','uid':'04AAAAAAAAAA01','number':'N1'}"

static CpTestCase *
make_blocked (void)
{
  CpTestCase *test = cp_test_case_new (1);
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  card->blocked = TRUE;
  card->category_id = g_strdup ("staff");
  return test;
}

static void
test_the_new_card_takes_over_and_the_old_one_is_dead (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpTestCase) test = make_blocked ();
    g_autoptr (CpDecision) decision = NULL;
    const CpCard *old;
    const CpCard *taken;

    test->the_case.mode = mode;
    decision = cp_test_case_decide (test, REPLACE, NEW_CARD);
    old = cp_test_decision_find (decision, CP_KIND_CARD, 0);
    taken = cp_test_decision_find (decision, CP_KIND_CARD, 1);
    g_assert_cmpint (old->state, ==, CP_CARD_REPLACED);
    g_assert_true (old->blocked);
    g_assert_cmpstr (old->replaced_by_card_id, ==, taken->entity.id);
    g_assert_cmpint (taken->state, ==,
                     mode == CP_DECIDE_AT_HEAD_OFFICE ? CP_CARD_ACTIVE : CP_CARD_LINKED);
    g_assert_cmpint (taken->medium, ==, CP_CARD_PHYSICAL);
    g_assert_cmpstr (taken->category_id, ==, "staff");
    g_assert_cmpstr (taken->member_id, ==, old->member_id);
    g_assert_false (cp_card_identifies (old));
    g_assert_true (cp_card_identifies (taken));
  }
}

/* In a family account the page of one shows the cards of all. */
static void
test_a_relatives_card_stays_theirs (void)
{
  static const char *const owners[] = { "second", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (owners); i++) {
    g_autoptr (CpTestCase) test = make_blocked ();
    g_autoptr (CpDecision) decision = NULL;
    g_autofree char *asked_for = cp_test_chain_id (1, "member");
    CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
    CpMember *second = cp_entity_new (CP_KIND_MEMBER, "second", test->account->id);
    const CpCard *taken;

    second->state = CP_MEMBER_ENROLLED;
    cp_account_put (test->account, second);
    g_free (card->member_id);
    card->member_id = g_strdup (owners[i]);
    decision = cp_test_case_decide (test, REPLACE, NEW_CARD);
    taken = cp_test_decision_find (decision, CP_KIND_CARD, 1);
    g_assert_cmpstr (taken->member_id, ==, owners[i] != NULL ? owners[i] : asked_for);
  }
}

static void
test_state_of_the_old_card (void)
{
  static const struct {
    CpCardState state;
    CpCardMedium medium;
    gboolean blocked;
    CpRejection expected;
  } cases[] = {
    { CP_CARD_STOCK, CP_CARD_PHYSICAL, TRUE, CP_REJECTION_CARD_NOT_ACTIVE },
    { CP_CARD_LINKED, CP_CARD_PHYSICAL, TRUE, CP_REJECTION_NONE },
    { CP_CARD_LINKED, CP_CARD_PHYSICAL, FALSE, CP_REJECTION_CARD_NOT_BLOCKED },
    { CP_CARD_ACTIVE, CP_CARD_PHYSICAL, TRUE, CP_REJECTION_NONE },
    { CP_CARD_ACTIVE, CP_CARD_ADDITIONAL, TRUE, CP_REJECTION_NONE },
    { CP_CARD_ACTIVE, CP_CARD_VIRTUAL, TRUE, CP_REJECTION_CARD_IS_VIRTUAL },
    { CP_CARD_ACTIVE, CP_CARD_PHYSICAL, FALSE, CP_REJECTION_CARD_NOT_BLOCKED },
    { CP_CARD_REPLACED, CP_CARD_PHYSICAL, TRUE, CP_REJECTION_CARD_REPLACED },
    { CP_CARD_RETIRED, CP_CARD_PHYSICAL, TRUE, CP_REJECTION_CARD_NOT_ACTIVE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_blocked ();
    CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

    card->state = cases[i].state;
    card->medium = cases[i].medium;
    card->blocked = cases[i].blocked;
    cp_test_case_assert (test, REPLACE, NEW_CARD, cases[i].expected);
  }
}

static void
test_the_new_card_must_be_free (void)
{
  g_autoptr (CpTestCase) test = make_blocked ();
  CpCard *other = cp_entity_new (CP_KIND_CARD, "other", NULL);
  g_autofree char *own = cp_test_chain_uid (1);
  g_autofree char *itself = g_strdup_printf ("{'card_id':'{card}','uid':'%s'}", own);

  other->uid = g_strdup ("04AAAAAAAAAA01");
  cp_test_case_add_other (test, other);
  other->state = CP_CARD_ACTIVE;
  cp_test_case_assert (test, REPLACE, NEW_CARD, CP_REJECTION_CARD_NOT_FREE);
  other->blocked = TRUE;
  cp_test_case_assert (test, REPLACE, NEW_CARD, CP_REJECTION_CARD_BLOCKED);
  other->state = CP_CARD_REPLACED;
  cp_test_case_assert (test, REPLACE, NEW_CARD, CP_REJECTION_CARD_REPLACED);
  other->blocked = FALSE;
  other->state = CP_CARD_STOCK;
  cp_test_case_assert (test, REPLACE, NEW_CARD, CP_REJECTION_NONE);
  other->medium = CP_CARD_VIRTUAL;
  cp_test_case_assert (test, REPLACE, NEW_CARD, CP_REJECTION_CARD_IS_VIRTUAL);
  cp_test_case_assert (test, REPLACE, itself, CP_REJECTION_CARD_BLOCKED);
  cp_test_case_assert (test, REPLACE, "{'card_id':'x','uid':'04AAAAAAAAAA02'}",
                       CP_REJECTION_CARD_NOT_FOUND);
  cp_test_case_assert (test, REPLACE, "{'card_id':'{card}','number':'N404'}",
                       CP_REJECTION_CARD_NOT_FOUND);
  cp_test_case_assert (test, REPLACE, "{'card_id':'{card}'}", CP_REJECTION_INVALID);
}

static void
test_a_replaced_card_can_never_be_taken_again (void)
{
  g_autoptr (CpTestCase) test = make_blocked ();
  g_autofree char *own = cp_test_chain_uid (1);
  g_autofree char *again = g_strdup_printf ("{'uid':'%s'}", own);

  cp_test_case_do (test, REPLACE, NEW_CARD);
  cp_test_case_assert (test, REPLACE, NEW_CARD, CP_REJECTION_CARD_REPLACED);
  cp_test_case_assert (test, CP_OPERATION_LINK_CARD, again, CP_REJECTION_CARD_REPLACED);
  cp_test_case_assert (test, CP_OPERATION_UNBLOCK_CARD, "{'card_id':'{card}','reason_id':'found'}",
                       CP_REJECTION_CARD_REPLACED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/replace-card/the-new-card-takes-over-and-the-old-one-is-dead",
                   test_the_new_card_takes_over_and_the_old_one_is_dead);
  g_test_add_func ("/domain/replace-card/a-relatives-card-stays-theirs",
                   test_a_relatives_card_stays_theirs);
  g_test_add_func ("/domain/replace-card/state-of-the-old-card", test_state_of_the_old_card);
  g_test_add_func ("/domain/replace-card/the-new-card-must-be-free",
                   test_the_new_card_must_be_free);
  g_test_add_func ("/domain/replace-card/a-replaced-card-can-never-be-taken-again",
                   test_a_replaced_card_can_never_be_taken_again);
  return g_test_run ();
}
