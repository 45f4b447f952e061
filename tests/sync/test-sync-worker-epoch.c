/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Head office counts anew. */
#include <string.h>

#include "fake-ends.h"

#define E2 "{'id':'abc','epoch':'e2','chunks':[{'bytes':100}]}"
#define GONE "{'code':'epoch_changed','text':'x'}"

/* Both tracks through their first exchange. */
static Fake *
begin (void)
{
  Fake *fake = fake_new (0);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  return fake;
}

/* Who has no snapshots has the feed. */
static void
refuse_epoch (Fake *fake)
{
  fake_answer (fake, "GET", 410, GONE);
  g_assert_true (g_str_has_prefix (fake_expect (fake, "GET")->path, "/v1/snapshot?"));
  fake_answer (fake, "GET", 404, "{'code':'not_found','text':'x'}");
  g_assert_true (g_str_has_prefix (fake_expect (fake, "GET")->path, "/v1/feed?"));
  fake_answer (fake, "GET", 410, GONE);
}

static void
test_has_the_feed_where_there_is_no_snapshot (void)
{
  g_autoptr (Fake) fake = begin ();

  g_free (fake->epoch);
  fake->epoch = g_strdup ("an old one");
  fake->cursor = 900;
  refuse_epoch (fake);
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "epoch=&"));
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "after=0&"));
  fake_answer_pull (fake, 5, FALSE);
  g_assert_cmpint (fake->cursor, ==, 5);
  g_assert_cmpstr (fake->epoch, ==, "e1");
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 0);
  /* It may have snapshots by the next time. */
  refuse_epoch (fake);
}

/* The rows were written, and the journal could not be begun anew for what they showed. */
static void
test_begins_anew_once_though_the_ledger_fails_after_it (void)
{
  g_autoptr (Fake) fake = begin ();

  refuse_epoch (fake);
  g_free (fake->epoch);
  fake->epoch = g_strdup ("an old one");
  fake->fails_after = TRUE;
  fake->random = 250;
  fake_answer_pull (fake, 5, FALSE);
  g_assert_cmpint (fake->cursor, ==, 5);
  fake->fails_after = FALSE;
  fake_advance (fake, 250);
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "after=5&"));
}

/* By the feed from its beginning the rows would be what they once were, for as long as it takes. */
static void
test_takes_a_snapshot (void)
{
  g_autoptr (Fake) fake = begin ();

  fake_answer (fake, "GET", 410, GONE);
  g_assert_true (g_str_has_prefix (fake_expect (fake, "GET")->path, "/v1/snapshot?"));
  fake_answer (fake, "GET", 200, "{'id':'abc','chunks':[{'bytes':100}]}");
  fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_finished, ==, 1);
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "epoch=e2&"));
}

#define LACKS "{'epoch':'e2','expected_seq':21,'through_seq':20,'gseq':0,'head_office_ms':5}"

/* A head office that was brought back has 20 of 100 operations, and the ledger has those from 51 on. */
static Fake *
begin_lacking (void)
{
  Fake *fake = fake_new (5000);

  fake->n_operations = 100;
  fake->acked = 100;
  fake->let_go = 50;
  fake_advance (fake, 0);
  fake_answer_push (fake, 100, 0);
  fake_answer_pull (fake, 3, FALSE);
  fake_answer (fake, "GET", 410, GONE);
  return fake;
}

/* It was brought back from before what was let go of here: nothing can be shown to it, and once its rows are here
 * the ledger begins anew. */
static void
test_takes_a_snapshot_though_what_is_expected_was_let_go_of (void)
{
  g_autoptr (Fake) fake = begin_lacking ();

  fake_answer (fake, "GET", 200, E2);
  fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_finished, ==, 0);
  for (guint i = 0; i < 5 && fake->n_finished == 0; i++) {
    if (fake_find (fake, "POST") != NULL)
      fake_answer (fake, "POST", 200, LACKS);
    fake_advance (fake, 1000);
  }
  g_assert_cmpuint (fake->n_finished, ==, 1);
}

/* While it came, something was done here, and head office said often enough that it takes none of it. */
static void
test_takes_a_snapshot_though_nothing_is_taken (void)
{
  g_autoptr (Fake) fake = begin_lacking ();

  fake->n_operations = 101;
  cp_sync_worker_wake (fake->worker);
  for (guint i = 0; i < 10; i++) {
    fake_advance (fake, 1000);
    if (fake_find (fake, "POST") != NULL)
      fake_answer (fake, "POST", 200, LACKS);
  }
  fake_answer (fake, "GET", 200, E2);
  fake_answer (fake, "GET", 206, "bytes");
  fake_advance (fake, 1000);
  g_assert_cmpuint (fake->n_finished, ==, 1);
}

/* One that was started anew knows of no snapshot that was begun, though all of it may be there. */
static void
test_begins_again_with_a_new_ledger (void)
{
  g_autoptr (Fake) fake = begin ();

  fake->n_operations = 3;
  fake_answer (fake, "GET", 410, GONE);
  fake_answer (fake, "GET", 200, E2);
  fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_finished, ==, 0);
  cp_sync_worker_ledger_is_back (fake->worker);
  fake_advance (fake, 1000);
  g_assert_true (g_str_has_prefix (fake_expect (fake, "GET")->path, "/v1/snapshot?"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/sync/epoch/" path, function)
  ADD ("takes-a-snapshot", test_takes_a_snapshot);
  ADD ("takes-a-snapshot-though-what-is-expected-was-let-go-of",
       test_takes_a_snapshot_though_what_is_expected_was_let_go_of);
  ADD ("takes-a-snapshot-though-nothing-is-taken", test_takes_a_snapshot_though_nothing_is_taken);
  ADD ("begins-again-with-a-new-ledger", test_begins_again_with_a_new_ledger);
  ADD ("has-the-feed-where-there-is-no-snapshot", test_has_the_feed_where_there_is_no_snapshot);
  ADD ("begins-anew-once-though-the-ledger-fails-after-it",
       test_begins_anew_once_though_the_ledger_fails_after_it);
  return g_test_run ();
}
