/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A ledger and its worker meet servers that are not head office, or not any more: nothing of theirs
 * is written, staff hear why, and work at the counter goes on. */
#include <string.h>

#include "bad-server.h"
#include "certificates.h"
#include "cp-curl-transport.h"
#include "cp-loop-timer.h"
#include "cp-sync-worker.h"
#include "cp-test-ledger.h"

#define TRICKLE_MS 200

typedef struct {
  const char *name;
  const char *certificate;
  BadServerFunc func;
  const char *state; /* of the line, in the end */
  const char *text;  /* how what staff read begins */
  const char *pin;   /* (nullable): in place of the two */
} Case;

typedef struct {
  CpTestLedger base;
  const Case *meets;
  BadServer *server;
  CpCurlTransport *curl;
  CpSyncWorker *worker;
  char *page;     /* the next page of the feed, as it should be */
  char *unsealed; /* the same in other forms */
  char *flipped;
  char *replayed;
  char *older; /* with a programme of before */
} Fixture;

/* The ledger as the worker calls it */

static CpJson *
get_push (gpointer data,
          CpLane lane,
          gint64 from_seq,
          guint max_operations,
          gsize max_bytes,
          GError **error)
{
  return cp_ledger_get_push (((CpTestLedger *) data)->ledger, lane, from_seq, max_operations,
                             max_bytes, error);
}

static gboolean
apply_page (gpointer data, const CpJson *page, GError **error)
{
  return cp_ledger_apply_page (((CpTestLedger *) data)->ledger, page, error);
}

static gboolean
set_link (gpointer data, const CpJson *link, GError **error)
{
  return cp_ledger_set_link (((CpTestLedger *) data)->ledger, link, error);
}

/* What the servers do */

static void
say_head (BadServer *server, GOutputStream *out, const char *status, const char *more)
{
  g_autofree char *head = g_strdup_printf (
      "HTTP/1.1 %s\r\nContent-Type: application/json\r\nConnection: close\r\n%s\r\n", status, more);

  bad_server_say (server, out, head, -1);
}

static void
say (BadServer *server, GOutputStream *out, const char *status, const char *body)
{
  say_head (server, out, status, "");
  bad_server_say (server, out, body, -1);
}

/* Good, so that it counts who says it. */
static void
give_page (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  Fixture *fixture = data;

  if (strstr (path, "after=10") != NULL)
    say (server, out, "200 OK", fixture->page);
  else
    say (server, out, "503 Later", "{}");
}

static void
give_unsealed_page (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say (server, out, "200 OK", ((Fixture *) data)->unsealed);
}

static void
give_flipped_page (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say (server, out, "200 OK", ((Fixture *) data)->flipped);
}

static void
give_replayed_page (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say (server, out, "200 OK", ((Fixture *) data)->replayed);
}

static void
give_older_programme (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say (server, out, "200 OK", ((Fixture *) data)->older);
}

static void
never_end (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  g_autofree char *spaces = g_strnfill (65536, ' ');

  say_head (server, out, "200 OK", "");
  while (bad_server_say (server, out, spaces, 65536))
    ;
}

static void
drip (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say_head (server, out, "200 OK", "");
  while (bad_server_say (server, out, " ", 1) && bad_server_wait (server, 20))
    ;
}

static void
drip_head (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  bad_server_say (server, out, "HTTP/1.1 200 OK\r\nX: ", -1);
  while (bad_server_say (server, out, "a", 1) && bad_server_wait (server, 20))
    ;
}

static void
give_old_page (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  g_autofree char *text = NULL;

  cp_test_page_end (page, 5, CP_TEST_NOW_MS);
  text = cp_json_to_text (page);
  say (server, out, "200 OK", text);
}

static void
send_elsewhere (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say_head (server, out, "302 Found", "Location: https://127.0.0.1:1/v1/feed\r\n");
}

static void
give_large_head (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  g_autofree char *long_text = g_strnfill (80 * 1024, 'a');
  g_autofree char *header = g_strdup_printf ("X: %s\r\n", long_text);

  say_head (server, out, "200 OK", header);
}

static void
give_many_headers (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  g_autoptr (GString) headers = g_string_new (NULL);

  /* Many in a write: one by one they would be given up as too slow on a slow machine. */
  for (guint i = 0; i < 500; i++)
    g_string_append (headers, "X: a\r\n");
  bad_server_say (server, out, "HTTP/1.1 200 OK\r\n", -1);
  while (bad_server_say (server, out, headers->str, (gssize) headers->len))
    ;
}

static void
nest (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  g_autofree char *brackets = g_strnfill (100000, '[');

  say (server, out, "200 OK", brackets);
}

