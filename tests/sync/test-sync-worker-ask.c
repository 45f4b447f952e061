/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "fake-ends.h"

/* Caught up, with nothing to push, so that a POST is a question. */
static Fake *
begin (guint n_questions)
{
  Fake *fake = fake_new (5000);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  fake->n_questions = n_questions;
  cp_sync_worker_ask_soon (fake->worker);
  cp_sync_worker_ask_soon (fake->worker);
  fake_advance (fake, 0);
  return fake;
}

static void
assert_answers (Fake *fake, guint n, const char *last)
{
  g_assert_cmpuint (fake->answers->len, ==, n);
  g_assert_cmpstr (fake->answers->pdata[n - 1], ==, last);
}

static void
test_asks_one_after_the_other (void)
{
  g_autoptr (Fake) fake = begin (2);
  FakeRequest *request = fake_expect (fake, "POST");

  g_assert_cmpstr (request->path, ==, "/v1/sun");
  g_assert_cmpint (cp_json_get_int (request->body, "n", 0), ==, 2);
  fake_answer (fake, "POST", 200, "{'challenge':'abc','proof':'token'}");
  assert_answers (fake, 1, "{\"challenge\":\"abc\",\"proof\":\"token\"}");
  fake_advance (fake, 0);
  g_assert_cmpint (cp_json_get_int (fake_expect (fake, "POST")->body, "n", 0), ==, 1);
  fake_answer (fake, "POST", 200, "{'challenge':'abc','proof':'uid'}");
  fake_advance (fake, 0);
  assert_answers (fake, 2, "{\"challenge\":\"abc\",\"proof\":\"uid\"}");
  g_assert_null (fake_find (fake, "POST"));
}

static void
test_asks_for_a_member (void)
{
  g_autoptr (Fake) fake = begin (0);
  FakeRequest *request;

  fake->sought = "Ada Lovelace";
  fake->n_questions = 1;
  cp_sync_worker_ask_soon (fake->worker);
  fake_advance (fake, 0);
  request = fake_expect (fake, "POST");
  g_assert_cmpstr (request->path, ==, "/v1/find");
  g_assert_cmpstr (cp_json_get_text (request->body, "text"), ==, "Ada Lovelace");
  fake_answer (fake, "POST", 200, "{'challenge':'abc','found':1}");
  assert_answers (fake, 1, "{\"challenge\":\"abc\",\"found\":1}");
}

/* It is not asked again: somebody stands at the counter, and the message's number may be taken. */
static void
test_no_answer_is_told_at_once (void)
{
  static const guint statuses[] = { 0, 404, 503 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (Fake) fake = begin (1);

    fake_answer (fake, "POST", statuses[i], "{'code':'unavailable','text':'no'}");
    assert_answers (fake, 1, "{\"challenge\":\"abc\"}");
    fake_advance (fake, 60000);
    g_assert_null (fake_find (fake, "POST"));
    g_assert_cmpuint (fake->answers->len, ==, 1);
  }
}

static void
test_what_the_ledger_does_not_believe_is_no_answer (void)
{
  g_autoptr (Fake) fake = begin (1);

  fake_answer (fake, "POST", 200, "{'challenge':'abc','proof':'token','tampered':true}");
  assert_answers (fake, 1, "{\"challenge\":\"abc\"}");
}

static void
test_without_a_question_nothing_is_asked (void)
{
  g_autoptr (Fake) fake = begin (0);

  g_assert_cmpuint (fake->n_asked_in_vain, ==, 1);
  g_assert_null (fake_find (fake, "POST"));
}

/* The tracks go on meanwhile, and a question that fails says nothing of the line. */
static void
test_the_tracks_do_not_wait (void)
{
  g_autoptr (Fake) fake = begin (1);

  fake_answer_pull (fake, 4, FALSE);
  fake_answer (fake, "POST", 0, "");
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
}

static void
test_may_end_while_it_asks (void)
{
  g_autoptr (Fake) fake = begin (1);

  g_assert_nonnull (fake_find (fake, "POST"));
  cp_sync_worker_ask_soon (fake->worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/sync/ask/" path, function)
  ADD ("asks-one-after-the-other", test_asks_one_after_the_other);
  ADD ("no-answer-is-told-at-once", test_no_answer_is_told_at_once);
  ADD ("what-the-ledger-does-not-believe-is-no-answer",
       test_what_the_ledger_does_not_believe_is_no_answer);
  ADD ("without-a-question-nothing-is-asked", test_without_a_question_nothing_is_asked);
  ADD ("the-tracks-do-not-wait", test_the_tracks_do_not_wait);
  ADD ("may-end-while-it-asks", test_may_end_while_it_asks);
  ADD ("asks-for-a-member", test_asks_for_a_member);
  return g_test_run ();
}
