/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-account.h"

#include "cp-test-chain.h"

#define NOW CP_TEST_NOW_MS

static void
add_points (CpAccount *account, const char *id, gint64 amount, gint64 pending, gint64 expires)
{
  CpPoints *points = cp_entity_new (CP_KIND_POINTS, id, account->id);

  points->type_id = g_strdup ("points");
  points->amount = amount;
  points->pending_until_ms = pending;
  points->expires_at_ms = expires;
  cp_account_put (account, points);
}

static void
test_keeps_rows_in_order_and_replaces (void)
{
  g_autoptr (CpAccount) account = cp_account_new ("a");
  g_autoptr (CpAccount) copy = NULL;
  const GPtrArray *rows = account->rows[CP_KIND_POINTS];

  g_assert_true (cp_account_is_empty (account));
  add_points (account, "c", 1, 0, 0);
  add_points (account, "a", 2, 0, 0);
  add_points (account, "b", 3, 0, 0);
  add_points (account, "c", 4, 0, 0);
  g_assert_cmpuint (rows->len, ==, 3);
  for (guint i = 1; i < rows->len; i++)
    g_assert_cmpstr (((CpEntity *) rows->pdata[i - 1])->id, <, ((CpEntity *) rows->pdata[i])->id);
  copy = cp_account_copy (account);
  add_points (account, "c", 100, 0, 0);
  g_assert_cmpint (((CpPoints *) cp_account_find (copy, CP_KIND_POINTS, "c"))->amount, ==, 4);
  g_assert_null (cp_account_find (copy, CP_KIND_POINTS, "d"));
  g_assert_null (cp_account_find (copy, CP_KIND_POINTS, NULL));
  g_assert_false (cp_account_is_empty (copy));
}

static void
test_a_view_borrows (void)
{
  g_autoptr (CpAccount) account = cp_account_new ("a");
  g_autoptr (CpAccount) view = cp_account_new_view ("a");
  g_autoptr (CpAccount) copy = NULL;
  gpointer row;

  add_points (account, "c", 1, 0, 0);
  row = cp_account_find (account, CP_KIND_POINTS, "c");
  cp_account_put (view, row);
  cp_account_put (view, row);
  copy = cp_account_copy (view);
  cp_account_drop (view, CP_KIND_POINTS, "d");
  g_assert_true (cp_account_find (view, CP_KIND_POINTS, "c") == row);
  cp_account_drop (view, CP_KIND_POINTS, "c");
  g_assert_true (cp_account_is_empty (view));
  g_assert_true (cp_account_find (account, CP_KIND_POINTS, "c") == row);
  g_assert_nonnull (cp_account_find (copy, CP_KIND_POINTS, "c"));
  cp_account_drop (copy, CP_KIND_POINTS, "c");
  g_assert_true (cp_account_is_empty (copy));
}

static void
test_sums_points_that_count_now (void)
{
  g_autoptr (CpAccount) account = cp_account_new ("a");

  add_points (account, "earned", 100, 0, 0);
  add_points (account, "spent", -30, 0, 0);
  add_points (account, "pending", 1000, NOW + 1, 0);
  add_points (account, "pending-no-more", 5, NOW, 0);
  add_points (account, "expired", 2000, 0, NOW);
  add_points (account, "expires-next", 7, 0, NOW + 1);
  g_assert_cmpint (cp_account_sum_points (account, "points", NOW), ==, 82);
  g_assert_cmpint (cp_account_sum_points (account, "tier", NOW), ==, 0);
  g_assert_cmpint (cp_account_sum_pending (account, "points", NOW), ==, 1000);
  g_assert_cmpint (cp_account_sum_pending (account, "points", NOW + 1), ==, 0);
  g_assert_cmpint (cp_account_sum_pending (account, "tier", NOW), ==, 0);
}

static void
test_time_moves_an_incentive_on (void)
{
  CpIncentive *incentive = cp_entity_new (CP_KIND_INCENTIVE, "i", "a");
  static const struct {
    CpIncentiveState written;
    gint64 usable_from;
    gint64 expires;
    CpIncentiveState expected;
  } cases[] = {
    { CP_INCENTIVE_ISSUED, NOW + 1, 0, CP_INCENTIVE_ISSUED },
    { CP_INCENTIVE_ISSUED, NOW, 0, CP_INCENTIVE_ACTIVE },
    { CP_INCENTIVE_ISSUED, NOW + 1, NOW, CP_INCENTIVE_EXPIRED },
    { CP_INCENTIVE_ACTIVE, 0, 0, CP_INCENTIVE_ACTIVE },
    { CP_INCENTIVE_ACTIVE, 0, NOW + 1, CP_INCENTIVE_ACTIVE },
    { CP_INCENTIVE_ACTIVE, 0, NOW, CP_INCENTIVE_EXPIRED },
    { CP_INCENTIVE_PART_USED, 0, NOW + 1, CP_INCENTIVE_PART_USED },
    { CP_INCENTIVE_PART_USED, 0, NOW - 1, CP_INCENTIVE_EXPIRED },
    { CP_INCENTIVE_USED, 0, NOW - 1, CP_INCENTIVE_USED },
    { CP_INCENTIVE_VOIDED, 0, NOW - 1, CP_INCENTIVE_VOIDED },
    { CP_INCENTIVE_EXPIRED, 0, NOW - 1, CP_INCENTIVE_EXPIRED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    incentive->state = cases[i].written;
    incentive->usable_from_ms = cases[i].usable_from;
    incentive->expires_at_ms = cases[i].expires;
    g_assert_cmpint (cp_incentive_get_state (incentive, NOW), ==, cases[i].expected);
  }
  cp_entity_free (incentive);
}

static void
test_sums_rewards_and_debts (void)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autofree char *id = cp_test_chain_id (1, "reward5");
  CpIncentive *reward = cp_account_find (account, CP_KIND_INCENTIVE, id);

  g_assert_cmpint (cp_account_sum_rewards (account, NOW), ==, 1500);
  g_assert_cmpint (cp_account_sum_rewards (account, NOW + 10 * CP_TEST_DAY_MS), ==, 1000);
  reward->state = CP_INCENTIVE_VOIDED;
  g_assert_cmpint (cp_account_sum_rewards (account, NOW), ==, 1000);
  reward->state = CP_INCENTIVE_USED;
  reward->balance_minor = -250;
  g_assert_cmpint (cp_account_sum_rewards (account, NOW), ==, 750);
}

