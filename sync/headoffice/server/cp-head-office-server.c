/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-server.h"

#include <string.h>

#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-head-office-server-private.h"
#include "cp-store-scope.h"
#include "cp-wire-gzip.h"

#define DEVICE_KEY "counterpart-device"
#define BODY_KEY "counterpart-body"
#define BEARER "Bearer "
#define SNAPSHOT_PATH "/v1/snapshot"
#define SUMS_PATH "/v1/sums"
#define ROWS_PATH "/v1/rows"
#define PUSH_PATH "/v1/push"
#define SUN_PATH "/v1/sun"
#define FIND_PATH "/v1/find"
#define BULK_LANE "1"
#define MAX_TOKEN_BYTES 256

/* Whoever was refused together must not come back together. */
#define RETRY_LEAST_S 5
#define RETRY_MOST_S 20

/* A slice of adding up, and then twice as long for everybody else. */
#define ADD_UP_EVERY_MS 100

static void
set_body (SoupServerMessage *message, const char *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *accepted = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "Accept-Encoding");
  gsize size_bytes = strlen (text);
  g_autoptr (GBytes) packed = NULL;

  if (size_bytes >= CP_GZIP_LEAST_BYTES && accepted != NULL &&
      soup_header_contains (accepted, "gzip"))
    packed = cp_gzip_pack (text, size_bytes);
  if (packed != NULL)
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  soup_message_headers_replace (headers, "Vary", "Accept-Encoding");
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY,
                                    packed != NULL ? g_bytes_get_data (packed, NULL) : text,
                                    packed != NULL ? g_bytes_get_size (packed) : size_bytes);
}

static void
say_when_to_retry (CpHeadOfficeServer *self, SoupMessageHeaders *headers)
{
  guint32 random;
  char text[16];

  cp_world_fill_random (self->office->world, (guint8 *) &random, sizeof random);
  g_snprintf (text, sizeof text, "%u", RETRY_LEAST_S + random % (RETRY_MOST_S - RETRY_LEAST_S + 1));
  soup_message_headers_replace (headers, "Retry-After", text);
}

void
cp_head_office_server_reply (CpHeadOfficeServer *self,
                             SoupServerMessage *message,
                             const CpWireAnswer *answer)
{
  g_autofree char *text = cp_json_to_text (answer->document);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (answer->status == 503)
    say_when_to_retry (self, headers);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_server_message_set_status (message, answer->status, NULL);
  set_body (message, text);
  if (cp_head_office_is_broken (self->office) && self->broken != NULL)
    self->broken (self->broken_data);
}

static void
refuse (CpHeadOfficeServer *self,
        SoupServerMessage *message,
        guint status,
        const char *code,
        const char *text)
{
  g_auto (CpWireAnswer) answer = { 0 };

  cp_wire_answer_refuse (&answer, status, code, text);
  cp_head_office_server_reply (self, message, &answer);
}

static const char *
get_token (SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Authorization");

  if (header == NULL || !g_str_has_prefix (header, BEARER) || strlen (header) > MAX_TOKEN_BYTES)
    return NULL;
  return header + strlen (BEARER);
}

CpDevice *
cp_head_office_server_authenticate (CpHeadOfficeServer *self, SoupServerMessage *message)
{
  const char *token = get_token (message);
  g_autoptr (CpDevice) device = NULL;
  g_autoptr (GError) error = NULL;

  if (token != NULL && !cp_head_office_find_device (self->office, token, &device, &error)) {
    g_auto (CpWireAnswer) answer = { 0 };

    cp_head_office_answer_error (self->office, "look a device up", error, &answer);
    cp_head_office_server_reply (self, message, &answer);
    return NULL;
  }
  if (device == NULL) {
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "WWW-Authenticate", "Bearer");
    refuse (self, message, 401, "unauthorized", "Head office does not know this device");
    return NULL;
  }
  if (!cp_http_listener_admits (message, device->id)) {
    refuse (self, message, 403, "wrong_device", "The certificate is another device's");
    return NULL;
  }
  if (device->revoked) {
    refuse (self, message, 403, "device_revoked", "Head office has revoked this device");
    return NULL;
  }
  return g_steal_pointer (&device);
}

