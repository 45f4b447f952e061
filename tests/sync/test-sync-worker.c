/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "cp-error.h"
#include "fake-ends.h"

/* Both tracks through their first exchange: head office knows nothing of us yet. */
static Fake *
begin_online (void)
{
  Fake *fake = fake_new (0);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
  return fake;
}

static void
test_asks_what_is_expected (void)
{
  g_autoptr (Fake) fake = fake_new (0);
  FakeRequest *push;

  fake_advance (fake, 0);
  push = fake_expect (fake, "POST");
  g_assert_cmpuint (fake_count_operations (push), ==, 0);
  g_assert_cmpstr (push->path, ==, "/v1/push");
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "wait_ms=0"));
  g_assert_null (fake_get_link (fake));
}

static void
test_pushes_what_waits_in_order (void)
{
  g_autoptr (Fake) fake = begin_online ();
  FakeRequest *push;

  fake->n_operations = 700;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  push = fake_expect (fake, "POST");
  g_assert_cmpuint (fake_count_operations (push), ==, 500);
  g_assert_cmpint (fake_get_first_seq (push), ==, 1);
  fake_answer_push (fake, 500, 9);
  push = fake_expect (fake, "POST");
  g_assert_cmpint (fake_get_first_seq (push), ==, 501);
  g_assert_cmpuint (fake_count_operations (push), ==, 200);
  fake_answer_push (fake, 700, 12);
  g_assert_null (fake_find (fake, "POST"));
}

static void
test_holds_a_poll_when_caught_up (void)
{
  g_autoptr (Fake) fake = begin_online ();

  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "after=3&limit=2000&wait_ms=25000"));
  fake_advance (fake, 25000);
  fake_answer_pull (fake, 3, FALSE);
  g_assert_nonnull (fake_find (fake, "GET"));
}

static void
test_does_not_spin (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake_answer_pull (fake, 3, FALSE);
  g_assert_null (fake_find (fake, "GET"));
  fake_advance (fake, 999);
  g_assert_null (fake_find (fake, "GET"));
  fake_advance (fake, 1);
  g_assert_nonnull (fake_find (fake, "GET"));
}

static void
test_pulls_page_after_page (void)
{
  g_autoptr (Fake) fake = fake_new (0);

  fake_advance (fake, 0);
  fake_answer_pull (fake, 10, TRUE);
  g_assert_null (fake_get_link (fake));
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "after=10&limit=2000&wait_ms=0"));
  fake_answer_pull (fake, 20, FALSE);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
  g_assert_cmpint (fake->cursor, ==, 20);
}

/* Only what the ledger has taken in may be told of as taken in. */
static void
test_asks_ahead (void)
{
  g_autoptr (Fake) fake = begin_online ();
  guint n_pages = fake->n_pages;

  fake_answer_pull (fake, 8, TRUE);
  g_assert_cmpuint (fake->n_pages, ==, n_pages + 1);
  g_assert_cmpuint (fake->n_ahead, ==, 1);
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "after=8&"));
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "&ahead=1"));
  fake_answer_pull (fake, 9, FALSE);
  g_assert_cmpuint (fake->n_ahead, ==, 1);
  g_assert_cmpint (fake->cursor, ==, 9);
  g_assert_null (strstr (fake_expect (fake, "GET")->path, "ahead"));
}

static void
test_asks_again_for_what_the_ledger_did_not_take (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->ledger_away = TRUE;
  fake->random = 250;
  fake_answer_pull (fake, 8, TRUE);
  g_assert_null (fake_find (fake, "GET"));
  g_assert_cmpint (fake->cursor, ==, 3);
  fake->ledger_away = FALSE;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "after=3&"));
  fake_answer_pull (fake, 8, FALSE);
  g_assert_cmpint (fake->cursor, ==, 8);
}

static void
test_outcome_of_push_is_a_hint (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 5;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_push (fake, 5, 9);
  g_assert_cmpint (fake->acked, ==, 0);
  fake_answer (
      fake, "GET", 200,
      "{'epoch':'e1','after':3,'through':9,'head_office_ms':5,'items':[{'t':'ack','gseq':9,"
      "'seq':5,'operation_id':'x','outcome':'accepted'},{'t':'end','gseq':9}]}");
  g_assert_cmpint (fake->acked, ==, 5);
}

