/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-held-status.h"

#include "cp-test-case.h"

#define NOW CP_TEST_NOW_MS

static void
test_counts_from_its_beginning_to_its_end (void)
{
  CpStatus *status = cp_entity_new (CP_KIND_STATUS, "s", "a");

  status->from_ms = NOW;
  g_assert_false (cp_held_status_counts_at (status, NOW - 1));
  g_assert_true (cp_held_status_counts_at (status, NOW));
  status->until_ms = NOW + 5;
  g_assert_true (cp_held_status_counts_at (status, NOW + 4));
  g_assert_false (cp_held_status_counts_at (status, NOW + 5));
  g_assert_true (cp_held_status_was_held_at (status, NOW + 4));
  cp_held_status_remove (status, NOW + 3);
  g_assert_false (cp_held_status_counts_at (status, NOW));
  g_assert_true (cp_held_status_was_held_at (status, NOW + 2));
  g_assert_false (cp_held_status_was_held_at (status, NOW + 3));
  g_assert_false (cp_held_status_was_held_at (status, NOW - 1));
  status->removed_at_ms = 0;
  g_assert_false (cp_held_status_was_held_at (status, NOW));
  cp_entity_free (status);
}

static void
test_finds_by_status_or_by_system (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *member_id = cp_test_chain_id (1, "member");

  g_assert_nonnull (cp_held_status_find (test->account, member_id, "gold", NULL, NOW));
  g_assert_nonnull (cp_held_status_find (test->account, member_id, NULL, "tier", NOW));
  g_assert_null (cp_held_status_find (test->account, member_id, "silver", NULL, NOW));
  g_assert_null (cp_held_status_find (test->account, member_id, NULL, "care", NOW));
  g_assert_null (cp_held_status_find (test->account, "somebody", "gold", NULL, NOW));
}

static void
test_the_best_has_the_highest_rank (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  CpStatus *gone = cp_entity_new (CP_KIND_STATUS, "0", test->account->id);
  const CpStatus *best;

  gone->member_id = g_strdup (member_id);
  gone->status_id = g_strdup ("no-longer-in-the-programme");
  cp_account_put (test->account, gone);
  cp_test_case_do (test, CP_OPERATION_SET_STATUS, "{'status_id':'vip','reason':'r'}");
  best = cp_held_status_find_best (test->programme, test->account, member_id, NOW);
  g_assert_cmpstr (best->status_id, ==, "gold");
  g_assert_null (cp_held_status_find_best (test->programme, test->account, "somebody", NOW));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/held-status/counts-from-its-beginning-to-its-end",
                   test_counts_from_its_beginning_to_its_end);
  g_test_add_func ("/domain/held-status/finds-by-status-or-by-system",
                   test_finds_by_status_or_by_system);
  g_test_add_func ("/domain/held-status/the-best-has-the-highest-rank",
                   test_the_best_has_the_highest_rank);
  return g_test_run ();
}
