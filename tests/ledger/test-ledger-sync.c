/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-chain.h"
#include "cp-error.h"
#include "cp-replica.h"
#include "cp-signature.h"
#include "cp-test-ledger.h"

static void
submit_some (CpTestLedger *self, guint n)
{
  for (guint i = 0; i < n; i++)
    json_decref (cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id': 'served'}"));
}

/* Of our operation @seq. */
static void
add_ack (CpTestLedger *self, CpJson *page, gint64 seq)
{
  g_autoptr (CpJson) push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, seq, 1, 1, NULL);
  CpJson *operation = json_array_get (cp_json_get_array (push, "operations"), 0);

  cp_test_page_add_ack (page, seq, cp_json_get_text (operation, "id"), "accepted", NULL);
}

static CpJson *
get_push (CpTestLedger *self, gint64 from_seq, guint max_operations, gsize max_bytes)
{
  g_autoptr (GError) error = NULL;
  CpJson *push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, from_seq, max_operations,
                                     max_bytes, &error);

  g_assert_no_error (error);
  return push;
}

static void
test_pushes_a_chain_that_verifies (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) push = NULL;
  g_autofree char *prev = g_strdup (CP_CHAIN_START);
  CpJson *operations, *operation;
  gsize i;

  submit_some (self, 3);
  push = get_push (self, 0, 10, 100000);
  operations = cp_json_get_array (push, "operations");
  g_assert_cmpuint (json_array_size (operations), ==, 3);
  g_assert_cmpstr (cp_json_get_text (push, "epoch"), ==, "e1");
  json_array_foreach (operations, i, operation)
  {
    g_autofree char *body = cp_json_to_text (cp_json_get_object (operation, "body"));
    g_autofree char *body_hash = cp_chain_hash_body (body);
    g_autofree char *hash = cp_chain_hash (prev, "till-1", cp_json_get_text (push, "incarnation"),
                                           cp_json_get_int (operation, "seq", 0), body_hash);

    g_assert_cmpint (cp_json_get_int (operation, "seq", 0), ==, i + 1);
    g_assert_cmpstr (cp_json_get_text (operation, "prev"), ==, i == 0 ? prev : NULL);
    g_assert_cmpstr (cp_json_get_text (operation, "hash"), ==, i == 2 ? hash : NULL);
    g_free (prev);
    prev = g_steal_pointer (&hash);
  }
}

static void
assert_push (CpTestLedger *self,
             gint64 from_seq,
             guint max_operations,
             gsize max_bytes,
             gint64 first_seq,
             gsize n)
{
  g_autoptr (CpJson) push = get_push (self, from_seq, max_operations, max_bytes);
  CpJson *operations = cp_json_get_array (push, "operations");

  g_assert_cmpuint (json_array_size (operations), ==, n);
  if (n > 0)
    g_assert_cmpint (cp_json_get_int (json_array_get (operations, 0), "seq", 0), ==, first_seq);
}

static void
test_pushes_what_is_asked_for (CpTestLedger *self, gconstpointer data)
{
  CpJson *page;

  submit_some (self, 4);
  page = cp_test_ledger_page (self);
  add_ack (self, page, 1);
  cp_test_ledger_apply (self, page);
  assert_push (self, 0, 10, 100000, 2, 3);
  assert_push (self, 0, 2, 100000, 2, 2);
  assert_push (self, 0, 10, 1, 2, 1);
  assert_push (self, 1, 10, 100000, 1, 4);
  assert_push (self, 5, 10, 100000, 0, 0);
}

