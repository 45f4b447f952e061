/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kit finds that our head office conforms, and whenever somebody between the two breaks one
 * statement, it finds that this one does not hold. */
#include <string.h>

#include "conformance-breaks.h"
#include "cp-curl-transport.h"
#include "cp-head-office-forget.h"
#include "cp-head-office-server.h"
#include "scope-fixture.h"
#include "sun-fixture.h"

#define FORGET_DAYS 10

typedef struct {
  Office *office;
  CpHeadOfficeServer *server;
  CpCurlTransport *curl;
  CpCurlTransport *stranger_curl;
  CpCurlTransport *revoked_curl;
  CpTransport line;
  CpTransport stranger;
  CpTransport revoked;
  CpSigner *signer;
  Wire *wire;
  ConformanceWire own_wire;
  const Break *breaks;
  char *why; /* (nullable): of what was found last */
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
  const Break *breaks = passing->fixture->breaks;
  CpTransportAnswer changed = *answer;
  g_autoptr (CpJson) document =
      answer->body != NULL ? cp_json_parse_object (answer->body, (gssize) answer->size_bytes, NULL)
                           : NULL;
  g_autofree char *text = NULL;

  if (document != NULL && breaks != NULL && breaks->change != NULL)
    breaks->change (passing->path, &changed.status, document);
  if (breaks != NULL && breaks->retry_after_ms != 0)
    changed.retry_after_ms = MAX (breaks->retry_after_ms, 0);
  text = document != NULL ? cp_json_to_text (document) : NULL;
  changed.document = document;
  changed.body = text;
  changed.size_bytes = text != NULL ? strlen (text) : 0;
  passing->done (&changed, passing->data);
  g_free (passing->path);
  g_free (passing);
}

static char *
dup_path (Fixture *fixture, const char *path)
{
  if (fixture->breaks != NULL && fixture->breaks->change_path != NULL)
    return fixture->breaks->change_path (path);
  return g_strdup (path);
}

