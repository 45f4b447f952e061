/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The track that pulls takes a snapshot in place of the feed: its manifest, then chunk after chunk.
 * What is there already the ledger knows, so nothing here has to outlive anything. */
#include "cp-error.h"
#include "cp-protocol.h"
#include "cp-sync-worker-private.h"

#define NO_ROOM                                                                    \
  _ ("This device's disk has no room for head office's records, which have to be " \
     "fetched anew. Please call the technician.")

/* After head office has had its time to build it. */
#define MANIFEST_TIMEOUT_MS 20000
#define CHUNK_TIMEOUT_MS 300000
#define MAX_BAD_CHUNKS 3

/* One that takes longer fills the line alone, and two would take twice as long each. */
#define SLOW_CHUNK_MS 5000

static const CpJson *
get_chunk (const CpSyncWorker *self, gsize index)
{
  return json_array_get (cp_json_get_array (self->manifest, "chunks"), index);
}

static gsize
count_chunks (const CpSyncWorker *self)
{
  return json_array_size (cp_json_get_array (self->manifest, "chunks"));
}

void
cp_sync_worker_drop_chunks (CpSyncWorker *self)
{
  const CpTransport *transport = &self->config.transport;

  for (guint i = 0; i < CP_CHUNKS_ON_THEIR_WAY; i++) {
    CpChunkRequest *chunk = &self->chunks[i];

    if (chunk->id != 0)
      transport->cancel (transport->data, chunk->id);
    if (chunk->id != 0 && chunk->id == self->pull.request_id)
      self->pull.request_id = 0;
    chunk->id = 0;
    g_clear_pointer (&chunk->bytes, g_bytes_unref);
  }
}

void
cp_sync_worker_forget_manifest (CpSyncWorker *self)
{
  cp_sync_worker_drop_chunks (self);
  self->chunk_ms = 0;
  json_decref (self->manifest);
  self->manifest = NULL;
  self->next_chunk = 0;
  self->bad_chunks = 0;
}

/* There is none to be had: by the feed, then, from the beginning. */
static void
do_without (CpSyncWorker *self, const char *why)
{
  g_message ("No snapshot is taken: %s", why);
  cp_sync_worker_forget_manifest (self);
  self->no_snapshots = TRUE;
  self->snapshot_due = FALSE;
  if (self->is_behind)
    cp_sync_worker_begin_anew (self);
  else
    cp_track_run (&self->pull);
}

static void
fail_ledger (CpSyncWorker *self, const GError *error)
{
  cp_sync_worker_forget_manifest (self);
  cp_track_fail_ledger (&self->pull, error);
}

/* There is no other way than a snapshot, and no room for it until somebody makes some. */
static gboolean
is_stuck (const CpSyncWorker *self, const GError *error)
{
  return self->is_behind && g_error_matches (error, CP_ERROR, CP_ERROR_FULL);
}

static void
take_refusal (CpSyncWorker *self, const GError *error)
{
  if (g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE)) {
    fail_ledger (self, error);
  } else if (is_stuck (self, error)) {
    g_message ("No snapshot can be taken yet: %s", error->message);
    cp_sync_worker_forget_manifest (self);
    cp_track_fail_text (&self->pull, NO_ROOM);
  } else {
    do_without (self, error->message);
  }
}

static void
begin (CpSyncWorker *self)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = ledger->begin_snapshot (ledger->data, self->manifest, &error);

  /* With a manifest alone nothing is won where its chunks can't be had, or put anywhere. */
  if (!self->lost_chunk && !is_stuck (self, error))
    cp_track_succeed (&self->pull);
  if (reply == NULL) {
    take_refusal (self, error);
    return;
  }
  self->next_chunk = (guint) cp_json_get_int (reply, "next", 0);
  cp_track_run (&self->pull);
}

static CpJson *
read_manifest (const CpTransportAnswer *answer)
{
  g_autoptr (CpJson) document = cp_transport_answer_read (answer, NULL);
  const char *id = cp_json_get_text (document, "id");

  if (id == NULL || *id == '\0' || json_array_size (cp_json_get_array (document, "chunks")) == 0)
    return NULL;
  return g_steal_pointer (&document);
}

