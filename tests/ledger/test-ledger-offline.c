/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-ledger.h"

#define HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)

/* (transfer full): what was answered; @code: (nullable): expected */
static CpJson *
redeem_minor (CpTestLedger *self, guint n, gint64 minor, const char *code)
{
  g_autofree char *payload =
      g_strdup_printf ("{'amount_minor': %" G_GINT64_FORMAT ", 'basket_minor': 5000}", minor);
  g_autoptr (CpJson) request = cp_test_ledger_request ("redeem_reward", n, payload);
  g_autoptr (GError) error = NULL;
  CpJson *answer = cp_ledger_submit (self->ledger, self->session, request, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "code"), ==, code);
  return answer;
}

static CpJson *
redeem (CpTestLedger *self, guint n, const char *code)
{
  return redeem_minor (self, n, 200, code);
}

static void
pass (CpTestLedger *self, gint64 ms)
{
  cp_test_ledger_pass (self, ms);
  cp_test_ledger_sign_in (self, "ann");
}

static gint64
get_offline (CpTestLedger *self, const char *key)
{
  g_autoptr (CpJson) status = cp_ledger_get_status (self->ledger, NULL);

  return cp_json_get_int (cp_json_get_object (status, "offline"), key, -1);
}

static void
ack (CpJson *page, gint64 seq, const CpJson *answer)
{
  cp_test_page_add_ack (page, seq, cp_json_get_text (answer, "operation_id"), "accepted", NULL);
}

/* As cp_test_ledger_apply(), of a page that head office made @age_ms ago, with more behind it or not */
static void
apply (CpTestLedger *self, CpJson *page, gint64 age_ms, gboolean more)
{
  g_autoptr (CpJson) owned = page;
  g_autoptr (GError) error = NULL;

  self->cursor += 10;
  cp_test_page_end (page, self->cursor, cp_world_wall_ms (&self->vfs.world) - age_ms);
  cp_json_set_bool (page, "more", more);
  cp_test_ledger_seal (self, page);
  cp_ledger_apply_page (self->ledger, page, &error);
  g_assert_no_error (error);
}

static void
test_a_member_redeems_so_often_and_no_more (CpTestLedger *self, gconstpointer data)
{
  json_decref (redeem (self, 1, NULL));
  json_decref (redeem (self, 1, NULL));
  json_decref (redeem (self, 1, "offline_member_limit"));
  json_decref (redeem (self, 2, NULL));
}

static void
test_the_budget_is_filled_up_by_a_completed_sync_only (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) first = redeem (self, 1, NULL);
  g_autoptr (CpJson) second = redeem (self, 1, NULL);
  CpJson *page = cp_test_ledger_page (self);

  g_assert_cmpint (get_offline (self, "store_left_minor"), ==, 14600);
  ack (page, 1, first);
  apply (self, page, 0, TRUE);
  g_assert_cmpint (get_offline (self, "store_left_minor"), ==, 14600);
  json_decref (redeem (self, 1, "offline_member_limit"));
  apply (self, cp_test_ledger_page (self), 0, FALSE);
  g_assert_cmpint (get_offline (self, "store_left_minor"), ==, 14800);
  page = cp_test_ledger_page (self);
  ack (page, 2, second);
  apply (self, page, 0, FALSE);
  g_assert_cmpint (get_offline (self, "store_left_minor"), ==, 15000);
  json_decref (redeem (self, 1, NULL));
}

static void
test_age_is_unknown_after_a_restart (CpTestLedger *self, gconstpointer data)
{
  g_assert_cmpint (get_offline (self, "reward_minor"), ==, 1000);
  cp_test_ledger_restart (self);
  cp_test_ledger_sign_in (self, "ann");
  g_assert_cmpint (get_offline (self, "reward_minor"), ==, 0);
  json_decref (redeem (self, 1, "offline_data_old"));
  cp_test_ledger_apply (self, cp_test_ledger_page (self));
  json_decref (redeem (self, 1, NULL));
}

/* Nor does a page that was held back on its way make the rows young. */
static void
test_a_page_is_as_old_as_head_office_says (CpTestLedger *self, gconstpointer data)
{
  pass (self, 25 * HOUR_MS);
  json_decref (redeem (self, 1, "offline_data_old"));
  apply (self, cp_test_ledger_page (self), 24 * HOUR_MS + 10000, FALSE);
  json_decref (redeem (self, 1, "offline_data_old"));
  apply (self, cp_test_ledger_page (self), HOUR_MS, FALSE);
  json_decref (redeem (self, 1, NULL));
  pass (self, 23 * HOUR_MS + 10000);
  json_decref (redeem (self, 2, "offline_data_old"));
}

static void
go_online (CpTestLedger *self)
{
  g_autoptr (CpJson) link = json_pack ("{s:s}", "state", "online");
  g_autoptr (GError) error = NULL;

  cp_ledger_set_link (self->ledger, link, &error);
  g_assert_no_error (error);
}

/* What a reward was worth once says nothing of what is left of it. */
static void
test_rows_that_are_told_anew_are_no_ground_until_all_is_told (CpTestLedger *self,
                                                              gconstpointer data)
{
  CpJson *page = cp_test_page_new ("e2", 0);

  go_online (self);
  json_decref (redeem_minor (self, 2, 1200, NULL));
  cp_test_ledger_add_chain (page);
  self->cursor = 0;
  apply (self, page, 0, TRUE);
  json_decref (redeem_minor (self, 1, 1200, "offline_data_old"));
  apply (self, cp_test_page_new ("e2", 10), 0, FALSE);
  json_decref (redeem_minor (self, 1, 1200, NULL));
}

