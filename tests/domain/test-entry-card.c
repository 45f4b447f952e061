/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

typedef void BendFunc (CpCard *card);

static void
leave (CpCard *card)
{
}

static void
link_only (CpCard *card)
{
  card->state = CP_CARD_LINKED;
}

static void
block (CpCard *card)
{
  card->blocked = TRUE;
}

static void
replace (CpCard *card)
{
  card->blocked = TRUE;
  card->state = CP_CARD_REPLACED;
}

static void
retire (CpCard *card)
{
  card->state = CP_CARD_RETIRED;
}

/* How the card is; whether what is earned by it names it; what redeeming by it comes to. */
static const struct {
  BendFunc *bend;
  gboolean earns;
  CpRejection redeems;
} cases[] = {
  { leave, TRUE, CP_REJECTION_NONE },
  { link_only, TRUE, CP_REJECTION_CARD_NOT_ACTIVE },
  { block, FALSE, CP_REJECTION_CARD_BLOCKED },
  { replace, FALSE, CP_REJECTION_CARD_REPLACED },
  { retire, FALSE, CP_REJECTION_CARD_NOT_ACTIVE },
};

static CpTestCase *
make_case (guint i)
{
  CpTestCase *test = cp_test_case_new (1);
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  cases[i].bend (card);
  test->card = card->entity.id;
  return test;
}

static void
test_points_name_a_card_that_works (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case (i);
    g_autoptr (CpDecision) decision =
        cp_test_case_decide (test, CP_OPERATION_ADJUST_POINTS,
                             "{'type_id':'points','amount':50,'reason_id':'goodwill'}");
    const CpPoints *entry = cp_test_decision_find (decision, CP_KIND_POINTS, 0);

    g_assert_cmpstr (entry->card_id, ==, cases[i].earns ? test->card : NULL);
  }
}

static void
test_what_takes_points_names_no_card_that_only_earns (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case (i);
    g_autoptr (CpDecision) decision = NULL;
    const CpPoints *entry;

    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_case_do (test, CP_OPERATION_ADJUST_POINTS,
                     "{'type_id':'points','amount':50,'reason_id':'goodwill'}");
    decision = cp_test_case_decide (test, CP_OPERATION_ADJUST_POINTS,
                                    "{'type_id':'points','amount':-20,'reason_id':'goodwill'}");
    entry = cp_test_decision_find (decision, CP_KIND_POINTS, 0);
    g_assert_cmpint (entry->amount, ==, -20);
    g_assert_cmpstr (entry->card_id, ==, cases[i].redeems == CP_REJECTION_NONE ? test->card : NULL);
  }
}

static void
test_only_a_card_that_works_redeems (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case (i);

    cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}",
                         cases[i].redeems);
    cp_test_case_assert (test, CP_OPERATION_REDEEM_BENEFIT, "{'incentive_id':'{benefit}'}",
                         cases[i].redeems);
    cp_test_case_assert (test, CP_OPERATION_ISSUE_BENEFIT, "{'definition_id':'coffee'}",
                         CP_REJECTION_NONE);
  }
}

/* It has happened, by a card of which head office knew better: posted, flagged, and not its entry. */
static void
test_head_office_flags_what_was_redeemed_by_another (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case (i);
    g_autoptr (CpDecision) decision = NULL;
    const CpRedemption *entry;

    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    decision = cp_test_case_decide (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}");
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    entry = cp_test_decision_find (decision, CP_KIND_REDEMPTION, 0);
    g_assert_cmpstr (entry->card_id, ==, cases[i].redeems == CP_REJECTION_NONE ? test->card : NULL);
    g_assert_true (cases[i].redeems == CP_REJECTION_NONE ||
                   cp_test_decision_has_flag (decision, cases[i].redeems));
  }
}

static void
test_a_card_that_is_not_known_here_is_left_out (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  test->card = "another";
  decision = cp_test_case_decide (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_null (
      ((CpRedemption *) cp_test_decision_find (decision, CP_KIND_REDEMPTION, 0))->card_id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/entry-card/" path, func)
  ADD ("points-name-a-card-that-works", test_points_name_a_card_that_works);
  ADD ("what-takes-points-names-no-card-that-only-earns",
       test_what_takes_points_names_no_card_that_only_earns);
  ADD ("only-a-card-that-works-redeems", test_only_a_card_that_works_redeems);
  ADD ("head-office-flags-what-was-redeemed-by-another",
       test_head_office_flags_what_was_redeemed_by_another);
  ADD ("a-card-that-is-not-known-here-is-left-out", test_a_card_that_is_not_known_here_is_left_out);
  return g_test_run ();
}
