/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kit finds that our head office conforms, and whenever somebody between the two breaks one
 * statement, it finds that this one does not hold. */
#include <string.h>

#include "conformance.h"
#include "cp-curl-transport.h"
#include "cp-head-office-server.h"
#include "office-fixture.h"

typedef void (*BreakFunc) (const char *path, guint *status, CpJson *document);

typedef struct {
  guint statement;
  BreakFunc func;
} Break;

typedef struct {
  Office *office;
  CpHeadOfficeServer *server;
  CpCurlTransport *curl;
  CpCurlTransport *stranger_curl;
  CpTransport line;
  CpTransport stranger;
  CpSigner *signer;
  const Break *breaks;
  GHashTable *results; /* statement → ConformanceResult + 1 */
} Fixture;

/* Who stands in between */

typedef struct {
  Fixture *fixture;
  char *path;
  CpTransportDoneFunc done;
  gpointer data;
} Passing;

static void
on_passed (const CpTransportAnswer *answer, gpointer data)
{
  Passing *passing = data;
  CpTransportAnswer changed = *answer;
  g_autoptr (CpJson) document =
      answer->body != NULL ? cp_json_parse_object (answer->body, (gssize) answer->size_bytes, NULL)
                           : NULL;
  g_autofree char *text = NULL;

  if (document != NULL && passing->fixture->breaks != NULL)
    passing->fixture->breaks->func (passing->path, &changed.status, document);
  text = document != NULL ? cp_json_to_text (document) : NULL;
  changed.body = text;
  changed.size_bytes = text != NULL ? strlen (text) : 0;
  passing->done (&changed, passing->data);
  g_free (passing->path);
  g_free (passing);
}

static guint
pass (Fixture *fixture,
      const CpTransport *line,
      const CpTransportRequest *request,
      CpTransportDoneFunc done,
      gpointer data)
{
  Passing *passing = g_new (Passing, 1);
  g_autofree char *path = g_strdup (request->path);
  char *wait = strstr (path, "&wait_ms=");
  CpTransportRequest changed = *request;

  *passing = (Passing){ fixture, g_strdup (request->path), done, data };
  if (fixture->breaks != NULL && fixture->breaks->statement == 24 && wait != NULL) {
    wait[1] = 'W';
    changed.path = path;
  }
  return line->send (line->data, &changed, on_passed, passing);
}

static guint
send_on_line (gpointer data,
              const CpTransportRequest *request,
              CpTransportDoneFunc done,
              gpointer done_data)
{
  return pass (data, &((Fixture *) data)->line, request, done, done_data);
}

static guint
send_as_stranger (gpointer data,
                  const CpTransportRequest *request,
                  CpTransportDoneFunc done,
                  gpointer done_data)
{
  return pass (data, &((Fixture *) data)->stranger, request, done, done_data);
}

/* What they do */

static gboolean
is_push (const char *path)
{
  return g_str_equal (path, "/v1/push");
}

static gboolean
is_feed (const char *path)
{
  return g_str_has_prefix (path, "/v1/feed");
}

static void
turn_refusals_into_success (const char *path, guint *status, CpJson *document)
{
  if (*status >= 400)
    *status = 200;
}

static void
refuse_all (const char *path, guint *status, CpJson *document)
{
  *status = 401;
}

static void
expect_another (const char *path, guint *status, CpJson *document)
{
  if (is_push (path))
    cp_json_set_int (document, "expected_seq", 77);
}

static void
forget_through (const char *path, guint *status, CpJson *document)
{
  if (is_push (path))
    json_object_del (document, "through_seq");
}

static void
forget_signature (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "signature");
  json_object_del (cp_json_get_object (document, "chain"), "signature");
}

static void
forget_head (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "head");
}

static void
forget_text (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "text");
}

static void
accept_all (const char *path, guint *status, CpJson *document)
{
  gsize i;
  json_t *item;

  json_array_foreach (cp_json_get_array (document, "items"), i,
                      item) if (json_object_get (item, "outcome") != NULL)
      cp_json_set_text (item, "outcome", "accepted");
}

/* Another under each number. */
static void
change_outcomes (const char *path, guint *status, CpJson *document)
{
  gsize i;
  json_t *item;

  json_array_foreach (cp_json_get_array (document, "items"), i,
                      item) if (cp_json_get_int (item, "seq", 0) == 2)
      cp_json_set_text (item, "outcome", "accepted");
}

