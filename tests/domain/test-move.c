/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-move.h"

#include "cp-test-case.h"

/* Each kind of row that hangs on an account is moved by somebody: a new one must not be forgotten. */
static void
test_every_kind_of_row_moves (void)
{
  static const char *const by_the_callers[] = { "account", "member",    "status",       "card",
                                                "tag",     "favourite", "subscription", NULL };
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = cp_decision_new ();
  CpMove move = { .the_case = &test->the_case, .to_id = "new", .decision = decision };

  cp_test_case_set_other (test, 2);
  move.from = test->other;
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    cp_account_put (test->other, cp_entity_new (kind, "extra", test->other->id));
  cp_move_rows (&move);
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++) {
    const CpEntity *moved = cp_test_decision_find (decision, kind, 0);

    if (g_strv_contains (by_the_callers, cp_kind_get_type (kind)->name))
      g_assert_null (moved);
    else
      g_assert_cmpstr (moved->account_id, ==, "new");
  }
}

static void
test_rows_change_hands_where_somebody_is_named (void)
{
  g_autoptr (CpDecision) decision = cp_decision_new ();
  CpMove move = { .to_id = "new", .from_member_id = "a", .to_member_id = "b" };
  CpNote *own = cp_entity_new (CP_KIND_NOTE, "n", "old");
  CpNote *moved;

  own->member_id = g_strdup ("a");
  moved = cp_move_copy (&move, own);
  g_assert_cmpstr (moved->member_id, ==, "b");
  g_assert_cmpstr (moved->entity.account_id, ==, "new");
  cp_entity_free (moved);
  g_free (own->member_id);
  own->member_id = g_strdup ("c");
  moved = cp_move_copy (&move, own);
  g_assert_cmpstr (moved->member_id, ==, "c");
  cp_entity_free (moved);
  cp_entity_free (own);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/move/every-kind-of-row-moves", test_every_kind_of_row_moves);
  g_test_add_func ("/domain/move/rows-change-hands-where-somebody-is-named",
                   test_rows_change_hands_where_somebody_is_named);
  return g_test_run ();
}
