/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-protocol.h"
#include "cp-sync-worker-private.h"

/* One broken connection is no outage: it is when the next try fails too. */
#define OFFLINE_AFTER_FAILURES 2

CpJson *
cp_sync_worker_describe_link (const CpSyncWorker *self)
{
  CpJson *link = json_object ();

  cp_json_set_text (link, "state", self->link != NULL ? self->link : "unknown");
  if (self->is_prepared)
    cp_json_set_bool (link, "preparing", TRUE);
  return link;
}

static void
say_link (CpSyncWorker *self, const char *text, gint64 head_office_ms)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (CpJson) link = cp_sync_worker_describe_link (self);
  g_autoptr (GError) error = NULL;

  cp_json_set_text (link, "text", text);
  if (head_office_ms > 0)
    cp_json_set_int (link, "head_office_ms", head_office_ms);
  self->link_said = ledger->set_link (ledger->data, link, &error);
  if (!self->link_said)
    g_message ("The ledger could not be told of the line: %s", error->message);
  else
    self->prepared_said = self->is_prepared;
}

static const CpTrack *
find_track_in_trouble (const CpSyncWorker *self)
{
  const CpTrack *push = &self->push[CP_LANE_PRIORITY].track;
  const CpTrack *bulk = &self->push[CP_LANE_BULK].track;

  if (push->refusal != NULL)
    return push;
  if (self->pull.refusal != NULL)
    return &self->pull;
  if (bulk->refusal != NULL)
    return bulk;
  if (self->pull.failures >= OFFLINE_AFTER_FAILURES)
    return &self->pull;
  return push->failures >= OFFLINE_AFTER_FAILURES ? push : NULL;
}

/* Head office's word beats all; then what failed; a line is good while we are caught up. */
static const char *
judge_link (const CpSyncWorker *self)
{
  const CpTrack *bad = find_track_in_trouble (self);

  if (bad != NULL)
    return bad->refusal != NULL ? "refused" : "offline";
  return self->caught_up ? "online" : self->link;
}

void
cp_sync_worker_review_link (CpSyncWorker *self, gint64 head_office_ms)
{
  gboolean pulled = head_office_ms > 0;
  const char *link = judge_link (self);
  const CpTrack *bad = find_track_in_trouble (self);
  gboolean is_other = self->is_prepared != self->prepared_said;
  gboolean is_new = g_strcmp0 (link, self->link) != 0 || !self->link_said || is_other;

  if ((link == NULL && !is_other) || (!is_new && !pulled))
    return;
  if (g_strcmp0 (link, self->link) != 0)
    g_message ("The line to head office is %s", link);
  self->link = link;
  say_link (self, bad != NULL ? bad->trouble : NULL, head_office_ms);
}

/* Another incarnation is numbered from 1, so no hint about the one before holds. */
static void
take_incarnation (CpSyncWorker *self, const char *incarnation)
{
  if (g_str_equal (self->incarnation, incarnation))
    return;
  cp_sync_worker_forget_hints (self);
  g_free (self->incarnation);
  self->incarnation = g_strdup (incarnation);
}

/* @untold: (nullable) */
static void
learn_untold (CpSyncWorker *self, const CpJson *untold)
{
  g_free (self->untold_of);
  self->untold_of = g_strdup (cp_json_get_text (untold, "incarnation"));
  self->untold = cp_json_get_int (untold, "after", 0);
}

void
cp_sync_worker_learn (CpSyncWorker *self, const CpJson *push)
{
  const char *epoch = cp_json_get_text (push, "epoch");
  const char *chain = cp_json_get_text (push, "incarnation");
  g_autofree char *incarnation = cp_chain_dup_incarnation (chain != NULL ? chain : "");

  take_incarnation (self, incarnation);
  self->bulk_waiting = cp_json_get_int (push, "waiting_bulk", 0);
  g_free (self->challenge);
  self->challenge = g_strdup (cp_json_get_text (push, "challenge"));
  learn_untold (self, cp_json_get_object (push, "untold"));
  if (self->pull.request_id != 0 || self->begun_anew)
    return;
  self->schema = cp_json_get_int (push, "schema", 0);
  g_free (self->epoch);
  self->epoch = g_strdup (epoch != NULL ? epoch : "");
  self->cursor = cp_json_get_int (push, "after", 0);
  self->cursor_known = TRUE;
}

CpSyncWorker *
cp_sync_worker_new (const CpSyncWorkerConfig *config)
{
  CpSyncWorker *self = g_new0 (CpSyncWorker, 1);

  self->config = *config;
  self->pull.worker = self;
  self->pull.start = cp_sync_worker_start_pull;
  cp_sync_worker_begin_push (self);
  self->proto = CP_PROTO;
  self->saved = CP_MOST_SAVED;
  self->epoch = g_strdup ("");
  self->incarnation = g_strdup ("");
  cp_sync_worker_wake (self);
  return self;
}

void
cp_sync_worker_free (CpSyncWorker *self)
{
  const CpTimer *timer = &self->config.timer;

  if (self == NULL)
    return;
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    cp_track_clear (&self->push[lane].track);
  cp_sync_worker_drop_chunks (self);
  cp_track_clear (&self->pull);
  if (self->wake_id != 0)
    timer->remove (timer->data, self->wake_id);
  if (self->nudge_id != 0)
    timer->remove (timer->data, self->nudge_id);
  cp_sync_worker_clear_ask (self);
  json_decref (self->manifest);
  cp_sync_worker_end_check (self);
  g_free (self->epoch);
  g_free (self->judged_epoch);
  g_free (self->incarnation);
  g_free (self->challenge);
  g_free (self->untold_of);
  g_free (self);
}

static void
resume (CpTrack *track)
{
  if (track->pause == CP_PAUSE_LEDGER)
    cp_track_end_pause (track);
  else
    cp_track_run (track);
}

static void
meet_ledger (CpSyncWorker *self)
{
  self->ledger_is_new = FALSE;
  self->link_said = FALSE;
  self->prepared_said = FALSE;
  self->cursor_known = FALSE;
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    self->push[lane].next_seq = 0;
  cp_sync_worker_end_check (self);
  /* It knows of no snapshot that was begun, but what is there of one. */
  cp_sync_worker_forget_manifest (self);
  cp_sync_worker_pull_afresh (self);
}

static void
on_wake (gpointer data)
{
  CpSyncWorker *self = data;

  self->wake_id = 0;
  if (self->ledger_is_new)
    meet_ledger (self);
  if (self->link != NULL && !self->link_said)
    cp_sync_worker_review_link (self, 0);
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    resume (&self->push[lane].track);
  resume (&self->pull);
}

void
cp_sync_worker_wake (CpSyncWorker *self)
{
  const CpTimer *timer = &self->config.timer;

  if (self->wake_id == 0)
    self->wake_id = timer->add (timer->data, 0, on_wake, self);
}

void
cp_sync_worker_check_now (CpSyncWorker *self)
{
  if (self->pull.request_id != 0 && self->asked_wait_ms != 0)
    cp_sync_worker_pull_afresh (self);
}

void
cp_sync_worker_ledger_is_back (CpSyncWorker *self)
{
  self->ledger_is_new = TRUE;
  cp_sync_worker_wake (self);
}

void
cp_sync_worker_retry_now (CpSyncWorker *self)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    cp_track_end_pause (&self->push[lane].track);
  cp_track_end_pause (&self->pull);
}