/* The body grows up to the limit; what goes past it is forgotten. */
static void
on_message_got_chunk (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  GByteArray *body = g_object_get_data (G_OBJECT (message), BODY_KEY);
  gsize size = g_bytes_get_size (chunk);

  if (body == NULL)
    return;
  if (body->len + size <= CP_PUSH_MAX_REQUEST_BYTES)
    g_byte_array_append (body, g_bytes_get_data (chunk, NULL), (guint) size);
  else
    g_object_set_data (G_OBJECT (message), BODY_KEY, NULL);
}

static gboolean
has_method (CpHeadOfficeServer *self, SoupServerMessage *message, const char *method)
{
  if (g_str_equal (soup_server_message_get_method (message), method))
    return TRUE;
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                method);
  refuse (self, message, 405, "method", "This is not asked in that way");
  return FALSE;
}

static gboolean
is_for_devices (const char *path)
{
  return g_str_equal (path, "/v1/feed") || g_str_equal (path, SUMS_PATH) ||
         g_str_equal (path, ROWS_PATH) || g_str_has_prefix (path, SNAPSHOT_PATH);
}

static guint
read_put_off (GHashTable *query)
{
  const char *text = g_hash_table_lookup (query, "put_off");
  guint64 times = 0;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &times, NULL);
  return (guint) times;
}

/* Before the body is read, which costs as much as to take it. Whether it truly is of the bulk lane nobody
 * has to know: who says so asks to be put off. */
static gboolean
admits_lane (CpHeadOfficeServer *self,
             SoupServerMessage *message,
             const CpDevice *device,
             GHashTable *query)
{
  const char *lane = query != NULL ? g_hash_table_lookup (query, "lane") : NULL;
  guint n_waiting = self->readings->len + self->read.length;

  if (g_strcmp0 (lane, BULK_LANE) != 0 ||
      cp_bulk_gate_admits (self->bulk_gate, device->id, read_put_off (query), n_waiting))
    return TRUE;
  self->office->counts.put_off++;
  refuse (self, message, 503, "busy", "Head office takes what can wait a little later");
  return FALSE;
}

static void
on_early (SoupServer *soup,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer data)
{
  CpHeadOfficeServer *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gboolean is_post = g_str_equal (path, PUSH_PATH) || g_str_equal (path, SUN_PATH) ||
                     g_str_equal (path, FIND_PATH);
  goffset size_bytes = soup_message_headers_get_content_length (headers);
  CpDevice *device;

  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  if (!is_post && !is_for_devices (path))
    return;
  if (!has_method (self, message, is_post ? "POST" : "GET"))
    return;
  /* Before the body is read. */
  device = cp_head_office_server_authenticate (self, message);
  if (device == NULL)
    return;
  g_object_set_data_full (G_OBJECT (message), DEVICE_KEY, device, (GDestroyNotify) cp_device_free);
  if (g_str_equal (path, PUSH_PATH) && !admits_lane (self, message, device, query))
    return;
  if (size_bytes > CP_PUSH_MAX_REQUEST_BYTES)
    return;
  g_object_set_data_full (G_OBJECT (message), BODY_KEY, g_byte_array_sized_new ((guint) size_bytes),
                          (GDestroyNotify) g_byte_array_unref);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_message_got_chunk), NULL);
}

void
cp_head_office_server_refuse_body (CpWireAnswer *ret_answer, const GError *error)
{
  if (g_error_matches (error, CP_ERROR, CP_ERROR_FULL))
    cp_wire_answer_refuse (ret_answer, 413, "too_large", "That is 1 MiB at most");
  else
    cp_wire_answer_refuse (ret_answer, 400, "invalid", error->message);
}

