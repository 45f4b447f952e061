/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The door of head office, from outside: with libcurl as a device would, and with bare sockets as
 * nobody should. */
#include "cp-http-listener.h"

#include <string.h>

#include "bad-server.h"
#include "certificates.h"
#include "cp-curl-transport.h"
#include "cp-error.h"

#define SHORT_MS 100
#define N_AT_ONCE 200
#define LARGE_BYTES (32 * 1024 * 1024)

typedef struct {
  SoupServer *soup;
  CpHttpListener *listener;
  char *url;
  guint n_asked;
  gboolean admits_till_1;
  gboolean admits_till_9;
  guint n_answers;
  guint status;
  char *trouble;
} Fixture;

static void
on_request (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  Fixture *fixture = data;

  fixture->n_asked++;
  fixture->admits_till_1 = cp_http_listener_admits (message, "till-1");
  fixture->admits_till_9 = cp_http_listener_admits (message, "till-9");
  soup_server_message_set_status (message, 200, NULL);
  if (g_str_equal (path, "/large")) {
    g_autofree char *text = g_strnfill (LARGE_BYTES, ' ');

    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, text, strlen (text));
  } else {
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
  }
}

static void
open_door (Fixture *fixture, CpHttpListenerConfig config)
{
  g_autoptr (GError) error = NULL;

  fixture->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->soup, NULL, on_request, fixture, NULL);
  config.listen = "127.0.0.1:0";
  fixture->listener = cp_http_listener_new (fixture->soup, &config, &error);
  g_assert_no_error (error);
  fixture->url = cp_http_listener_dup_url (fixture->listener);
}

static CpHttpListenerConfig
get_secure_config (void)
{
  return (CpHttpListenerConfig){ .certificate = certificates_path ("head-office.pem"),
                                 .key = certificates_path ("head-office.key"),
                                 .client_authority = certificates_path ("authority.pem") };
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  open_door (fixture, get_secure_config ());
}

static void
set_up_plain (Fixture *fixture, gconstpointer data)
{
  open_door (fixture, (CpHttpListenerConfig){ 0 });
}

/* Short of patience, and with room for two. */
static void
set_up_short (Fixture *fixture, gconstpointer data)
{
  CpHttpListenerConfig config = get_secure_config ();

  config.request_ms = config.answer_ms = SHORT_MS;
  config.max_connections = 2;
  open_door (fixture, config);
}

static void
set_up_short_plain (Fixture *fixture, gconstpointer data)
{
  open_door (fixture, (CpHttpListenerConfig){ .request_ms = SHORT_MS, .answer_ms = SHORT_MS });
}

/* The same where an answer has to come faster than anybody here takes it. */
static void
set_up_fast_plain (Fixture *fixture, gconstpointer data)
{
  open_door (fixture, (CpHttpListenerConfig){ .request_ms = SHORT_MS,
                                              .answer_ms = SHORT_MS,
                                              .least_bytes_per_s = G_MAXINT });
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cp_http_listener_free (fixture->listener);
  soup_server_disconnect (fixture->soup);
  g_object_unref (fixture->soup);
  g_free (fixture->url);
  g_free (fixture->trouble);
}

static void
on_answer (const CpTransportAnswer *answer, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_answers++;
  fixture->status = answer->status;
  g_free (fixture->trouble);
  fixture->trouble = g_strdup (answer->trouble);
}

static void
ask_over (Fixture *fixture, CpCurlTransport *curl)
{
  CpTransport transport = cp_curl_transport_get_transport (curl);
  CpTransportRequest request = { "GET", "/v1/health", NULL, 20000 };
  guint n = fixture->n_answers;

  transport.send (transport.data, &request, on_answer, fixture);
  while (fixture->n_answers == n)
    g_main_context_iteration (NULL, TRUE);
}

static void
ask (Fixture *fixture, const CpCurlLineConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpCurlTransport) curl = cp_curl_transport_new (config, &error);

  g_assert_no_error (error);
  ask_over (fixture, curl);
}

