/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-ledger-private.h"
#include "cp-test-ledger.h"

static void
assert_rewards (CpTestLedger *self, guint n, gint64 confirmed_minor, gint64 waiting_minor)
{
  g_autoptr (CpJson) view = cp_test_ledger_view (self, n);
  CpJson *rewards = cp_json_get_object (view, "rewards");

  g_assert_cmpint (cp_json_get_int (rewards, "confirmed_minor", 0), ==, confirmed_minor);
  g_assert_cmpint (cp_json_get_int (rewards, "waiting_minor", 0), ==, waiting_minor);
}

/* Head office takes @minor off the reward of 5.00 and confirms operation @seq with it. */
static void
confirm (CpTestLedger *self, gint64 seq, const CpJson *answer, gint64 balance_minor)
{
  CpJson *page = cp_test_ledger_page (self);
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autofree char *id = cp_test_chain_id (1, "reward5");
  CpIncentive *reward = cp_account_find (account, CP_KIND_INCENTIVE, id);

  reward->balance_minor = balance_minor;
  reward->state = CP_INCENTIVE_PART_USED;
  reward->entity.ver = 1 + seq;
  cp_test_page_add_row (page, reward);
  cp_test_page_add_ack (page, seq, cp_json_get_text (answer, "operation_id"), "accepted", NULL);
  cp_test_ledger_apply (self, page);
}

static void
test_each_operation_counts_once (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) first = NULL;
  g_autoptr (CpJson) second = NULL;

  assert_rewards (self, 1, 1500, 0);
  first = cp_test_ledger_submit (self, "redeem_reward", 1, "{'amount_minor': 100}");
  assert_rewards (self, 1, 1500, -100);
  second = cp_test_ledger_submit (self, "redeem_reward", 1, "{'amount_minor': 200}");
  assert_rewards (self, 1, 1500, -300);
  cp_test_ledger_restart (self);
  cp_test_ledger_sign_in (self, "ann");
  assert_rewards (self, 1, 1500, -300);
  confirm (self, 1, first, 400);
  assert_rewards (self, 1, 1400, -200);
  confirm (self, 2, second, 200);
  assert_rewards (self, 1, 1200, 0);
  cp_test_ledger_restart (self);
  cp_test_ledger_sign_in (self, "ann");
  assert_rewards (self, 1, 1200, 0);
}

/* Head office's rows have it, since a clone brought it in; that they have is still to be told. */
static void
test_what_another_of_our_name_brought_in_counts_once (CpTestLedger *self, gconstpointer data)
{
  CpJson *page = cp_test_ledger_page (self);
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autofree char *id = cp_test_chain_id (1, "reward5");
  CpIncentive *reward = cp_account_find (account, CP_KIND_INCENTIVE, id);
  g_autoptr (CpJson) answer =
      cp_test_ledger_submit (self, "redeem_reward", 1, "{'amount_minor': 100}");
  CpAction *action =
      cp_entity_new (CP_KIND_ACTION, cp_json_get_text (answer, "operation_id"), account->id);

  reward->balance_minor = 400;
  reward->state = CP_INCENTIVE_PART_USED;
  reward->entity.ver = action->entity.ver = 5;
  action->kind = g_strdup ("redeem_reward");
  action->outcome = g_strdup ("accepted");
  cp_test_page_add_row (page, reward);
  cp_test_page_add_row (page, action);
  cp_entity_free (action);
  cp_test_ledger_apply (self, page);
  assert_rewards (self, 1, 1400, 0);
}

/* A newer program has been here, and was taken back. */
static void
test_what_nobody_can_read_hides_nothing (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autofree char *id = cp_test_id (77);
  g_autoptr (GArray) keys = cp_keys_new ();
  const CpJournalEntry entry = { .id = id,
                                 .kind = (char *) "polish_shoes",
                                 .account_id = account_id,
                                 .staff_id = (char *) "ann",
                                 .body = (char *) "{\"kind\":\"polish_shoes\",\"version\":9}" };
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_journal_append (self->ledger->journal, &entry, keys, &error));
  g_assert_no_error (error);
  json_decref (cp_test_ledger_submit (self, "redeem_reward", 1, "{'amount_minor': 100}"));
  assert_rewards (self, 1, 1500, -100);
}

static void
test_new_base_is_replayed_upon (CpTestLedger *self, gconstpointer data)
{
  CpJson *page = cp_test_ledger_page (self);
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autofree char *id = cp_test_chain_id (1, "reward10");
  CpIncentive *reward = cp_account_find (account, CP_KIND_INCENTIVE, id);

  json_decref (cp_test_ledger_submit (self, "redeem_reward", 1, "{'amount_minor': 300}"));
  reward->balance_minor = 50;
  reward->entity.ver = 2;
  cp_test_page_add_row (page, reward);
  cp_test_ledger_apply (self, page);
  assert_rewards (self, 1, 550, -300);
}

static void
assert_code (CpTestLedger *self, const char *kind, guint n, const char *payload, const char *code)
{
  g_autoptr (CpJson) request = cp_test_ledger_request (kind, n, payload);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer =
      cp_ledger_submit (self->ledger, self->session, request, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "code"), ==, code);
}