static guint
pass (Fixture *fixture,
      const CpTransport *line,
      const CpTransportRequest *request,
      CpTransportDoneFunc done,
      gpointer data)
{
  Passing *passing = g_new (Passing, 1);
  g_autofree char *path = dup_path (fixture, request->path);
  CpTransportRequest changed = *request;

  *passing = (Passing){ fixture, g_strdup (request->path), done, data };
  changed.path = path;
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

static guint
send_as_revoked (gpointer data,
                 const CpTransportRequest *request,
                 CpTransportDoneFunc done,
                 gpointer done_data)
{
  return pass (data, &((Fixture *) data)->revoked, request, done, done_data);
}

/* Over the loopback there is neither certificate nor TLS; they are said to be wanted all the same. */
static void
ask_on_wire (gpointer data, const WireRequest *request, WireReply *ret_reply)
{
  Fixture *fixture = data;
  const Break *breaks = fixture->breaks;
  gboolean is_open = breaks != NULL && breaks->is_open;
  WireRequest changed = *request;
  g_autofree char *path = NULL;

  if (!is_open && (request->manner == WIRE_NO_CERTIFICATE || request->manner == WIRE_NO_TLS))
    return;
  path = dup_path (fixture, request->path);
  changed.path = path;
  fixture->own_wire.ask (fixture->own_wire.data, &changed, ret_reply);
  if (breaks != NULL && breaks->change_wire != NULL)
    breaks->change_wire (request, ret_reply);
}

static const Breaks *const subjects[] = {
  &breaks_of_access, &breaks_of_pushes, &breaks_of_lanes,
  &breaks_of_feed,   &breaks_of_rows,   &breaks_of_snapshots,
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
make_wire (Fixture *fixture)
{
  g_autofree char *url = cp_head_office_server_dup_url (fixture->server);
  g_autoptr (GError) error = NULL;

  fixture->wire = wire_new (&(WireConfig){ .url = url, .token = "good" }, &error);
  g_assert_no_error (error);
  fixture->own_wire = wire_get (fixture->wire);
}

static void
erase (CpMember *member)
{
  member->state = CP_MEMBER_ERASED;
  g_clear_pointer (&member->given_name, g_free);
  g_clear_pointer (&member->family_name, g_free);
  g_clear_pointer (&member->birth_date, g_free);
  g_clear_pointer (&member->phone, g_free);
  g_clear_pointer (&member->email, g_free);
  g_clear_pointer (&member->postcode, g_free);
  g_clear_pointer (&member->city, g_free);
  g_clear_pointer (&member->language, g_free);
}

/* All that a head office may have: keys of cards, members of another store than the device's, one whom it
 * has erased, a lease. */
static void
fill (Office *office)
{
  CpLease *lease = cp_entity_new (CP_KIND_LEASE, "station", NULL);

  sun_equip (office);
  scope_publish (office, "store");
  scope_change_member (office, 2, erase);
  lease->device_id = g_strdup ("till-1");
  lease->incarnation = g_strdup ("an-incarnation");
  lease->amount_minor = 1000;
  lease->until_ms = office->now_ms + 1000;
  office_put (office, lease);
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
  cp_head_office_put_device (fixture->office->office, "till-1", "station", "good", FALSE, &error);
  g_assert_no_error (error);
  cp_head_office_put_device (fixture->office->office, "till-2", "station", "revoked", TRUE, &error);
  g_assert_no_error (error);
  fill (fixture->office);
  give_shelf (fixture);
  make_wire (fixture);
  fixture->curl = make_curl (fixture, "good");
  fixture->stranger_curl = make_curl (fixture, "bad");
  fixture->revoked_curl = make_curl (fixture, "revoked");
  fixture->revoked = cp_curl_transport_get_transport (fixture->revoked_curl);
  fixture->line = cp_curl_transport_get_transport (fixture->curl);
  fixture->stranger = cp_curl_transport_get_transport (fixture->stranger_curl);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cp_curl_transport_free (fixture->curl);
  cp_curl_transport_free (fixture->stranger_curl);
  cp_curl_transport_free (fixture->revoked_curl);
  cp_head_office_server_free (fixture->server);
  office_free (fixture->office);
  cp_signer_free (fixture->signer);
  wire_free (fixture->wire);
  g_free (fixture->why);
}

static void
on_result (
    guint statement, const char *title, ConformanceResult result, const char *why, gpointer data)
{
  Fixture *fixture = data;

  g_free (fixture->why);
  fixture->why = g_strdup (why);
  if (result == CONFORMANCE_FAILS)
    g_test_message ("P-%u does not hold: %s: %s", statement, title, why);
}

/* Nothing is passed over that has a test: what may be missing is there. */
static void
on_own_result (
    guint statement, const char *title, ConformanceResult result, const char *why, gpointer data)
{
  guint n_checks;
  const ConformanceCheck *check = &conformance_get_checks (&n_checks)[statement - 1];

  if (check->test != NULL && result != CONFORMANCE_HOLDS)
    g_test_message ("P-%u: %s: %s", statement, title, why);
  g_assert_true (result == (check->test != NULL ? CONFORMANCE_HOLDS : CONFORMANCE_NOT_TESTED));
}

static gboolean
run (Fixture *fixture, ConformanceFunc func)
{
  Conformance kit = { .line = { send_on_line, NULL, fixture },
                      .stranger = { send_as_stranger, NULL, fixture },
                      .revoked = { send_as_revoked, NULL, fixture },
                      .wire = { ask_on_wire, fixture, TRUE },
                      .device = "till-1",
                      .store = "station",
                      .signer = fixture->signer,
                      .only = fixture->breaks != NULL ? fixture->breaks->statement : 0 };

  return conformance_run (&kit, func, fixture);
}

static void
test_conforms (Fixture *fixture, gconstpointer data)
{
  g_assert_true (run (fixture, on_own_result));
}

static gint64
forget (Office *office)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = FALSE;
  gint64 floor = 0;

  while (!is_done) {
    cp_head_office_forget_feed (office->office, FORGET_DAYS, &floor, &is_done, &error);
    g_assert_no_error (error);
  }
  return floor;
}

/* Nothing that the kit asks needs what was told long ago. */
static void
test_conforms_once_forgotten (Fixture *fixture, gconstpointer data)
{
  Office *office = fixture->office;
  gint64 floor = 0;

  for (guint day = 0; day <= 2 * FORGET_DAYS; day++) {
    g_autofree char *id = cp_test_id (0x600000 + day);
    CpCard *card = cp_entity_new (CP_KIND_CARD, id, NULL);

    card->number = g_strdup_printf ("7%07u", day);
    card->state = CP_CARD_STOCK;
    office_put (office, card);
    office->now_ms += DAY_MS;
    floor = forget (office);
  }
  g_assert_cmpint (floor, >, 0);
  g_assert_true (run (fixture, on_result));
}

static void
test_finds_break (Fixture *fixture, gconstpointer data)
{
  const Break *one = data;

  g_assert_false (run (fixture, on_result));
  if (strstr (fixture->why, one->why) == NULL)
    g_test_message ("It was to say: %s", one->why);
  g_assert_nonnull (strstr (fixture->why, one->why));
}

static gboolean
has_break (guint statement)
{
  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    for (guint j = 0; j < subjects[i]->n; j++)
      if (subjects[i]->breaks[j].statement == statement)
        return TRUE;
  return FALSE;
}

/* Each statement that is tested is also broken, and each that stands in PROTOCOL.md is here. */
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

static void
add_breaks (const Breaks *breaks)
{
  for (guint i = 0; i < breaks->n; i++) {
    const Break *one = &breaks->breaks[i];
    g_autofree char *words = g_strdelimit (g_strdup (one->why), " /:", '-');
    g_autofree char *path =
        g_strdup_printf ("/conformance/finds-a-break-of/P-%u/%u-%s", one->statement, i + 1, words);

    g_test_add (path, Fixture, one, set_up, test_finds_break, tear_down);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conformance/knows-every-statement-and-breaks-each-that-it-tests",
                   test_is_whole);
  g_test_add ("/conformance/our-head-office-conforms", Fixture, NULL, set_up, test_conforms,
              tear_down);
  g_test_add ("/conformance/our-head-office-conforms-once-it-has-forgotten-its-feed", Fixture, NULL,
              set_up, test_conforms_once_forgotten, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    add_breaks (subjects[i]);
  return g_test_run ();
}
