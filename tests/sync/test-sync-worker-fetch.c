/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "fake-ends.h"

#define MANIFEST "{'id':'abc','chunks':[{'bytes':100},{'bytes':50},{'bytes':7}]}"
#define FIVE \
  "{'id':'abc','chunks':[{'bytes':10},{'bytes':10},{'bytes':10},{'bytes':10},{'bytes':10}]}"
#define BEHIND "{'code':'behind','text':'x'}"

/* A snapshot is asked for so. */
#define ASKED "/v1/snapshot?schema=0&wait_ms=25000"
#define BUILDING "{'code':'building','text':'x'}"

/* Online at 3 of epoch e1, and head office's feed no longer goes back that far. */
static Fake *
begin_behind (void)
{
  Fake *fake = fake_new (5000);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  fake_answer (fake, "GET", 410, BEHIND);
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ASKED);
  return fake;
}

static void
expect_chunk (Fake *fake, const char *range)
{
  FakeRequest *request = fake_expect (fake, "GET");

  g_assert_cmpstr (request->path, ==, "/v1/snapshot/abc");
  g_assert_cmpstr (request->range, ==, range);
}

static void
expect_feed (Fake *fake, const char *from)
{
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "/v1/feed?"));
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, from));
}

static void
test_fetches_chunk_after_chunk (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, MANIFEST);
  expect_chunk (fake, "0-99");
  fake_answer (fake, "GET", 206, "bytes");
  expect_chunk (fake, "100-149");
  fake_answer (fake, "GET", 206, "bytes");
  expect_chunk (fake, "150-156");
  g_assert_cmpuint (fake->n_ahead, ==, 2);
  g_assert_cmpuint (fake->n_finished, ==, 0);
  fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_ahead, ==, 2);
  g_assert_cmpuint (fake->n_finished, ==, 1);
  expect_feed (fake, "epoch=e2&incarnation=incarnation&after=900");
}

/* Returns: whether one was asked for */
static gboolean
answer_chunk (Fake *fake, const char *range, guint status)
{
  for (guint i = 0; i < fake->requests->len; i++) {
    FakeRequest *request = fake->requests->pdata[i];

    if (g_strcmp0 (request->range, range) == 0) {
      CpTransportDoneFunc done = request->done;
      gpointer data = request->done_data;

      g_ptr_array_remove_index (fake->requests, i);
      done (&(CpTransportAnswer){ status, "bytes", 5 }, data);
      return TRUE;
    }
  }
  return FALSE;
}

/* So that the line does not stand still while a request goes there and back. */
static void
test_has_two_on_their_way (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, FIVE);
  g_assert_cmpuint (fake->requests->len, ==, 1);
  g_assert_true (answer_chunk (fake, "0-9", 206));
  g_assert_cmpuint (fake->requests->len, ==, 2);
  g_assert_true (answer_chunk (fake, "20-29", 206)); /* before it is wanted */
  g_assert_cmpuint (fake->next_chunk, ==, 1);
  g_assert_cmpuint (fake->requests->len, ==, 1);
  g_assert_true (answer_chunk (fake, "10-19", 206));
  g_assert_cmpuint (fake->next_chunk, ==, 3);
  g_assert_cmpuint (fake->requests->len, ==, 2);
  g_assert_true (answer_chunk (fake, "30-39", 206));
  g_assert_true (answer_chunk (fake, "40-49", 206));
  g_assert_cmpuint (fake->n_finished, ==, 1);
  expect_feed (fake, "epoch=e2&incarnation=incarnation&after=900");
}

