/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The track that pulls, when caught up, asks now and then whether the rows are head office's. It is
 * the same track, so that nothing moves the cursor meanwhile. */
#include "cp-error.h"
#include "cp-protocol.h"
#include "cp-sync-worker-private.h"

#define CHECK_TIMEOUT_MS 120000

static void
forget (CpSyncWorker *self)
{
  json_decref (self->check);
  json_decref (self->ranges);
  self->check = self->ranges = NULL;
  self->next_range = 0;
}

void
cp_sync_worker_begin_check (CpSyncWorker *self)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (CpJson) check = NULL;
  g_autoptr (GError) error = NULL;

  if (self->no_checks || ledger->get_check == NULL || self->check != NULL)
    return;
  check = ledger->get_check (ledger->data, &error);
  if (check == NULL)
    g_message ("The rows can't be checked: %s", error->message);
  else if (cp_json_get_int (check, "bits", 0) > 0) {
    self->ranges = json_incref (cp_json_get_array (check, "ranges"));
    self->check = g_steal_pointer (&check);
  }
}

void
cp_sync_worker_end_check (CpSyncWorker *self)
{
  forget (self);
}

/* Whatever came of it, the feed goes on; what is still due is asked for again later. */
static void
give_up (CpSyncWorker *self, const char *why)
{
  g_message ("The rows are not checked: %s", why);
  forget (self);
  cp_track_run (&self->pull);
}

/* What the ledger does not believe is no better than a page that it doesn't believe. */
static void
fail (CpSyncWorker *self, const GError *error)
{
  if (!g_error_matches (error, CP_ERROR, CP_ERROR_INVALID)) {
    give_up (self, error->message);
    return;
  }
  g_message ("The ledger refuses what is said of the rows: %s", error->message);
  forget (self);
  self->cursor_known = FALSE;
  cp_track_fail_text (&self->pull, CP_TRACK_NOT_HEAD_OFFICE);
}

static CpJson *
read_answer (CpSyncWorker *self, const CpTransportAnswer *answer)
{
  CpJson *document;

  self->pull.request_id = 0;
  if (answer->status == 404) {
    self->no_checks = TRUE;
    give_up (self, "head office has no checksums");
    return NULL;
  }
  if (answer->status == 412) {
    forget (self);
    cp_track_run (&self->pull);
    return NULL;
  }
  if (answer->status != 200 || answer->body == NULL) {
    forget (self);
    cp_track_fail (&self->pull, answer);
    return NULL;
  }
  document = cp_transport_answer_read (answer, NULL);
  if (document != NULL) {
    cp_track_succeed (&self->pull);
    return document;
  }
  /* Cut off on its way, say; without another request the feed would stand still. */
  forget (self);
  cp_track_fail_text (&self->pull, CP_TRACK_NOT_HEAD_OFFICE);
  return NULL;
}

static void
on_sums_done (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (CpJson) document = read_answer (self, answer);
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;

  if (document == NULL)
    return;
  reply = ledger->put_sums (ledger->data, document, &error);
  if (reply == NULL) {
    fail (self, error);
    return;
  }
  self->ranges = json_incref (cp_json_get_array (reply, "ranges"));
  cp_track_run (&self->pull);
}

static void
on_rows_done (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (CpJson) document = read_answer (self, answer);
  g_autoptr (GError) error = NULL;

  if (document == NULL)
    return;
  if (!ledger->put_range (ledger->data, document, &error)) {
    fail (self, error);
    return;
  }
  self->next_range++;
  cp_track_run (&self->pull);
}

static void
ask (CpSyncWorker *self, const char *what, gint64 range, CpTransportDoneFunc done)
{
  g_autofree char *path = cp_range_query_to_path (
      &(CpRangeQuery){ cp_json_get_text (self->check, "epoch"), self->incarnation, self->challenge,
                       cp_json_get_int (self->check, "after", 0),
                       cp_json_get_int (self->check, "bits", 0), range },
      what);

  cp_track_send (&self->pull, &(CpTransportRequest){ "GET", path, NULL, CHECK_TIMEOUT_MS }, done);
}

gboolean
cp_sync_worker_start_check (CpSyncWorker *self)
{
  if (self->check == NULL)
    return FALSE;
  if (self->ranges == NULL) {
    ask (self, "sums", 0, on_sums_done);
    return TRUE;
  }
  if (self->next_range >= json_array_size (self->ranges)) {
    forget (self);
    return FALSE;
  }
  ask (self, "rows", json_integer_value (json_array_get (self->ranges, self->next_range)),
       on_rows_done);
  return TRUE;
}
