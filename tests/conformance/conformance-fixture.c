/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conformance-fixture.h"

#include <string.h>

#include "scope-fixture.h"
#include "sun-fixture.h"

#define DEVICE "till-1"
#define OTHER_DEVICE "till-3"

/* Of account 1, which is at home in the other store. */
#define STRANGERS_CARD "90000001"

/* No long wait for what will never come. */
#define PATIENCE_MS 2000
#define SLOW_US 1000000
#define GOES_ON_AFTER 11

/* Who stands in between */

typedef struct {
  Fixture *fixture;
  char *path;
  char *body; /* (nullable) */
  CpTransportDoneFunc done;
  gpointer data;
} Passing;

/* The value of @key in what is asked for; (transfer full) */
static char *
dup_asked (const Passing *passing, const char *key)
{
  g_autoptr (CpJson) body =
      passing->body != NULL ? cp_json_parse_object (passing->body, -1, NULL) : NULL;
  const char *query = strchr (passing->path, '?');
  g_autoptr (GHashTable) table =
      query != NULL ? g_uri_parse_params (query + 1, -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;

  return g_strdup (body != NULL    ? cp_json_get_text (body, key)
                   : table != NULL ? g_hash_table_lookup (table, key)
                                   : NULL);
}

/* (transfer full): of the answer's seal */
static char *
dup_purpose (const Passing *passing, const char *what)
{
  g_autofree char *incarnation = NULL;
  g_autofree char *challenge = NULL;

  if (g_str_equal (what, CP_SEAL_SNAPSHOT))
    return g_strdup (what);
  if (g_str_equal (what, BREAK_CHAIN))
    return cp_seal_describe_chain (DEVICE);
  incarnation = dup_asked (passing, "incarnation");
  challenge = dup_asked (passing, "challenge");
  return cp_seal_describe_answer (what, DEVICE, incarnation, challenge);
}

/* (nullable): what in the answer bears such a seal */
static CpJson *
find_sealed (const char *path, CpJson *document, const char *what)
{
  g_autofree char *begin = g_strconcat ("/v1/", what, NULL);

  if (g_str_equal (what, BREAK_CHAIN))
    return cp_json_get_object (document, "chain");
  if (g_str_equal (what, CP_SEAL_PAGE))
    return break_is_feed (path) && json_object_get (document, "items") != NULL ? document : NULL;
  return g_str_has_prefix (path, begin) && json_object_get (document, "signature") != NULL
             ? document
             : NULL;
}

static void
seal_as (const Passing *passing, CpJson *document, const char *what)
{
  static const guint8 seed[CP_SEED_BYTES] = { 's', 't', 'r', 'a', 'n', 'g', 'e' };
  CpJson *sealed = find_sealed (passing->path, document, what);
  g_autoptr (CpSigner) strange = cp_signer_new (seed);
  g_autofree char *purpose = NULL;

  if (sealed == NULL)
    return;
  purpose = dup_purpose (passing, what);
  if (passing->fixture->breaks->is_strange)
    cp_signer_seal (strange, sealed, purpose);
  else
    cp_head_office_seal (passing->fixture->office->office, sealed, purpose);
}

static void
seal (const Passing *passing, CpJson *document)
{
  static const char *const all[] = { CP_SEAL_PAGE, CP_SEAL_SUMS,     CP_SEAL_ROWS, CP_SEAL_SUN,
                                     CP_SEAL_FIND, CP_SEAL_SNAPSHOT, BREAK_CHAIN };
  const char *wanted = passing->fixture->breaks->sealed;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (wanted, all[i]) || g_str_equal (wanted, BREAK_ALL))
      seal_as (passing, document, all[i]);
}

/* As if it had not added up its rows yet. */
static void
be_slow (const Passing *passing, CpTransportAnswer *answer)
{
  Fixture *fixture = passing->fixture;

  if (answer->status != 200 ||
      (!break_is_about (passing->path, "/v1/sums") && !break_is_about (passing->path, "/v1/rows")))
    return;
  if (fixture->slow_until_us == 0)
    fixture->slow_until_us = g_get_monotonic_time () + SLOW_US;
  if (g_get_monotonic_time () < fixture->slow_until_us)
    answer->status = 412;
}

