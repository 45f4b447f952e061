/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feed requests that are held. */
#include "server-fixture.h"

/* (transfer full): of a poll by whom has heard everything */
static char *
make_path (Fixture *fixture, guint wait_ms)
{
  g_auto (Reply) page = server_ask (fixture, "GET", "/v1/feed?limit=5000", "good", NULL);

  return g_strdup_printf ("/v1/feed?epoch=%s&after=%" G_GINT64_FORMAT "&wait_ms=%u",
                          cp_head_office_get_epoch (fixture->office->office),
                          cp_json_get_int (page.document, "through", 0), wait_ms);
}

/* A poll that is there before what follows. */
static SoupMessage *
begin_to_poll (Fixture *fixture, GCancellable *cancellable, GAsyncResult **result)
{
  g_autofree char *path = make_path (fixture, 50000);
  SoupMessage *message = server_make_message (fixture, "GET", path, "good", NULL);
  g_auto (Reply) health = { 0 };

  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, cancellable,
                                    server_on_reply_ready, result);
  health = server_ask (fixture, "GET", "/v1/health", NULL, NULL);
  g_assert_cmpuint (health.status, ==, 200);
  g_assert_null (*result);
  return message;
}

static void
push (Fixture *fixture)
{
  g_autofree char *body = server_make_push ();
  g_auto (Reply) pushed = server_ask (fixture, "POST", "/v1/push", "good", body);

  g_assert_cmpuint (pushed.status, ==, 200);
}

static void
test_poll_is_held (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *result = NULL;
  g_autoptr (SoupMessage) message = begin_to_poll (fixture, NULL, &result);
  g_auto (Reply) page = { 0 };

  push (fixture);
  page = server_finish (fixture, message, &result);
  g_assert_cmpuint (page.status, ==, 200);
  g_assert_cmpuint (json_array_size (cp_json_get_array (page.document, "items")), >, 0);
}

static void
test_poll_ends_without_news (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_path (fixture, 20);
  g_auto (Reply) page = server_ask (fixture, "GET", path, "good", NULL);

  g_assert_cmpuint (page.status, ==, 200);
  g_assert_cmpuint (json_array_size (cp_json_get_array (page.document, "items")), ==, 0);
}

/* It was somebody's when it came. */
static void
test_poll_of_whom_is_revoked (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *result = NULL;
  g_autoptr (SoupMessage) message = begin_to_poll (fixture, NULL, &result);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  CpMember *member = office_get_row (fixture->office, CP_KIND_MEMBER, member_id);
  g_auto (Reply) page = { 0 };
  g_autoptr (GError) error = NULL;

  cp_head_office_put_device (fixture->office->office, "till-1", "high", "good", TRUE, &error);
  g_assert_no_error (error);
  g_free (member->given_name);
  member->given_name = g_strdup ("Canaria");
  office_put (fixture->office, member);
  page = server_finish (fixture, message, &result);
  g_assert_cmpuint (page.status, ==, 403);
  g_assert_cmpstr (cp_json_get_text (page.document, "code"), ==, "device_revoked");
}

static void
test_device_that_goes_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SoupMessage) message = begin_to_poll (fixture, cancellable, &result);

  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  push (fixture);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, server_set_up, test, server_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/head-office-server-wait/holds-a-poll-until-there-is-news", test_poll_is_held);
  add ("/head-office-server-wait/ends-a-poll-without-news", test_poll_ends_without_news);
  add ("/head-office-server-wait/tells-whom-is-revoked-no-news", test_poll_of_whom_is_revoked);
  add ("/head-office-server-wait/survives-a-device-that-goes-away", test_device_that_goes_away);
  return g_test_run ();
}