/* One that does not come is asked for when it is wanted, and what has come in its stead is kept. */
static void
test_asks_again_for_what_does_not_come (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, FIVE);
  g_assert_true (answer_chunk (fake, "0-9", 206));
  g_assert_true (answer_chunk (fake, "20-29", 0));
  g_assert_cmpuint (fake->requests->len, ==, 1);
  g_assert_true (answer_chunk (fake, "10-19", 206));
  g_assert_true (answer_chunk (fake, "30-39", 206));
  g_assert_true (answer_chunk (fake, "20-29", 0)); /* the wanted one, too */
  g_assert_cmpuint (fake->requests->len, ==, 0);
  fake_advance (fake, 60000);
  g_assert_false (answer_chunk (fake, "30-39", 206));
  g_assert_true (answer_chunk (fake, "20-29", 206));
  g_assert_cmpuint (fake->next_chunk, ==, 4);
}

/* On a slow line two would share what one fills. */
static void
test_has_one_on_its_way_where_it_is_slow (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, FIVE);
  fake_advance (fake, 6000);
  g_assert_true (answer_chunk (fake, "0-9", 206));
  g_assert_cmpuint (fake->requests->len, ==, 1);
  fake_advance (fake, 1000);
  g_assert_true (answer_chunk (fake, "10-19", 206));
  g_assert_cmpuint (fake->requests->len, ==, 2);
}

static void
test_goes_on_where_it_was_left (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake->next_chunk = 2;
  fake_answer (fake, "GET", 200, MANIFEST);
  expect_chunk (fake, "150-156");
}

/* What waits goes to head office meanwhile. */
static void
test_pushes_meanwhile (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, MANIFEST);
  fake->n_operations = 3;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 3);
  expect_chunk (fake, "0-99");
}

/* Else it might take another's operations of the same numbers for its own. */
static void
test_has_what_waits_judged_first (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, MANIFEST);
  fake->n_operations = 3;
  for (guint i = 0; i < 3; i++)
    fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_finished, ==, 0);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 3);
  fake_answer_push (fake, 3, 0);
  g_assert_cmpuint (fake->n_finished, ==, 1);
}

/* Also what head office had taken, by its own word, before it counted anew. */
static void
test_has_the_bulk_lane_judged_too (void)
{
  g_autoptr (Fake) fake = fake_new (5000);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  fake->n_bulk = 2;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_push_of (fake, "BULK", 2, 0);
  fake_answer (fake, "GET", 410, "{'code':'epoch_changed','text':'x'}");
  fake_answer (fake, "GET", 200, MANIFEST);
  for (guint i = 0; i < 3; i++)
    fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_finished, ==, 0);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 2);
  fake_answer_push (fake, 2, 0);
  fake_advance (fake, 1000);
  g_assert_cmpuint (fake->n_finished, ==, 1);
}

/* Head office was restored, and expects what its feed had acknowledged before. */
static void
test_sends_what_is_expected_to_be_judged (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, MANIFEST);
  fake->n_operations = 2;
  fake->acked = 1;
  for (guint i = 0; i < 3; i++)
    fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 2);
  fake_answer_push (fake, 0, 0);
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 1);
  fake_answer_push (fake, 2, 0);
  fake_advance (fake, 1000);
  g_assert_cmpuint (fake->n_finished, ==, 1);
}

#define MANIFEST_OF_E2 "{'id':'abc','epoch':'e2','chunks':[{'bytes':100}]}"

static void
answer_push_in_e2 (Fake *fake)
{
  fake_answer (fake, "POST", 200,
               "{'epoch':'e2','expected_seq':3,'through_seq':2,'gseq':0,'head_office_ms':5}");
}

/* @n operations are with the head office of e1, which was brought back from a backup since and has two; the
 * snapshot is all there, and what it asks for first is answered. */
static Fake *
begin_restored (gint64 n)
{
  Fake *fake = fake_new (5000);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  fake->n_operations = n;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_push (fake, n, 0);
  fake->acked = n;
  fake_answer (fake, "GET", 410, BEHIND);
  fake_answer (fake, "GET", 200, MANIFEST_OF_E2);
  fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_finished, ==, 0);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 0);
  answer_push_in_e2 (fake);
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ASKED);
  fake->next_chunk = 1;
  fake_answer (fake, "GET", 200, MANIFEST_OF_E2);
  g_assert_cmpuint (fake->n_finished, ==, 0);
  return fake;
}

