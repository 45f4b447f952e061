/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A snapshot is to be had, and the device has no room for it. */
#include <string.h>

#include "fake-ends.h"

#define MANIFEST "{'id':'abc','chunks':[{'bytes':100}]}"
#define ASKED "/v1/snapshot?schema=0&wait_ms=25000"

/* A snapshot is asked for: since the feed no longer goes back as far as the device's rows, or since it would take
 * longer. */
static Fake *
begin (gboolean is_behind)
{
  Fake *fake = fake_new (5000);

  fake_advance (fake, 0);
  fake_answer_push (fake, 0, is_behind ? 0 : 200004);
  fake_answer_pull (fake, 3, !is_behind);
  if (is_behind)
    fake_answer (fake, "GET", 410, "{'code':'behind','text':'x'}");
  return fake;
}

static const CpError full = CP_ERROR_FULL;

/* @n times head office is asked for one that there is no room for. */
static void
find_no_room (Fake *fake, guint n)
{
  fake->refuses = &full;
  fake->random = 0;
  for (guint i = 0; i < n; i++) {
    g_assert_cmpstr (fake_expect (fake, "GET")->path, ==, ASKED);
    fake_answer (fake, "GET", 200, MANIFEST);
    fake_advance (fake, 0);
  }
}

/* The feed would not do, and head office goes on answering as it should: somebody has to hear why nothing
 * comes. */
static void
test_says_that_there_is_no_room (void)
{
  g_autoptr (Fake) fake = begin (TRUE);

  find_no_room (fake, 1);
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
  find_no_room (fake, 3);
  g_assert_cmpstr (fake_get_link (fake), ==, "offline");
  g_assert_nonnull (strstr (g_ptr_array_index (fake->link_texts, fake->link_texts->len - 1),
                            "no room for head office's records"));
}

/* It is asked less and less, and for nothing else; once there is room it goes on as if nothing had been. */
static void
test_goes_on_once_there_is_room (void)
{
  g_autoptr (Fake) fake = begin (TRUE);

  find_no_room (fake, 2);
  fake->random = 4000;
  fake_answer (fake, "GET", 200, MANIFEST);
  fake_advance (fake, 3999);
  g_assert_null (fake_find (fake, "GET"));
  fake_advance (fake, 1);
  fake->refuses = NULL;
  fake_answer (fake, "GET", 200, MANIFEST);
  fake_answer (fake, "GET", 206, "bytes");
  g_assert_cmpuint (fake->n_finished, ==, 1);
  fake_answer (fake, "GET", 200,
               "{'epoch':'e2','after':900,'through':900,'more':false,'head_office_ms':777,"
               "'items':[]}");
  g_assert_cmpstr (fake_get_link (fake), ==, "online");
}

/* The feed would do, and takes longer. */
static void
test_does_without_where_there_is_no_room (void)
{
  g_autoptr (Fake) fake = begin (FALSE);

  find_no_room (fake, 1);
  g_assert_nonnull (strstr (fake_expect (fake, "GET")->path, "/v1/feed?"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/room/says-that-there-is-none", test_says_that_there_is_no_room);
  g_test_add_func ("/fetch/room/goes-on-once-there-is-some", test_goes_on_once_there_is_room);
  g_test_add_func ("/fetch/room/does-without-where-the-feed-will-do",
                   test_does_without_where_there_is_no_room);
  return g_test_run ();
}
