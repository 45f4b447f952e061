/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "cp-error.h"
#include "fake-ends.h"

#define PLACE "?epoch=e1&incarnation=incarnation&after=3&bits=6&challenge=c1"
#define SUMS "/v1/sums" PLACE
#define ROWS "/v1/rows" PLACE "&range="

/* Caught up at 3, and the ledger wants its rows checked. */
static Fake *
begin_due (void)
{
  Fake *fake = fake_new (5000);

  fake->check_due = TRUE;
  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, SUMS);
  return fake;
}

static void
expect_feed (Fake *fake)
{
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "/v1/feed?"));
}

static void
test_goes_on_when_all_agree (void)
{
  g_autoptr (Fake) fake = begin_due ();

  fake_answer (fake, "GET", 200, "{'sums':[]}");
  g_assert_cmpuint (fake->n_sums, ==, 1);
  expect_feed (fake);
}

static void
test_fetches_what_differs (void)
{
  g_autoptr (Fake) fake = begin_due ();

  fake->differing = "[5,63]";
  fake_answer (fake, "GET", 200, "{'sums':[]}");
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ROWS "5");
  fake_answer (fake, "GET", 200, "{'items':[]}");
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ROWS "63");
  fake_answer (fake, "GET", 200, "{'items':[]}");
  g_assert_cmpuint (fake->n_ranges, ==, 2);
  expect_feed (fake);
}

/* What was not fetched when head office went on. */
static void
test_fetches_what_is_left (void)
{
  g_autoptr (Fake) fake = fake_new (0);

  fake->check_due = TRUE;
  fake->left = "[7]";
  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ROWS "7");
  fake_answer (fake, "GET", 200, "{'items':[]}");
  g_assert_cmpuint (fake->n_ranges, ==, 1);
  expect_feed (fake);
}

/* Something has happened at head office: take it first, and ask again then. */
static void
test_asks_again_when_caught_up (void)
{
  g_autoptr (Fake) fake = begin_due ();

  fake_answer (fake, "GET", 412, "{}");
  expect_feed (fake);
  fake_answer_pull (fake, 4, FALSE);
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==,
                   "/v1/sums?epoch=e1&incarnation=incarnation&after=4&bits=6&challenge=c1");
}

static void
test_does_without (void)
{
  g_autoptr (Fake) fake = begin_due ();

  fake_answer (fake, "GET", 404, "{}");
  expect_feed (fake);
  fake_answer_pull (fake, 4, FALSE);
  expect_feed (fake);
}

/* Somebody else answers: not at once again, as with a page. */
static void
test_backs_off_when_not_believed (void)
{
  static const CpError refusal = CP_ERROR_INVALID;
  g_autoptr (Fake) fake = begin_due ();

  fake->refuses = &refusal;
  fake_answer (fake, "GET", 200, "{'sums':[]}");
  g_assert_null (fake_find (fake, "GET"));
  fake->refuses = NULL;
  fake_advance (fake, 5000);
  expect_feed (fake);
  fake_answer_pull (fake, 4, FALSE);
  g_assert_true (g_str_has_prefix (fake_expect (fake, "GET")->path, "/v1/sums?"));
}

/* Cut off on its way: the feed goes on after a while. */
static void
test_backs_off_from_what_is_no_document (void)
{
  g_autoptr (Fake) fake = begin_due ();

  fake_answer (fake, "GET", 200, "{'sums':[");
  g_assert_cmpuint (fake->n_sums, ==, 0);
  fake_advance (fake, 5000);
  expect_feed (fake);
}

static void
test_checks_when_asked (void)
{
  g_autoptr (Fake) fake = fake_new (0);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, 0);
  fake_answer_pull (fake, 3, FALSE);
  expect_feed (fake);
  fake->check_due = TRUE;
  cp_sync_worker_check_now (fake->worker);
  expect_feed (fake);
  fake_answer_pull (fake, 3, FALSE);
  g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, SUMS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/goes-on-when-all-agree", test_goes_on_when_all_agree);
  g_test_add_func ("/check/fetches-what-differs", test_fetches_what_differs);
  g_test_add_func ("/check/fetches-what-is-left", test_fetches_what_is_left);
  g_test_add_func ("/check/asks-again-when-caught-up", test_asks_again_when_caught_up);
  g_test_add_func ("/check/does-without-where-there-is-none", test_does_without);
  g_test_add_func ("/check/backs-off-when-the-ledger-does-not-believe",
                   test_backs_off_when_not_believed);
  g_test_add_func ("/check/backs-off-from-what-is-no-document",
                   test_backs_off_from_what_is_no_document);
  g_test_add_func ("/check/checks-when-asked", test_checks_when_asked);
  return g_test_run ();
}