static void
test_rewinds (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 10;
  fake->acked = 8;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 9);
  fake_answer_push (fake, 4, 3);
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 5);
  fake_answer_push (fake, 10, 9);
  g_assert_null (fake_find (fake, "POST"));
}

static void
test_gives_up_when_nothing_is_taken (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 3;
  fake->random = 1000;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  for (guint i = 0; i < 4; i++)
    fake_answer_push (fake, 0, 3);
  g_assert_null (fake_find (fake, "POST"));
  fake_advance (fake, 1000);
  g_assert_nonnull (fake_find (fake, "POST"));
}

/* Nothing of it is lost on head office, which says which number it expects all the while. */
static void
test_goes_on_where_nothing_was_taken (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 10;
  fake->acked = 8;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  for (guint i = 0; i < 5; i++)
    fake_answer_push (fake, 4, 3);
  g_assert_null (fake_find (fake, "POST"));
  fake_advance (fake, 1000);
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 5);
  fake_answer_push (fake, 5, 9);
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 6);
}

/* Between a push and the next page it was brought back from an older copy, and the device, which had
 * heard nothing yet, has no epoch by which to notice. */
static void
test_doubts_a_hint_that_the_feed_belies (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 2;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_push (fake, 2, 9);
  fake_advance (fake, 1000);
  fake_answer_pull (fake, 4, FALSE);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 2);
  fake_answer_push (fake, 0, 4);
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 1);
}

static void
test_nudges_a_poll_that_sleeps (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 1;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_push (fake, 1, 6);
  fake_advance (fake, 1000);
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "wait_ms=0"));
}

static void
test_sends_again_what_stays_unconfirmed (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 2;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_push (fake, 2, 6);
  fake_answer_pull (fake, 6, FALSE); /* caught up, and no outcome came */
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "POST")), ==, 1);
  fake_answer_push (fake, 2, 6);
  fake_answer_pull (fake, 8, FALSE);
  g_assert_null (fake_find (fake, "POST")); /* once, not for ever */
}

/* The nth failure's pause is anything up to 1 s × 2ⁿ⁻¹, and never over the cap. */
static void
test_backs_off (void)
{
  g_autoptr (Fake) fake = fake_new (5000);
  const gint64 bounds[] = { 1000, 2000, 4000, 5000, 5000 };

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++) {
    fake->random = (guint64) bounds[i];
    fake_answer (fake, "GET", 0, NULL);
    fake_advance (fake, bounds[i] - 1);
    g_assert_null (fake_find (fake, "GET"));
    fake_advance (fake, 1);
    fake->random = (guint64) bounds[i] + 1;
    g_assert_nonnull (fake_find (fake, "GET"));
  }
  fake_answer_pull (fake, 3, FALSE);
  fake->random = 1001;
  fake_answer (fake, "GET", 0, NULL);
  fake_advance (fake, 0);
  g_assert_nonnull (fake_find (fake, "GET"));
}

/* Ten in hand; then the shortest pause is half the cap, and ten answers buy one more. */
static void
test_keeps_to_its_budget (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->random = 0;
  for (guint i = 0; i < 10; i++) {
    fake_answer (fake, "GET", 0, NULL);
    fake_advance (fake, 0);
    g_assert_nonnull (fake_find (fake, "GET"));
  }
  fake_answer (fake, "GET", 0, NULL);
  fake_advance (fake, 149999);
  g_assert_null (fake_find (fake, "GET"));
  fake_advance (fake, 1);
  for (guint i = 0; i < 10; i++)
    fake_answer_pull (fake, 4 + i, TRUE);
  fake_answer (fake, "GET", 0, NULL);
  fake_advance (fake, 0);
  g_assert_nonnull (fake_find (fake, "GET"));
}

static void
test_obeys_retry_after (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake_answer_later (fake, "GET", 503, 7000);
  fake_advance (fake, 6999);
  g_assert_null (fake_find (fake, "GET"));
  fake_advance (fake, 1);
  g_assert_nonnull (fake_find (fake, "GET"));
}

static void
test_is_offline_after_two_failures (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake_answer (fake, "GET", 0, NULL);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
  fake_advance (fake, 0);
  fake_answer (fake, "GET", 0, NULL);
  g_assert_cmpstr (fake_get_link (fake), ==, "offline");
  fake_advance (fake, 0);
  fake_answer_pull (fake, 3, FALSE);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
}

