/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-state.h"

#include "cp-test-case.h"

#define N_STATES (CP_CARD_RETIRED + 1)

/* What comes of each operation on a card in each state, blocked or not, for a member who has another
 * card. A number is a rejection; NONE: it stands. */
typedef struct {
  CpOperationKind kind;
  const char *payload;
  CpRejection open[N_STATES];
  CpRejection blocked[N_STATES];
} Row;

#define NONE CP_REJECTION_NONE
#define DEAD CP_REJECTION_CARD_REPLACED
#define IDLE CP_REJECTION_CARD_NOT_ACTIVE

static const Row
    rows[] = { /* stock, linked, active, replaced, retired */
               { CP_OPERATION_BLOCK_CARD,
                 "{'card_id':'{card}','reason_id':'lost'}",
                 { IDLE, NONE, NONE, DEAD, IDLE },
                 { IDLE, CP_REJECTION_CARD_BLOCKED, CP_REJECTION_CARD_BLOCKED, DEAD, IDLE } },
               { CP_OPERATION_UNBLOCK_CARD,
                 "{'card_id':'{card}','reason_id':'found'}",
                 { IDLE, CP_REJECTION_CARD_NOT_BLOCKED, CP_REJECTION_CARD_NOT_BLOCKED, DEAD, IDLE },
                 { IDLE, NONE, NONE, DEAD, IDLE } },
               { CP_OPERATION_REPLACE_CARD,
                 "{'card_id':'{card}','uid':'04AAAAAAAAAA01'}",
                 { IDLE, CP_REJECTION_CARD_NOT_BLOCKED, CP_REJECTION_CARD_NOT_BLOCKED, DEAD, IDLE },
                 { IDLE, NONE, NONE, DEAD, IDLE } },
               { CP_OPERATION_RETIRE_CARD,
                 "{'card_id':'{card}','reason_id':'unwanted'}",
                 { IDLE, NONE, NONE, DEAD, IDLE },
                 { IDLE, NONE, NONE, DEAD, IDLE } },
               { CP_OPERATION_RESTORE_CARD,
                 "{'card_id':'{card}'}",
                 { IDLE, IDLE, IDLE, DEAD, NONE },
                 { IDLE, IDLE, IDLE, DEAD, NONE } },
               { CP_OPERATION_CHANGE_CARD_CATEGORY,
                 "{'card_id':'{card}','category_id':'employee'}",
                 { IDLE, NONE, NONE, DEAD, IDLE },
                 { IDLE, NONE, NONE, DEAD, IDLE } }
    };

static CpTestCase *
make_case (CpCardState state, gboolean blocked)
{
  CpTestCase *test = cp_test_case_new (1);
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
  CpCard *other = cp_entity_copy (card);

  card->state = state;
  card->blocked = blocked;
  g_free (other->entity.id);
  other->entity.id = g_strdup ("other");
  g_free (other->uid);
  other->uid = g_strdup ("04DDDDDDDDDD01");
  cp_account_put (test->account, other);
  return test;
}

static void
test_every_state_and_operation (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint state = 0; state < N_STATES; state++)
      for (guint blocked = 0; blocked < 2; blocked++) {
        g_autoptr (CpTestCase) test = make_case (state, blocked == 1);

        cp_test_case_assert (test, rows[i].kind, rows[i].payload,
                             blocked ? rows[i].blocked[state] : rows[i].open[state]);
      }
}

/* The arrows, and no others. */
static void
test_every_state_and_kind_of_the_table (void)
{
  for (guint state = 0; state < N_STATES; state++)
    for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
      CpCardState next = state;
      gboolean live = state == CP_CARD_LINKED || state == CP_CARD_ACTIVE;
      gboolean expected =
          (kind == CP_OPERATION_LINK_CARD && state == CP_CARD_STOCK) ||
          ((kind == CP_OPERATION_REPLACE_CARD || kind == CP_OPERATION_RETIRE_CARD) && live) ||
          (kind == CP_OPERATION_RESTORE_CARD && state == CP_CARD_RETIRED);

      g_assert_cmpint (cp_card_state_next (state, kind, &next), ==, expected);
      g_assert_true (!expected || next != state);
    }
}

static void
test_counts_live_cards (void)
{
  g_autoptr (CpTestCase) test = make_case (CP_CARD_LINKED, FALSE);
  g_autofree char *member_id = cp_test_chain_id (1, "member");

  g_assert_cmpuint (cp_card_count_live (test->account, member_id, -1), ==, 2);
  ((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->medium = CP_CARD_VIRTUAL;
  g_assert_cmpuint (cp_card_count_live (test->account, member_id, CP_CARD_PHYSICAL), ==, 1);
  ((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->state = CP_CARD_RETIRED;
  g_assert_cmpuint (cp_card_count_live (test->account, member_id, -1), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/card-state/every-state-and-operation", test_every_state_and_operation);
  g_test_add_func ("/domain/card-state/every-state-and-kind-of-the-table",
                   test_every_state_and_kind_of_the_table);
  g_test_add_func ("/domain/card-state/counts-live-cards", test_counts_live_cards);
  return g_test_run ();
}
