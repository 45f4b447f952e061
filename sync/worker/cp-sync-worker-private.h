/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sync-worker.h"

#include <glib/gi18n-lib.h>

/* The worker's parts: tracks, one that pushes for each lane and one that pulls, each with one request or
 * one pause at a time; and what they share. */

/** CP_RETRY_COST: how many answers earn a retry; CP_MOST_SAVED: how many answers are kept for that. */
#define CP_RETRY_COST 10
#define CP_MOST_SAVED (10 * CP_RETRY_COST)

/** CpPause: why a track is waiting. */
typedef enum {
  CP_PAUSE_NONE,
  CP_PAUSE_UNREACHED, /* nobody answered; ends early when the pull gets through */
  CP_PAUSE_TOLD,      /* head office asked for it, or is in trouble */
  CP_PAUSE_PUT_OFF,   /* head office has too much to do, and takes the other lane's meanwhile */
  CP_PAUSE_AWAITED,   /* head office is at it, and said when to ask again */
  CP_PAUSE_REFUSED,   /* a person has to mend something */
  CP_PAUSE_LEDGER,    /* the ledger is away; ends when it is back */
  CP_PAUSE_BREATH,    /* head office does not hold requests: don't spin */
} CpPause;

typedef struct {
  CpSyncWorker *worker;
  void (*start) (CpSyncWorker *worker);
  guint request_id;
  guint timer_id;
  CpPause pause;
  guint failures;        /* of head office, in a row */
  guint ledger_failures; /* in a row */
  char *refusal;         /* (nullable): what head office said to that */
  char *trouble;         /* (nullable): the last failure, in words */
} CpTrack;

/** CpPusher: the track that takes a lane's operations to head office, with head office's hints */
typedef struct {
  CpTrack track;
  CpLane lane;
  gboolean hello_due; /* ask what is expected even if there is nothing to send */
  gint64 next_seq;    /* 0: where the ledger thinks best */
  gint64 through_seq; /* what head office said to have; 0: not heard */
  gint64 first_seq;   /* of the push that is under way; 0: it is empty */
  gint64 sent_seq;    /* and the last of it */
  gint64 proven_seq;  /* through which head office's operations are known to be the ledger's */
  gint64 last_first;  /* the first number that was sent again after catching up */
  gint64 sent_at_ms;  /* when, by boot_ms */
  guint stalls;       /* answers in a row that took nothing */
  guint batch;        /* how many operations the next push may hold */
  gboolean probe;     /* after an error: one */
  guint put_off;      /* how often in a row it was, by whichever process of head office */
} CpPusher;

/** CP_CHUNKS_ON_THEIR_WAY: of a snapshot, at most: while one comes the next is asked for, so that the line does
 *  not stand still for as long as a request takes to get there */
#define CP_CHUNKS_ON_THEIR_WAY 2

/** CpChunkRequest: @bytes: (nullable): what has come of it before it was wanted */
typedef struct {
  guint id; /* of the request; 0: none is under way */
  guint index;
  gint64 asked_at_ms;
  GBytes *bytes;
} CpChunkRequest;

struct _CpSyncWorker {
  CpSyncWorkerConfig config;
  CpPusher push[CP_N_LANES];
  CpTrack pull;

  /* What the ledger said, to be asked again when in doubt. */
  gboolean cursor_known;
  char *epoch;
  char *incarnation;
  char *challenge;
  gint64 cursor;
  gint64 bulk_waiting;
  char *untold_of;  /* (nullable): of which chain the ledger wants to hear outcomes once more */
  gint64 untold;    /* of what follows this number */
  gboolean no_told; /* head office does not know that question */

  gint64 proto; /* the version that head office speaks too; ours until it has said */
  guint saved;  /* answers that retries can be made for */