static void
test_is_online_as_soon_as_both_tracks_are (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 1;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_later (fake, "POST", 503, 0);
  fake_advance (fake, 0);
  fake_answer_later (fake, "POST", 503, 0);
  fake_advance (fake, 0);
  g_assert_cmpstr (fake_get_link (fake), ==, "offline");
  fake_answer_push (fake, 1, 3);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
}

static void
test_begins_small_after_an_error (void)
{
  g_autoptr (Fake) fake = begin_online ();
  const guint sizes[] = { 1, 250, 300, 350 };
  gint64 through = 0;

  fake->n_operations = 2000;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer (fake, "POST", 0, NULL);
  fake_advance (fake, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, sizes[i]);
    through += sizes[i];
    fake_answer_push (fake, through, 3);
  }
}

static void
test_refusal_is_a_state (gconstpointer data)
{
  guint status = GPOINTER_TO_UINT (data);
  g_autoptr (Fake) fake = fake_new (60000);

  fake_advance (fake, 0);
  fake_answer_pull (fake, 3, FALSE);
  fake_answer (fake, "POST", status, "{'code':'x','text':'This device is not known'}");
  g_assert_cmpstr (fake_get_link (fake), ==, "refused");
  g_assert_cmpstr (g_ptr_array_index (fake->link_texts, fake->link_texts->len - 1), ==,
                   "This device is not known");
  fake_answer_pull (fake, 4, FALSE);
  g_assert_cmpstr (fake_get_link (fake), ==, "refused");
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 59999);
  g_assert_null (fake_find (fake, "POST"));
  fake_advance (fake, 1);
  fake_answer_push (fake, 0, 4);
  fake_answer_pull (fake, 5, FALSE);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
}

static void
test_waits_for_the_ledger (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->ledger_away = TRUE;
  fake->random = 250;
  fake_answer_pull (fake, 8, FALSE);
  g_assert_null (fake_find (fake, "GET"));
  g_assert_cmpint (fake->cursor, ==, 3);
  fake->ledger_away = FALSE;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_pull (fake, 8, FALSE);
  g_assert_cmpint (fake->cursor, ==, 8);
}

static void
test_meets_a_new_ledger (void)
{
  g_autoptr (Fake) fake = begin_online ();
  guint n_links = fake->links->len;
  guint n_pages = fake->n_pages;

  cp_sync_worker_ledger_is_back (fake->worker);
  fake_advance (fake, 0);
  g_assert_cmpuint (fake->links->len, ==, n_links + 1);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "wait_ms=0"));
  fake_answer_pull (fake, 3, FALSE);
  g_assert_cmpuint (fake->n_pages, ==, n_pages + 1);
}

/* What the page acknowledges for one incarnation would pass for another's. */
static void
test_asks_for_the_incarnation_that_a_page_began (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->next_incarnation = "another";
  fake_answer (fake, "GET", 200,
               "{'epoch':'e1','after':3,'through':9,'more':true,'head_office_ms':5,'items':[{'t':'"
               "ack','gseq':9,"
               "'seq':5,'operation_id':'x','outcome':'accepted'},{'t':'end','gseq':9}]}");
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "incarnation=another"));
}

static void
test_follows_a_ledger_whose_rows_were_swapped (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->cursor = 50;
  fake_answer_pull (fake, 8, FALSE);
  fake_advance (fake, 0);
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "after=50&"));
}

static void
test_refuses_what_is_no_head_office (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake_answer (fake, "GET", 200, "<html>Welcome to the guest network</html>");
  fake_advance (fake, 0);
  fake_answer (fake, "GET", 200, "{}");
  g_assert_cmpuint (fake->n_pages, ==, 1);
  g_assert_cmpstr (fake_get_link (fake), ==, "offline");
}

static void
test_one_track_wakes_the_other (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 1;
  fake->random = 1000;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer (fake, "POST", 0, NULL);
  fake_answer_pull (fake, 5, FALSE);
  g_assert_nonnull (fake_find (fake, "POST"));
}

#define FORKED                                              \
  "{'code':'new_incarnation','text':'They differ','chain':" \
  "{'incarnation':'one','through_seq':1,'links':[]}}"

/* A clone goes on by itself: nobody has to be called, and no pause is made. */
static void
test_goes_on_under_a_new_incarnation (void)
{
  g_autoptr (Fake) fake = begin_online ();
  const char *incarnation;

  fake->n_operations = 2;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake->next_incarnation = "two";
  fake_answer (fake, "POST", 409, FORKED);
  incarnation = cp_json_get_text (fake_expect (fake, "POST")->body, "incarnation");
  g_assert_cmpstr (incarnation, ==, "two");
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "incarnation=two"));
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
}

