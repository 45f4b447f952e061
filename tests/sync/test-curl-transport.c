/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-curl-transport.h"

#include <libsoup/soup.h>
#include <string.h>

#include "cp-error.h"
#include "cp-json.h"
#include "cp-wire-gzip.h"

#define BODY_LIMIT 100000

typedef struct {
  SoupServer *server;
  CpCurlTransport *curl;
  CpTransport transport;
  char *seen_path;
  char *seen_token;
  char *seen_body;
  gboolean seen_packed;
  guint n_answers;
  guint status;
  char *body;
  char *trouble;
  gint64 retry_after_ms;
  gboolean is_read; /* the answer, by the transport */
} Fixture;

static void
take_body (Fixture *fixture, SoupServerMessage *message, GBytes *body)
{
  g_autoptr (GBytes) unpacked = NULL;

  fixture->seen_packed =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                    "Content-Encoding") != NULL;
  unpacked = fixture->seen_packed ? cp_gzip_unpack (g_bytes_get_data (body, NULL),
                                                    g_bytes_get_size (body), BODY_LIMIT, NULL)
                                  : g_bytes_ref (body);
  g_free (fixture->seen_body);
  fixture->seen_body = g_strndup (g_bytes_get_data (unpacked, NULL), g_bytes_get_size (unpacked));
}

/* A small body that is a large one once unpacked. */
static void
answer_packed (SoupServerMessage *message, gsize size_bytes)
{
  g_autofree char *text = g_strnfill (size_bytes, ' ');
  g_autoptr (GBytes) packed = cp_gzip_pack (text, size_bytes);

  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Content-Encoding", "gzip");
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY,
                                    g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
}

/* Four pieces, each before the patience with one that says nothing is over, and together long after. */
#define SLOW_PIECES 4
#define SLOW_PIECE_MS 100
#define SLOW_PATIENCE_MS 250

typedef struct {
  SoupServerMessage *message;
  guint n;
} Slow;

static gboolean
on_next_piece (gpointer data)
{
  Slow *slow = data;
  SoupMessageBody *body = soup_server_message_get_response_body (slow->message);
  static const char *const pieces[SLOW_PIECES] = { "{", " ", " ", "}" };

  soup_message_body_append (body, SOUP_MEMORY_STATIC, pieces[slow->n], 1);
  if (++slow->n == SLOW_PIECES)
    soup_message_body_complete (body);
  soup_server_message_unpause (slow->message);
  return slow->n < SLOW_PIECES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
free_slow (gpointer data)
{
  Slow *slow = data;

  g_object_unref (slow->message);
  g_free (slow);
}

static void
answer_slowly (SoupServerMessage *message)
{
  Slow *slow = g_new0 (Slow, 1);

  slow->message = g_object_ref (message);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  on_next_piece (slow);
  g_timeout_add_full (G_PRIORITY_DEFAULT, SLOW_PIECE_MS, on_next_piece, slow, free_slow);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  Fixture *fixture = data;
  SoupMessageHeaders *answer = soup_server_message_get_response_headers (message);
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_request_body (message));

  g_free (fixture->seen_path);
  fixture->seen_path = g_uri_to_string (soup_server_message_get_uri (message));
  g_free (fixture->seen_token);
  fixture->seen_token = g_strdup (soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Authorization"));
  take_body (fixture, message, body);
  soup_server_message_set_status (message, 200, NULL);
  if (g_str_equal (path, "/later")) {
    soup_server_message_set_status (message, 503, NULL);
    soup_message_headers_replace (answer, "Retry-After", "7");
  } else if (g_str_equal (path, "/elsewhere")) {
    soup_server_message_set_redirect (message, 302, "/here");
  } else if (g_str_equal (path, "/large")) {
    g_autofree char *text = g_strnfill (CP_JSON_MAX_BYTES + 1, ' ');

    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text,
                                      strlen (text));
  } else if (g_str_equal (path, "/packed")) {
    answer_packed (message, 1000);
  } else if (g_str_equal (path, "/bomb")) {
    answer_packed (message, CP_JSON_MAX_BYTES + 1);
  } else if (g_str_equal (path, "/held")) {
    soup_server_message_pause (message);
  } else if (g_str_equal (path, "/slow")) {
    answer_slowly (message);
  } else {
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
  }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;
  g_autofree char *url = NULL;

  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, on_request, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  fixture->curl =
      cp_curl_transport_new (&(CpCurlLineConfig){ .head_office = url, .token = "a-token" }, &error);
  g_assert_no_error (error);
  fixture->transport = cp_curl_transport_get_transport (fixture->curl);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cp_curl_transport_free (fixture->curl);
  soup_server_disconnect (fixture->server);
  g_object_unref (fixture->server);
  g_free (fixture->seen_path);
  g_free (fixture->seen_token);
  g_free (fixture->seen_body);
  g_free (fixture->body);
  g_free (fixture->trouble);
}

static void
on_answer (const CpTransportAnswer *answer, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_answers++;
  fixture->status = answer->status;
  g_free (fixture->body);
  fixture->body = g_strndup (answer->body != NULL ? answer->body : "", answer->size_bytes);
  g_free (fixture->trouble);
  fixture->trouble = g_strdup (answer->trouble);
  fixture->retry_after_ms = answer->retry_after_ms;
  fixture->is_read = answer->document != NULL;
}

