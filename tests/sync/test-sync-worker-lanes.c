/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bulk lane goes when nothing waits in the other, and never in its way. */
#include <string.h>

#include "fake-ends.h"

/* @n_bulk operations wait in the bulk lane, and a push of the first of them is under way. */
static Fake *
begin_with_bulk (gint64 n_bulk)
{
  Fake *fake = fake_new (0);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  fake->n_bulk = n_bulk;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  return fake;
}

static void
test_waits_for_the_other (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (0);
  FakeRequest *bulk;

  fake->n_operations = 2;
  fake->n_bulk = 30;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 2);
  g_assert_null (fake_find (fake, "BULK"));
  fake_answer_push (fake, 2, 9);
  bulk = fake_expect (fake, "BULK");
  g_assert_cmpstr (bulk->path, ==, "/v1/push?lane=1");
  g_assert_cmpstr (cp_json_get_text (bulk->body, "incarnation"), ==, "incarnation-1");
  g_assert_cmpuint (fake_count_operations (bulk), ==, 25);
  g_assert_null (fake_find (fake, "POST"));
  fake_answer_push_of (fake, "BULK", 25, 12);
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "BULK")), ==, 26);
}

static void
test_is_never_in_the_way (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (30);

  fake_expect (fake, "BULK");
  fake->n_operations = 1;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 1);
  fake_answer_push_of (fake, "BULK", 25, 12);
  g_assert_null (fake_find (fake, "BULK"));
  fake_answer_push (fake, 1, 13);
  fake_expect (fake, "BULK");
}

/* Head office has too much to do; what it did not read comes again as it is. */
static void
test_is_put_off_alone (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (30);

  fake_put_off (fake, 5000);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
  fake->n_operations = 1;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_push (fake, 1, 13);
  fake_advance (fake, 4999);
  g_assert_null (fake_find (fake, "BULK"));
  fake_advance (fake, 1);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "BULK")), ==, 25);
}

/* Another process of head office may have put it off the last time. */
static void
test_says_how_often_it_was_put_off (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (30);

  for (guint i = 0; i < 2; i++) {
    fake_put_off (fake, 5000);
    fake_advance (fake, 5000);
  }
  g_assert_cmpstr (fake_expect (fake, "BULK")->path, ==, "/v1/push?lane=1&put_off=2");
  fake_answer_push_of (fake, "BULK", 25, 12);
  g_assert_cmpstr (fake_expect (fake, "BULK")->path, ==, "/v1/push?lane=1");
}

/* What is sent once more, since no outcome came, has not been heard if it is put off. */
static void
test_sends_again_what_was_put_off (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (2);

  fake_answer_push_of (fake, "BULK", 2, 6);
  fake_answer_pull (fake, 6, FALSE); /* caught up, and no outcome came */
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "BULK")), ==, 1);
  fake_put_off (fake, 5000);
  fake_advance (fake, 5000);
  g_assert_cmpint (fake_get_first_seq (fake_expect (fake, "BULK")), ==, 1);
  fake_answer_push_of (fake, "BULK", 2, 6);
  fake_answer_pull (fake, 8, FALSE);
  g_assert_null (fake_find (fake, "BULK")); /* once, not for ever */
}

/* It is in trouble, with this very push perhaps. */
static void
test_fails_alone (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (30);

  fake_answer_later (fake, "BULK", 503, 5000);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
  fake->n_operations = 1;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_push (fake, 1, 13);
  fake_advance (fake, 5000);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "BULK")), ==, 1);
}

/* However often it was put off, the other lane has all its retries. */
static void
test_costs_no_retries (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (30);

  for (guint i = 0; i < 40; i++) {
    fake_put_off (fake, 5000);
    fake_advance (fake, 5000);
  }
  fake->n_operations = 1;
  cp_sync_worker_wake (fake->worker);
  fake_advance (fake, 0);
  fake_answer_later (fake, "POST", 503, 0);
  fake_advance (fake, 0);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 1);
}

