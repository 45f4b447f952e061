/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tracks that take operations to head office, one for each lane. Head office's answers are hints: they
 * choose what is sent next and nothing else. */
#include "cp-protocol.h"
#include "cp-sync-worker-private.h"

#include <glib/gi18n-lib.h>

#define PUSH_PATH "/v1/push"
#define BULK_PUSH_PATH "/v1/push?lane=1"
#define PUSH_TIMEOUT_MS 20000
#define BATCH_STEP 50
#define MAX_STALLS 3

/* A push of the bulk lane is to be off the line again in this time, since the other's may come after it. */
#define FIRST_BULK_BATCH 25
#define BULK_TARGET_MS 1000

static void
note_sent (CpSyncWorker *self, CpPusher *pusher, const CpJson *operations)
{
  gsize n = json_array_size (operations);

  pusher->first_seq = cp_json_get_int (json_array_get (operations, 0), "seq", 0);
  pusher->sent_seq = n > 0 ? cp_json_get_int (json_array_get (operations, n - 1), "seq", 0) : 0;
  pusher->sent_at_ms = cp_world_boot_ms (self->config.world);
  if (pusher->next_seq == 0 && pusher->first_seq <= pusher->through_seq)
    pusher->last_first = pusher->first_seq;
}

/* Head office has these by its own word, and we have caught up, and still the ledger counts them as
 * waiting: send them again, once, for head office to see what is wrong. */
static gboolean
was_sent_again (const CpPusher *pusher, const CpJson *operations)
{
  gint64 first = cp_json_get_int (json_array_get (operations, 0), "seq", 0);

  return pusher->next_seq == 0 && first != 0 && first == pusher->last_first && !pusher->hello_due;
}

static void
adapt_batch (CpSyncWorker *self, CpPusher *pusher)
{
  gint64 took_ms = cp_world_boot_ms (self->config.world) - pusher->sent_at_ms;

  if (pusher->probe)
    pusher->probe = FALSE;
  else if (pusher->lane == CP_LANE_BULK && took_ms > BULK_TARGET_MS)
    pusher->batch = MAX (pusher->batch / 2, 1);
  else
    pusher->batch = MIN (pusher->batch + BATCH_STEP, (guint) CP_PUSH_MAX_OPERATIONS);
}

/* A head office that counts anew was brought back from a backup, and has heard nothing since then. */
static void
hear_epoch (CpSyncWorker *self, const char *epoch)
{
  if (g_strcmp0 (self->judged_epoch, epoch) == 0)
    return;
  g_free (self->judged_epoch);
  self->judged_epoch = g_strdup (epoch);
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    self->push[lane].proven_seq = self->push[lane].through_seq = 0;
}

static void
take_hint (CpSyncWorker *self, CpPusher *pusher, const CpPushAnswer *answer)
{
  gint64 proven;
  gboolean took;

  hear_epoch (self, answer->epoch);
  proven = MAX (pusher->proven_seq, MIN (pusher->sent_seq, answer->through_seq));
  took = pusher->first_seq == 0 || answer->through_seq > pusher->through_seq ||
         proven > pusher->proven_seq;
  pusher->proven_seq = proven;
  pusher->stalls = took ? 0 : pusher->stalls + 1;
  pusher->hello_due = FALSE;
  pusher->next_seq = answer->expected_seq;
  pusher->through_seq = answer->through_seq;
  self->pushed_gseq = answer->gseq;
  self->pushed_at_ms = cp_world_boot_ms (self->config.world);
  self->proto = answer->proto > 0 ? answer->proto : CP_PROTO;
  adapt_batch (self, pusher);
  /* What comes first is not there, whatever we heard: head office has to say how far it is. */
  if (answer->waits_for > 0)
    self->push[CP_LANE_PRIORITY].hello_due = TRUE;
}

static void
fail_push (CpPusher *pusher, const CpTransportAnswer *answer, const char *trouble)
{
  pusher->probe = TRUE;
  pusher->batch = MAX (pusher->batch / 2, 1);
  pusher->next_seq = 0;
  pusher->hello_due = TRUE;
  if (trouble != NULL)
    cp_track_fail_text (&pusher->track, trouble);
  else
    cp_track_fail (&pusher->track, answer);
}