static void
test_refuses_page_out_of_place (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", self->cursor + 1);
  g_autoptr (GError) error = NULL;

  cp_test_page_end (page, self->cursor + 5, 1);
  cp_test_ledger_seal (self, page);
  g_assert_false (cp_ledger_apply_page (self->ledger, page, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpstr (self->told->str, ==, "");
}

static void
test_state_follows_the_outcome (CpTestLedger *self, gconstpointer data)
{
  CpIdSource ids = { 0 };
  g_autofree char *id = cp_id_new (&ids, &self->vfs.world);
  g_autoptr (CpJson) request = cp_test_ledger_request ("end_visit", 1, "{'reason_id': 'served'}");
  g_autoptr (CpJson) first = NULL;
  g_autoptr (CpJson) second = NULL;
  CpJson *page = cp_test_ledger_page (self);

  cp_json_set_text (request, "id", id);
  first = cp_ledger_submit (self->ledger, self->session, request, FALSE, NULL);
  g_assert_cmpstr (cp_json_get_text (first, "state"), ==, "waiting");
  cp_test_page_add_ack (page, 1, id, "needs_review", NULL);
  cp_test_ledger_apply (self, page);
  second = cp_ledger_submit (self->ledger, self->session, request, FALSE, NULL);
  g_assert_cmpstr (cp_json_get_text (second, "state"), ==, "needs_review");
}

static char *
get_incarnation (CpTestLedger *self)
{
  g_autoptr (CpJson) push = get_push (self, 0, 1, 1);

  return g_strdup (cp_json_get_text (push, "incarnation"));
}

#define STRANGER "019b76da-a800-7000-8000-000000000000"

/* What was done since the journal was restored has numbers that were used before; none of it may be
 * taken for acknowledged. */
static void
test_restored_journal_begins_anew (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = get_incarnation (self);
  g_autofree char *after = NULL;
  CpJson *page;

  submit_some (self, 3);
  page = cp_test_ledger_page (self);
  add_ack (self, page, 1);
  cp_test_page_add_ack (page, 2, STRANGER, "accepted", NULL);
  cp_test_ledger_apply (self, page);
  after = get_incarnation (self);
  g_assert_cmpstr (after, !=, before);
  assert_push (self, 0, 10, 100000, 1, 2);
  submit_some (self, 1);
  assert_push (self, 0, 10, 100000, 1, 3);
  cp_test_ledger_restart (self);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 3);
}

static void
test_empty_journal_beside_a_newer_replica_begins_anew (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = get_incarnation (self);
  g_autofree char *after = NULL;
  CpJson *page = cp_test_ledger_page (self);

  cp_test_page_add_ack (page, 5, STRANGER, "accepted", NULL);
  cp_test_ledger_apply (self, page);
  after = get_incarnation (self);
  g_assert_cmpstr (after, !=, before);
  submit_some (self, 1);
  assert_push (self, 0, 10, 100000, 1, 1);
}

/* Returns: (transfer full): the first @n of our links, as head office has them of a clone that parts from us
 * after them */
static CpJson *
list_links (CpTestLedger *self, guint n)
{
  CpJson *links = json_array ();

  for (guint i = 0; i < n; i++) {
    g_autoptr (CpJson) push = get_push (self, i + 1, 1, 100000);
    const CpJson *operation = json_array_get (cp_json_get_array (push, "operations"), 0);

    g_assert_nonnull (cp_json_get_text (operation, "hash"));
    cp_json_append (links, json_deep_copy (operation));
  }
  return links;
}

static void
tell_chain (CpTestLedger *self, gint64 through_seq, guint n_links, gboolean sealed)
{
  g_autofree char *purpose = cp_seal_describe_chain ("till-1");
  g_autoptr (CpJson) link = json_object ();
  g_autofree char *incarnation = get_incarnation (self);
  CpJson *chain = json_object ();
  g_autoptr (GError) error = NULL;

  cp_json_set_text (link, "state", "online");
  cp_json_set (link, "chain", chain);
  cp_json_set_text (chain, "incarnation", incarnation);
  cp_json_set_int (chain, "through_seq", through_seq);
  cp_json_set (chain, "links", list_links (self, n_links));
  if (sealed)
    cp_test_page_seal_for (chain, purpose);
  cp_ledger_set_link (self->ledger, link, &error);
  g_assert_no_error (error);
}

/* Rows that came with a snapshot say nothing of whose operations they hold; the chain does. */
static void
test_fork_is_found_by_the_chain (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = get_incarnation (self);
  g_autofree char *still = NULL;
  g_autofree char *unsealed = NULL;
  g_autofree char *after = NULL;
  g_autoptr (CpJson) push = NULL;

  submit_some (self, 3);
  tell_chain (self, 3, 3, TRUE);
  still = get_incarnation (self);
  g_assert_cmpstr (still, ==, before);
  tell_chain (self, 3, 2, FALSE);
  unsealed = get_incarnation (self);
  g_assert_cmpstr (unsealed, ==, before);
  tell_chain (self, 3, 2, TRUE);
  after = get_incarnation (self);
  g_assert_cmpstr (after, !=, before);
  assert_push (self, 0, 10, 100000, 1, 3);
}

/* Of the page that shows a fork the rows contain what is ours and no more: the rest is sent again, even
 * if the journal could not be begun anew at once. */
static void
test_page_that_shows_a_fork_counts_for_what_is_ours (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = get_incarnation (self);
  g_autofree char *after = NULL;
  g_autofree char *path = g_build_filename (self->folder, "replica.db", NULL);
  g_autoptr (CpReplica) replica = NULL;
  g_autoptr (GError) error = NULL;
  CpJson *page = cp_test_ledger_page (self);
  gint64 acked;

  submit_some (self, 3);
  add_ack (self, page, 1);
  cp_test_page_add_ack (page, 2, "019b76da-a800-7000-8000-00000000abcd", "accepted", NULL);
  cp_test_ledger_apply (self, page);
  after = get_incarnation (self);
  g_assert_cmpstr (after, !=, before);
  assert_push (self, 0, 10, 100000, 1, 2);
  g_clear_pointer (&self->ledger, cp_ledger_close);
  replica = cp_replica_open (cp_world_real (), path, &error);
  g_assert_no_error (error);
  g_assert_true (cp_replica_get_acked (replica, before, &acked, &error));
  g_assert_cmpint (acked, ==, 1);
}

/* The journal could not be begun anew when the fork was seen, and the next page goes on with what the other
 * did: still no more is ours than what was. */
static void
test_fork_that_goes_on_counts_for_no_more (CpTestLedger *self, gconstpointer data)
{
  CpJson *page = cp_test_ledger_page (self);

  submit_some (self, 3);
  add_ack (self, page, 1);
  cp_test_ledger_apply (self, page);
  page = cp_test_ledger_page (self);
  cp_test_page_add_ack (page, 3, "019b76da-a800-7000-8000-00000000abce", "accepted", NULL);
  cp_test_ledger_apply (self, page);
  assert_push (self, 0, 10, 100000, 1, 2);
}

/* It blocks a card, its clone brings that in, and it hears of the clone before it hears of the block. */
static void
test_what_a_clone_brought_in_still_counts (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autofree char *card_id = cp_test_chain_id (1, "card");
  g_autofree char *payload = g_strdup_printf ("{'card_id': '%s', 'reason_id': 'lost'}", card_id);
  g_autoptr (CpJson) card = json_pack ("{s:s, s:s}", "uid", uid, "kind", "ntag");
  g_autoptr (CpJson) answer = NULL;
  g_autoptr (CpJson) push = NULL;
  g_autoptr (GError) error = NULL;

  json_decref (cp_test_ledger_submit (self, "block_card", 1, payload));
  submit_some (self, 1);
  tell_chain (self, 2, 1, TRUE);
  answer = cp_ledger_identify (self->ledger, self->session, card, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "code"), ==, "card_blocked");
}

