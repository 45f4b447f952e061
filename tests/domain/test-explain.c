/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-explain.h"

#include "cp-test-case.h"

typedef struct {
  CpTestCase *test;
  CpReceipt *receipt; /* in the account */
} Fixture;

/* A purchase of this member's that brought 25 points, with a message that was delivered. */
static void
set_up (Fixture *self, gconstpointer data)
{
  CpPoints *points;
  CpMessage *message;

  self->test = cp_test_case_new (1);
  self->receipt = cp_test_chain_receipt (1);
  self->receipt->entity.account_id = g_strdup (self->test->account->id);
  self->receipt->member_id = cp_test_chain_id (1, "member");
  self->receipt->attribution = CP_RECEIPT_ATTRIBUTED;
  cp_account_put (self->test->account, self->receipt);
  points = cp_entity_new (CP_KIND_POINTS, "earned", self->test->account->id);
  points->type_id = g_strdup ("points");
  points->amount = 25;
  points->receipt_id = g_strdup (self->receipt->entity.id);
  cp_account_put (self->test->account, points);
  message = cp_entity_new (CP_KIND_MESSAGE, "message", self->test->account->id);
  message->member_id = cp_test_chain_id (1, "member");
  message->receipt_id = g_strdup (self->receipt->entity.id);
  message->state = CP_MESSAGE_DELIVERED;
  cp_account_put (self->test->account, message);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_test_case_free (self->test);
}

static CpJson *
explain (Fixture *self, const char *number)
{
  const CpViewSource source = { .programme = self->test->programme,
                                .base = self->test->account,
                                .current = self->test->account,
                                .store_id = "high",
                                .now_ms = CP_TEST_NOW_MS };
  g_autofree char *member_id = cp_test_chain_id (1, "member");

  return cp_explain_receipt (&source, member_id, number, self->test->others);
}

/* The last step is the one that explains it, and there is a sentence and something to do. */
static void
assert_end (Fixture *self, const char *number, const char *step, const char *code)
{
  g_autoptr (CpJson) reply = explain (self, number);
  CpJson *steps = cp_json_get_array (reply, "steps");
  const CpJson *last = json_array_get (steps, json_array_size (steps) - 1);

  g_assert_cmpstr (cp_json_get_text (last, "step"), ==, step);
  g_assert_cmpstr (cp_json_get_text (reply, "code"), ==, code);
  g_assert_nonnull (cp_json_get_text (reply, "customer_text"));
  g_assert_nonnull (cp_json_get_text (reply, "next_action"));
  for (size_t i = 0; i + 1 < json_array_size (steps); i++)
    g_assert_true (cp_json_get_bool (json_array_get (steps, i), "ok"));
}

static CpPoints *
get_points (Fixture *self)
{
  return cp_account_find (self->test->account, CP_KIND_POINTS, "earned");
}

static void
test_walks_to_the_end (Fixture *self, gconstpointer data)
{
  CpMessage *message = cp_account_find (self->test->account, CP_KIND_MESSAGE, "message");

  assert_end (self, "R-0001", "message", "credited");
  message->state = CP_MESSAGE_FAILED;
  assert_end (self, "R-0001", "message", "message_failed");
  g_clear_pointer (&message->receipt_id, g_free);
  assert_end (self, "R-0001", "message", "credited");
}

static void
test_unknown_or_nobodys_can_be_claimed_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) reply = explain (self, "R-0404");
  const CpJson *operation = cp_json_get_object (reply, "operation");

  g_assert_cmpstr (cp_json_get_text (operation, "kind"), ==, "claim_receipt");
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (operation, "payload"), "number"), ==,
                   "R-0404");
  assert_end (self, "R-0404", "known", "receipt_not_found");
  cp_test_case_add_other (self->test, cp_test_chain_receipt (2));
  assert_end (self, "R-0002", "attributed", "unattributed");
}