/* The other lane hears nothing before a snapshot is taken, and that waits for this one. */
static void
test_is_not_put_off_before_a_snapshot (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (30);

  fake_put_off (fake, 5000);
  fake_answer (fake, "GET", 410, "{'code':'behind','text':'x'}");
  fake_answer (fake, "GET", 200, "{'id':'abc','chunks':[{'bytes':100}]}");
  fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_finished, ==, 0);
  g_assert_cmpstr (fake_expect (fake, "POST")->path, ==, "/v1/push");
  g_assert_cmpstr (cp_json_get_text (fake_expect (fake, "POST")->body, "incarnation"), ==,
                   "incarnation-1");
  fake_answer_push (fake, 25, 12);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 5);
  fake_answer_push (fake, 30, 12);
  g_assert_cmpuint (fake->n_finished, ==, 1);
}

/* It goes up while the snapshot comes down, so that this takes no longer for it. */
static void
test_goes_beside_a_snapshot (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (30);

  fake_put_off (fake, 5000);
  fake_answer (fake, "GET", 410, "{'code':'behind','text':'x'}");
  fake_expect (fake, "GET");
  fake_answer_push (fake, 25, 12);
  fake_answer (fake, "GET", 200, "{'id':'abc','chunks':[{'bytes':100}]}");
  fake_answer_push (fake, 30, 12);
  fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_finished, ==, 1);
}

static void
test_is_small_on_a_slow_line (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (400);

  fake_advance (fake, 1001);
  fake_answer_push_of (fake, "BULK", 25, 12);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "BULK")), ==, 12);
  fake_advance (fake, 1000);
  fake_answer_push_of (fake, "BULK", 37, 13);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "BULK")), ==, 62);
}

/* Head office has not got what was done before: it has to say how far it is. */
static void
test_asks_what_is_missing (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (30);

  fake->n_operations = fake->acked = 2;
  fake_answer (fake, "BULK", 200,
               "{'epoch':'e1','expected_seq':1,'through_seq':0,'gseq':9,'head_office_ms':5,"
               "'waits_for':2}");
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 0);
  fake_answer_push (fake, 0, 9);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 2);
}

static void
test_forks_like_the_other (void)
{
  g_autoptr (Fake) fake = begin_with_bulk (30);

  fake->next_incarnation = "another";
  fake_answer (fake, "BULK", 409, "{'code':'new_incarnation','text':'t','chain':{}}");
  g_assert_cmpstr (cp_json_get_text (fake_expect (fake, "POST")->body, "incarnation"), ==,
                   "another");
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "incarnation=another&"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/bulk/waits-for-the-other-lane", test_waits_for_the_other);
  g_test_add_func ("/worker/bulk/is-never-in-the-way", test_is_never_in_the_way);
  g_test_add_func ("/worker/bulk/is-put-off-alone", test_is_put_off_alone);
  g_test_add_func ("/worker/bulk/says-how-often-it-was-put-off",
                   test_says_how_often_it_was_put_off);
  g_test_add_func ("/worker/bulk/sends-again-what-was-put-off", test_sends_again_what_was_put_off);
  g_test_add_func ("/worker/bulk/fails-alone", test_fails_alone);
  g_test_add_func ("/worker/bulk/costs-the-other-lane-no-retries", test_costs_no_retries);
  g_test_add_func ("/worker/bulk/is-not-put-off-before-a-snapshot",
                   test_is_not_put_off_before_a_snapshot);
  g_test_add_func ("/worker/bulk/goes-beside-a-snapshot", test_goes_beside_a_snapshot);
  g_test_add_func ("/worker/bulk/is-small-on-a-slow-line", test_is_small_on_a_slow_line);
  g_test_add_func ("/worker/bulk/asks-what-is-missing", test_asks_what_is_missing);
  g_test_add_func ("/worker/bulk/forks-like-the-other-lane", test_forks_like_the_other);
  return g_test_run ();
}
