/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The track that brings head office's feed to the ledger, page by page. */
#include "cp-error.h"
#include "cp-protocol.h"
#include "cp-sync-worker-private.h"

#define PULL_TIMEOUT_MS 20000
#define DEFAULT_WAIT_MS 25000
#define NUDGE_MS 1000
#define GONE 410

/* Head office's numbering is not ours any more: ask from the beginning. */
void
cp_sync_worker_begin_anew (CpSyncWorker *self)
{
  g_message ("Head office counts anew; its rows are fetched again");
  self->begun_anew = TRUE;
  g_free (self->epoch);
  self->epoch = g_strdup ("");
  self->cursor = 0;
  self->caught_up = FALSE;
  cp_sync_worker_forget_hints (self);
  cp_track_run (&self->pull);
}

static void
note_taken (CpSyncWorker *self, const CpFeedPage *page)
{
  self->begun_anew = FALSE;
  self->cursor = page->through;
  /* What it acknowledged may have begun another incarnation, and the next page is for that one. */
  self->cursor_known = json_array_size (page->items) == 0;
  self->caught_up = !page->more;
  if (self->caught_up)
    self->no_snapshots = FALSE;
  if (g_strcmp0 (self->epoch, page->epoch) != 0) {
    self->cursor_known = FALSE;
    g_free (self->epoch);
    self->epoch = g_strdup (page->epoch);
  }
  self->pull.ledger_failures = 0;
}

/* It may have taken the page all the same, and failed at what came after: it says itself how far it is. */
static void
doubt_cursor (CpSyncWorker *self)
{
  self->cursor_known = FALSE;
  self->begun_anew = FALSE;
}

/* Without items too: it says as of when the rows are current. */
static gboolean
apply_page (CpSyncWorker *self, const CpFeedPage *page)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (GError) error = NULL;

  gboolean ok = ledger->apply_page (ledger->data, page->document, &error);

  if (g_error_matches (error, CP_ERROR, CP_ERROR_INVALID)) {
    g_message ("The ledger refuses a page: %s", error->message);
    doubt_cursor (self);
    cp_track_fail_text (&self->pull, CP_TRACK_NOT_HEAD_OFFICE);
    return FALSE;
  }
  cp_track_succeed (&self->pull);
  if (ok)
    return TRUE;
  doubt_cursor (self);
  cp_track_fail_ledger (&self->pull, error);
  return FALSE;
}

/* Whether head office answered without news long before it had to. */
static gboolean
came_too_soon (const CpSyncWorker *self, const CpFeedPage *page)
{
  gint64 took_ms = cp_world_boot_ms (self->config.world) - self->asked_at_ms;

  return json_array_size (page->items) == 0 && took_ms < self->asked_wait_ms / 2;
}

/* A head office that has less to tell than it said at a push was brought back from an older copy since:
 * what it said of the push holds no more. */
static void
doubt_hint (CpSyncWorker *self, const CpFeedPage *page)
{
  if (page->through >= self->pushed_gseq || self->asked_at_ms < self->pushed_at_ms)
    return;
  self->pushed_gseq = page->through;
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    self->push[lane].through_seq = 0;
    self->push[lane].hello_due = TRUE;
  }
}

/* Sent anew is what is still without an outcome; of both lanes, before either is looked at. */
static void
forget_places (CpSyncWorker *self, const CpFeedPage *page)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    if (self->push[lane].track.request_id == 0 && page->through >= self->pushed_gseq)
      self->push[lane].next_seq = 0;
}

/* Everything that head office has told is in the ledger now. */
static void
complete (CpSyncWorker *self, const CpFeedPage *page)
{
  doubt_hint (self, page);
  cp_sync_worker_review_link (self, page->head_office_ms);
  cp_sync_worker_begin_check (self);
  forget_places (self, page);
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    CpTrack *track = &self->push[lane].track;

    if (track->pause == CP_PAUSE_UNREACHED)
      cp_track_end_pause (track);
    else
      cp_track_run (track);
  }
}

