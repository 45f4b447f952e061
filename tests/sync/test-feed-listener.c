/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-feed-listener.h"

#include "postgres-fixture.h"

typedef struct {
  guint n;
  gint64 gseq;
} Heard;

static void
on_news (gpointer data, gint64 gseq)
{
  Heard *heard = data;

  heard->n++;
  heard->gseq = gseq;
}

static void
wait_for_news (Heard *heard, guint n)
{
  while (heard->n < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
tell (const char *url)
{
  g_free (postgres_ask (url, "SELECT pg_notify('counterpart_feed', '7')"));
}

static void
test_hears (void)
{
  g_autofree char *url = postgres_make_database (postgres_get_shared ());
  Heard heard = { 0, 0 };
  g_autoptr (CpFeedListener) listener = cp_feed_listener_new (url, NULL, on_news, &heard);

  tell (url);
  wait_for_news (&heard, 1);
  g_assert_cmpint (heard.gseq, ==, 7);
}

/* What was told meanwhile was not heard, so being back is news itself. */
static void
test_is_back_after_a_loss (void)
{
  g_autofree char *url = postgres_make_database (postgres_get_shared ());
  Heard heard = { 0, 0 };
  g_autoptr (CpFeedListener) listener = cp_feed_listener_new (url, NULL, on_news, &heard);

  g_free (postgres_ask (url, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                             " WHERE datname = current_database() AND pid <> pg_backend_pid()"));
  wait_for_news (&heard, 1);
  g_assert_cmpint (heard.gseq, ==, 0);
  tell (url);
  wait_for_news (&heard, 2);
  g_assert_cmpint (heard.gseq, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/feed-listener/hears-of-news", test_hears);
  g_test_add_func ("/feed-listener/is-back-after-a-loss", test_is_back_after_a_loss);
  return g_test_run ();
}