  /* Hints from head office. */
  char *
      judged_epoch; /* (nullable): of head office's last answer to a push; proven_seq is of that one */
  gint64 pushed_gseq;   /* how far the feed went at the last push */
  gint64 pushed_at_ms;  /* when that was said, by the clock since boot */
  gboolean caught_up;   /* the last page said that there is no more */
  gboolean begun_anew;  /* the epoch was not head office's, and 0 has been asked for */
  gint64 asked_wait_ms; /* of the pull that is under way */
  gint64 asked_at_ms;   /* when, by boot_ms */
  gboolean asked_told;  /* whether it asks for outcomes */

  gboolean is_behind;    /* head office's feed no longer reaches back to our cursor */
  gboolean no_snapshots; /* there was none that could be used, since we were last caught up */
  gboolean snapshot_due; /* the pull track fetches one in place of pages */
  gboolean is_prepared;  /* head office is building it */
  CpJson *manifest;      /* (nullable): of the one that is being fetched */
  guint next_chunk;
  gboolean lost_chunk; /* head office had no such snapshot any more, and no chunk has come since */
  guint bad_chunks;    /* in a row */
  CpChunkRequest chunks[CP_CHUNKS_ON_THEIR_WAY]; /* each at its index's remainder */
  gint64 chunk_ms;                               /* how long the last one took; 0: not known */
  gint64 schema;                                 /* of the ledger's tables */

  CpJson *check;  /* (nullable): what the ledger wants to hold against head office's rows */
  CpJson *ranges; /* (nullable): which of it differ */
  gsize next_range;
  gboolean no_checks; /* head office offers none */

  const char *link; /* the state that the ledger was told, or is to be told */
  gboolean link_said;
  gboolean prepared_said; /* what was told with it of the snapshot */
  guint wake_id;
  gboolean ledger_is_new; /* it knows nothing of what we told the one before */
  guint nudge_id;

  guint ask_soon_id; /* of the timer after which the ledger is asked for a question */
  guint ask_id;      /* of the request to head office that is under way */
  char *asked_with;  /* (nullable): its challenge */
};

/** cp_track_run: starts the track unless it has a request or a pause. */
void cp_track_run (CpTrack *self);

/** cp_track_end_pause: forgets the pause and runs the track. */
void cp_track_end_pause (CpTrack *self);

/** cp_track_send: sends a request; @done is called with the worker. */
void cp_track_send (CpTrack *self, const CpTransportRequest *request, CpTransportDoneFunc done);

/** cp_track_succeed: head office answered as it should. */
void cp_track_succeed (CpTrack *self);

/** cp_track_fail: head office did not; pauses by what @answer says, but for half the cap at least
 *  once retries are more than a tenth of the answers (statement 29 of PROTOCOL.md). */
void cp_track_fail (CpTrack *self, const CpTransportAnswer *answer);

/** CP_TRACK_NOT_HEAD_OFFICE: for an answer that makes no sense */
#define CP_TRACK_NOT_HEAD_OFFICE _ ("What answers is not head office")

/** cp_track_fail_text: the same for an answer that was none; @trouble: in words. */
void cp_track_fail_text (CpTrack *self, const char *trouble);

/** cp_track_put_off: head office wants it later (statement 76); no retry, since it read nothing. */
void cp_track_put_off (CpTrack *self, const CpTransportAnswer *answer);

/** cp_track_await: what was asked for is being made (statement 78), so it is asked for again when head office
 *  says; that is no failure, and ends what came before of them. */
void cp_track_await (CpTrack *self, const CpTransportAnswer *answer);

/** cp_track_was_told: whether @answer has that @status and its body that @code */
gboolean cp_track_was_told (const CpTransportAnswer *answer, guint status, const char *code);

/** cp_track_fail_ledger: the ledger did not do its part. */
void cp_track_fail_ledger (CpTrack *self, const GError *error);
void cp_track_breathe (CpTrack *self);
void cp_track_clear (CpTrack *self);

/** cp_sync_worker_describe_link: (transfer full): what every word to the ledger about the line begins with */
CpJson *cp_sync_worker_describe_link (const CpSyncWorker *self);