static void
test_only_a_live_card_identifies (void)
{
  CpCard *card = cp_entity_new (CP_KIND_CARD, "c", "a");

  for (guint state = CP_CARD_STOCK; state <= CP_CARD_RETIRED; state++) {
    card->state = state;
    card->blocked = FALSE;
    g_assert_cmpint (cp_card_identifies (card), ==,
                     state == CP_CARD_LINKED || state == CP_CARD_ACTIVE);
    card->blocked = TRUE;
    g_assert_false (cp_card_identifies (card));
  }
  cp_entity_free (card);
}

static void
test_finds_a_card_that_lives_before_a_retired_one (void)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autofree char *uid = cp_test_chain_uid (1);
  CpCard *old = cp_entity_new (CP_KIND_CARD, "0", account->id);

  old->uid = g_strdup (uid);
  old->state = CP_CARD_RETIRED;
  cp_account_put (account, old);
  g_assert_cmpint (cp_account_find_card_by_uid (account, uid)->state, ==, CP_CARD_ACTIVE);
  g_assert_null (cp_account_find_card_by_uid (account, "00"));
  g_assert_null (cp_account_find_card_by_uid (account, NULL));
}

static void
test_finds_the_member_who_is_there (void)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autofree char *id = cp_test_chain_id (1, "member");
  CpMember *alias = cp_entity_new (CP_KIND_MEMBER, "0", account->id);

  alias->state = CP_MEMBER_MERGED;
  cp_account_put (account, alias);
  g_assert_cmpstr (cp_account_find_member (account, NULL)->entity.id, ==, id);
  g_assert_cmpint (cp_account_find_member (account, "0")->state, ==, CP_MEMBER_MERGED);
  g_assert_null (cp_account_find_member (account, "x"));
  g_assert_cmpstr (cp_member_get_home (cp_account_find_member (account, NULL)), ==, "high");
  ((CpMember *) cp_account_find_member (account, "0"))->home_store_id = g_strdup ("high");
  g_assert_null (cp_member_get_home (cp_account_find_member (account, "0")));
  g_assert_nonnull (cp_account_get_row (account));
}

static void
test_lists_the_accounts_that_were_theirs (void)
{
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, "m", "now");
  g_autoptr (GPtrArray) one = cp_member_list_accounts (member);
  g_autoptr (GPtrArray) all = NULL;

  g_assert_cmpuint (one->len, ==, 1);
  member->former_account_ids = json_pack ("[s, i, s]", "before", 7, "long before");
  all = cp_member_list_accounts (member);
  g_assert_cmpuint (all->len, ==, 3); /* what is no id is none */
  g_assert_cmpstr (all->pdata[0], ==, "now");
  g_assert_cmpstr (all->pdata[1], ==, "before");
  g_assert_cmpstr (all->pdata[2], ==, "long before");
  cp_entity_free (member);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/account/keeps-rows-in-order-and-replaces",
                   test_keeps_rows_in_order_and_replaces);
  g_test_add_func ("/domain/account/a-view-borrows", test_a_view_borrows);
  g_test_add_func ("/domain/account/sums-points-that-count-now", test_sums_points_that_count_now);
  g_test_add_func ("/domain/account/time-moves-an-incentive-on", test_time_moves_an_incentive_on);
  g_test_add_func ("/domain/account/sums-rewards-and-debts", test_sums_rewards_and_debts);
  g_test_add_func ("/domain/account/only-a-live-card-identifies", test_only_a_live_card_identifies);
  g_test_add_func ("/domain/account/finds-a-card-that-lives-before-a-retired-one",
                   test_finds_a_card_that_lives_before_a_retired_one);
  g_test_add_func ("/domain/account/finds-the-member-who-is-there",
                   test_finds_the_member_who_is_there);
  g_test_add_func ("/domain/account/lists-the-accounts-that-were-theirs",
                   test_lists_the_accounts_that_were_theirs);
  return g_test_run ();
}