/* The ledger compares head office's chain with its own, and begins a new incarnation if they part. */
static gboolean
tell_chain (CpSyncWorker *self, CpJson *chain)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (CpJson) link = cp_sync_worker_describe_link (self);
  g_autoptr (GError) error = NULL;

  cp_json_set (link, "chain", json_incref (chain));
  if (ledger->set_link (ledger->data, link, &error))
    return TRUE;
  g_message ("The ledger could not be told of head office's chain: %s", error->message);
  return FALSE;
}

/* Whether a ledger that head office takes for a clone's has begun anew, so that there is no need for
 * a person (statement 14). What is held for the incarnation before must not be taken for its own. */
static gboolean
begins_anew (CpSyncWorker *self, CpPusher *pusher, const CpTransportAnswer *answer)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autofree char *before = g_strdup (self->incarnation);
  g_autoptr (CpJson) document =
      answer->status == 409 ? cp_transport_answer_read (answer, NULL) : NULL;
  CpJson *chain = cp_json_get_object (document, "chain");
  g_autoptr (CpJson) push = NULL;

  if (chain == NULL || !tell_chain (self, chain))
    return FALSE;
  push = ledger->get_push (ledger->data, CP_LANE_PRIORITY, 0, 1, CP_PUSH_MAX_BYTES, NULL);
  if (push == NULL || g_strcmp0 (cp_json_get_text (push, "incarnation"), before) == 0)
    return FALSE;
  cp_sync_worker_learn (self, push);
  cp_track_succeed (&pusher->track);
  cp_sync_worker_pull_afresh (self);
  cp_track_run (&self->push[CP_LANE_PRIORITY].track);
  return TRUE;
}

/* It was not read, so there is nothing to learn from it: it comes again as it is, even if it was to be sent
 * once more and no more. */
static gboolean
is_put_off (const CpPusher *pusher, const CpTransportAnswer *answer)
{
  return pusher->lane == CP_LANE_BULK && cp_track_was_told (answer, 503, "busy");
}

static CpPushAnswer *
read_answer (const CpTransportAnswer *answer)
{
  g_autoptr (CpJson) document = cp_transport_answer_read (answer, NULL);
  g_autoptr (CpPushAnswer) read =
      document != NULL ? cp_push_answer_from_json (document, NULL) : NULL;

  /* A head office that speaks what was not offered is none. */
  return read != NULL && read->proto <= CP_PROTO ? g_steal_pointer (&read) : NULL;
}

static void
take_answer (CpSyncWorker *self, CpPusher *pusher, const CpTransportAnswer *answer)
{
  g_autoptr (CpPushAnswer) hint = NULL;

  pusher->track.request_id = 0;
  if (is_put_off (pusher, answer)) {
    pusher->put_off++;
    pusher->last_first = 0;
    cp_track_put_off (&pusher->track, answer);
    return;
  }
  pusher->put_off = 0;
  if (answer->status != 200) {
    if (!begins_anew (self, pusher, answer))
      fail_push (pusher, answer, NULL);
    return;
  }
  hint = read_answer (answer);
  if (hint == NULL) {
    fail_push (pusher, NULL, CP_TRACK_NOT_HEAD_OFFICE);
    return;
  }
  take_hint (self, pusher, hint);
  if (pusher->stalls > MAX_STALLS) {
    fail_push (pusher, NULL, _ ("Head office does not take what waits"));
    pusher->next_seq = hint->expected_seq; /* that it has said all the same */
    return;
  }
  cp_track_succeed (&pusher->track);
  cp_sync_worker_review_lag (self);
  cp_sync_worker_review_link (self, 0);
  cp_sync_worker_pull_soon (self);
  cp_track_run (&self->push[CP_LANE_PRIORITY].track);
}

static void
on_push_done (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;

  take_answer (self, &self->push[CP_LANE_PRIORITY], answer);
}

