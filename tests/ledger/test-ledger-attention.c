/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-test-ledger.h"

/* As many are shown at a time. */
#define N_LISTED 500

static void
ack (CpTestLedger *self, gint64 seq, const CpJson *answer, const char *outcome, const char *code)
{
  CpJson *page = cp_test_ledger_page (self);

  cp_test_page_add_ack (page, seq, cp_json_get_text (answer, "operation_id"), outcome, code);
  cp_test_ledger_apply (self, page);
}

static CpJson *
list (CpTestLedger *self)
{
  g_autoptr (GError) error = NULL;
  CpJson *reply = cp_ledger_get_attention (self->ledger, self->session, &error);

  g_assert_no_error (error);
  return reply;
}

static CpJson *
submit (CpTestLedger *self)
{
  return cp_test_ledger_submit (self, "redeem_reward", 1, "{'amount_minor': 100}");
}

static void
test_accepted_needs_nobody (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = submit (self);
  g_autoptr (CpJson) reply = NULL;

  ack (self, 1, answer, "accepted", NULL);
  reply = list (self);
  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "items")), ==, 0);
  g_assert_cmpint (cp_test_ledger_status (self, "attention"), ==, 0);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 0);
}

static void
test_rejected_says_why_and_what_now (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = submit (self);
  g_autoptr (CpJson) reply = NULL;
  CpJson *item;

  ack (self, 1, answer, "rejected", "account_blocked");
  reply = list (self);
  item = json_array_get (cp_json_get_array (reply, "items"), 0);
  g_assert_cmpstr (cp_json_get_text (item, "operation_id"), ==,
                   cp_json_get_text (answer, "operation_id"));
  g_assert_cmpstr (cp_json_get_text (item, "outcome"), ==, "rejected");
  g_assert_cmpstr (cp_json_get_text (item, "kind"), ==, "redeem_reward");
  g_assert_cmpstr (cp_json_get_text (item, "member_name"), ==, "Given1 Family1");
  g_assert_cmpstr (cp_json_get_text (item, "staff_name"), ==, "Ann Ash");
  g_assert_nonnull (cp_json_get_text (item, "staff_text"));
  g_assert_nonnull (cp_json_get_text (item, "next_action"));
  g_assert_cmpint (cp_test_ledger_status (self, "attention"), ==, 1);
}

static void
test_worst_comes_first (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) first = submit (self);
  g_autoptr (CpJson) second = submit (self);
  g_autoptr (CpJson) reply = NULL;
  CpJson *items;

  ack (self, 1, first, "rejected", "account_blocked");
  ack (self, 2, second, "accepted_changed", "insufficient_balance");
  reply = list (self);
  items = cp_json_get_array (reply, "items");
  g_assert_cmpstr (cp_json_get_text (json_array_get (items, 0), "outcome"), ==, "rejected");
  g_assert_cmpstr (cp_json_get_text (json_array_get (items, 1), "outcome"), ==, "accepted_changed");
}

static void
test_dismissed_stays_away (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = submit (self);
  const char *id = cp_json_get_text (answer, "operation_id");
  g_autoptr (GError) error = NULL;

  ack (self, 1, answer, "rejected", "account_blocked");
  g_string_truncate (self->told, 0);
  g_assert_true (cp_ledger_dismiss_attention (self->ledger, self->session, id, &error));
  g_assert_cmpstr (self->told->str, ==, "attention ");
  cp_test_ledger_restart (self);
  g_assert_cmpint (cp_test_ledger_status (self, "attention"), ==, 0);
  g_assert_false (cp_ledger_dismiss_attention (self->ledger, NULL, id, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
}

static CpJson *
end_visit (CpTestLedger *self)
{
  return cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id': 'served'}");
}

static void
assert_id (const CpJson *items, guint index, const CpJson *answer)
{
  g_assert_cmpstr (cp_json_get_text (json_array_get (items, index), "operation_id"), ==,
                   cp_json_get_text (answer, "operation_id"));
}

/* However many came after it and have been seen to. */
static void
test_oldest_shows (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) oldest = end_visit (self);
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  CpJson *page = cp_test_ledger_page (self);
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;

  cp_test_page_add_ack (page, 1, cp_json_get_text (oldest, "operation_id"), "rejected",
                        "account_blocked");
  for (guint i = 0; i < N_LISTED; i++) {
    CpJson *answer = end_visit (self);

    g_ptr_array_add (answers, answer);
    cp_test_page_add_ack (page, 2 + i, cp_json_get_text (answer, "operation_id"), "rejected",
                          "account_blocked");
  }
  cp_test_ledger_apply (self, page);
  g_assert_cmpint (cp_test_ledger_status (self, "attention"), ==, N_LISTED + 1);
  reply = list (self);
  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "items")), ==, N_LISTED);
  for (guint i = 0; i < answers->len; i++)
    g_assert_true (cp_ledger_dismiss_attention (
        self->ledger, self->session, cp_json_get_text (answers->pdata[i], "operation_id"), &error));
  g_clear_pointer (&reply, json_decref);
  reply = list (self);
  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "items")), ==, 1);
  assert_id (cp_json_get_array (reply, "items"), 0, oldest);
  g_assert_cmpint (cp_test_ledger_status (self, "attention"), ==, 1);
}

/* By what was done last, whatever its number: another incarnation counts from 1 again. */
static void
test_newest_comes_first (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) first = end_visit (self);
  g_autoptr (CpJson) second = end_visit (self);
  g_autoptr (CpJson) third = end_visit (self);
  g_autoptr (CpJson) reply = NULL;
  CpJson *items;

  ack (self, 1, first, "rejected", "account_blocked");
  ack (self, 2, second, "rejected", "account_blocked");
  ack (self, 3, first, "accepted", NULL); /* not the journal's third, so that begins anew */
  ack (self, 1, third, "rejected", "account_blocked");
  ack (self, 1, first, "rejected", "account_blocked");
  reply = list (self);
  items = cp_json_get_array (reply, "items");
  g_assert_cmpuint (json_array_size (items), ==, 3);
  assert_id (items, 0, third);
  assert_id (items, 1, second);
  assert_id (items, 2, first);
}

#define ADD(name, func) \
  g_test_add (name, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/attention/accepted-needs-nobody", test_accepted_needs_nobody);
  ADD ("/ledger/attention/rejected-says-why-and-what-now", test_rejected_says_why_and_what_now);
  ADD ("/ledger/attention/worst-comes-first", test_worst_comes_first);
  ADD ("/ledger/attention/dismissed-stays-away", test_dismissed_stays_away);
  ADD ("/ledger/attention/oldest-shows", test_oldest_shows);
  ADD ("/ledger/attention/newest-comes-first", test_newest_comes_first);
  return g_test_run ();
}
