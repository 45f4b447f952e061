/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Snapshots over HTTP: the manifest, which may have to be waited for, and parts of the file. */
#include <string.h>

#include "cp-head-office-private.h"
#include "cp-head-office-server-private.h"
#include "cp-protocol.h"
#include "cp-replica.h"
#include "cp-signature.h"

#define PREFIX "/v1/snapshot/"

/* Whoever is put off has waited already. */
#define ASK_AGAIN_S "1"

/* Somebody who waits until a snapshot is built. */
typedef struct {
  CpHeadOfficeServer *server;
  SoupServerMessage *message;
  gulong disconnected_id;
  guint timer_id;
} Asker;

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

static void
free_asker (Asker *asker)
{
  if (asker->timer_id != 0)
    g_source_remove (asker->timer_id);
  g_signal_handler_disconnect (asker->message, asker->disconnected_id);
  g_object_unref (asker->message);
  g_free (asker);
}

static void
reply (CpHeadOfficeServer *self, SoupServerMessage *message, const CpManifest *manifest)
{
  g_auto (CpWireAnswer) answer = { 0 };

  if (manifest != NULL) {
    answer = (CpWireAnswer){ 200, cp_manifest_to_json (manifest) };
    cp_head_office_seal (self->office, answer.document, CP_SEAL_SNAPSHOT);
  } else {
    cp_wire_answer_refuse (&answer, 503, "unavailable",
                           "Head office can't answer now; nothing is lost");
  }
  cp_head_office_server_reply (self, message, &answer);
}

static void
on_snapshot (gpointer data, const CpManifest *manifest)
{
  Asker *asker = data;

  reply (asker->server, asker->message, manifest);
  soup_server_message_unpause (asker->message);
  free_asker (asker);
}

static void
on_message_disconnected (SoupServerMessage *message, Asker *asker)
{
  cp_snapshot_shelf_cancel (asker->server->shelf, asker);
  free_asker (asker);
}

/* It has its place among those that wait, and comes back to it (statement 78). */
static void
put_off (Asker *asker)
{
  cp_snapshot_shelf_put_off (asker->server->shelf, asker);
  refuse (asker->server, asker->message, 503, CP_SNAPSHOT_BUILDING,
          "Head office is preparing a snapshot; ask again");
  soup_message_headers_replace (soup_server_message_get_response_headers (asker->message),
                                "Retry-After", ASK_AGAIN_S);
  soup_server_message_unpause (asker->message);
  free_asker (asker);
}

static gboolean
on_time_over (gpointer data)
{
  Asker *asker = data;

  asker->timer_id = 0;
  put_off (asker);
  return G_SOURCE_REMOVE;
}

static void
give_manifest (CpHeadOfficeServer *self,
               SoupServerMessage *message,
               const char *store_id,
               gint64 wait_ms)
{
  Asker *asker = g_new0 (Asker, 1);

  asker->server = self;
  asker->message = g_object_ref (message);
  asker->disconnected_id =
      g_signal_connect (message, "disconnected", G_CALLBACK (on_message_disconnected), asker);
  if (wait_ms >= 0)
    asker->timer_id = g_timeout_add ((guint) wait_ms, on_time_over, asker);
  soup_server_message_pause (message);
  cp_snapshot_shelf_ask (self->shelf, store_id, on_snapshot, asker);
}

/* libsoup cuts out the part that was asked for. */
static void
give_file (CpHeadOfficeServer *self,
           SoupServerMessage *message,
           const char *store_id,
           const char *id)
{
  g_autofree char *path = cp_snapshot_shelf_dup_path (self->shelf, store_id, id);
  g_autoptr (GMappedFile) file = path != NULL ? g_mapped_file_new (path, FALSE, NULL) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (file == NULL) {
    refuse (self, message, 404, "not_found", "There is no such snapshot any more");
    return;
  }
  bytes = g_mapped_file_get_bytes (file);
  soup_message_headers_set_content_type (headers, "application/zstd", NULL);
  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  soup_message_headers_replace (headers, "Cache-Control", "private, immutable");
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
  soup_server_message_set_status (message, 200, NULL);
}

static void
answer_query (CpHeadOfficeServer *self,
              SoupServerMessage *message,
              const char *store_id,
              GHashTable *table)
{
  CpSnapshotQuery query;
  g_autoptr (GError) error = NULL;

  if (!cp_snapshot_query_from_table (table, &query, &error))
    refuse (self, message, 400, "invalid", error->message);
  else if (query.schema != cp_replica_get_schema ())
    refuse (self, message, 404, "not_found", "There are no snapshots with such tables");
  else
    give_manifest (self, message, store_id, query.wait_ms);
}

void
cp_head_office_server_give_snapshot (CpHeadOfficeServer *self,
                                     SoupServerMessage *message,
                                     const CpDevice *device,
                                     const char *path,
                                     GHashTable *query)
{
  const char *store_id = cp_head_office_is_store_scope (self->office) ? device->store_id : NULL;

  if (self->shelf == NULL)
    refuse (self, message, 404, "not_found", "This head office has no snapshots");
  else if (g_str_has_prefix (path, PREFIX))
    give_file (self, message, store_id, path + strlen (PREFIX));
  else
    answer_query (self, message, store_id, query);
}