static void
on_bulk_push_done (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;

  take_answer (self, &self->push[CP_LANE_BULK], answer);
}

static CpJson *
get_push (CpSyncWorker *self, CpPusher *pusher)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (GError) error = NULL;
  CpJson *push = ledger->get_push (ledger->data, pusher->lane, pusher->next_seq,
                                   pusher->probe ? 1 : pusher->batch, CP_PUSH_MAX_BYTES, &error);

  if (push == NULL) {
    cp_track_fail_ledger (&pusher->track, error);
    return NULL;
  }
  pusher->track.ledger_failures = 0;
  cp_sync_worker_learn (self, push);
  return push;
}

/* Returns: (transfer full): what is put off is told so, and how often it was */
static char *
dup_path (const CpSyncWorker *self, const CpPusher *pusher)
{
  if (pusher->lane != CP_LANE_BULK || self->snapshot_due)
    return g_strdup (PUSH_PATH);
  if (pusher->put_off == 0)
    return g_strdup (BULK_PUSH_PATH);
  return g_strdup_printf (BULK_PUSH_PATH "&put_off=%u", pusher->put_off);
}

static void
send_push (CpSyncWorker *self, CpPusher *pusher, CpJson *push)
{
  gboolean is_bulk = pusher->lane == CP_LANE_BULK;
  g_autofree char *path = dup_path (self, pusher);
  g_autofree char *body = NULL;

  note_sent (self, pusher, cp_json_get_array (push, "operations"));
  json_object_del (push, "untold"); /* that was for us */
  cp_json_set_int (push, "proto", CP_PROTO);
  cp_json_set_int (push, "proto_least", CP_PROTO_LEAST);
  body = cp_json_to_text (push);
  cp_track_send (&pusher->track, &(CpTransportRequest){ "POST", path, body, PUSH_TIMEOUT_MS },
                 is_bulk ? on_bulk_push_done : on_push_done);
}

static void
start_push (CpSyncWorker *self)
{
  CpPusher *pusher = &self->push[CP_LANE_PRIORITY];
  g_autoptr (CpJson) push = get_push (self, pusher);
  const CpJson *operations = cp_json_get_array (push, "operations");

  if (push == NULL)
    return;
  if ((json_array_size (operations) == 0 && !pusher->hello_due) ||
      was_sent_again (pusher, operations))
    cp_track_run (&self->push[CP_LANE_BULK].track);
  else
    send_push (self, pusher, push);
}

/* What the other lane has is sent first, and what is in its way is in the way of this one. */
static void
start_bulk_push (CpSyncWorker *self)
{
  const CpTrack *priority = &self->push[CP_LANE_PRIORITY].track;
  CpPusher *pusher = &self->push[CP_LANE_BULK];
  g_autoptr (CpJson) push = NULL;
  const CpJson *operations;

  if (self->bulk_waiting == 0 || priority->request_id != 0 || priority->pause != CP_PAUSE_NONE)
    return;
  push = get_push (self, pusher);
  operations = cp_json_get_array (push, "operations");
  if (json_array_size (operations) > 0 && !was_sent_again (pusher, operations))
    send_push (self, pusher, push);
}

static gboolean
is_idle (const CpTrack *track)
{
  return track->request_id == 0 &&
         (track->pause == CP_PAUSE_NONE || track->pause == CP_PAUSE_PUT_OFF);
}

/* @ret_seq: the first of @pusher's lane from @from_seq on; 0: there is none
 * @ret_counts_anew: whether the snapshot is of another epoch than what the ledger has been told by now */
static gboolean
find_first (CpSyncWorker *self,
            const CpPusher *pusher,
            gint64 from_seq,
            gint64 *ret_seq,
            gboolean *ret_counts_anew,
            GError **error)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (CpJson) push =
      ledger->get_push (ledger->data, pusher->lane, from_seq, 1, CP_PUSH_MAX_BYTES, error);
  const CpJson *first = json_array_get (cp_json_get_array (push, "operations"), 0);
  const char *epoch = cp_json_get_text (self->manifest, "epoch");

  if (push == NULL)
    return FALSE;
  self->bulk_waiting = cp_json_get_int (push, "waiting_bulk", 0);
  *ret_seq = cp_json_get_int (first, "seq", 0);
  *ret_counts_anew = epoch != NULL && g_strcmp0 (cp_json_get_text (push, "epoch"), epoch) != 0;
  return TRUE;
}

