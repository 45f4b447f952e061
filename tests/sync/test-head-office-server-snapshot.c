/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Snapshots over HTTP, from a head office that takes as long to build one as a test wants. */
#include "cp-protocol.h"
#include "cp-replica.h"
#include "server-fixture.h"

/* Who builds waits here. Tests run one after the other, so there is one of it. */
static struct {
  GMutex mutex;
  GCond cond;
  gboolean is_held;
  guint n_begun;
  const CpHeadOfficeStorageClass *real;
  CpHeadOfficeStorageClass holding, slow;
} build;

static gboolean
get_setting_later (CpHeadOfficeStorage *self, const char *key, char **ret_value, GError **error)
{
  g_mutex_lock (&build.mutex);
  while (build.is_held)
    g_cond_wait (&build.cond, &build.mutex);
  g_mutex_unlock (&build.mutex);
  return build.real->get_setting (self, key, ret_value, error);
}

static gboolean
open_slow_copy (CpHeadOfficeStorage *self,
                const char *path,
                CpHeadOfficeStorage **ret_copy,
                GError **error)
{
  build.n_begun++;
  if (!build.real->open_copy (self, path, ret_copy, error))
    return FALSE;
  (*ret_copy)->class_ = &build.slow;
  return TRUE;
}

static void
let_go (void)
{
  g_mutex_lock (&build.mutex);
  build.is_held = FALSE;
  g_cond_broadcast (&build.cond);
  g_mutex_unlock (&build.mutex);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  CpHeadOfficeStorage *storage;

  server_set_up (fixture, data);
  storage = cp_head_office_get_storage (fixture->office->office);
  build.is_held = TRUE;
  build.n_begun = 0;
  build.real = storage->class_;
  build.slow = *build.real;
  build.slow.get_setting = get_setting_later;
  build.holding = *build.real;
  build.holding.open_copy = open_slow_copy;
  storage->class_ = &build.holding;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  let_go ();
  server_tear_down (fixture, data);
}

static char *
make_path (gint64 wait_ms)
{
  return cp_snapshot_query_to_path (&(CpSnapshotQuery){ cp_replica_get_schema (), wait_ms });
}

static SoupMessage *
begin_to_ask (Fixture *fixture, gint64 wait_ms, GCancellable *cancellable, GAsyncResult **result)
{
  g_autofree char *path = make_path (wait_ms);
  SoupMessage *message = server_make_message (fixture, "GET", path, "good", NULL);

  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, cancellable,
                                    server_on_reply_ready, result);
  return message;
}

