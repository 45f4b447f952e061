/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operations in two lanes, for a head office that takes two. */
#include "cp-chain.h"
#include "cp-signature.h"
#include "cp-test-ledger.h"

#define N_LANES 2

static CpJson *
get_push (CpTestLedger *self, CpLane lane)
{
  g_autoptr (GError) error = NULL;
  CpJson *push = cp_ledger_get_push (self->ledger, lane, 0, 100, 100000, &error);

  g_assert_no_error (error);
  return push;
}

static gsize
count_operations (CpTestLedger *self, CpLane lane)
{
  g_autoptr (CpJson) push = get_push (self, lane);

  return json_array_size (cp_json_get_array (push, "operations"));
}

static char *
get_incarnation (CpTestLedger *self, CpLane lane)
{
  g_autoptr (CpJson) push = get_push (self, lane);

  return g_strdup (cp_json_get_text (push, "incarnation"));
}

/* @item: (nullable): as it is added, (transfer full) */
static void
apply (CpTestLedger *self, guint n_lanes, CpJson *item)
{
  CpJson *page = cp_test_ledger_page (self);

  if (n_lanes > 1)
    cp_json_set_int (page, "lanes", n_lanes);
  if (item != NULL)
    cp_json_append (cp_json_get_array (page, "items"), item);
  cp_test_ledger_apply (self, page);
}

/* Of the bulk lane's operation @seq; @id: (nullable): another one's */
static CpJson *
make_ack (CpTestLedger *self, gint64 seq, const char *id)
{
  g_autoptr (CpJson) push = cp_ledger_get_push (self->ledger, CP_LANE_BULK, seq, 1, 1, NULL);
  const CpJson *operation = json_array_get (cp_json_get_array (push, "operations"), 0);

  return json_pack ("{s:s, s:I, s:i, s:I, s:s, s:s}", "t", "ack", "gseq",
                    (json_int_t) self->cursor + 1, "lane", 1, "seq", (json_int_t) seq,
                    "operation_id", id != NULL ? id : cp_json_get_text (operation, "id"), "outcome",
                    "accepted");
}

static void
end_visit (CpTestLedger *self)
{
  json_decref (cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id': 'served'}"));
}

static void
issue (CpTestLedger *self)
{
  json_decref (cp_test_ledger_submit (self, "issue_benefit", 1,
                                      "{'definition_id': 'coffee', 'reason': 'sorry'}"));
}

static void
test_has_one_until_told (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) push = NULL;

  end_visit (self);
  g_assert_cmpuint (count_operations (self, CP_LANE_PRIORITY), ==, 1);
  apply (self, N_LANES, NULL);
  end_visit (self);
  issue (self);
  end_visit (self);
  g_assert_cmpuint (count_operations (self, CP_LANE_PRIORITY), ==, 2);
  push = get_push (self, CP_LANE_BULK);
  g_assert_cmpuint (json_array_size (cp_json_get_array (push, "operations")), ==, 2);
  g_assert_cmpint (cp_json_get_int (push, "needs", -1), ==, 2);
  g_assert_cmpint (cp_json_get_int (push, "waiting", -1), ==, 4);
  g_assert_cmpint (cp_json_get_int (push, "waiting_bulk", -1), ==, 2);
}

/* No more than what was done before them. */
static void
test_needs_what_came_before (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) push = NULL;

  apply (self, N_LANES, NULL);
  issue (self);
  end_visit (self);
  issue (self);
  push = get_push (self, CP_LANE_BULK);
  g_assert_cmpint (cp_json_get_int (push, "needs", -1), ==, 1);
}

static void
test_counts_both (CpTestLedger *self, gconstpointer data)
{
  apply (self, N_LANES, NULL);
  issue (self);
  end_visit (self);
  end_visit (self);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 3);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting_bulk"), ==, 2);
  apply (self, N_LANES, make_ack (self, 1, NULL));
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 2);
  g_assert_cmpuint (count_operations (self, CP_LANE_BULK), ==, 1);
  g_assert_cmpuint (count_operations (self, CP_LANE_PRIORITY), ==, 1);
  cp_test_ledger_restart (self);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 2);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting_bulk"), ==, 1);
}

