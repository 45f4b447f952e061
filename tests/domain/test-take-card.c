/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-take-card.h"

#include "cp-test-case.h"

static void
test_reads_uids_of_three_lengths (void)
{
  static const struct {
    const char *text;
    const char *uid;
  } cases[] = {
    { "04a1b2c3", "04A1B2C3" },
    { "04A1B2C3D4E5F6", "04A1B2C3D4E5F6" },
    { "04A1B2C3D4E5F6070809", "04A1B2C3D4E5F6070809" },
    { "04A1B2C3D4", NULL },
    { "04A1B2CG", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *uid = cp_take_card_read_uid (cases[i].text);

    g_assert_cmpstr (uid, ==, cases[i].uid);
  }
}

/* A card of somebody else's, in @state. */
static CpCard *
add_card (CpTestCase *test, const char *uid, const char *number, CpCardState state)
{
  CpCard *card = cp_entity_new (CP_KIND_CARD, uid != NULL ? uid : number, NULL);

  card->uid = g_strdup (uid);
  card->number = g_strdup (number);
  card->state = state;
  return cp_test_case_add_other (test, card);
}

#define UID "04AAAAAAAAAA01"

static CpRejection
take (CpTestCase *test, const char *uid, const char *number, CpCard **ret_card)
{
  g_autoptr (CpOperation) operation =
      cp_test_case_make_operation (test, CP_OPERATION_LINK_CARD, "{}");
  CpCardWish wish = { uid, number, test->account->id, operation->member_id, 1 };
  CpCardRefusal refusal = { CP_REJECTION_NONE, NULL };
  CpCard *card = cp_take_card (&test->the_case, operation, &wish, &refusal);

  g_assert_cmpint (card == NULL, ==, refusal.code != CP_REJECTION_NONE);
  if (ret_card != NULL)
    *ret_card = card;
  else
    cp_entity_free (card);
  return refusal.code;
}

static void
test_only_a_free_card_can_be_taken (void)
{
  static const struct {
    CpCardState state;
    gboolean blocked;
    CpRejection expected;
  } cases[] = {
    { CP_CARD_STOCK, FALSE, CP_REJECTION_NONE },
    { CP_CARD_STOCK, TRUE, CP_REJECTION_CARD_BLOCKED },
    { CP_CARD_LINKED, FALSE, CP_REJECTION_CARD_NOT_FREE },
    { CP_CARD_LINKED, TRUE, CP_REJECTION_CARD_BLOCKED },
    { CP_CARD_ACTIVE, FALSE, CP_REJECTION_CARD_NOT_FREE },
    { CP_CARD_ACTIVE, TRUE, CP_REJECTION_CARD_BLOCKED },
    { CP_CARD_REPLACED, FALSE, CP_REJECTION_CARD_REPLACED },
    { CP_CARD_REPLACED, TRUE, CP_REJECTION_CARD_REPLACED },
    { CP_CARD_RETIRED, FALSE, CP_REJECTION_CARD_NOT_ACTIVE },
    { CP_CARD_RETIRED, TRUE, CP_REJECTION_CARD_BLOCKED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);

    add_card (test, UID, "N1", cases[i].state)->blocked = cases[i].blocked;
    g_assert_cmpint (take (test, UID, NULL, NULL), ==, cases[i].expected);
    g_assert_cmpint (take (test, NULL, "N1", NULL), ==, cases[i].expected);
  }
}

static void
test_a_card_from_stock_keeps_its_row (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  CpCard *stock = add_card (test, UID, "N1", CP_CARD_STOCK);
  CpCard *card = NULL;

  stock->category_id = g_strdup ("staff");
  g_assert_cmpint (take (test, NULL, " N1 ", &card), ==, CP_REJECTION_NONE);
  g_assert_cmpstr (card->entity.id, ==, stock->entity.id);
  g_assert_cmpstr (card->entity.account_id, ==, test->account->id);
  g_assert_cmpstr (card->member_id, ==, member_id);
  g_assert_cmpstr (card->uid, ==, UID);
  g_assert_cmpstr (card->category_id, ==, "staff");
  cp_entity_free (card);
}

static void
test_an_unknown_card_gets_a_row (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpCard *card = NULL;

  g_assert_cmpint (take (test, "04aaaaaaaaaa01", "N7", &card), ==, CP_REJECTION_NONE);
  g_assert_cmpstr (card->uid, ==, UID);
  g_assert_cmpstr (card->number, ==, "N7");
  g_assert_cmpint (card->state, ==, CP_CARD_LINKED);
  cp_entity_free (card);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  g_assert_cmpint (take (test, UID, NULL, &card), ==, CP_REJECTION_NONE);
  g_assert_cmpint (card->state, ==, CP_CARD_ACTIVE);
  cp_entity_free (card);
}

static void
test_number_and_uid_belong_together (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpCard *card = NULL;

  add_card (test, UID, "N1", CP_CARD_STOCK);
  add_card (test, "04AAAAAAAAAA02", "N2", CP_CARD_STOCK);
  add_card (test, NULL, "N3", CP_CARD_STOCK);
  g_assert_cmpint (take (test, UID, "N1", NULL), ==, CP_REJECTION_NONE);
  g_assert_cmpint (take (test, UID, "N2", NULL), ==, CP_REJECTION_INVALID);
  g_assert_cmpint (take (test, UID, "N9", NULL), ==, CP_REJECTION_INVALID);
  g_assert_cmpint (take (test, "04AAAAAAAAAA09", "N1", NULL), ==, CP_REJECTION_INVALID);
  g_assert_cmpint (take (test, "04AAAAAAAAAA09", "N3", &card), ==, CP_REJECTION_NONE);
  g_assert_cmpstr (card->entity.id, ==, "N3");
  g_assert_cmpstr (card->uid, ==, "04AAAAAAAAAA09");
  cp_entity_free (card);
}

static void
test_refuses_what_is_no_card (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  g_assert_cmpint (take (test, NULL, NULL, NULL), ==, CP_REJECTION_INVALID);
  g_assert_cmpint (take (test, "", "", NULL), ==, CP_REJECTION_INVALID);
  g_assert_cmpint (take (test, "hello", "N1", NULL), ==, CP_REJECTION_INVALID);
  g_assert_cmpint (take (test, NULL, "N1", NULL), ==, CP_REJECTION_CARD_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/take-card/reads-uids-of-three-lengths",
                   test_reads_uids_of_three_lengths);
  g_test_add_func ("/domain/take-card/only-a-free-card-can-be-taken",
                   test_only_a_free_card_can_be_taken);
  g_test_add_func ("/domain/take-card/a-card-from-stock-keeps-its-row",
                   test_a_card_from_stock_keeps_its_row);
  g_test_add_func ("/domain/take-card/an-unknown-card-gets-a-row", test_an_unknown_card_gets_a_row);
  g_test_add_func ("/domain/take-card/number-and-uid-belong-together",
                   test_number_and_uid_belong_together);
  g_test_add_func ("/domain/take-card/refuses-what-is-no-card", test_refuses_what_is_no_card);
  return g_test_run ();
}