static void
change_answer (const Passing *passing, CpTransportAnswer *answer, CpJson *document)
{
  const Break *breaks = passing->fixture->breaks;

  if (document != NULL && breaks->change != NULL)
    breaks->change (passing->path, &answer->status, document);
  if (document != NULL && breaks->sealed != NULL)
    seal (passing, document);
  if (breaks->is_slow)
    be_slow (passing, answer);
  if (breaks->retry_after_ms != 0)
    answer->retry_after_ms = MAX (breaks->retry_after_ms, 0);
}

static void
on_passed (const CpTransportAnswer *answer, gpointer data)
{
  Passing *passing = data;
  CpTransportAnswer changed = *answer;
  g_autoptr (CpJson) document =
      answer->body != NULL ? cp_json_parse_object (answer->body, (gssize) answer->size_bytes, NULL)
                           : NULL;
  g_autofree char *text = NULL;

  if (passing->fixture->breaks != NULL)
    change_answer (passing, &changed, document);
  text = document != NULL ? cp_json_to_text (document) : NULL;
  changed.document = document;
  changed.body = text;
  changed.size_bytes = text != NULL ? strlen (text) : 0;
  passing->done (&changed, passing->data);
  g_free (passing->path);
  g_free (passing->body);
  g_free (passing);
}

void
fixture_put_card (Office *office, guint n)
{
  g_autofree char *id = cp_test_id (0x600000 + n);
  CpCard *card = cp_entity_new (CP_KIND_CARD, id, NULL);

  card->number = g_strdup_printf ("7%07u", n);
  card->state = CP_CARD_STOCK;
  office_put (office, card);
}

/* So often that it goes on between some questions that belong together, and so seldom that not between all. */
static void
go_on (Fixture *fixture)
{
  if (fixture->breaks != NULL && fixture->breaks->is_live &&
      ++fixture->n_asked % GOES_ON_AFTER == 0)
    fixture_put_card (fixture->office, fixture->n_asked);
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

  go_on (fixture);
  *passing = (Passing){ fixture, g_strdup (request->path), g_strdup (request->body), done, data };
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

static guint
send_as_other (gpointer data,
               const CpTransportRequest *request,
               CpTransportDoneFunc done,
               gpointer done_data)
{
  return pass (data, &((Fixture *) data)->other, request, done, done_data);
}

static void
refuse_other (WireReply *ret_reply)
{
  static const char text[] = "{\"code\":\"wrong_device\",\"text\":\"\"}";

  ret_reply->status = 403;
  ret_reply->body = g_bytes_new_static (text, strlen (text));
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
  if (!is_open && request->manner == WIRE_OTHER_CERTIFICATE)
    refuse_other (ret_reply);
  else
    fixture->own_wire.ask (fixture->own_wire.data, &changed, ret_reply);
  if (breaks != NULL && breaks->change_wire != NULL)
    breaks->change_wire (request, ret_reply);
}

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
put_lease (Office *office, const char *store_id, gint64 until_ms)
{
  CpLease *lease = cp_entity_new (CP_KIND_LEASE, store_id, NULL);

  lease->device_id = g_strdup ("till-9");
  lease->incarnation = g_strdup ("an-incarnation");
  lease->amount_minor = 1000;
  lease->until_ms = until_ms;
  office_put (office, lease);
}

/* What other stores are not told. */
static void
write_about_card (Office *office, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "card");
  CpCard *card = office_get_row (office, CP_KIND_CARD, id);

  card->block_reason = g_strdup ("shouted");
  office_put (office, card);
}

/* All that a head office may have: keys of cards, members of another store than the device's, one whom it
 * has erased, a lease, and one that has ended. */