/* The cursor comes with every push that the ledger makes. */
static gboolean
learn_cursor (CpSyncWorker *self)
{
  const CpLedgerPort *ledger = &self->config.ledger;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) push = NULL;

  if (self->cursor_known)
    return TRUE;
  push = ledger->get_push (ledger->data, CP_LANE_PRIORITY, 0, 1, CP_PUSH_MAX_BYTES, &error);
  if (push == NULL) {
    cp_track_fail_ledger (&self->pull, error);
    return FALSE;
  }
  cp_sync_worker_learn (self, push);
  return TRUE;
}

static void on_pull_done (const CpTransportAnswer *answer, gpointer data);

static void
send_query (CpSyncWorker *self, const CpFeedQuery *query)
{
  g_autofree char *path = cp_feed_query_to_path (query);

  self->asked_wait_ms = query->wait_ms;
  self->asked_told = query->told_of != NULL;
  self->asked_at_ms = cp_world_boot_ms (self->config.world);
  cp_track_send (&self->pull,
                 &(CpTransportRequest){ "GET", path, NULL, query->wait_ms + PULL_TIMEOUT_MS },
                 on_pull_done);
}

static CpFeedQuery
make_query (const CpSyncWorker *self, gint64 after, gint64 wait_ms)
{
  return (CpFeedQuery){ self->epoch, self->incarnation, after,           CP_FEED_PAGE_ITEMS,
                        wait_ms,     self->proto,       self->challenge, .lanes = CP_N_LANES };
}

/* While the ledger takes a page in, head office makes the next. Returns: (transfer full) (nullable):
 * for whom it was asked */
static char *
ask_ahead (CpSyncWorker *self, const CpFeedPage *page)
{
  CpFeedQuery query = make_query (self, page->through, 0);

  if (!page->more || self->snapshot_due || self->check != NULL ||
      g_strcmp0 (self->epoch, page->epoch) != 0)
    return NULL;
  query.is_ahead = TRUE;
  send_query (self, &query);
  return cp_feed_query_to_path (&query);
}

void
cp_sync_worker_drop_pull (CpSyncWorker *self)
{
  const CpTransport *transport = &self->config.transport;

  cp_sync_worker_drop_chunks (self);
  if (self->pull.request_id != 0)
    transport->cancel (transport->data, self->pull.request_id);
  self->pull.request_id = 0;
}

/* Another incarnation, which a page may begin, has to ask for itself. */
static void
review_ahead (CpSyncWorker *self, const char *asked_for)
{
  g_autofree char *wanted = NULL;

  if (asked_for != NULL && learn_cursor (self)) {
    CpFeedQuery query = make_query (self, self->cursor, 0);

    query.is_ahead = TRUE;
    wanted = cp_feed_query_to_path (&query);
  }
  if (g_strcmp0 (wanted, asked_for) != 0)
    cp_sync_worker_drop_pull (self);
}

/* Whether outcomes are to be asked for with the next page: once there is nothing more to take in first. */
static gboolean
asks_for_outcomes (const CpSyncWorker *self)
{
  return self->caught_up && self->untold_of != NULL && !self->no_told;
}

/* A head office that passes the question over is asked no more until it has failed, and may be another. */
static void
note_told (CpSyncWorker *self, const CpFeedPage *page)
{
  if (json_object_get (page->document, "told") != NULL)
    self->cursor_known = FALSE; /* the ledger knows what is to be asked next */
  else if (self->asked_told)
    self->no_told = TRUE;
}

static void
take_page (CpSyncWorker *self, const CpFeedPage *page)
{
  gboolean was_too_soon = came_too_soon (self, page);
  g_autofree char *asked_for = ask_ahead (self, page);

  if (!apply_page (self, page)) {
    cp_sync_worker_drop_pull (self);
    return;
  }
  note_taken (self, page);
  note_told (self, page);
  review_ahead (self, asked_for);
  if (self->caught_up)
    complete (self, page);
  if (was_too_soon && self->pull.request_id == 0)
    cp_track_breathe (&self->pull);
  else
    cp_track_run (&self->pull);
}