static void
until_count (Fixture *fixture, guint n)
{
  while (cp_http_listener_count (fixture->listener) != n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_serves_device (Fixture *fixture, gconstpointer data)
{
  CpCurlLineConfig line = certificates_line (fixture->url);

  ask (fixture, &line);
  g_assert_cmpstr (fixture->trouble, ==, NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_true (fixture->admits_till_1);
  g_assert_false (fixture->admits_till_9);
}

/* libsoup 3.2 would keep the second one for ever, had it left it open. */
static void
test_lets_go (Fixture *fixture, gconstpointer data)
{
  CpCurlLineConfig line = certificates_line (fixture->url);
  g_autoptr (CpCurlTransport) curl = cp_curl_transport_new (&line, NULL);

  ask_over (fixture, curl);
  ask_over (fixture, curl);
  g_assert_cmpuint (fixture->n_asked, ==, 2);
  g_clear_pointer (&curl, cp_curl_transport_free);
  until_count (fixture, 0);
}

static void
test_refuses_stranger (Fixture *fixture, gconstpointer data)
{
  CpCurlLineConfig line = certificates_line (fixture->url);

  line.certificate = certificates_path ("stranger.pem");
  line.key = certificates_path ("stranger.key");
  ask (fixture, &line);
  g_assert_cmpuint (fixture->status, ==, 0);
  g_assert_cmpuint (fixture->n_asked, ==, 0);
}

/* GIO does not look at what a certificate is for; its name is no device's. */
static void
test_server_is_no_device (Fixture *fixture, gconstpointer data)
{
  CpCurlLineConfig line = certificates_line (fixture->url);

  line.certificate = certificates_path ("spare.pem");
  line.key = certificates_path ("spare.key");
  ask (fixture, &line);
  g_assert_false (fixture->admits_till_1);
}

static void
on_curl_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* What the curl command says, which can do what the worker never would. */
static int
run_curl (Fixture *fixture, const char *options)
{
  g_autofree char *line =
      g_strdup_printf ("curl -s --cacert %s %s %s/v1/health", certificates_path ("authority.pem"),
                       options, fixture->url);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  gboolean ended = FALSE;

  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, on_curl_ended, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  return g_subprocess_get_exit_status (process);
}

static char *
get_device_options (const char *more)
{
  return g_strdup_printf ("--cert %s --key %s %s", certificates_path ("till-1.pem"),
                          certificates_path ("till-1.key"), more);
}

static void
test_curl (Fixture *fixture, gconstpointer data)
{
  g_autofree char *options = get_device_options ("--fail");

  g_assert_cmpint (run_curl (fixture, options), ==, 0);
  g_assert_cmpuint (fixture->n_asked, ==, 1);
}

static void
test_refuses_nameless (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run_curl (fixture, "--fail"), !=, 0);
  g_assert_cmpuint (fixture->n_asked, ==, 0);
}

static void
test_refuses_old_tls (Fixture *fixture, gconstpointer data)
{
  g_autofree char *options = get_device_options ("--tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0");

  g_assert_cmpint (run_curl (fixture, options), !=, 0);
  g_assert_cmpuint (fixture->n_asked, ==, 0);
}

static GSocketConnection *
connect_bare (Fixture *fixture)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GUri) uri = g_uri_parse (fixture->url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_to_host (
      client, g_uri_get_host (uri), (guint16) g_uri_get_port (uri), NULL, &error);

  g_assert_no_error (error);
  return connection;
}

static void
test_shows_out_who_says_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) bare = connect_bare (fixture);

  until_count (fixture, 1);
  until_count (fixture, 0);
}

/* The first record of a handshake, 16 KiB that never end: a byte now and then, so that no pause is
 * long. */
static void
test_shows_out_who_drips (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) bare = connect_bare (fixture);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (bare));

  g_output_stream_write_all (out, "\x16\x03\x01\x3f\xff", 5, NULL, NULL, NULL);
  until_count (fixture, 1);
  while (cp_http_listener_count (fixture->listener) > 0) {
    g_output_stream_write (out, "\x01", 1, NULL, NULL);
    g_main_context_iteration (NULL, TRUE);
  }
}

/* A device that asks and never takes the answer. */
static void
test_shows_out_who_takes_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) bare = connect_bare (fixture);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (bare));
  const char *request = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";

  g_output_stream_write_all (out, request, strlen (request), NULL, NULL, NULL);
  while (fixture->n_asked == 0)
    g_main_context_iteration (NULL, TRUE);
  until_count (fixture, 0);
}

#define SIP_MS (SHORT_MS / 5)
#define SIP_BYTES (256 * 1024)
#define N_SIPS 30

typedef struct {
  GSocketConnection *connection;
  gsize n_bytes;
  guint n_sips;
} Drinker;

/* Returns: %FALSE at the answer's end */
static gboolean
sip (Drinker *self, gsize most)
{
  GPollableInputStream *in =
      G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  g_autofree char *bytes = g_malloc (most);
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (in, bytes, most, NULL, &error);

  if (n > 0)
    self->n_bytes += (gsize) n;
  return n > 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

static gboolean
on_sip (gpointer data)
{
  Drinker *self = data;

  self->n_sips = sip (self, SIP_BYTES) ? self->n_sips + 1 : N_SIPS;
  return self->n_sips < N_SIPS;
}

/* Takes the answer little by little for a multiple of the time that is given, then the rest at once, if it is
 * still there to be had. */
static void
drink_slowly (Fixture *fixture, Drinker *drinker)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (drinker->connection));
  const char *request = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";

  g_output_stream_write_all (out, request, strlen (request), NULL, NULL, NULL);
  while (fixture->n_asked == 0)
    g_main_context_iteration (NULL, TRUE);
  g_timeout_add (SIP_MS, on_sip, drinker);
  while (drinker->n_sips < N_SIPS)
    g_main_context_iteration (NULL, TRUE);
  while (sip (drinker, SIP_BYTES))
    g_main_context_iteration (NULL, FALSE);
  until_count (fixture, 0);
}