/* What the ledger was told in another epoch is not proven in this one: the last that head office has is, if it is
 * the ledger's, with all that it follows. Where it has more than the ledger, all have to be looked at.
 * @ret_seq: the first of @pusher's lane that head office has not judged in our sight; 0: there is none */
static gboolean
find_unproven (CpSyncWorker *self, const CpPusher *pusher, gint64 *ret_seq, GError **error)
{
  gint64 proven = pusher->proven_seq;
  gboolean counts_anew = FALSE;

  if (!find_first (self, pusher, proven > 0 ? proven + 1 : 0, ret_seq, &counts_anew, error))
    return FALSE;
  if (proven > 0 || !counts_anew)
    return TRUE;
  return find_first (self, pusher, MAX (pusher->through_seq, 1), ret_seq, &counts_anew, error) &&
         (*ret_seq != 0 || find_first (self, pusher, 1, ret_seq, &counts_anew, error));
}

/* Head office was brought back from before what the ledger has let go of: what it expects is nowhere, and what it
 * has was let go of too, since a verified backup had it. There is nothing to show it, and the ledger begins anew
 * once it has its rows (statement 70).
 * @ret_has: whether the ledger has of @pusher's lane what head office expects next, or nothing from there on */
static gboolean
has_expected (CpSyncWorker *self, const CpPusher *pusher, gboolean *ret_has, GError **error)
{
  gboolean counts_anew;
  gint64 seq = 0;

  *ret_has = TRUE;
  /* (Where it takes nothing, again and again, what it expects is its own last word all the same.) */
  if (pusher->next_seq == 0 || (pusher->hello_due && pusher->stalls <= MAX_STALLS))
    return TRUE;
  if (!find_first (self, pusher, pusher->next_seq, &seq, &counts_anew, error))
    return FALSE;
  *ret_has = seq == 0 || seq == pusher->next_seq;
  return TRUE;
}

gboolean
cp_sync_worker_prove (CpSyncWorker *self, GError **error)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    CpPusher *pusher = &self->push[lane];
    gboolean has = TRUE;
    gint64 seq = 0;

    if (!find_unproven (self, pusher, &seq, error) ||
        (seq != 0 && !has_expected (self, pusher, &has, error)))
      return FALSE;
    if (seq == 0 || !has)
      continue;
    if (is_idle (&pusher->track)) {
      /* What head office expects comes first, if it is before that. */
      if (pusher->next_seq == 0 || pusher->next_seq > seq)
        pusher->next_seq = seq;
      cp_track_end_pause (&pusher->track);
    }
    return FALSE;
  }
  return TRUE;
}

void
cp_sync_worker_hurry_bulk (CpSyncWorker *self)
{
  CpTrack *track = &self->push[CP_LANE_BULK].track;

  if (track->pause == CP_PAUSE_PUT_OFF)
    cp_track_end_pause (track);
}

void
cp_sync_worker_forget_hints (CpSyncWorker *self)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    CpPusher *pusher = &self->push[lane];

    pusher->hello_due = TRUE;
    pusher->next_seq = 0;
    pusher->through_seq = 0;
    pusher->last_first = 0;
    pusher->proven_seq = 0;
    pusher->stalls = 0;
  }
}

void
cp_sync_worker_begin_push (CpSyncWorker *self)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    CpPusher *pusher = &self->push[lane];

    pusher->lane = lane;
    pusher->track.worker = self;
    pusher->track.start = lane == CP_LANE_BULK ? start_bulk_push : start_push;
    pusher->batch = lane == CP_LANE_BULK ? FIRST_BULK_BATCH : CP_PUSH_MAX_OPERATIONS;
    pusher->hello_due = TRUE;
  }
}
