/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define BLOCK CP_OPERATION_BLOCK_CARD
#define LOST "{'card_id':'{card}','reason_id':'lost','text':'on the bus'}"

static void
test_stops_the_card_at_once (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  const CpCard *card;

  cp_test_case_do (test, BLOCK, LOST);
  card = cp_test_case_find (test, CP_KIND_CARD, "card");
  g_assert_true (card->blocked);
  g_assert_cmpint (card->state, ==, CP_CARD_ACTIVE);
  g_assert_cmpstr (card->block_reason, ==, "Lost: on the bus");
  g_assert_nonnull (card->blocked_by_operation_id);
  g_assert_false (cp_card_identifies (card));
}

/* Rows: the card's state, blocked or not; what the counter says, what head office flags. */
static void
test_state_of_the_card (void)
{
  static const struct {
    CpCardState state;
    gboolean blocked;
    CpRejection at_counter;
    CpRejection flag;
    gboolean changes;
  } cases[] = {
    { CP_CARD_STOCK, FALSE, CP_REJECTION_CARD_NOT_ACTIVE, CP_REJECTION_CARD_NOT_ACTIVE, FALSE },
    { CP_CARD_LINKED, FALSE, CP_REJECTION_NONE, CP_REJECTION_NONE, TRUE },
    { CP_CARD_LINKED, TRUE, CP_REJECTION_CARD_BLOCKED, CP_REJECTION_NONE, FALSE },
    { CP_CARD_ACTIVE, FALSE, CP_REJECTION_NONE, CP_REJECTION_NONE, TRUE },
    { CP_CARD_ACTIVE, TRUE, CP_REJECTION_CARD_BLOCKED, CP_REJECTION_NONE, FALSE },
    { CP_CARD_REPLACED, TRUE, CP_REJECTION_CARD_REPLACED, CP_REJECTION_CARD_REPLACED, FALSE },
    /* It may be restored. */
    { CP_CARD_RETIRED, FALSE, CP_REJECTION_CARD_NOT_ACTIVE, CP_REJECTION_CARD_NOT_ACTIVE, TRUE },
    { CP_CARD_RETIRED, TRUE, CP_REJECTION_CARD_NOT_ACTIVE, CP_REJECTION_CARD_NOT_ACTIVE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
    g_autoptr (CpDecision) decision = NULL;

    card->state = cases[i].state;
    card->blocked = cases[i].blocked;
    cp_test_case_assert (test, BLOCK, LOST, cases[i].at_counter);
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    decision = cp_test_case_decide (test, BLOCK, LOST);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_cmpint (cp_test_decision_find (decision, CP_KIND_CARD, 0) != NULL, ==,
                     cases[i].changes);
    g_assert_cmpuint (decision->flags->len, ==, cases[i].flag != CP_REJECTION_NONE);
    if (cases[i].flag != CP_REJECTION_NONE)
      g_assert_true (cp_test_decision_has_flag (decision, cases[i].flag));
  }
}

/* The block came after the card had been retired, of which its till knew nothing. */
static void
test_a_retired_card_comes_back_blocked (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  card->state = CP_CARD_RETIRED;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, BLOCK, LOST);
  cp_test_case_do (test, CP_OPERATION_RESTORE_CARD, "{'card_id':'{card}'}");
  card = cp_test_case_find (test, CP_KIND_CARD, "card");
  g_assert_cmpint (card->state, ==, CP_CARD_ACTIVE);
  g_assert_true (card->blocked);
  g_assert_false (cp_card_identifies (card));
}

static void
test_an_unknown_card_is_not_found_anywhere (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    test->the_case.mode = mode;
    cp_test_case_assert (test, BLOCK, "{'card_id':'x','reason_id':'lost'}",
                         CP_REJECTION_CARD_NOT_FOUND);
  }
}

static void
test_needs_a_reason_but_head_office_does_not_insist (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  cp_test_case_assert (test, BLOCK, "{'card_id':'{card}','reason_id':'mood'}",
                       CP_REJECTION_INVALID);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, BLOCK, "{'card_id':'{card}','reason_id':'mood'}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_INVALID));
  g_assert_true (((CpCard *) cp_test_decision_find (decision, CP_KIND_CARD, 0))->blocked);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/block-card/stops-the-card-at-once", test_stops_the_card_at_once);
  g_test_add_func ("/domain/block-card/state-of-the-card", test_state_of_the_card);
  g_test_add_func ("/domain/block-card/a-retired-card-comes-back-blocked",
                   test_a_retired_card_comes_back_blocked);
  g_test_add_func ("/domain/block-card/an-unknown-card-is-not-found-anywhere",
                   test_an_unknown_card_is_not_found_anywhere);
  g_test_add_func ("/domain/block-card/needs-a-reason-but-head-office-does-not-insist",
                   test_needs_a_reason_but_head_office_does_not_insist);
  return g_test_run ();
}