/* Head office was brought back from a backup, and a clone went on from there in both lanes, before we have heard
 * of it. What it had of ours in the bulk lane is not there any more. */
static void
test_a_fork_in_one_may_be_one_in_both (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *purpose = cp_seal_describe_chain ("till-1");
  g_autofree char *before = get_incarnation (self, CP_LANE_PRIORITY);
  g_autofree char *bulk = cp_chain_dup_name (before, CP_LANE_BULK);
  g_autofree char *after = NULL;
  g_autoptr (CpJson) link = NULL;
  CpJson *chain;

  apply (self, N_LANES, NULL);
  issue (self);
  end_visit (self);
  end_visit (self);
  apply (self, N_LANES, make_ack (self, 1, NULL));
  apply (self, N_LANES, make_ack (self, 2, NULL));
  g_assert_cmpuint (count_operations (self, CP_LANE_BULK), ==, 0);
  chain = json_pack ("{s:s, s:i, s:[], s:{s:s, s:i, s:[]}}", "incarnation", before, "through_seq",
                     1, "links", "other", "incarnation", bulk, "through_seq", 2, "links");
  cp_test_page_seal_for (chain, purpose);
  link = json_pack ("{s:s, s:o}", "state", "online", "chain", chain);
  g_assert_true (cp_ledger_set_link (self->ledger, link, NULL));
  after = get_incarnation (self, CP_LANE_PRIORITY);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpuint (count_operations (self, CP_LANE_PRIORITY), ==, 3);
}

static void
test_goes_back_to_one (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  apply (self, N_LANES, NULL);
  end_visit (self);
  issue (self);
  before = get_incarnation (self, CP_LANE_PRIORITY);
  apply (self, 1, NULL);
  after = get_incarnation (self, CP_LANE_PRIORITY);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpuint (count_operations (self, CP_LANE_PRIORITY), ==, 2);
  g_assert_cmpuint (count_operations (self, CP_LANE_BULK), ==, 0);
  end_visit (self);
  g_assert_cmpuint (count_operations (self, CP_LANE_PRIORITY), ==, 3);
}

/* Where nothing waits in the second, nothing has to be renewed. */
static void
test_keeps_its_name_if_it_can (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = get_incarnation (self, CP_LANE_PRIORITY);
  g_autofree char *after = NULL;

  apply (self, N_LANES, NULL);
  end_visit (self);
  apply (self, N_LANES, make_ack (self, 1, NULL));
  apply (self, 1, NULL);
  after = get_incarnation (self, CP_LANE_PRIORITY);
  g_assert_cmpstr (before, ==, after);
}

/* Another journal of our name has used the number. */
static void
test_a_fork_renews_both (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  apply (self, N_LANES, NULL);
  issue (self);
  end_visit (self);
  before = get_incarnation (self, CP_LANE_PRIORITY);
  apply (self, N_LANES, make_ack (self, 1, "01890000-0000-7000-8000-000000000000"));
  after = get_incarnation (self, CP_LANE_PRIORITY);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpuint (count_operations (self, CP_LANE_PRIORITY), ==, 2);
  g_assert_cmpuint (count_operations (self, CP_LANE_BULK), ==, 0);
}

#define ADD(name, func)                                                               \
  g_test_add ("/ledger/lanes/" name, CpTestLedger, NULL, cp_test_ledger_set_up, func, \
              cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("has-one-until-head-office-takes-two", test_has_one_until_told);
  ADD ("needs-what-came-before", test_needs_what_came_before);
  ADD ("counts-what-waits-in-both", test_counts_both);
  ADD ("fork-in-one-may-be-one-in-both", test_a_fork_in_one_may_be_one_in_both);
  ADD ("goes-back-to-one", test_goes_back_to_one);
  ADD ("keeps-its-name-if-nothing-waits", test_keeps_its_name_if_it_can);
  ADD ("a-fork-renews-both", test_a_fork_renews_both);
  return g_test_run ();
}