static guint
begin (Fixture *fixture, const char *method, const char *path, const char *body, gint64 timeout_ms)
{
  CpTransportRequest request = { method, path, body, timeout_ms };

  return fixture->transport.send (fixture->transport.data, &request, on_answer, fixture);
}

static void
ask (Fixture *fixture, const char *method, const char *path, const char *body)
{
  guint n = fixture->n_answers;

  begin (fixture, method, path, body, 20000);
  while (fixture->n_answers == n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_asks (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "GET", "/here?a=1&b=2", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_cmpstr (fixture->body, ==, "{}");
  g_assert_true (fixture->is_read);
  g_assert_true (g_str_has_suffix (fixture->seen_path, "/here?a=1&b=2"));
  g_assert_cmpstr (fixture->seen_token, ==, "Bearer a-token");
  ask (fixture, "POST", "/here", "{\"a\":1}");
  g_assert_cmpstr (fixture->seen_body, ==, "{\"a\":1}");
}

static void
test_packs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body = g_strnfill (5000, 'a');

  ask (fixture, "POST", "/here", body);
  g_assert_true (fixture->seen_packed);
  g_assert_cmpstr (fixture->seen_body, ==, body);
  ask (fixture, "GET", "/packed", NULL);
  g_assert_cmpuint (strlen (fixture->body), ==, 1000);
}

static void
test_refuses_a_bomb (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "GET", "/bomb", NULL);
  g_assert_cmpuint (fixture->status, ==, 0);
  g_assert_cmpstr (fixture->body, ==, "");
}

static void
test_reads_retry_after (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "GET", "/later", NULL);
  g_assert_cmpuint (fixture->status, ==, 503);
  g_assert_cmpint (fixture->retry_after_ms, ==, 7000);
}

static void
test_stays (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "GET", "/elsewhere", NULL);
  g_assert_cmpuint (fixture->status, ==, 302);
  g_assert_true (g_str_has_suffix (fixture->seen_path, "/elsewhere"));
}

static void
test_cuts_off (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "GET", "/large", NULL);
  g_assert_cmpuint (fixture->status, ==, 0);
  g_assert_cmpstr (fixture->body, ==, "");
  g_assert_nonnull (fixture->trouble);
}

static void
test_nobody_listens (Fixture *fixture, gconstpointer data)
{
  soup_server_disconnect (fixture->server);
  ask (fixture, "GET", "/here", NULL);
  g_assert_cmpuint (fixture->status, ==, 0);
  g_assert_cmpstr (fixture->trouble, ==, "Head office can't be reached");
}

static void
test_time_runs_out (Fixture *fixture, gconstpointer data)
{
  begin (fixture, "GET", "/held", NULL, 50);
  while (fixture->n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->status, ==, 0);
  g_assert_cmpstr (fixture->trouble, ==, "Head office does not answer");
}

/* On a slow line a page takes longer than anybody may take to begin with it. */
static void
test_takes_what_flows (Fixture *fixture, gconstpointer data)
{
  begin (fixture, "GET", "/slow", NULL, SLOW_PATIENCE_MS);
  while (fixture->n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->trouble, ==, NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_cmpstr (fixture->body, ==, "{  }");
}

/* A poll that is held does not keep a push waiting. */
static void
test_two_at_a_time (Fixture *fixture, gconstpointer data)
{
  guint id = begin (fixture, "GET", "/held", NULL, 60000);

  while (fixture->seen_path == NULL)
    g_main_context_iteration (NULL, TRUE);
  ask (fixture, "POST", "/here", "{}");
  g_assert_cmpuint (fixture->status, ==, 200);
  fixture->transport.cancel (fixture->transport.data, id);
  ask (fixture, "POST", "/here", "{}");
  g_assert_cmpuint (fixture->n_answers, ==, 2);
}

static void
test_ends_with_one_under_way (Fixture *fixture, gconstpointer data)
{
  begin (fixture, "GET", "/held", NULL, 60000);
  while (fixture->seen_path == NULL)
    g_main_context_iteration (NULL, TRUE);
  begin (fixture, "GET", "/here", NULL, 60000);
}

static void
test_refuses (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_curl_transport_new (
      &(CpCurlLineConfig){ .head_office = "http://elsewhere.example", .token = "a" }, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/curl-transport/asks-with-its-token", test_asks);
  add ("/curl-transport/packs-both-ways", test_packs);
  add ("/curl-transport/refuses-a-bomb", test_refuses_a_bomb);
  add ("/curl-transport/reads-retry-after", test_reads_retry_after);
  add ("/curl-transport/follows-no-redirect", test_stays);
  add ("/curl-transport/cuts-off-what-is-too-large", test_cuts_off);
  add ("/curl-transport/says-that-nobody-listens", test_nobody_listens);
  add ("/curl-transport/says-that-time-ran-out", test_time_runs_out);
  add ("/curl-transport/takes-what-flows", test_takes_what_flows);
  add ("/curl-transport/does-two-at-a-time", test_two_at_a_time);
  add ("/curl-transport/ends-with-one-under-way", test_ends_with_one_under_way);
  g_test_add_func ("/curl-transport/refuses-what-is-no-line", test_refuses);
  return g_test_run ();
}