/* A snapshot is on its way, say, or more changes than come through in a moment. */
static void
test_a_line_without_news_is_not_enough_to_be_online (CpTestLedger *self, gconstpointer data)
{
  go_online (self);
  json_decref (redeem_minor (self, 1, 1200, NULL));
  pass (self, 2 * 60 * 1000 + 1000);
  json_decref (redeem_minor (self, 2, 1200, "offline_amount"));
  apply (self, cp_test_ledger_page (self), 0, TRUE);
  json_decref (redeem_minor (self, 2, 1200, "offline_amount"));
  apply (self, cp_test_ledger_page (self), 0, FALSE);
  json_decref (redeem_minor (self, 2, 1200, NULL));
}

/* That makes no row older. */
static void
test_stays_online_when_head_offices_clock_is_put_back (CpTestLedger *self, gconstpointer data)
{
  go_online (self);
  apply (self, cp_test_ledger_page (self), 0, FALSE);
  apply (self, cp_test_ledger_page (self), HOUR_MS, FALSE);
  json_decref (redeem_minor (self, 1, 1200, NULL));
}

/* The page that shows the fork is still for the incarnation before. */
static void
test_a_new_incarnation_has_no_budget_until_it_has_synced (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = redeem (self, 1, NULL);
  CpJson *page = cp_test_ledger_page (self);

  cp_test_page_add_ack (page, 1, "019b76da-a800-7000-8000-00000000abcd", "accepted", NULL);
  apply (self, page, 0, FALSE);
  g_assert_cmpint (get_offline (self, "reward_minor"), ==, 0);
  json_decref (redeem (self, 2, "offline_data_old"));
  apply (self, cp_test_ledger_page (self), 0, FALSE);
  g_assert_cmpint (get_offline (self, "store_left_minor"), ==, 14800);
  json_decref (redeem (self, 2, NULL));
}

static void
add_lease (CpTestLedger *self, CpJson *page)
{
  g_autoptr (CpJson) push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 1, 1, NULL);
  CpLease *lease = cp_entity_new (CP_KIND_LEASE, "high", NULL);

  lease->entity.ver = 1;
  lease->device_id = g_strdup ("till-1");
  lease->incarnation = g_strdup (cp_json_get_text (push, "incarnation"));
  lease->amount_minor = 1500;
  lease->until_ms = cp_world_wall_ms (&self->vfs.world) + 72 * HOUR_MS;
  cp_test_page_add_row (page, lease);
  cp_entity_free (lease);
}

static void
add_recall (CpJson *page, gint64 ver)
{
  g_autofree char *id = cp_test_chain_id (1, "account");
  CpAccountRow *row = cp_entity_new (CP_KIND_ACCOUNT, id, NULL);

  row->entity.ver = ver;
  row->lease_recalled_ms = ver;
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
}

/* (transfer full): the kinds of what waits to be sent */
static char *
list_kinds (CpTestLedger *self)
{
  g_autoptr (CpJson) push =
      cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 100, 1 << 20, NULL);
  GString *kinds = g_string_new (NULL);
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (push, "operations"), i, item) g_string_append_printf (
      kinds, " %s", cp_json_get_text (cp_json_get_object (item, "body"), "kind"));
  return g_string_free (kinds, FALSE);
}

/* More than the floor, and once it has been asked back, for good and once. */
static void
test_a_lease_is_used_until_head_office_asks_it_back (CpTestLedger *self, gconstpointer data)
{
  CpJson *page = cp_test_ledger_page (self);
  g_autofree char *kinds = NULL;

  add_lease (self, page);
  apply (self, page, 0, FALSE);
  json_decref (redeem_minor (self, 1, 1100, NULL));
  json_decref (redeem_minor (self, 2, 1100, NULL));
  g_assert_cmpint (get_offline (self, "store_left_minor"), ==, 15000);
  page = cp_test_ledger_page (self);
  add_recall (page, 2);
  apply (self, page, 0, FALSE);
  page = cp_test_ledger_page (self);
  add_recall (page, 3);
  apply (self, page, 0, FALSE);
  json_decref (redeem_minor (self, 1, 300, NULL));
  g_assert_cmpint (get_offline (self, "store_left_minor"), ==, 14700);
  kinds = list_kinds (self);
  g_assert_cmpstr (kinds, ==,
                   " redeem_reward redeem_reward return_lease return_lease redeem_reward");
}

#define ADD(name, func) \
  g_test_add (name, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/offline/a-member-redeems-so-often-and-no-more",
       test_a_member_redeems_so_often_and_no_more);
  ADD ("/ledger/offline/the-budget-is-filled-up-by-a-completed-sync-only",
       test_the_budget_is_filled_up_by_a_completed_sync_only);
  ADD ("/ledger/offline/age-is-unknown-after-a-restart", test_age_is_unknown_after_a_restart);
  ADD ("/ledger/offline/a-page-is-as-old-as-head-office-says",
       test_a_page_is_as_old_as_head_office_says);
  ADD ("/ledger/offline/rows-that-are-told-anew-are-no-ground-until-all-is-told",
       test_rows_that_are_told_anew_are_no_ground_until_all_is_told);
  ADD ("/ledger/offline/a-line-without-news-is-not-enough-to-be-online",
       test_a_line_without_news_is_not_enough_to_be_online);
  ADD ("/ledger/offline/stays-online-when-head-offices-clock-is-put-back",
       test_stays_online_when_head_offices_clock_is_put_back);
  ADD ("/ledger/offline/a-new-incarnation-has-no-budget-until-it-has-synced",
       test_a_new_incarnation_has_no_budget_until_it_has_synced);
  ADD ("/ledger/offline/a-lease-is-used-until-head-office-asks-it-back",
       test_a_lease_is_used_until_head_office_asks_it_back);
  return g_test_run ();
}