/* All that the ledger has was acknowledged, by the head office of before: this one may have a clone's. If the last
 * that it has is the ledger's, all are. */
static void
test_has_what_was_judged_in_another_epoch_judged_again (void)
{
  g_autoptr (Fake) fake = begin_restored (2);

  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 2);
  answer_push_in_e2 (fake);
  fake_advance (fake, 1000);
  g_assert_cmpuint (fake->n_finished, ==, 1);
}

/* It has more than the ledger, and so is somebody else's from some number on. */
static void
test_has_all_judged_again_where_there_is_more (void)
{
  g_autoptr (Fake) fake = begin_restored (1);

  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 1);
}

static void
test_waits_and_tries_a_chunk_again (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, MANIFEST);
  fake->random = 500;
  fake_answer (fake, "GET", 0, NULL);
  g_assert_null (fake_find (fake, "GET"));
  fake_advance (fake, 500);
  expect_chunk (fake, "0-99");
}

static void
test_asks_anew_when_it_is_replaced (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, MANIFEST);
  fake_answer (fake, "GET", 206, "bytes");
  fake->random = 500;
  fake_answer (fake, "GET", 404, "{}");
  g_assert_null (fake_find (fake, "GET"));
  fake_advance (fake, 499);
  g_assert_null (fake_find (fake, "GET"));
  fake_advance (fake, 1);
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ASKED);
  fake_answer (fake, "GET", 200, MANIFEST);
  expect_chunk (fake, "100-149");
}

/* Such as one of another process each time: it is asked less and less, until a chunk comes. */
static void
test_waits_longer_while_none_can_be_had (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  for (guint i = 0; i < 3; i++) {
    gint64 bound_ms = G_GINT64_CONSTANT (1000) << i;

    fake_answer (fake, "GET", 200, MANIFEST);
    expect_chunk (fake, "0-99");
    fake->random = (guint64) bound_ms;
    fake_answer (fake, "GET", 404, "{}");
    fake_advance (fake, bound_ms - 1);
    g_assert_null (fake_find (fake, "GET"));
    fake_advance (fake, 1);
    g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ASKED);
  }
  fake_answer (fake, "GET", 200, MANIFEST);
  fake_answer (fake, "GET", 206, "bytes");
  fake->random = 500;
  fake_answer (fake, "GET", 404, "{}");
  fake_advance (fake, 500);
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ASKED);
}

/* There was no room, say. Nothing else would ever help. */
static void
test_tries_again_while_it_is_behind (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake->random = 0;
  fake_answer (fake, "GET", 404, "{}");
  for (guint i = 0; i < 2; i++) {
    expect_feed (fake, "epoch=&incarnation=incarnation&after=0");
    fake_answer (fake, "GET", 410, BEHIND);
    fake_advance (fake, 0);
  }
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ASKED);
}

/* Once or twice it was the line; after that there is something wrong with it. */
static void
test_gives_up_a_bad_one (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, MANIFEST);
  fake->n_bad_chunks = 3;
  fake->random = 0;
  for (guint i = 0; i < 3; i++) {
    expect_chunk (fake, "0-99");
    fake_answer (fake, "GET", 206, "bytes");
    fake_advance (fake, 0);
  }
  expect_feed (fake, "epoch=&incarnation=incarnation&after=0");
}

static void
test_does_without (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 404, "{}");
  expect_feed (fake, "after=0");
}

static void
test_does_without_what_the_ledger_refuses (void)
{
  static const CpError newer = CP_ERROR_NEWER;
  g_autoptr (Fake) fake = begin_behind ();

  fake->refuses = &newer;
  fake_answer (fake, "GET", 200, MANIFEST);
  expect_feed (fake, "after=0");
}