/* Of a push or of a card's message. */
static void
on_post (SoupServer *soup,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer data)
{
  CpHeadOfficeServer *self = data;
  const CpDevice *device = g_object_get_data (G_OBJECT (message), DEVICE_KEY);
  GByteArray *body = g_object_get_data (G_OBJECT (message), BODY_KEY);
  const char *encoding = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "Content-Encoding");
  g_autoptr (CpJson) document = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CpWireAnswer) answer = { 0 };

  if (device == NULL) {
    refuse (self, message, 404, "not_found", "There is nothing here");
    return;
  }
  if (body == NULL) {
    refuse (self, message, 413, "too_large", "That is 1 MiB at most");
    return;
  }
  if (g_str_equal (path, PUSH_PATH)) {
    cp_head_office_server_take_push (self, message, device->id, encoding, body);
    return;
  }
  document = cp_head_office_server_read_body (body, encoding, &error);
  if (document == NULL)
    cp_head_office_server_refuse_body (&answer, error);
  else if (g_str_equal (path, FIND_PATH))
    cp_head_office_handle_find (self->office, device->id, document, &answer);
  else
    cp_head_office_handle_sun (self->office, device->id, document, &answer);
  cp_head_office_server_reply (self, message, &answer);
}

static void
on_feed (SoupServer *soup,
         SoupServerMessage *message,
         const char *path,
         GHashTable *table,
         gpointer data)
{
  CpHeadOfficeServer *self = data;
  const CpDevice *device = g_object_get_data (G_OBJECT (message), DEVICE_KEY);
  CpFeedQuery query;
  g_autoptr (GError) error = NULL;
  g_auto (CpWireAnswer) answer = { 0 };

  if (device == NULL) {
    refuse (self, message, 404, "not_found", "There is nothing here");
    return;
  }
  if (!cp_feed_query_from_table (table, &query, &error)) {
    refuse (self, message, 400, "invalid", error->message);
    return;
  }
  cp_head_office_handle_feed (self->office, device->id, &query, &answer);
  if (answer.status == 200)
    cp_head_office_note_contact (
        self->office, device->id,
        &(CpContact){ query.is_ahead ? -1 : query.after, -1, -1, query.epoch });
  if (answer.status == 200 && query.wait_ms > 0 && query.told_of == NULL &&
      json_array_size (cp_json_get_array (answer.document, "items")) == 0)
    cp_head_office_server_hold (self, message, device->id, &query);
  else
    cp_head_office_server_reply (self, message, &answer);
}

static gboolean
on_add_up (gpointer data)
{
  CpHeadOfficeServer *self = data;
  gboolean is_done = FALSE;
  g_autoptr (GError) error = NULL;

  if (cp_head_office_is_added_up (self->office, &is_done, &error) && !is_done)
    return G_SOURCE_CONTINUE;
  if (error != NULL)
    g_message ("The rows are not added up: %s", error->message);
  self->sums_id = 0;
  return G_SOURCE_REMOVE;
}

/* Whoever was told to come again finds the sums then. */
static void
add_up_soon (CpHeadOfficeServer *self)
{
  if (self->sums_id == 0)
    self->sums_id = g_timeout_add (ADD_UP_EVERY_MS, on_add_up, self);
}

static void
on_range (SoupServer *soup,
          SoupServerMessage *message,
          const char *path,
          GHashTable *table,
          gpointer data)
{
  CpHeadOfficeServer *self = data;
  const CpDevice *device = g_object_get_data (G_OBJECT (message), DEVICE_KEY);
  CpRangeQuery query;
  g_autoptr (GError) error = NULL;
  g_auto (CpWireAnswer) answer = { 0 };

  if (device == NULL) {
    refuse (self, message, 404, "not_found", "There is nothing here");
    return;
  }
  if (!cp_range_query_from_table (table, &query, &error))
    cp_wire_answer_refuse (&answer, 400, "invalid", error->message);
  else if (g_str_equal (path, SUMS_PATH))
    cp_head_office_handle_sums (self->office, device->id, &query, &answer);
  else
    cp_head_office_handle_rows (self->office, device->id, &query, &answer);
  if (answer.status == 412)
    add_up_soon (self);
  cp_head_office_server_reply (self, message, &answer);
}