#define NORA "{'given_name': 'Nora', 'family_name': 'North', 'phone': '020 7946 0777'}"
#define OTHER "{'given_name': 'Otto', 'family_name': 'Other', 'phone': '+442079460777'}"
#define TAKEN "{'given_name': 'Otto', 'family_name': 'Other', 'phone': '+442079460002'}"

static void
test_sees_others_in_rows_and_in_waiting (CpTestLedger *self, gconstpointer data)
{
  assert_code (self, "enrol_member", 0, NORA, NULL);
  assert_code (self, "enrol_member", 0, OTHER, "phone_taken");
  assert_code (self, "enrol_member", 0, TAKEN, "phone_taken");
}

static void
test_one_card_is_given_once (CpTestLedger *self, gconstpointer data)
{
  assert_code (self, "link_card", 1, "{'uid': '04FFFFFFFFFF80'}", NULL);
  assert_code (self, "link_card", 2, "{'uid': '04FFFFFFFFFF80'}", "card_not_free");
}

static void
test_one_receipt_is_claimed_once (CpTestLedger *self, gconstpointer data)
{
  assert_code (self, "claim_receipt", 1, "{'number': 'R-0001'}", NULL);
  assert_code (self, "claim_receipt", 2, "{'number': 'R-0001'}", "receipt_already_claimed");
}

#define TWIN                                                                       \
  "{'given_name': 'Given2', 'family_name': 'Family2', 'birth_date': '1980-05-17'," \
  " 'phone': '020 7946 0555'}"

static void
test_a_row_is_found_by_what_it_is_now (CpTestLedger *self, gconstpointer data)
{
  assert_code (self, "enrol_member", 0, TWIN, "duplicate_member");
  assert_code (self, "edit_profile", 2,
               "{'set': {'family_name': 'Winter'}, 'seen': {'family_name': 'Family2'}}", NULL);
  assert_code (self, "enrol_member", 0, TWIN, NULL);
}

/* Invariants 7 and 9, on the device: what it did for the loser shows on the survivor. */
static void
test_a_merged_member_opens_the_survivor (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *winner_id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) done =
      cp_test_ledger_submit (self, "issue_benefit", 2, "{'definition_id': 'coffee'}");
  g_autoptr (CpJson) before = cp_test_ledger_view (self, 1);
  g_autoptr (CpJson) view = NULL;
  const CpJson *balance;

  cp_test_ledger_merge (self);
  view = cp_test_ledger_view (self, 2);
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (view, "member"), "id"), ==, winner_id);
  balance = json_array_get (cp_json_get_array (view, "balances"), 0);
  g_assert_cmpint (cp_json_get_int (balance, "confirmed", 0), ==, 2400);
  g_assert_cmpuint (json_array_size (cp_json_get_array (view, "incentives")), ==,
                    json_array_size (cp_json_get_array (before, "incentives")) + 1);
}

static const CpJson *
find_action (const CpJson *view, const char *operation_id)
{
  const CpJson *actions = cp_json_get_array (view, "actions");

  for (gsize i = 0; i < json_array_size (actions); i++)
    if (g_strcmp0 (cp_json_get_text (json_array_get (actions, i), "operation_id"), operation_id) ==
        0)
      return json_array_get (actions, i);
  return NULL;
}

/* What head office has of it from before stays in the account that was the loser's. */
static void
test_a_merge_leaves_no_history_behind (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *loser_id = cp_test_chain_id (2, "member");
  g_autofree char *loser_account_id = cp_test_chain_id (2, "account");
  CpJson *page = cp_test_ledger_page (self);
  CpAction *action = cp_entity_new (CP_KIND_ACTION, "long-ago", loser_account_id);
  g_autoptr (CpJson) view = NULL;

  action->kind = g_strdup ("enrol_member");
  action->member_id = g_strdup (loser_id);
  action->outcome = g_strdup ("accepted");
  action->entity.ver = 2;
  cp_test_page_add_row (page, action);
  cp_entity_free (action);
  cp_test_ledger_apply (self, page);
  cp_test_ledger_merge (self);
  view = cp_test_ledger_view (self, 1);
  g_assert_nonnull (find_action (view, "long-ago"));
}

#define ADD(name, func) \
  g_test_add (name, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/case/each-operation-counts-once", test_each_operation_counts_once);
  ADD ("/ledger/case/what-another-of-our-name-brought-in-counts-once",
       test_what_another_of_our_name_brought_in_counts_once);
  ADD ("/ledger/case/what-nobody-can-read-hides-nothing", test_what_nobody_can_read_hides_nothing);
  ADD ("/ledger/case/new-base-is-replayed-upon", test_new_base_is_replayed_upon);
  ADD ("/ledger/case/sees-others-in-rows-and-in-waiting", test_sees_others_in_rows_and_in_waiting);
  ADD ("/ledger/case/one-card-is-given-once", test_one_card_is_given_once);
  ADD ("/ledger/case/one-receipt-is-claimed-once", test_one_receipt_is_claimed_once);
  ADD ("/ledger/case/a-row-is-found-by-what-it-is-now", test_a_row_is_found_by_what_it_is_now);
  ADD ("/ledger/case/a-merged-member-opens-the-survivor", test_a_merged_member_opens_the_survivor);
  ADD ("/ledger/case/a-merge-leaves-no-history-behind", test_a_merge_leaves_no_history_behind);
  return g_test_run ();
}