static void
test_takes_one_when_far_behind (void)
{
  g_autoptr (Fake) fake = fake_new (0);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 200004);
  fake_answer_pull (fake, 3, TRUE);
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ASKED);
}

static void
test_keeps_to_the_feed_when_near (void)
{
  g_autoptr (Fake) fake = fake_new (0);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 199999);
  fake_answer_pull (fake, 3, TRUE);
  expect_feed (fake, "after=3");
}

static void
test_waits_for_the_ledger (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 200, MANIFEST);
  fake->ledger_away = TRUE;
  fake_answer (fake, "GET", 206, "bytes");
  g_assert_null (fake_find (fake, "GET"));
  fake->ledger_away = FALSE;
  fake->next_chunk = 1;
  cp_sync_worker_ledger_is_back (fake->worker);
  fake_advance (fake, 0);
  fake_answer (fake, "GET", 200, MANIFEST);
  expect_chunk (fake, "100-149");
}

static void
expect_to_be_asked (Fake *fake)
{
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ASKED);
}

/* However long it takes: it asks again each time when it is told to, and no later. */
static void
test_asks_again_while_it_is_built (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake->random = G_MAXUINT32; /* that is for failures */
  for (guint i = 0; i < 20; i++) {
    fake_answer_of (fake, "GET", 503, BUILDING, 2000);
    g_assert_null (fake_find (fake, "GET"));
    fake_advance (fake, 1999);
    g_assert_null (fake_find (fake, "GET"));
    fake_advance (fake, 1);
    expect_to_be_asked (fake);
  }
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
  fake_answer (fake, "GET", 200, MANIFEST);
  expect_chunk (fake, "0-99");
}

/* Nor does it spend what there is for retries, or count with the failures before it. */
static void
test_waiting_is_no_failure (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake->random = 0;
  fake_answer (fake, "GET", 500, NULL);
  fake_advance (fake, 0);
  fake_answer_of (fake, "GET", 503, BUILDING, 1000);
  fake_advance (fake, 1000);
  fake_answer (fake, "GET", 500, NULL);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
  fake_advance (fake, 0);
  expect_to_be_asked (fake);
}

/* One that names no time, or none that makes sense, is not asked without end. */
static void
test_does_not_spin_while_it_is_built (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  fake_answer (fake, "GET", 503, BUILDING);
  fake_advance (fake, 999);
  g_assert_null (fake_find (fake, "GET"));
  fake_advance (fake, 1);
  fake_answer_of (fake, "GET", 503, BUILDING, 100000000);
  fake_advance (fake, 600000);
  expect_to_be_asked (fake);
}

/* Once, and once that it is no more; a ledger that is started meanwhile hears it too. */
static void
test_says_that_it_is_built (void)
{
  g_autoptr (Fake) fake = begin_behind ();
  guint n_before = fake->links->len;

  g_assert_false (fake->preparing);
  fake_answer_of (fake, "GET", 503, BUILDING, 1000);
  g_assert_true (fake->preparing);
  fake_advance (fake, 1000);
  fake_answer_of (fake, "GET", 503, BUILDING, 1000);
  g_assert_cmpuint (fake->links->len, ==, n_before + 1);
  fake->preparing = FALSE;
  cp_sync_worker_ledger_is_back (fake->worker);
  fake_advance (fake, 0);
  g_assert_true (fake->preparing);
  fake_advance (fake, 1000);
  fake_answer (fake, "GET", 200, MANIFEST);
  g_assert_false (fake->preparing);
}

/* Nothing is known of the line then, and it is said all the same. */
static void
test_says_so_before_the_first_page (void)
{
  g_autoptr (Fake) fake = fake_new (5000);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 200004);
  fake_answer (fake, "GET", 410, BEHIND);
  fake_answer_of (fake, "GET", 503, BUILDING, 1000);
  g_assert_true (fake->preparing);
  g_assert_cmpstr (fake_get_link (fake), ==, "unknown");
}