/** cp_sync_worker_review_link: tells the ledger if the line's state is another now, or a snapshot is being
 *  prepared, or is no more; with
 *  @head_office_ms not 0, a pull was completed, which is told each time. */
void cp_sync_worker_review_link (CpSyncWorker *self, gint64 head_office_ms);

/** cp_sync_worker_learn: takes cursor, epoch and incarnation from a push of the ledger's. */
void cp_sync_worker_learn (CpSyncWorker *self, const CpJson *push);

/** cp_sync_worker_begin_push: gives each lane its track. */
void cp_sync_worker_begin_push (CpSyncWorker *self);

/** cp_sync_worker_forget_hints: asks head office anew what it expects of each lane. */
void cp_sync_worker_forget_hints (CpSyncWorker *self);

/**
 * cp_sync_worker_prove:
 *
 * A snapshot says how far it has this device's operations, and not which these are, as the feed would: of a
 * journal that was restored or copied it may mean others of the same numbers. Head office sees that when it
 * is sent what waits, so that comes before a snapshot's rows are taken. Sends it if nothing is under way;
 * the bulk lane's so that it is not put off, since the priority lane hears nothing until then.
 *
 * Returns: whether all of it has been taken under its numbers since head office was met; with an @error
 *   the ledger could not be asked
 */
gboolean cp_sync_worker_prove (CpSyncWorker *self, GError **error);

/** cp_sync_worker_hurry_bulk: a snapshot is due, for which the bulk lane's operations have to be judged: they
 *  go up while it comes down, and are not put off any more. */
void cp_sync_worker_hurry_bulk (CpSyncWorker *self);

void cp_sync_worker_start_pull (CpSyncWorker *self);

/** cp_sync_worker_get_wait_ms: how long head office may hold a request */
gint64 cp_sync_worker_get_wait_ms (const CpSyncWorker *self);

/** CP_SNAPSHOT_LAG: from so many changes on a snapshot is faster than the feed. */
#define CP_SNAPSHOT_LAG 200000

/** cp_sync_worker_start_fetch: the pull track's next request for the snapshot that is due */
void cp_sync_worker_start_fetch (CpSyncWorker *self);

/** cp_sync_worker_want_snapshot: %FALSE if there are none to be had */
gboolean cp_sync_worker_want_snapshot (CpSyncWorker *self);

/** cp_sync_worker_review_lag: wants a snapshot if the feed would take longer. */
void cp_sync_worker_review_lag (CpSyncWorker *self);

/** cp_sync_worker_begin_check: asks the ledger, which has just caught up, whether a check is due. */
void cp_sync_worker_begin_check (CpSyncWorker *self);
void cp_sync_worker_end_check (CpSyncWorker *self);

/** cp_sync_worker_start_check: the pull track's next request for a check; %FALSE if there is none */
gboolean cp_sync_worker_start_check (CpSyncWorker *self);

/** cp_sync_worker_clear_ask: ends the request that is under way. */
void cp_sync_worker_clear_ask (CpSyncWorker *self);

/** cp_sync_worker_begin_anew: asks the feed from its beginning. */
void cp_sync_worker_begin_anew (CpSyncWorker *self);

/** cp_sync_worker_forget_manifest: so that head office is asked for one again; what is there of it stays */
void cp_sync_worker_forget_manifest (CpSyncWorker *self);

/** cp_sync_worker_drop_chunks: gives up what is on its way of a snapshot. */
void cp_sync_worker_drop_chunks (CpSyncWorker *self);

/** cp_sync_worker_drop_pull: gives up the pull track's request, if there is one. */
void cp_sync_worker_drop_pull (CpSyncWorker *self);

/** cp_sync_worker_pull_afresh: gives up the request that head office holds, and asks anew. */
void cp_sync_worker_pull_afresh (CpSyncWorker *self);

/** cp_sync_worker_pull_soon: a push has been answered, so there is news. */
void cp_sync_worker_pull_soon (CpSyncWorker *self);