static void
copy_journal (CpTestLedger *self, const char *from, const char *to)
{
  static const char *const endings[] = { "", "-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *source = g_strconcat (self->folder, "/", from, endings[i], NULL);
    g_autofree char *target = g_strconcat (self->folder, "/", to, endings[i], NULL);
    g_autofree char *bytes = NULL;
    gsize size;

    g_assert_true (g_file_get_contents (source, &bytes, &size, NULL));
    g_assert_true (g_file_set_contents (target, bytes, (gssize) size, NULL));
  }
}

static void
test_older_journal_beside_its_replica_begins_anew (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = get_incarnation (self);
  g_autofree char *after = NULL;
  CpJson *page;

  submit_some (self, 1);
  copy_journal (self, "journal.db", "copy.db");
  submit_some (self, 1);
  page = cp_test_ledger_page (self);
  add_ack (self, page, 1);
  add_ack (self, page, 2);
  cp_test_ledger_apply (self, page);
  g_clear_pointer (&self->ledger, cp_ledger_close);
  copy_journal (self, "copy.db", "journal.db");
  cp_test_ledger_restart (self);
  after = get_incarnation (self);
  g_assert_cmpstr (after, !=, before);
  cp_test_ledger_sign_in (self, "ann");
  submit_some (self, 1);
  assert_push (self, 0, 10, 100000, 1, 1);
}

static void
set_link (CpTestLedger *self, const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (CpJson) link = cp_json_parse_object (json, -1, NULL);
  g_autoptr (GError) error = NULL;

  cp_ledger_set_link (self->ledger, link, &error);
  g_assert_no_error (error);
}

