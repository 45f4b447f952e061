/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The track that takes operations to head office. Its answers are hints: they choose what is sent
 * next and nothing else. */
#include "cp-protocol.h"
#include "cp-sync-worker-private.h"

#define PUSH_TIMEOUT_MS 20000
#define BATCH_STEP 50
#define MAX_STALLS 3

static void
note_sent (CpSyncWorker *self, const CpJson *operations)
{
  self->first_seq = cp_json_get_int (json_array_get (operations, 0), "seq", 0);
  if (self->next_seq == 0 && self->first_seq <= self->through_seq)
    self->last_first = self->first_seq;
}

/* Head office has these by its own word, and we have caught up, and still the ledger counts them as
 * waiting: send them again, once, for head office to see what is wrong. */
static gboolean
was_sent_again (const CpSyncWorker *self, const CpJson *operations)
{
  gint64 first = cp_json_get_int (json_array_get (operations, 0), "seq", 0);

  return self->next_seq == 0 && first != 0 && first == self->last_first && !self->hello_due;
}

static void
take_hint (CpSyncWorker *self, const CpPushAnswer *answer)
{
  gboolean took = self->first_seq == 0 || answer->through_seq > self->through_seq;

  self->stalls = took ? 0 : self->stalls + 1;
  self->hello_due = FALSE;
  self->next_seq = answer->expected_seq;
  self->through_seq = answer->through_seq;
  self->pushed_gseq = answer->gseq;
  self->pushed_at_ms = cp_world_boot_ms (self->config.world);
  self->proto = answer->proto > 0 ? answer->proto : CP_PROTO;
  self->batch =
      self->probe ? self->batch : MIN (self->batch + BATCH_STEP, (guint) CP_PUSH_MAX_OPERATIONS);
  self->probe = FALSE;
}

static void
fail_push (CpSyncWorker *self, const CpTransportAnswer *answer, const char *trouble)
{
  self->probe = TRUE;
  self->batch = MAX (self->batch / 2, 1);
  self->next_seq = 0;
  self->hello_due = TRUE;
  if (trouble != NULL)
    cp_track_fail_text (&self->push, trouble);
  else
    cp_track_fail (&self->push, answer);
}

static CpJson *
read_body (const CpTransportAnswer *answer)
{
  return answer->body != NULL
             ? cp_json_parse_object (answer->body, (gssize) answer->size_bytes, NULL)
             : NULL;
}

/* The ledger compares head office's chain with its own, and begins a new incarnation if they part. */
static gboolean
tell_chain (CpSyncWorker *self, CpJson *chain)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (CpJson) link = json_object ();
  g_autoptr (GError) error = NULL;

  cp_json_set_text (link, "state", self->link != NULL ? self->link : "unknown");
  cp_json_set (link, "chain", json_incref (chain));
  if (ledger->set_link (ledger->data, link, &error))
    return TRUE;
  g_message ("The ledger could not be told of head office's chain: %s", error->message);
  return FALSE;
}

/* Whether a ledger that head office takes for a clone's has begun anew, so that there is no need for
 * a person (statement 14). What is held for the incarnation before must not be taken for its own. */
static gboolean
begins_anew (CpSyncWorker *self, const CpTransportAnswer *answer)
{
  g_autofree char *before = g_strdup (self->incarnation);
  g_autoptr (CpJson) document = answer->status == 409 ? read_body (answer) : NULL;
  CpJson *chain = cp_json_get_object (document, "chain");
  g_autoptr (CpJson) push = NULL;

  if (chain == NULL || !tell_chain (self, chain))
    return FALSE;
  push = self->config.ledger.get_push (self->config.ledger.data, 0, 1, CP_PUSH_MAX_BYTES, NULL);
  if (push == NULL || g_strcmp0 (cp_json_get_text (push, "incarnation"), before) == 0)
    return FALSE;
  cp_sync_worker_learn (self, push);
  cp_track_succeed (&self->push);
  cp_sync_worker_pull_afresh (self);
  cp_track_run (&self->push);
  return TRUE;
}

static CpPushAnswer *
read_answer (const CpTransportAnswer *answer)
{
  g_autoptr (CpJson) document = read_body (answer);
  g_autoptr (CpPushAnswer) read =
      document != NULL ? cp_push_answer_from_json (document, NULL) : NULL;

  /* A head office that speaks what was not offered is none. */
  return read != NULL && read->proto <= CP_PROTO ? g_steal_pointer (&read) : NULL;
}

static void
on_push_done (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;
  g_autoptr (CpPushAnswer) hint = NULL;

  self->push.request_id = 0;
  if (answer->status != 200) {
    if (!begins_anew (self, answer))
      fail_push (self, answer, NULL);
    return;
  }
  hint = read_answer (answer);
  if (hint == NULL) {
    fail_push (self, NULL, CP_TRACK_NOT_HEAD_OFFICE);
    return;
  }
  take_hint (self, hint);
  if (self->stalls > MAX_STALLS) {
    fail_push (self, NULL, "Head office does not take what waits");
    return;
  }
  cp_track_succeed (&self->push);
  cp_sync_worker_review_lag (self);
  cp_sync_worker_review_link (self, 0);
  cp_sync_worker_pull_soon (self);
  cp_track_run (&self->push);
}

static CpJson *
get_push (CpSyncWorker *self)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (GError) error = NULL;
  CpJson *push = ledger->get_push (ledger->data, self->next_seq, self->probe ? 1 : self->batch,
                                   CP_PUSH_MAX_BYTES, &error);

  if (push == NULL) {
    cp_track_fail_ledger (&self->push, error);
    return NULL;
  }
  self->push.ledger_failures = 0;
  cp_sync_worker_learn (self, push);
  return push;
}

void
cp_sync_worker_start_push (CpSyncWorker *self)
{
  g_autoptr (CpJson) push = get_push (self);
  const CpJson *operations = cp_json_get_array (push, "operations");
  g_autofree char *body = NULL;

  if (push == NULL || (json_array_size (operations) == 0 && !self->hello_due) ||
      was_sent_again (self, operations))
    return;
  note_sent (self, operations);
  cp_json_set_int (push, "proto", CP_PROTO);
  cp_json_set_int (push, "proto_least", CP_PROTO_LEAST);
  body = cp_json_to_text (push);
  cp_track_send (&self->push, &(CpTransportRequest){ "POST", "/v1/push", body, PUSH_TIMEOUT_MS },
                 on_push_done);
}