/* 16 MiB of zeros in 16 KiB. */
static void
give_bomb (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  g_autoptr (GConverter) gzip =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autofree char *zeros = g_strnfill (65536, ' ');
  g_autoptr (GOutputStream) packed = NULL;

  say_head (server, out, "200 OK", "Content-Encoding: gzip\r\n");
  packed = g_converter_output_stream_new (out, gzip);
  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (packed), FALSE);
  for (guint i = 0; i < 256; i++)
    g_output_stream_write_all (packed, zeros, 65536, NULL, NULL, NULL);
  g_output_stream_close (packed, NULL, NULL);
}

static void
break_off (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say_head (server, out, "200 OK", "Content-Length: 100\r\n");
  bad_server_say (server, out, "{\"epoch\":", -1);
}

static void
say_unauthorized (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say (server, out, "401 No", "{\"code\":\"unauthorized\",\"text\":\"Who are you?\"}");
}

static void
say_forbidden (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say (server, out, "403 No", "{\"code\":\"device_revoked\",\"text\":\"Not you\"}");
}

static void
say_upgrade (BadServer *server, const char *path, GOutputStream *out, gpointer data)
{
  say (server, out, "426 No", "{\"code\":\"proto\",\"text\":\"Too old\"}");
}

static const Case cases[] = {
  { "of-another-authority", "other", give_page, "offline", "What answers has no certificate" },
  { "with-another-key", "head-office", give_page, "offline", "What answers has another key",
    "elsewhere" },
  { "with-a-certificate-that-has-expired", "expired", give_page, "offline",
    "What answers has no certificate", "expired" },
  { "with-another-host's-certificate", "elsewhere", give_page, "offline",
    "What answers has no certificate", "elsewhere" },
  { "without-tls", NULL, give_page, "offline", "" },
  { "that-never-ends", "head-office", never_end, "offline", "Head office's answer is too large" },
  { "that-drips", "head-office", drip, "offline", "Head office's answer comes too slowly" },
  { "that-drips-headers", "head-office", drip_head, "offline",
    "Head office's answer comes too slowly" },
  { "that-gives-an-old-page", "head-office", give_old_page, "offline",
    "What answers is not head office" },
  { "that-has-sealed-nothing", "head-office", give_unsealed_page, "offline",
    "What answers is not head office" },
  { "that-flips-a-byte", "head-office", give_flipped_page, "offline",
    "What answers is not head office" },
  { "that-replays-a-page", "head-office", give_replayed_page, "offline",
    "What answers is not head office" },
  { "with-an-older-programme", "head-office", give_older_programme, "offline",
    "What answers is not head office" },
  { "that-sends-us-elsewhere", "head-office", send_elsewhere, "offline",
    "Head office answers with status 302" },
  { "with-a-large-header", "head-office", give_large_head, "offline",
    "Head office's answer is too large" },
  { "with-headers-without-end", "head-office", give_many_headers, "offline",
    "Head office's answer is too large" },
  { "that-nests-too-deep", "head-office", nest, "offline", "What answers is not head office" },
  { "with-a-packed-bomb", "head-office", give_bomb, "offline", "" },
  { "that-breaks-off", "head-office", break_off, "offline", "" },
  { "that-does-not-know-us", "head-office", say_unauthorized, "refused", "Who are you?" },
  { "that-has-revoked-us", "head-office", say_forbidden, "refused", "Not you" },
  { "that-wants-a-newer-device", "head-office", say_upgrade, "refused", "Too old" },
};

static const Case good = { "good", "head-office", give_page, "online", "" };
static const Case spare = { "spare", "spare", give_page, "online", "" };

static CpJson *
make_page (Fixture *fixture)
{
  CpJson *page = cp_test_ledger_page (&fixture->base);
  g_autoptr (CpAccount) account = cp_test_chain_account (4);
  gsize i;
  CpJson *item;

  cp_test_page_add_account (page, account);
  json_array_foreach (cp_json_get_array (page, "items"), i, item)
      cp_json_set_int (item, "gseq", 20);
  cp_test_page_end (page, 20, CP_TEST_NOW_MS);
  return page;
}

/* As good as any, but for the version in it. */
static CpJson *
make_older (Fixture *fixture)
{
  g_autoptr (CpJson) page = cp_test_ledger_page (&fixture->base);
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);

  row->entity.ver = 20;
  row->document = cp_test_chain_programme_json ();
  cp_json_set_int (row->document, "version", cp_json_get_int (row->document, "version", 0) - 1);
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
  cp_json_set_int (json_array_get (cp_json_get_array (page, "items"), 0), "gseq", 20);
  cp_test_page_end (page, 20, CP_TEST_NOW_MS);
  return g_steal_pointer (&page);
}