static void
tell_anothers_outcome (const char *path, guint *status, CpJson *document)
{
  CpJson *ack = json_object ();

  cp_json_set_text (ack, "t", "ack");
  cp_json_set_int (ack, "seq", 1);
  if (is_feed (path) && *status == 200)
    cp_json_append (cp_json_get_array (document, "items"), json_incref (ack));
  json_decref (ack);
}

static void
tear_page (const char *path, guint *status, CpJson *document)
{
  CpJson *items = cp_json_get_array (document, "items");

  json_array_remove (items, json_array_size (items) - 1);
}

static void
change_versions (const char *path, guint *status, CpJson *document)
{
  gsize i;
  json_t *item;

  json_array_foreach (cp_json_get_array (document, "items"), i, item)
      cp_json_set_int (item, "ver", cp_json_get_int (item, "ver", 0) + 1);
}

static void
say_no_more (const char *path, guint *status, CpJson *document)
{
  cp_json_set_bool (document, "more", FALSE);
}

static void
change_nothing (const char *path, guint *status, CpJson *document)
{
}

static void
call_members_thin (const char *path, guint *status, CpJson *document)
{
  gsize i;
  json_t *item;

  json_array_foreach (cp_json_get_array (document, "items"), i, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "kind"), "member") == 0)
      cp_json_set_bool (json_object_get (item, "data"), "thin", TRUE);
  }
}

static void
promise_too_much (const char *path, guint *status, CpJson *document)
{
  const char *found = strstr (path, "incarnation=");
  g_autofree char *incarnation = found != NULL ? g_strdup (found + strlen ("incarnation=")) : NULL;

  if (!is_feed (path) || incarnation == NULL)
    return;
  incarnation[strcspn (incarnation, "&")] = '\0';
  cp_json_set (document, "durable", json_pack ("{s:i}", incarnation, 99));
}

static void
forget_chains (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "chains");
}

static void
forget_lanes (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "bulk_head");
}

static void
wait_for_nothing (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "waits_for");
}

/* For ever. */
static void
put_bulk_off (const char *path, guint *status, CpJson *document)
{
  if (g_str_has_suffix (path, "lane=1")) {
    *status = 503;
    cp_json_set_text (document, "code", "busy");
  }
}

/* As if nobody could say when it is there. */
static void
be_unavailable (const char *path, guint *status, CpJson *document)
{
  if (*status == 503)
    cp_json_set_text (document, "code", "unavailable");
}

static const Break all_breaks[] = {
  { 1, turn_refusals_into_success },
  { 3, refuse_all },
  { 4, turn_refusals_into_success },
  { 5, change_outcomes },
  { 6, expect_another },
  { 7, turn_refusals_into_success },
  { 9, turn_refusals_into_success },
  { 11, expect_another },
  { 12, forget_through },
  { 13, refuse_all },
  { 14, forget_signature },
  { 15, accept_all },
  { 16, expect_another },
  { 19, tell_anothers_outcome },
  { 20, tell_anothers_outcome },
  { 21, tear_page },
  { 23, say_no_more },
  { 24, change_nothing },
  { 27, turn_refusals_into_success },
  { 28, forget_text },
  { 37, turn_refusals_into_success },
  { 39, turn_refusals_into_success },
  { 40, turn_refusals_into_success },
  { 41, forget_signature },
  { 44, forget_head },
  { 46, change_versions },
  { 47, forget_signature },
  { 55, call_members_thin },
  { 57, change_versions },
  { 66, promise_too_much },
  { 71, forget_chains },
  { 73, forget_lanes },
  { 75, wait_for_nothing },
  { 76, put_bulk_off },
  { 77, accept_all },
  { 78, be_unavailable },
};

static CpCurlTransport *
make_curl (Fixture *fixture, const char *token)
{
  g_autofree char *url = cp_head_office_server_dup_url (fixture->server);
  g_autoptr (GError) error = NULL;
  CpCurlTransport *curl =
      cp_curl_transport_new (&(CpCurlLineConfig){ .head_office = url, .token = token }, &error);

  g_assert_no_error (error);
  return curl;
}