static CpFeedPage *
read_page (const CpSyncWorker *self, const CpTransportAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) document = cp_transport_answer_read (answer, &error);
  g_autoptr (CpFeedPage) page = document != NULL ? cp_feed_page_from_json (document, &error) : NULL;

  if (page != NULL && page->after == self->cursor &&
      (*self->epoch == '\0' || g_str_equal (self->epoch, page->epoch)))
    return g_steal_pointer (&page);
  g_message ("A page of the feed can't be taken: %s",
             error != NULL ? error->message : "it is not the one that was asked for");
  return NULL;
}

/* The feed does not go on from where we are. In a snapshot's stead it would be told from its beginning, and
 * the rows would be what they once were until it is through; the old ones serve until a snapshot is here.
 * Returns: whether there is another way */
static gboolean
take_gone (CpSyncWorker *self, const CpTransportAnswer *answer)
{
  self->is_behind = cp_track_was_told (answer, GONE, "behind");
  if ((self->is_behind || !self->begun_anew) && cp_sync_worker_want_snapshot (self)) {
    if (!self->is_behind)
      cp_sync_worker_forget_hints (self);
    cp_track_run (&self->pull);
    return TRUE;
  }
  if (self->begun_anew) {
    /* One that could not be taken, for want of room say, is to be tried again: nothing else helps. */
    self->no_snapshots = FALSE;
    return FALSE;
  }
  cp_sync_worker_begin_anew (self);
  return TRUE;
}

static void
on_pull_done (const CpTransportAnswer *answer, gpointer data)
{
  CpSyncWorker *self = data;
  g_autoptr (CpFeedPage) page = NULL;

  self->pull.request_id = 0;
  self->no_told = self->no_told && answer->status == 200;
  if (answer->status == GONE && take_gone (self, answer))
    return;
  page = answer->status == 200 ? read_page (self, answer) : NULL;
  if (page != NULL) {
    take_page (self, page);
    return;
  }
  self->caught_up = FALSE;
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    self->push[lane].hello_due = TRUE;
  if (answer->status == 200)
    cp_track_fail_text (&self->pull, CP_TRACK_NOT_HEAD_OFFICE);
  else
    cp_track_fail (&self->pull, answer);
}

gint64
cp_sync_worker_get_wait_ms (const CpSyncWorker *self)
{
  return self->config.wait_ms > 0 ? self->config.wait_ms : DEFAULT_WAIT_MS;
}

void
cp_sync_worker_start_pull (CpSyncWorker *self)
{
  CpFeedQuery query;

  if (!learn_cursor (self))
    return;
  if (self->snapshot_due) {
    cp_sync_worker_start_fetch (self);
    return;
  }
  if (cp_sync_worker_start_check (self))
    return;
  query = make_query (self, self->cursor, self->caught_up ? cp_sync_worker_get_wait_ms (self) : 0);
  if (asks_for_outcomes (self)) {
    query.wait_ms = 0;
    query.told_of = self->untold_of;
    query.told = self->untold;
  }
  send_query (self, &query);
}

void
cp_sync_worker_pull_afresh (CpSyncWorker *self)
{
  cp_sync_worker_drop_pull (self);
  self->caught_up = FALSE;
  cp_track_run (&self->pull);
}

/* Head office should have answered the request that it holds. Something on the way may keep that
 * from us, so ask afresh. */
static void
on_nudge (gpointer data)
{
  CpSyncWorker *self = data;

  self->nudge_id = 0;
  if (self->cursor < self->pushed_gseq && self->pull.request_id != 0 && self->asked_wait_ms != 0)
    cp_sync_worker_pull_afresh (self);
}

void
cp_sync_worker_pull_soon (CpSyncWorker *self)
{
  const CpTimer *timer = &self->config.timer;

  if (self->pull.pause == CP_PAUSE_BREATH || self->pull.pause == CP_PAUSE_UNREACHED)
    cp_track_end_pause (&self->pull);
  else if (self->pull.request_id != 0 && self->nudge_id == 0 && self->cursor < self->pushed_gseq)
    self->nudge_id = timer->add (timer->data, NUDGE_MS, on_nudge, self);
}