static void
fill (Fixture *fixture)
{
  Office *office = fixture->office;
  g_autofree char *erased_id = cp_test_chain_id (2, "member");
  g_autofree char *question = sun_make_question ("one", "two", 7);
  g_autoptr (CpJson) asked = cp_json_parse_object (question, -1, NULL);
  g_autoptr (GError) error = NULL;

  if (fixture->breaks == NULL || !fixture->breaks->is_plain) {
    sun_equip (office);
    scope_publish (office, "store");
  }
  cp_head_office_erase (office->office, erased_id, &error);
  g_assert_no_error (error);
  write_about_card (office, 1);
  put_lease (office, "high", office->now_ms + 1000);
  put_lease (office, "station", 0);
  fixture->card_message = g_strdup (cp_json_get_text (asked, "url"));
  fixture->member_id = cp_test_chain_id (3, "member");
}

static void
put_device (Fixture *fixture, const char *id, const char *token, gboolean revoked)
{
  g_autoptr (GError) error = NULL;

  cp_head_office_put_device (fixture->office->office, id, "station", token, revoked, &error);
  g_assert_no_error (error);
}

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  static const guint8 seed[CP_SEED_BYTES] = { 3 };
  g_autoptr (GError) error = NULL;

  fixture->breaks = data;
  fixture->office = office_new ();
  fixture->signer = cp_signer_new (seed);
  fixture->server = cp_head_office_server_new (
      fixture->office->office, &(CpHttpListenerConfig){ .listen = "127.0.0.1:0" }, &error);
  g_assert_no_error (error);
  put_device (fixture, DEVICE, "good", FALSE);
  put_device (fixture, "till-2", "revoked", TRUE);
  put_device (fixture, OTHER_DEVICE, "other", FALSE);
  fill (fixture);
  give_shelf (fixture);
  make_wire (fixture);
  fixture->curl = make_curl (fixture, "good");
  fixture->stranger_curl = make_curl (fixture, "bad");
  fixture->revoked_curl = make_curl (fixture, "revoked");
  fixture->other_curl = make_curl (fixture, "other");
  fixture->revoked = cp_curl_transport_get_transport (fixture->revoked_curl);
  fixture->other = cp_curl_transport_get_transport (fixture->other_curl);
  fixture->line = cp_curl_transport_get_transport (fixture->curl);
  fixture->stranger = cp_curl_transport_get_transport (fixture->stranger_curl);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  cp_curl_transport_free (fixture->curl);
  cp_curl_transport_free (fixture->stranger_curl);
  cp_curl_transport_free (fixture->revoked_curl);
  cp_curl_transport_free (fixture->other_curl);
  cp_head_office_server_free (fixture->server);
  office_free (fixture->office);
  cp_signer_free (fixture->signer);
  wire_free (fixture->wire);
  g_free (fixture->card_message);
  g_free (fixture->member_id);
  g_free (fixture->why);
}

static gboolean
is_broken (const Fixture *fixture)
{
  return fixture->breaks != NULL && fixture->breaks->statement != 0;
}

gboolean
fixture_run (Fixture *fixture, ConformanceFunc func)
{
  Conformance kit = { .line = { send_on_line, NULL, fixture },
                      .stranger = { send_as_stranger, NULL, fixture },
                      .revoked = { send_as_revoked, NULL, fixture },
                      .other = { send_as_other, NULL, fixture },
                      .wire = { ask_on_wire, fixture, TRUE, TRUE },
                      .device = DEVICE,
                      .other_device = OTHER_DEVICE,
                      .store = "station",
                      .signer = fixture->signer,
                      .card_message = fixture->card_message,
                      .find = STRANGERS_CARD,
                      .member = fixture->member_id,
                      .patience_ms = is_broken (fixture) ? PATIENCE_MS : CONFORMANCE_PATIENCE_MS,
                      .only = is_broken (fixture) ? fixture->breaks->statement : 0 };

  return conformance_run (&kit, func, fixture);
}