/* The request that is under way is the same after operation @seq has been pushed. */
static void
push_meanwhile (Fake *fake, gint64 seq)
{
  guint id = fake_expect (fake, "GET")->id;

  fake->n_operations = seq;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_push (fake, seq, 50);
  fake_advance (fake, 5000);
  cp_sync_worker_check_now (fake->worker);
  g_assert_cmpuint (fake_expect (fake, "GET")->id, ==, id);
}

/* An answer to a push calls for the feed to be asked afresh, and not for this. */
static void
test_is_not_asked_afresh (void)
{
  g_autoptr (Fake) fake = begin_behind ();

  push_meanwhile (fake, 1);
  fake_answer (fake, "GET", 200, MANIFEST);
  push_meanwhile (fake, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/chunk-after-chunk", test_fetches_chunk_after_chunk);
  g_test_add_func ("/fetch/goes-on-where-it-was-left", test_goes_on_where_it_was_left);
  g_test_add_func ("/fetch/has-two-on-their-way", test_has_two_on_their_way);
  g_test_add_func ("/fetch/asks-again-for-what-does-not-come",
                   test_asks_again_for_what_does_not_come);
  g_test_add_func ("/fetch/has-one-on-its-way-where-it-is-slow",
                   test_has_one_on_its_way_where_it_is_slow);
  g_test_add_func ("/fetch/pushes-meanwhile", test_pushes_meanwhile);
  g_test_add_func ("/fetch/waits-and-tries-a-chunk-again", test_waits_and_tries_a_chunk_again);
  g_test_add_func ("/fetch/asks-anew-when-it-is-replaced", test_asks_anew_when_it_is_replaced);
  g_test_add_func ("/fetch/waits-longer-while-none-can-be-had",
                   test_waits_longer_while_none_can_be_had);
  g_test_add_func ("/fetch/has-what-waits-judged-first", test_has_what_waits_judged_first);
  g_test_add_func ("/fetch/has-the-bulk-lane-judged-too", test_has_the_bulk_lane_judged_too);
  g_test_add_func ("/fetch/sends-what-is-expected-to-be-judged",
                   test_sends_what_is_expected_to_be_judged);
  g_test_add_func ("/fetch/has-what-was-judged-in-another-epoch-judged-again",
                   test_has_what_was_judged_in_another_epoch_judged_again);
  g_test_add_func ("/fetch/has-all-judged-again-where-there-is-more",
                   test_has_all_judged_again_where_there_is_more);
  g_test_add_func ("/fetch/tries-again-while-it-is-behind", test_tries_again_while_it_is_behind);
  g_test_add_func ("/fetch/gives-up-a-bad-one", test_gives_up_a_bad_one);
  g_test_add_func ("/fetch/does-without-where-there-are-none", test_does_without);
  g_test_add_func ("/fetch/does-without-what-the-ledger-refuses",
                   test_does_without_what_the_ledger_refuses);
  g_test_add_func ("/fetch/takes-one-when-far-behind", test_takes_one_when_far_behind);
  g_test_add_func ("/fetch/keeps-to-the-feed-when-near", test_keeps_to_the_feed_when_near);
  g_test_add_func ("/fetch/waits-for-the-ledger", test_waits_for_the_ledger);
  g_test_add_func ("/fetch/asks-again-while-it-is-built", test_asks_again_while_it_is_built);
  g_test_add_func ("/fetch/waiting-is-no-failure", test_waiting_is_no_failure);
  g_test_add_func ("/fetch/does-not-spin-while-it-is-built", test_does_not_spin_while_it_is_built);
  g_test_add_func ("/fetch/says-that-it-is-built", test_says_that_it_is_built);
  g_test_add_func ("/fetch/says-so-before-the-first-page", test_says_so_before_the_first_page);
  g_test_add_func ("/fetch/is-not-asked-afresh", test_is_not_asked_afresh);
  return g_test_run ();
}