static void
make_pages (Fixture *fixture)
{
  g_autoptr (CpJson) page = make_page (fixture);
  g_autoptr (CpJson) older = make_older (fixture);
  g_autoptr (CpJson) push =
      cp_ledger_get_push (fixture->base.ledger, CP_LANE_PRIORITY, 0, 1, 1, NULL);
  char *byte;

  fixture->unsealed = cp_json_to_text (page);
  cp_test_page_seal (page, push);
  fixture->page = cp_json_to_text (page);
  fixture->flipped = g_strdup (fixture->page);
  byte = strstr (strstr (fixture->flipped, "\"data\":"), ":\"") + 2;
  *byte = *byte == 'a' ? 'b' : 'a';
  cp_test_page_seal (older, push);
  fixture->older = cp_json_to_text (older);
  cp_json_set_text (push, "challenge", "another");
  cp_test_page_seal (page, push);
  fixture->replayed = cp_json_to_text (page);
}

static CpCurlTransport *
make_transport (Fixture *fixture)
{
  CpCurlLineConfig line = certificates_line ("");
  g_autofree char *url = NULL;
  const char *pins[] = { NULL, NULL };
  g_autoptr (GError) error = NULL;
  CpCurlTransport *curl;

  if (fixture->meets->certificate != NULL)
    url = g_strdup (bad_server_get_url (fixture->server));
  else
    url = g_strdup_printf ("https%s", bad_server_get_url (fixture->server) + strlen ("http"));
  line.head_office = url;
  line.trickle_ms = TRICKLE_MS;
  if (fixture->meets->pin != NULL) {
    pins[0] = certificates_pin (fixture->meets->pin);
    line.pins = pins;
  }
  curl = cp_curl_transport_new (&line, &error);
  g_assert_no_error (error);
  return curl;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  CpSyncWorkerConfig config = { .world = cp_world_real (),
                                .timer = cp_loop_timer_get (),
                                .ledger = { get_push, apply_page, set_link, fixture },
                                .max_backoff_ms = 50 };

  fixture->meets = data;
  cp_test_ledger_set_up (&fixture->base, NULL);
  make_pages (fixture);
  fixture->server = bad_server_new (fixture->meets->certificate, fixture->meets->func, fixture);
  fixture->curl = make_transport (fixture);
  config.transport = cp_curl_transport_get_transport (fixture->curl);
  fixture->worker = cp_sync_worker_new (&config);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cp_sync_worker_free (fixture->worker);
  cp_curl_transport_free (fixture->curl);
  bad_server_free (fixture->server);
  cp_test_ledger_tear_down (&fixture->base, NULL);
  g_free (fixture->page);
  g_free (fixture->unsealed);
  g_free (fixture->flipped);
  g_free (fixture->replayed);
  g_free (fixture->older);
}

static gboolean
has_line (Fixture *fixture)
{
  g_autoptr (CpJson) status = cp_ledger_get_status (fixture->base.ledger, NULL);
  const CpJson *line = cp_json_get_object (status, "link");
  const char *text = cp_json_get_text (line, "text");

  return g_strcmp0 (cp_json_get_text (line, "state"), fixture->meets->state) == 0 &&
         g_str_has_prefix (text != NULL ? text : "", fixture->meets->text);
}

static gint64
get_cursor (Fixture *fixture)
{
  g_autoptr (CpJson) push =
      cp_ledger_get_push (fixture->base.ledger, CP_LANE_PRIORITY, 0, 1, 1000, NULL);

  return cp_json_get_int (push, "after", -1);
}

static void
test_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *unknown = cp_test_chain_id (4, "member");
  g_autoptr (CpJson) done = NULL;

  while (!has_line (fixture))
    g_main_context_iteration (NULL, TRUE);
  done = cp_test_ledger_submit (&fixture->base, "redeem_reward", 1, "{'amount_minor': 100}");
  g_assert_cmpint (get_cursor (fixture), ==, 10);
  g_assert_null (cp_ledger_get_member (fixture->base.ledger, fixture->base.session, unknown, NULL));
  g_assert_cmpint (cp_test_ledger_status (&fixture->base, "waiting"), ==, 1);
}

static void
test_is_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpJson) view = NULL;

  while (get_cursor (fixture) != 20)
    g_main_context_iteration (NULL, TRUE);
  view = cp_test_ledger_view (&fixture->base, 4);
  g_assert_nonnull (view);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  certificates_make ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/bad-servers/refuses-one/", cases[i].name, NULL);

    g_test_add (path, Fixture, &cases[i], set_up, test_is_refused, tear_down);
  }
  g_test_add ("/bad-servers/takes-head-office's-page", Fixture, &good, set_up, test_is_taken,
              tear_down);
  g_test_add ("/bad-servers/takes-it-with-the-spare-key", Fixture, &spare, set_up, test_is_taken,
              tear_down);
  status = g_test_run ();
  certificates_remove ();
  return status;
}