static void
test_link_shows_in_the_status (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) status = NULL;
  g_autoptr (CpJson) bad = json_pack ("{s:s}", "state", "sleepy");
  g_autoptr (GError) error = NULL;

  set_link (self, "{'state': 'offline', 'text': 'No route'}");
  set_link (self, "{'state': 'online', 'head_office_ms': 1800000000000}");
  status = cp_ledger_get_status (self->ledger, NULL);
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (status, "link"), "state"), ==, "online");
  /* Only what head office has sealed says how fresh the rows are. */
  g_assert_cmpint (cp_json_get_int (status, "as_of_ms", 0), <, G_GINT64_CONSTANT (1800000000000));
  g_assert_false (cp_ledger_set_link (self->ledger, bad, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static const CpJson *
get_fetching (CpTestLedger *self, CpJson **ret_owned)
{
  *ret_owned = cp_ledger_get_status (self->ledger, NULL);
  return cp_json_get_object (*ret_owned, "fetching");
}

static void
test_preparing_shows_in_the_status (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) before = NULL;
  g_autoptr (CpJson) meanwhile = NULL;
  g_autoptr (CpJson) after = NULL;

  set_link (self, "{'state': 'online'}");
  g_assert_null (get_fetching (self, &before));
  set_link (self, "{'state': 'online', 'preparing': true}");
  g_assert_true (cp_json_get_bool (get_fetching (self, &meanwhile), "preparing"));
  g_assert_cmpint (cp_json_get_int (get_fetching (self, &after), "percent", -1), ==, 0);
  json_decref (g_steal_pointer (&after));
  set_link (self, "{'state': 'online'}");
  g_assert_null (get_fetching (self, &after));
}

#define ADD(name, func) \
  g_test_add (name, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down)

/* What waits is in the journal, and is sent all the same. */
static void
test_wipes_after_long_silence (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) done = cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id': 'served'}");
  g_autoptr (CpJson) kept = NULL;
  g_autoptr (CpJson) push = NULL;
  g_autoptr (GError) error = NULL;

  cp_test_ledger_pass (self, CP_LEDGER_MAX_SILENCE_MS - 1000);
  cp_test_ledger_restart (self);
  kept = cp_ledger_get_programme (self->ledger, &error);
  g_assert_no_error (error);
  cp_test_ledger_pass (self, 2000);
  cp_test_ledger_restart (self);
  g_assert_null (cp_ledger_get_programme (self->ledger, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 10, 100000, NULL);
  g_assert_cmpint (cp_json_get_int (push, "after", -1), ==, 0);
  g_assert_null (cp_json_get_text (push, "epoch"));
  g_assert_cmpuint (json_array_size (cp_json_get_array (push, "operations")), ==, 1);
}

/* One that is never switched off. */
static void
test_wipes_in_upkeep_after_long_silence (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) done = cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id': 'served'}");
  g_autoptr (CpJson) kept = NULL;
  g_autoptr (CpJson) status = NULL;
  g_autoptr (CpJson) push = NULL;
  g_autoptr (GError) error = NULL;

  cp_test_ledger_pass (self, CP_LEDGER_MAX_SILENCE_MS - 1000);
  g_assert_true (cp_ledger_do_upkeep (self->ledger, &error));
  kept = cp_ledger_get_programme (self->ledger, &error);
  g_assert_no_error (error);
  cp_test_ledger_pass (self, 2000);
  g_assert_true (cp_ledger_do_upkeep (self->ledger, &error));
  g_assert_null (cp_ledger_get_programme (self->ledger, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  status = cp_ledger_get_status (self->ledger, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cp_json_get_int (status, "as_of_ms", -1), ==, 0);
  push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 10, 100000, NULL);
  g_assert_cmpint (cp_json_get_int (push, "after", -1), ==, 0);
  g_assert_cmpuint (json_array_size (cp_json_get_array (push, "operations")), ==, 1);
  g_assert_true (cp_ledger_do_upkeep (self->ledger, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/sync/pushes-a-chain-that-verifies", test_pushes_a_chain_that_verifies);
  ADD ("/ledger/sync/pushes-what-is-asked-for", test_pushes_what_is_asked_for);
  ADD ("/ledger/sync/refuses-page-out-of-place", test_refuses_page_out_of_place);
  ADD ("/ledger/sync/state-follows-the-outcome", test_state_follows_the_outcome);
  ADD ("/ledger/sync/restored-journal-begins-anew", test_restored_journal_begins_anew);
  ADD ("/ledger/sync/a-fork-is-found-by-the-chain", test_fork_is_found_by_the_chain);
  ADD ("/ledger/sync/page-that-shows-a-fork-counts-for-what-is-ours",
       test_page_that_shows_a_fork_counts_for_what_is_ours);
  ADD ("/ledger/sync/a-fork-that-goes-on-counts-for-no-more",
       test_fork_that_goes_on_counts_for_no_more);
  ADD ("/ledger/sync/what-a-clone-brought-in-still-counts",
       test_what_a_clone_brought_in_still_counts);
  ADD ("/ledger/sync/empty-journal-beside-a-newer-replica-begins-anew",
       test_empty_journal_beside_a_newer_replica_begins_anew);
  ADD ("/ledger/sync/older-journal-beside-its-replica-begins-anew",
       test_older_journal_beside_its_replica_begins_anew);
  ADD ("/ledger/sync/link-shows-in-the-status", test_link_shows_in_the_status);
  ADD ("/ledger/sync/preparing-shows-in-the-status", test_preparing_shows_in_the_status);
  ADD ("/ledger/sync/deletes-its-rows-after-long-silence", test_wipes_after_long_silence);
  ADD ("/ledger/sync/deletes-its-rows-in-upkeep-after-long-silence",
       test_wipes_in_upkeep_after_long_silence);
  return g_test_run ();
}
