/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#include <string.h>

#define LINK CP_OPERATION_LINK_CARD
#define NEW_CARD "{'uid':'04AAAAAAAAAA01','number':'N1'}"

static void
test_only_earns_until_head_office_confirms (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) here = cp_test_case_decide (test, LINK, NEW_CARD);
  g_autoptr (CpDecision) there = NULL;
  const CpCard *card = cp_test_decision_find (here, CP_KIND_CARD, 0);

  g_assert_cmpint (card->state, ==, CP_CARD_LINKED);
  g_assert_cmpint (card->medium, ==, CP_CARD_ADDITIONAL);
  g_assert_cmpuint (here->effects->len, ==, 2);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  there = cp_test_case_decide (test, LINK, NEW_CARD);
  card = cp_test_decision_find (there, CP_KIND_CARD, 0);
  g_assert_cmpint (card->state, ==, CP_CARD_ACTIVE);
  g_assert_cmpuint (there->effects->len, ==, 1);
}

static void
test_the_first_card_is_the_main_one (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  ((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->state = CP_CARD_REPLACED;
  decision = cp_test_case_decide (test, LINK, NEW_CARD);
  g_assert_cmpint (((CpCard *) cp_test_decision_find (decision, CP_KIND_CARD, 0))->medium, ==,
                   CP_CARD_PHYSICAL);
}

static void
test_a_member_has_only_so_many_cards (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, LINK, "{'uid':'04AAAAAAAAAA01'}");
  cp_test_case_do (test, LINK, "{'uid':'04AAAAAAAAAA02'}");
  cp_test_case_assert (test, LINK, "{'uid':'04AAAAAAAAAA03'}", CP_REJECTION_CARD_LIMIT);
  ((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->state = CP_CARD_REPLACED;
  cp_test_case_assert (test, LINK, "{'uid':'04AAAAAAAAAA03'}", CP_REJECTION_NONE);
  test->programme->max_cards = 0;
  ((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->state = CP_CARD_ACTIVE;
  cp_test_case_assert (test, LINK, "{'uid':'04AAAAAAAAAA03'}", CP_REJECTION_NONE);
}

static void
test_refuses_a_card_that_is_not_free (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *own = cp_test_chain_uid (1);
  g_autofree char *payload = g_strdup_printf ("{'uid':'%s'}", own);
  g_autoptr (CpAccount) other = cp_test_chain_account (2);
  g_autofree char *id = cp_test_chain_id (2, "card");
  CpCard *card =
      cp_test_case_add_other (test, cp_entity_copy (cp_account_find (other, CP_KIND_CARD, id)));
  g_autofree char *foreign = g_strdup_printf ("{'uid':'%s'}", card->uid);

  cp_test_case_assert (test, LINK, payload, CP_REJECTION_CARD_NOT_FREE);
  cp_test_case_assert (test, LINK, foreign, CP_REJECTION_CARD_NOT_FREE);
  card->blocked = TRUE;
  cp_test_case_assert (test, LINK, foreign, CP_REJECTION_CARD_BLOCKED);
  card->state = CP_CARD_REPLACED;
  cp_test_case_assert (test, LINK, foreign, CP_REJECTION_CARD_REPLACED);
  card->blocked = FALSE;
  card->state = CP_CARD_RETIRED;
  cp_test_case_assert (test, LINK, foreign, CP_REJECTION_CARD_NOT_ACTIVE);
  cp_test_case_assert (test, LINK, "{'number':'N404'}", CP_REJECTION_CARD_NOT_FOUND);
  cp_test_case_assert (test, LINK, "{}", CP_REJECTION_INVALID);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  card->state = CP_CARD_ACTIVE;
  cp_test_case_assert (test, LINK, foreign, CP_REJECTION_CARD_NOT_FREE);
}

/* Without a chip; the number is made from the operation, the same on both sides. */
static void
test_a_virtual_card (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  const CpCard *card;

  cp_test_case_assert (test, CP_OPERATION_LINK_CARD, "{'is_virtual':true,'uid':'04AAAAAAAAAA01'}",
                       CP_REJECTION_INVALID);
  cp_test_case_assert (test, CP_OPERATION_LINK_CARD, "{'is_virtual':true,'number':'90000001'}",
                       CP_REJECTION_CARD_NOT_FREE);
  cp_test_case_assert (test, CP_OPERATION_LINK_CARD, "{'is_virtual':true,'number':'  '}",
                       CP_REJECTION_INVALID);
  decision = cp_test_case_decide (test, CP_OPERATION_LINK_CARD, "{'is_virtual':true}");
  card = cp_test_decision_find (decision, CP_KIND_CARD, 0);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_cmpint (card->medium, ==, CP_CARD_VIRTUAL);
  g_assert_null (card->uid);
  g_assert_cmpuint (strlen (card->number), ==, 16);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/link-card/only-earns-until-head-office-confirms",
                   test_only_earns_until_head_office_confirms);
  g_test_add_func ("/domain/link-card/the-first-card-is-the-main-one",
                   test_the_first_card_is_the_main_one);
  g_test_add_func ("/domain/link-card/a-member-has-only-so-many-cards",
                   test_a_member_has_only_so_many_cards);
  g_test_add_func ("/domain/link-card/refuses-a-card-that-is-not-free",
                   test_refuses_a_card_that_is_not_free);
  g_test_add_func ("/domain/link-card/a-virtual-card", test_a_virtual_card);
  return g_test_run ();
}