static void
give_shelf (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->office->folder, "snapshots", NULL);
  g_autoptr (GError) error = NULL;

  cp_head_office_server_set_shelf (fixture->server,
                                   cp_snapshot_shelf_new (fixture->office->office, folder, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const guint8 seed[CP_SEED_BYTES] = { 3 };
  g_autoptr (GError) error = NULL;

  fixture->breaks = data;
  fixture->office = office_new ();
  fixture->signer = cp_signer_new (seed);
  fixture->server = cp_head_office_server_new (
      fixture->office->office, &(CpHttpListenerConfig){ .listen = "127.0.0.1:0" }, &error);
  g_assert_no_error (error);
  cp_head_office_put_device (fixture->office->office, "till-1", "high", "good", FALSE, &error);
  g_assert_no_error (error);
  give_shelf (fixture);
  fixture->curl = make_curl (fixture, "good");
  fixture->stranger_curl = make_curl (fixture, "bad");
  fixture->line = cp_curl_transport_get_transport (fixture->curl);
  fixture->stranger = cp_curl_transport_get_transport (fixture->stranger_curl);
  fixture->results = g_hash_table_new (NULL, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cp_curl_transport_free (fixture->curl);
  cp_curl_transport_free (fixture->stranger_curl);
  cp_head_office_server_free (fixture->server);
  office_free (fixture->office);
  cp_signer_free (fixture->signer);
  g_hash_table_unref (fixture->results);
}

static void
on_result (
    guint statement, const char *title, ConformanceResult result, const char *why, gpointer data)
{
  Fixture *fixture = data;

  if (result == CONFORMANCE_FAILS)
    g_test_message ("P-%u does not hold: %s: %s", statement, title, why);
  g_hash_table_insert (fixture->results, GUINT_TO_POINTER (statement),
                       GUINT_TO_POINTER (result + 1));
}

static gboolean
run (Fixture *fixture)
{
  Conformance kit = { .line = { send_on_line, NULL, fixture },
                      .stranger = { send_as_stranger, NULL, fixture },
                      .device = "till-1",
                      .store = "high",
                      .signer = fixture->signer,
                      .only = fixture->breaks != NULL ? fixture->breaks->statement : 0 };

  return conformance_run (&kit, on_result, fixture);
}

static void
test_conforms (Fixture *fixture, gconstpointer data)
{
  g_assert_true (run (fixture));
}

static void
test_finds_break (Fixture *fixture, gconstpointer data)
{
  const Break *one = data;
  guint result;

  g_assert_false (run (fixture));
  result =
      GPOINTER_TO_UINT (g_hash_table_lookup (fixture->results, GUINT_TO_POINTER (one->statement)));
  g_assert_cmpuint (result, ==, CONFORMANCE_FAILS + 1);
}

static gboolean
has_break (guint statement)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all_breaks); i++)
    if (all_breaks[i].statement == statement)
      return TRUE;
  return FALSE;
}

/* Each statement that is tested is also broken once, and each that stands in PROTOCOL.md is here. */
static void
test_is_whole (void)
{
  g_autofree char *text = NULL;
  guint n_checks;
  const ConformanceCheck *checks = conformance_get_checks (&n_checks);
  g_autofree char *next = NULL;

  g_assert_true (g_file_get_contents (CP_TEST_PROTOCOL, &text, NULL, NULL));
  for (guint i = 0; i < n_checks; i++) {
    g_autofree char *line = g_strdup_printf ("\n%u. ", checks[i].statement);

    g_assert_cmpuint (checks[i].statement, ==, i + 1);
    g_assert_true ((checks[i].test != NULL) == has_break (checks[i].statement));
    g_assert_true ((checks[i].test == NULL) == (checks[i].why != NULL));
    g_assert_nonnull (strstr (text, line));
  }
  next = g_strdup_printf ("\n%u. ", n_checks + 1);
  g_assert_null (strstr (text, next));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conformance/knows-every-statement-and-breaks-each-that-it-tests",
                   test_is_whole);
  g_test_add ("/conformance/our-head-office-conforms", Fixture, NULL, set_up, test_conforms,
              tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (all_breaks); i++) {
    g_autofree char *path =
        g_strdup_printf ("/conformance/finds-a-break-of/P-%u", all_breaks[i].statement);

    g_test_add (path, Fixture, &all_breaks[i], set_up, test_finds_break, tear_down);
  }
  return g_test_run ();
}