static void
test_what_is_too_old_to_claim_is_not_offered (Fixture *self, gconstpointer data)
{
  CpReceipt *receipt = cp_test_case_add_other (self->test, cp_test_chain_receipt (2));
  g_autoptr (CpJson) reply = NULL;

  receipt->at_ms = CP_TEST_NOW_MS - 90 * CP_TEST_DAY_MS;
  assert_end (self, "R-0002", "attributed", "unattributed");
  receipt->at_ms -= CP_TEST_DAY_MS;
  assert_end (self, "R-0002", "attributed", "receipt_too_old");
  reply = explain (self, "R-0002");
  g_assert_null (cp_json_get_object (reply, "operation"));
  /* in Auckland it is tomorrow already, and at eleven in the evening it was still today */
  receipt->at_ms = CP_TEST_NOW_MS - 90 * CP_TEST_DAY_MS - 2 * 60 * 60 * 1000;
  assert_end (self, "R-0002", "attributed", "unattributed");
  cp_test_case_put_in (self->test, "Pacific/Auckland");
  assert_end (self, "R-0002", "attributed", "receipt_too_old");
}

/* What is offered is the receipt that was looked at. */
static void
test_of_several_the_one_bought_here (Fixture *self, gconstpointer data)
{
  CpReceipt *there = cp_test_case_add_other (self->test, cp_test_chain_receipt (2));
  CpReceipt *here = cp_test_case_add_other (self->test, cp_test_chain_receipt (3));
  g_autoptr (CpJson) reply = NULL;

  g_free (there->store_id);
  there->store_id = g_strdup ("station");
  g_free (here->number);
  here->number = g_strdup ("R-0002");
  there->entity.account_id = cp_test_chain_id (2, "account");
  there->attribution = CP_RECEIPT_ATTRIBUTED;
  assert_end (self, "R-0002", "attributed", "unattributed");
  reply = explain (self, "R-0002");
  g_assert_cmpstr (
      cp_json_get_text (cp_json_get_object (cp_json_get_object (reply, "operation"), "payload"),
                        "store_id"),
      ==, "high");
}

static void
test_what_happened_to_the_purchase (Fixture *self, gconstpointer data)
{
  self->receipt->state = CP_RECEIPT_INCOMPLETE;
  assert_end (self, "R-0001", "complete", "incomplete");
  self->receipt->state = CP_RECEIPT_CANCELLED;
  assert_end (self, "R-0001", "complete", "cancelled");
  self->receipt->state = CP_RECEIPT_CONFIRMED;
  self->receipt->attribution = CP_RECEIPT_PENDING;
  assert_end (self, "R-0001", "attributed", "pending");
  self->receipt->attribution = CP_RECEIPT_DETACHED;
  assert_end (self, "R-0001", "attributed", "detached");
}

static void
test_somebody_elses (Fixture *self, gconstpointer data)
{
  CpReceipt *other = cp_test_case_add_other (self->test, cp_test_chain_receipt (2));

  other->entity.account_id = cp_test_chain_id (2, "account");
  other->attribution = CP_RECEIPT_ATTRIBUTED;
  assert_end (self, "R-0002", "own_account", "receipt_already_claimed");
  other->attribution = CP_RECEIPT_PENDING; /* by somebody else's claim, not by this member's */
  assert_end (self, "R-0002", "own_account", "receipt_already_claimed");
}

static void
test_what_happened_to_the_points (Fixture *self, gconstpointer data)
{
  get_points (self)->pending_until_ms = CP_TEST_NOW_MS + 1;
  assert_end (self, "R-0001", "points", "pending");
  get_points (self)->pending_until_ms = 0;
  get_points (self)->expires_at_ms = CP_TEST_NOW_MS;
  assert_end (self, "R-0001", "points", "expired");
  get_points (self)->expires_at_ms = 0;
  get_points (self)->amount = 0;
  assert_end (self, "R-0001", "points", "returned");
  self->receipt->total_minor = 10;
  assert_end (self, "R-0001", "rule", "not_eligible");
  get_points (self)->amount = 99999;
  ((CpPoints *) cp_test_case_find (self->test, CP_KIND_POINTS, "points"))->amount = -99000;
  assert_end (self, "R-0001", "spent", "spent");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/domain/explain/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("walks-to-the-end", test_walks_to_the_end);
  ADD ("unknown-or-nobodys-can-be-claimed-at-once", test_unknown_or_nobodys_can_be_claimed_at_once);
  ADD ("what-is-too-old-to-claim-is-not-offered", test_what_is_too_old_to_claim_is_not_offered);
  ADD ("of-several-the-one-bought-here", test_of_several_the_one_bought_here);
  ADD ("what-happened-to-the-purchase", test_what_happened_to_the_purchase);
  ADD ("somebody-elses", test_somebody_elses);
  ADD ("what-happened-to-the-points", test_what_happened_to_the_points);
  return g_test_run ();
}