static void
on_manifest_done (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;

  self->pull.request_id = 0;
  self->is_prepared = cp_track_was_told (answer, 503, CP_SNAPSHOT_BUILDING);
  if (self->is_prepared)
    cp_track_await (&self->pull, answer);
  cp_sync_worker_review_link (self, 0);
  if (self->is_prepared)
    return;
  if (answer->status == 404) {
    do_without (self, "head office has none");
    return;
  }
  if (answer->status != 200) {
    cp_track_fail (&self->pull, answer);
    return;
  }
  self->manifest = read_manifest (answer);
  if (self->manifest == NULL) {
    cp_track_fail_text (&self->pull, CP_TRACK_NOT_HEAD_OFFICE);
    return;
  }
  begin (self);
}

/* Head office has begun to count anew, before the snapshot was made or since: what was proven says nothing of
 * its rows. */
static gboolean
is_of_another_epoch (const CpSyncWorker *self)
{
  const char *epoch = cp_json_get_text (self->manifest, "epoch");

  return epoch != NULL && self->judged_epoch != NULL && !g_str_equal (epoch, self->judged_epoch);
}

/* What is there of the file stays; whether it is still the one to take, head office says. */
static void
prove_anew (CpSyncWorker *self)
{
  g_clear_pointer (&self->judged_epoch, g_free);
  cp_sync_worker_forget_hints (self);
  cp_sync_worker_forget_manifest (self);
  cp_track_run (&self->push[CP_LANE_PRIORITY].track);
  cp_track_run (&self->pull);
}

static void
finish (CpSyncWorker *self)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (GError) error = NULL;

  if (!cp_sync_worker_prove (self, &error)) {
    if (error != NULL)
      fail_ledger (self, error);
    else
      cp_track_breathe (&self->pull);
    return;
  }
  if (is_of_another_epoch (self)) {
    prove_anew (self);
    return;
  }
  if (!ledger->finish_snapshot (ledger->data, &error)) {
    take_refusal (self, error);
    return;
  }
  cp_sync_worker_forget_manifest (self);
  self->snapshot_due = FALSE;
  self->is_behind = FALSE;
  self->begun_anew = FALSE;
  self->cursor_known = FALSE;
  self->caught_up = FALSE;
  cp_sync_worker_forget_hints (self);
  cp_track_run (&self->pull);
}

/* A chunk that arrives wrong again and again is wrong there. */
static void
note_bad_chunk (CpSyncWorker *self, const GError *error)
{
  if (++self->bad_chunks < MAX_BAD_CHUNKS) {
    cp_track_fail_text (&self->pull, error->message);
    return;
  }
  do_without (self, error->message);
}

static void on_even_chunk_done (const CpTransportAnswer *answer, gpointer data);
static void on_odd_chunk_done (const CpTransportAnswer *answer, gpointer data);

static CpChunkRequest *
get_request (CpSyncWorker *self, guint index)
{
  return &self->chunks[index % CP_CHUNKS_ON_THEIR_WAY];
}

static char *
dup_range (const CpSyncWorker *self, guint index)
{
  gint64 offset = 0;

  for (guint i = 0; i < index; i++)
    offset += cp_json_get_int (get_chunk (self, i), "bytes", 0);
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, offset,
                          offset + cp_json_get_int (get_chunk (self, index), "bytes", 1) - 1);
}

static void
ask_for_chunk (CpSyncWorker *self, guint index)
{
  const CpTransport *transport = &self->config.transport;
  CpChunkRequest *chunk = get_request (self, index);
  g_autofree char *path =
      g_strconcat ("/v1/snapshot/", cp_json_get_text (self->manifest, "id"), NULL);
  g_autofree char *range = dup_range (self, index);

  if (chunk->index == index && (chunk->id != 0 || chunk->bytes != NULL))
    return;
  chunk->index = index;
  chunk->asked_at_ms = cp_world_boot_ms (self->config.world);
  chunk->id = transport->send (
      transport->data, &(CpTransportRequest){ "GET", path, NULL, CHUNK_TIMEOUT_MS, .range = range },
      index % CP_CHUNKS_ON_THEIR_WAY == 0 ? on_even_chunk_done : on_odd_chunk_done, self);
}

/* The track waits for the first of them, unless that is here. */
static void
ask_for_chunks (CpSyncWorker *self, guint first)
{
  gboolean is_fast = self->chunk_ms > 0 && self->chunk_ms < SLOW_CHUNK_MS;

  ask_for_chunk (self, first);
  if (is_fast && first + 1 < count_chunks (self))
    ask_for_chunk (self, first + 1);
  self->pull.request_id = get_request (self, first)->id;
}

