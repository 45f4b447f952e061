/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Outcomes are asked for once more where the ledger has not been told them. */
#include <string.h>

#include "fake-ends.h"

#define TOLD "'told':{'incarnation':'f00d-1','through':7,'more':false,'outcomes':[]}"

/* Both tracks through their first exchange, after which the ledger wants to be told. */
static Fake *
begin (void)
{
  Fake *fake = fake_new (5000);

  fake->untold_of = "f00d-1";
  fake->untold = 4;
  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  return fake;
}

static gboolean
asks (Fake *fake)
{
  return strstr (fake_expect (fake, "GET")->path, "&told_of=f00d-1&told=4") != NULL;
}

static gboolean
waits (Fake *fake)
{
  return strstr (fake_expect (fake, "GET")->path, "&wait_ms=0&") == NULL;
}

/* First comes what there is of rows. */
static void
test_asks_once_it_has_all (void)
{
  g_autoptr (Fake) fake = begin ();

  g_assert_false (asks (fake));
  fake_answer_pull (fake, 3, TRUE);
  g_assert_false (asks (fake));
  fake_answer_pull (fake, 5, FALSE);
  g_assert_true (asks (fake));
  g_assert_false (waits (fake));
  fake->untold_of = NULL;
  fake_answer (
      fake, "GET", 200,
      "{'epoch':'e1','after':5,'through':5,'more':false,'head_office_ms':1,'items':[]," TOLD "}");
  g_assert_false (asks (fake));
  g_assert_true (waits (fake));
  g_assert_cmpuint (fake->n_told, ==, 1);
}

/* Until it has failed, and may have been made newer. */
static void
test_an_older_head_office_is_not_pressed (void)
{
  g_autoptr (Fake) fake = begin ();

  fake_answer_pull (fake, 3, FALSE);
  g_assert_true (asks (fake));
  fake_answer_pull (fake, 3, FALSE);
  g_assert_false (asks (fake));
  g_assert_true (waits (fake));
  fake_answer_pull (fake, 6, FALSE);
  g_assert_false (asks (fake));
  fake_answer (fake, "GET", 503, "{'code':'unavailable','text':'x'}");
  fake_advance (fake, 5000);
  fake_answer_pull (fake, 6, FALSE);
  g_assert_true (asks (fake));
}

/* It is the ledger's word to the worker and no business of head office's. */
static void
test_a_push_does_not_say_so (void)
{
  g_autoptr (Fake) fake = begin ();

  fake->n_operations = 1;
  fake_answer_pull (fake, 3, FALSE);
  cp_sync_worker_wake (fake->worker);
  g_assert_cmpuint (fake_count_operations (fake_expect (fake, "POST")), ==, 1);
  g_assert_null (json_object_get (fake_expect (fake, "POST")->body, "untold"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync-worker-told/asks-once-it-has-all", test_asks_once_it_has_all);
  g_test_add_func ("/sync-worker-told/an-older-head-office-is-not-pressed",
                   test_an_older_head_office_is_not_pressed);
  g_test_add_func ("/sync-worker-told/a-push-does-not-say-so", test_a_push_does_not_say_so);
  return g_test_run ();
}
