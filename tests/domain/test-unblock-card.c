/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define UNBLOCK CP_OPERATION_UNBLOCK_CARD
#define FOUND "{'card_id':'{card}','block_id':'x','reason_id':'found'}"

static CpTestCase *
make_blocked (void)
{
  CpTestCase *test = cp_test_case_new (1);
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  card->blocked = TRUE;
  card->block_reason = g_strdup ("Lost");
  card->blocked_by_operation_id = g_strdup ("x");
  return test;
}

static void
test_needs_head_office (void)
{
  g_autoptr (CpTestCase) test = make_blocked ();
  g_autoptr (CpDecision) asked = NULL;
  const CpCard *card;

  test->online = FALSE;
  cp_test_case_assert (test, UNBLOCK, FOUND, CP_REJECTION_ONLINE_ONLY);
  test->online = TRUE;
  asked = cp_test_case_decide (test, UNBLOCK, FOUND);
  g_assert_cmpint (asked->code, ==, CP_REJECTION_NONE);
  g_assert_null (cp_test_decision_find (asked, CP_KIND_CARD, 0));
  test->the_case.mode = CP_DECIDE_REPLAY;
  g_assert_true (((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->blocked);
  cp_test_case_do (test, UNBLOCK, FOUND);
  g_assert_true (((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->blocked);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, UNBLOCK, FOUND);
  card = cp_test_case_find (test, CP_KIND_CARD, "card");
  g_assert_true (cp_card_identifies (card));
  g_assert_null (card->block_reason);
  g_assert_null (card->blocked_by_operation_id);
}

static void
test_a_fresh_block_of_our_own_may_be_undone_here (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->online = FALSE;
  cp_test_case_do (test, CP_OPERATION_BLOCK_CARD, "{'card_id':'{card}','reason_id':'lost'}");
  cp_test_case_do (test, UNBLOCK, "{'card_id':'{card}','reason_id':'found'}");
  g_assert_true (cp_card_identifies (cp_test_case_find (test, CP_KIND_CARD, "card")));
}

static void
test_state_of_the_card (void)
{
  static const struct {
    CpCardState state;
    gboolean blocked;
    CpRejection expected;
  } cases[] = {
    { CP_CARD_STOCK, TRUE, CP_REJECTION_CARD_NOT_ACTIVE },
    { CP_CARD_LINKED, FALSE, CP_REJECTION_CARD_NOT_BLOCKED },
    { CP_CARD_LINKED, TRUE, CP_REJECTION_NONE },
    { CP_CARD_ACTIVE, FALSE, CP_REJECTION_CARD_NOT_BLOCKED },
    { CP_CARD_ACTIVE, TRUE, CP_REJECTION_NONE },
    { CP_CARD_REPLACED, TRUE, CP_REJECTION_CARD_REPLACED },
    { CP_CARD_RETIRED, TRUE, CP_REJECTION_CARD_NOT_ACTIVE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
      g_autoptr (CpTestCase) test = make_blocked ();
      CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

      test->the_case.mode = mode;
      card->state = cases[i].state;
      card->blocked = cases[i].blocked;
      cp_test_case_assert (test, UNBLOCK, FOUND, cases[i].expected);
    }
}

static void
test_refuses_an_unknown_card_and_a_missing_reason (void)
{
  g_autoptr (CpTestCase) test = make_blocked ();

  cp_test_case_assert (test, UNBLOCK, "{'card_id':'x','reason_id':'found'}",
                       CP_REJECTION_CARD_NOT_FOUND);
  cp_test_case_assert (test, UNBLOCK, "{'card_id':'{card}'}", CP_REJECTION_INVALID);
}

/* An old unblock that arrives again, or late, must not undo a newer block. */
static void
test_lifts_only_the_block_that_it_names (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpTestCase) test = make_blocked ();

    test->the_case.mode = mode;
    cp_test_case_assert (test, UNBLOCK, "{'card_id':'{card}','block_id':'y','reason_id':'found'}",
                         CP_REJECTION_STALE_VERSION);
    if (mode != CP_DECIDE_AT_COUNTER)
      cp_test_case_assert (test, UNBLOCK, "{'card_id':'{card}','reason_id':'found'}",
                           CP_REJECTION_STALE_VERSION);
  }
}

static void
test_the_device_fills_in_which_block (void)
{
  g_autoptr (CpTestCase) test = make_blocked ();
  g_autoptr (CpOperation) operation =
      cp_test_case_make_operation (test, UNBLOCK, "{'card_id':'{card}','reason_id':'found'}");

  cp_decision_prepare (operation, test->account);
  g_assert_cmpstr (((CpUnblockCard *) operation->payload)->block_id, ==, "x");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/unblock-card/needs-head-office", test_needs_head_office);
  g_test_add_func ("/domain/unblock-card/a-fresh-block-of-our-own-may-be-undone-here",
                   test_a_fresh_block_of_our_own_may_be_undone_here);
  g_test_add_func ("/domain/unblock-card/state-of-the-card", test_state_of_the_card);
  g_test_add_func ("/domain/unblock-card/refuses-an-unknown-card-and-a-missing-reason",
                   test_refuses_an_unknown_card_and_a_missing_reason);
  g_test_add_func ("/domain/unblock-card/lifts-only-the-block-that-it-names",
                   test_lifts_only_the_block_that_it_names);
  g_test_add_func ("/domain/unblock-card/the-device-fills-in-which-block",
                   test_the_device_fills_in_which_block);
  return g_test_run ();
}