static void
test_fork_that_the_ledger_does_not_see (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake->n_operations = 2;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer (fake, "POST", 409, FORKED);
  g_assert_null (fake_find (fake, "POST"));
  g_assert_cmpstr (fake_get_link (fake), ==, "refused");
}

static void
test_retry_now_ends_pauses (void)
{
  g_autoptr (Fake) fake = begin_online ();

  fake_answer_later (fake, "GET", 503, 60000);
  cp_sync_worker_retry_now (fake->worker);
  g_assert_nonnull (fake_find (fake, "GET"));
}

int
main (int argc, char **argv)
{
  static const guint refusals[] = { 401, 403, 409, 426 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/asks-what-is-expected-at-first", test_asks_what_is_expected);
  g_test_add_func ("/worker/pushes-what-waits-in-order", test_pushes_what_waits_in_order);
  g_test_add_func ("/worker/holds-a-poll-when-caught-up", test_holds_a_poll_when_caught_up);
  g_test_add_func ("/worker/does-not-spin-when-polls-are-not-held", test_does_not_spin);
  g_test_add_func ("/worker/pulls-page-after-page", test_pulls_page_after_page);
  g_test_add_func ("/worker/asks-ahead", test_asks_ahead);
  g_test_add_func ("/worker/asks-again-for-what-the-ledger-did-not-take",
                   test_asks_again_for_what_the_ledger_did_not_take);
  g_test_add_func ("/worker/takes-a-push's-answer-as-a-hint-only", test_outcome_of_push_is_a_hint);
  g_test_add_func ("/worker/rewinds-when-head-office-is-behind", test_rewinds);
  g_test_add_func ("/worker/backs-off-when-nothing-is-taken", test_gives_up_when_nothing_is_taken);
  g_test_add_func ("/worker/goes-on-where-nothing-was-taken", test_goes_on_where_nothing_was_taken);
  g_test_add_func ("/worker/doubts-a-hint-that-the-feed-belies",
                   test_doubts_a_hint_that_the_feed_belies);
  g_test_add_func ("/worker/nudges-a-poll-that-sleeps", test_nudges_a_poll_that_sleeps);
  g_test_add_func ("/worker/sends-again-once-what-stays-unconfirmed",
                   test_sends_again_what_stays_unconfirmed);
  g_test_add_func ("/worker/backs-off-up-to-the-cap", test_backs_off);
  g_test_add_func ("/worker/keeps-to-its-budget-of-retries", test_keeps_to_its_budget);
  g_test_add_func ("/worker/obeys-retry-after", test_obeys_retry_after);
  g_test_add_func ("/worker/is-offline-after-two-failures", test_is_offline_after_two_failures);
  g_test_add_func ("/worker/is-online-as-soon-as-both-tracks-are",
                   test_is_online_as_soon_as_both_tracks_are);
  g_test_add_func ("/worker/begins-small-after-an-error", test_begins_small_after_an_error);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strdup_printf ("/worker/shows-refusal/%u", refusals[i]);

    g_test_add_data_func (path, GUINT_TO_POINTER (refusals[i]), test_refusal_is_a_state);
  }
  g_test_add_func ("/worker/waits-for-the-ledger", test_waits_for_the_ledger);
  g_test_add_func ("/worker/tells-a-new-ledger-what-it-knows", test_meets_a_new_ledger);
  g_test_add_func ("/worker/follows-a-ledger-whose-rows-were-swapped",
                   test_follows_a_ledger_whose_rows_were_swapped);
  g_test_add_func ("/worker/asks-for-the-incarnation-that-a-page-began",
                   test_asks_for_the_incarnation_that_a_page_began);
  g_test_add_func ("/worker/refuses-what-is-no-head-office", test_refuses_what_is_no_head_office);
  g_test_add_func ("/worker/one-track-wakes-the-other", test_one_track_wakes_the_other);
  g_test_add_func ("/worker/goes-on-under-a-new-incarnation", test_goes_on_under_a_new_incarnation);
  g_test_add_func ("/worker/shows-a-fork-that-the-ledger-does-not-see",
                   test_fork_that_the_ledger_does_not_see);
  g_test_add_func ("/worker/retry-now-ends-pauses", test_retry_now_ends_pauses);
  return g_test_run ();
}