/* A part of a snapshot on a thin line. */
static void
test_waits_for_who_takes_slowly (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) bare = connect_bare (fixture);
  Drinker drinker = { .connection = bare };

  drink_slowly (fixture, &drinker);
  g_assert_cmpuint (drinker.n_bytes, >, LARGE_BYTES);
}

/* On a line on which a second is worth more than that. */
static void
test_shows_out_who_takes_too_slowly (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) bare = connect_bare (fixture);
  Drinker drinker = { .connection = bare };

  drink_slowly (fixture, &drinker);
  g_assert_cmpuint (drinker.n_bytes, <, LARGE_BYTES);
}

static void
test_has_room_for_so_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) first = connect_bare (fixture);
  g_autoptr (GSocketConnection) second = connect_bare (fixture);
  g_autoptr (GSocketConnection) third = NULL;
  char byte;

  until_count (fixture, 2);
  third = connect_bare (fixture);
  while (g_socket_condition_check (g_socket_connection_get_socket (third), G_IO_IN) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (third)), &byte,
                                        1, NULL, NULL),
                   <=, 0);
}

static void
test_plain (Fixture *fixture, gconstpointer data)
{
  const CpCurlLineConfig line = { .head_office = fixture->url, .token = "good" };

  g_assert_true (g_str_has_prefix (fixture->url, "http://127.0.0.1:"));
  ask (fixture, &line);
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_true (fixture->admits_till_1);
}

static void
check_refused (const CpHttpListenerConfig *config)
{
  g_autoptr (SoupServer) soup = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_http_listener_new (soup, config, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_refuses_half (void)
{
  CpHttpListenerConfig config = get_secure_config ();

  config.listen = "127.0.0.1:0";
  config.client_authority = NULL;
  check_refused (&config);
  config = get_secure_config ();
  config.listen = "127.0.0.1:0";
  config.key = NULL;
  check_refused (&config);
}

static void
test_refuses_open (void)
{
  check_refused (&(CpHttpListenerConfig){ .listen = "0.0.0.0:0" });
  check_refused (&(CpHttpListenerConfig){ .listen = "[::]:0" });
}

/* Five hundred stores have their line back at the same moment, and this thread is at work. */
static void
test_keeps_those_who_come_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GUri) uri = g_uri_parse (fixture->url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketAddress) address =
      g_inet_socket_address_new_from_string (g_uri_get_host (uri), (guint) g_uri_get_port (uri));
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < N_AT_ONCE; i++) {
    g_autoptr (GError) error = NULL;
    GSocket *socket =
        g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

    g_assert_no_error (error);
    g_ptr_array_add (sockets, socket);
    g_socket_set_timeout (socket, 1);
    g_socket_connect (socket, address, NULL, &error);
    g_assert_no_error (error);
  }
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
  int status;

  g_test_init (&argc, &argv, NULL);
  certificates_make ();
  add ("/http-listener/serves-a-device-under-its-own-name", set_up, test_serves_device);
  add ("/http-listener/lets-a-connection-go-with-its-answer", set_up, test_lets_go);
  add ("/http-listener/refuses-a-stranger's-certificate", set_up, test_refuses_stranger);
  add ("/http-listener/lets-a-server's-certificate-speak-for-no-device", set_up,
       test_server_is_no_device);
  add ("/http-listener/serves-curl-with-a-device's-certificate", set_up, test_curl);
  add ("/http-listener/refuses-who-has-no-certificate", set_up, test_refuses_nameless);
  add ("/http-listener/refuses-old-tls", set_up, test_refuses_old_tls);
  add ("/http-listener/shows-out-who-says-nothing", set_up_short, test_shows_out_who_says_nothing);
  add ("/http-listener/shows-out-who-drips", set_up_short, test_shows_out_who_drips);
  add ("/http-listener/shows-out-who-takes-no-answer", set_up_short_plain,
       test_shows_out_who_takes_nothing);
  add ("/http-listener/waits-for-who-takes-slowly", set_up_short_plain,
       test_waits_for_who_takes_slowly);
  add ("/http-listener/shows-out-who-takes-too-slowly", set_up_fast_plain,
       test_shows_out_who_takes_too_slowly);
  add ("/http-listener/has-room-for-so-many", set_up_short, test_has_room_for_so_many);
  add ("/http-listener/serves-the-loopback-without-tls", set_up_plain, test_plain);
  add ("/http-listener/keeps-those-who-come-at-once", set_up_plain,
       test_keeps_those_who_come_at_once);
  g_test_add_func ("/http-listener/needs-certificate-key-and-authority", test_refuses_half);
  g_test_add_func ("/http-listener/refuses-the-open-without-tls", test_refuses_open);
  status = g_test_run ();
  certificates_remove ();
  return status;
}