static void
wait_until_begun (void)
{
  while (build.n_begun == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_holds_until_it_is_built (Fixture *fixture, gconstpointer data)
{
  static const gint64 waits_ms[] = { 50000, -1 };

  for (guint i = 0; i < G_N_ELEMENTS (waits_ms); i++) {
    GAsyncResult *result = NULL;
    g_autoptr (SoupMessage) message = begin_to_ask (fixture, waits_ms[i], NULL, &result);
    g_auto (Reply) reply = { 0 };

    wait_until_begun ();
    let_go ();
    reply = server_finish (fixture, message, &result);
    g_assert_cmpuint (reply.status, ==, 200);
  }
  g_assert_cmpuint (build.n_begun, ==, 1);
}

static void
assert_put_off (Fixture *fixture, gint64 wait_ms)
{
  GAsyncResult *result = NULL;
  g_autoptr (SoupMessage) message = begin_to_ask (fixture, wait_ms, NULL, &result);
  g_auto (Reply) reply = server_finish (fixture, message, &result);

  g_assert_cmpuint (reply.status, ==, 503);
  g_assert_cmpstr (cp_json_get_text (reply.document, "code"), ==, "building");
  g_assert_cmpstr (
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After"), ==,
      "1");
}

/* Who asks again finds what was built meanwhile. */
static void
test_says_that_it_is_built (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_path (50000);
  g_auto (Reply) reply = { 0 };

  assert_put_off (fixture, 0);
  assert_put_off (fixture, 20);
  let_go ();
  reply = server_ask (fixture, "GET", path, "good", NULL);
  g_assert_cmpuint (reply.status, ==, 200);
  g_assert_cmpuint (build.n_begun, ==, 1);
}

/* What was built for it is there for the next, and nobody is answered who is not there. */
static void
test_survives_who_goes_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *path = make_path (50000);
  g_autoptr (SoupMessage) message = NULL;
  GAsyncResult *unwanted = NULL;
  g_auto (Reply) reply = { 0 };

  message = begin_to_ask (fixture, 50000, cancellable, &unwanted);
  wait_until_begun ();
  g_cancellable_cancel (cancellable);
  while (unwanted == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = unwanted;
  assert_put_off (fixture, 0);
  let_go ();
  reply = server_ask (fixture, "GET", path, "good", NULL);
  g_assert_cmpuint (reply.status, ==, 200);
  g_assert_cmpuint (build.n_begun, ==, 1);
}

/* tear_down() ends the server then, before anybody has seen that the line is cut. */
static void
test_ends_with_one_that_is_held (Fixture *fixture, gconstpointer data)
{
  static GAsyncResult *unwanted = NULL;
  g_autoptr (SoupMessage) message = begin_to_ask (fixture, 50000, NULL, &unwanted);

  wait_until_begun ();
}

/* The file in two parts, as a device takes it up again. */
static void
test_gives_parts_of_a_snapshot (Fixture *fixture, gconstpointer data)
{
  g_autofree char *manifest_path = make_path (50000);
  g_auto (Reply) reply = server_ask (fixture, "GET", manifest_path, "good", NULL);
  g_autofree char *path =
      g_strconcat ("/v1/snapshot/", cp_json_get_text (reply.document, "id"), NULL);
  const CpJson *chunk = json_array_get (cp_json_get_array (reply.document, "chunks"), 0);
  gint64 size = cp_json_get_int (chunk, "bytes", 0);
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  for (guint i = 0; i < 2; i++) {
    g_autoptr (SoupMessage) message = server_make_message (fixture, "GET", path, "good", NULL);
    g_autoptr (GBytes) bytes = NULL;
    GAsyncResult *result = NULL;

    soup_message_headers_set_range (soup_message_get_request_headers (message),
                                    i == 0 ? 0 : size / 2, i == 0 ? size / 2 - 1 : size - 1);
    soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                      server_on_reply_ready, &result);
    while (result == NULL)
      g_main_context_iteration (NULL, TRUE);
    bytes = soup_session_send_and_read_finish (fixture->session, result, NULL);
    g_object_unref (result);
    g_assert_cmpuint (soup_message_get_status (message), ==, 206);
    g_byte_array_append (whole, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  }
  g_assert_cmpint (whole->len, ==, size);
  g_assert_cmpmem (whole->data, 4, "\x28\xb5\x2f\xfd", 4);
}

static void
test_has_no_other_snapshot (Fixture *fixture, gconstpointer data)
{
  g_auto (Reply) reply = server_ask (fixture, "GET", "/v1/snapshot/abc", "good", NULL);
  g_auto (Reply) stranger = server_ask (fixture, "GET", "/v1/snapshot/abc", "bad", NULL);

  g_assert_cmpuint (reply.status, ==, 404);
  g_assert_cmpuint (stranger.status, ==, 401);
}

static void
add (const char *path,
     void (*begin) (Fixture *, gconstpointer),
     void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, begin, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/server-snapshot/holds-until-it-is-built", set_up, test_holds_until_it_is_built);
  add ("/server-snapshot/says-that-it-is-built", set_up, test_says_that_it_is_built);
  add ("/server-snapshot/survives-who-goes-away", set_up, test_survives_who_goes_away);
  add ("/server-snapshot/ends-with-one-that-is-held", set_up, test_ends_with_one_that_is_held);
  add ("/server-snapshot/gives-parts-of-it", server_set_up, test_gives_parts_of_a_snapshot);
  add ("/server-snapshot/has-no-other", server_set_up, test_has_no_other_snapshot);
  return g_test_run ();
}