static void
on_snapshot (SoupServer *soup,
             SoupServerMessage *message,
             const char *path,
             GHashTable *query,
             gpointer data)
{
  const CpDevice *device = g_object_get_data (G_OBJECT (message), DEVICE_KEY);

  if (device == NULL)
    refuse (data, message, 404, "not_found", "There is nothing here");
  else
    cp_head_office_server_give_snapshot (data, message, device, path, query);
}

static void
on_health (SoupServer *soup,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  CpHeadOfficeServer *self = data;
  g_auto (CpWireAnswer) answer = { 200, json_object () };
  const CpProgramme *programme = cp_head_office_get_programme (self->office);

  if (!g_str_equal (path, "/v1/health")) {
    refuse (self, message, 404, "not_found", "There is nothing here");
    return;
  }
  if (!has_method (self, message, "GET"))
    return;
  cp_json_set_text (answer.document, "epoch", cp_head_office_get_epoch (self->office));
  cp_json_set_int (answer.document, "programme_version",
                   programme != NULL ? programme->version : 0);
  cp_json_set_text (answer.document, "version", CP_VERSION);
  cp_head_office_server_reply (self, message, &answer);
}

static void
on_other (SoupServer *soup,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer data)
{
  refuse (data, message, 404, "not_found", "There is nothing here");
}

/* libsoup asks only the handler of the longest path that fits, so each has the early one too. */
static void
add_handler (CpHeadOfficeServer *self, const char *path, SoupServerCallback handler)
{
  soup_server_add_early_handler (self->soup, path, on_early, self, NULL);
  soup_server_add_handler (self->soup, path, handler, self, NULL);
}

CpHeadOfficeServer *
cp_head_office_server_new (CpHeadOffice *office, const CpHttpListenerConfig *config, GError **error)
{
  g_autoptr (CpHeadOfficeServer) self = g_new0 (CpHeadOfficeServer, 1);

  self->office = office;
  self->waiters = cp_head_office_server_make_waiters ();
  self->readings = g_ptr_array_new ();
  self->bulk_gate = cp_bulk_gate_new ();
  self->readers = cp_head_office_server_make_readers (error);
  if (self->readers == NULL)
    return NULL;
  self->soup = soup_server_new ("server-header", "counterpart", NULL);
  add_handler (self, NULL, on_other);
  add_handler (self, PUSH_PATH, on_post);
  add_handler (self, SUN_PATH, on_post);
  add_handler (self, FIND_PATH, on_post);
  add_handler (self, "/v1/feed", on_feed);
  add_handler (self, "/v1/health", on_health);
  add_handler (self, SNAPSHOT_PATH, on_snapshot);
  add_handler (self, SUMS_PATH, on_range);
  add_handler (self, ROWS_PATH, on_range);
  cp_head_office_set_changed_func (office, cp_head_office_server_tell, self);
  self->listener = cp_http_listener_new (self->soup, config, error);
  if (self->listener == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
cp_head_office_server_set_shelf (CpHeadOfficeServer *self, CpSnapshotShelf *shelf)
{
  cp_snapshot_shelf_free (self->shelf);
  self->shelf = shelf;
}

void
cp_head_office_server_free (CpHeadOfficeServer *self)
{
  if (self == NULL)
    return;
  cp_head_office_set_changed_func (self->office, NULL, NULL);
  cp_head_office_server_drop_waiters (self);
  if (self->readers != NULL)
    cp_head_office_server_drop_readings (self);
  if (self->sums_id != 0)
    g_source_remove (self->sums_id);
  cp_http_listener_free (self->listener);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  cp_snapshot_shelf_free (self->shelf);
  g_ptr_array_unref (self->waiters);
  g_ptr_array_unref (self->readings);
  cp_bulk_gate_free (self->bulk_gate);
  g_free (self);
}

char *
cp_head_office_server_dup_url (CpHeadOfficeServer *self)
{
  return cp_http_listener_dup_url (self->listener);
}

void
cp_head_office_server_set_broken_func (CpHeadOfficeServer *self,
                                       void (*func) (gpointer),
                                       gpointer data)
{
  self->broken = func;
  self->broken_data = data;
}