/* While the ledger takes it in, the next ones come. */
static void
put_chunk (CpSyncWorker *self, const char *bytes, gsize n_bytes)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (GError) error = NULL;

  if (self->next_chunk + 1 < count_chunks (self))
    ask_for_chunks (self, self->next_chunk + 1);
  if (ledger->put_chunk (ledger->data, self->next_chunk, bytes, n_bytes, &error)) {
    self->next_chunk++;
    self->lost_chunk = FALSE;
    self->bad_chunks = 0;
    self->pull.ledger_failures = 0;
    cp_track_succeed (&self->pull);
    cp_track_run (&self->pull);
    return;
  }
  cp_sync_worker_drop_pull (self);
  if (g_error_matches (error, CP_ERROR, CP_ERROR_CORRUPT))
    note_bad_chunk (self, error);
  else
    fail_ledger (self, error);
}

static void
take_answer (CpSyncWorker *self, const CpTransportAnswer *answer)
{
  if (answer->status == 206 && answer->body != NULL) {
    put_chunk (self, answer->body, answer->size_bytes);
  } else if (answer->status == 404) {
    /* Another has taken its place, or another process of head office has offered it. */
    cp_sync_worker_forget_manifest (self);
    self->lost_chunk = TRUE;
    cp_track_fail (&self->pull, answer);
  } else {
    cp_track_fail (&self->pull, answer);
  }
}

/* What comes before it is wanted waits; and if it does not come, it is asked for again when it is. */
static void
on_chunk_done (CpSyncWorker *self, CpChunkRequest *chunk, const CpTransportAnswer *answer)
{
  gboolean is_wanted = chunk->id == self->pull.request_id;

  chunk->id = 0;
  self->chunk_ms = MAX (1, cp_world_boot_ms (self->config.world) - chunk->asked_at_ms);
  if (is_wanted) {
    self->pull.request_id = 0;
    take_answer (self, answer);
  } else if (answer->status == 206 && answer->body != NULL) {
    chunk->bytes = g_bytes_new (answer->body, answer->size_bytes);
  }
}

static void
on_even_chunk_done (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;

  on_chunk_done (self, &self->chunks[0], answer);
}

static void
on_odd_chunk_done (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;

  on_chunk_done (self, &self->chunks[1], answer);
}

static void
start_chunk (CpSyncWorker *self)
{
  CpChunkRequest *chunk = get_request (self, self->next_chunk);

  ask_for_chunks (self, self->next_chunk);
  if (chunk->bytes != NULL) {
    g_autoptr (GBytes) bytes = g_steal_pointer (&chunk->bytes);

    put_chunk (self, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  }
}

static void
ask_for_manifest (CpSyncWorker *self)
{
  CpSnapshotQuery query = { self->schema, cp_sync_worker_get_wait_ms (self) };
  g_autofree char *path = cp_snapshot_query_to_path (&query);

  cp_track_send (&self->pull,
                 &(CpTransportRequest){ "GET", path, NULL, query.wait_ms + MANIFEST_TIMEOUT_MS },
                 on_manifest_done);
}

void
cp_sync_worker_start_fetch (CpSyncWorker *self)
{
  /* Head office holds none of these for news of the feed, so none calls for them to be asked afresh. */
  self->asked_wait_ms = 0;
  if (self->manifest == NULL)
    ask_for_manifest (self);
  else if (self->next_chunk < count_chunks (self))
    start_chunk (self);
  else
    finish (self);
}

gboolean
cp_sync_worker_want_snapshot (CpSyncWorker *self)
{
  if (self->no_snapshots || self->config.ledger.begin_snapshot == NULL)
    return FALSE;
  self->snapshot_due = TRUE;
  cp_sync_worker_hurry_bulk (self);
  return TRUE;
}

void
cp_sync_worker_review_lag (CpSyncWorker *self)
{
  if (!self->snapshot_due && self->cursor_known &&
      self->pushed_gseq - self->cursor > CP_SNAPSHOT_LAG && cp_sync_worker_want_snapshot (self))
    g_message ("Head office is %" G_GINT64_FORMAT " changes ahead: a snapshot is taken",
               self->pushed_gseq - self->cursor);
}
