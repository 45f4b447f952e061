/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-error.h"
#include "cp-sync-worker.h"

/* A world for the worker: virtual time, a ledger that is a list of numbers, and a head office that
 * the test speaks for, request by request. */

typedef struct {
  guint id;
  gint64 at_ms;
  void (*func) (gpointer);
  gpointer data;
} FakeTimer;

typedef struct {
  guint id;
  char *method;
  char *path;
  char *range;  /* (nullable) */
  CpJson *body; /* (nullable) */
  CpTransportDoneFunc done;
  gpointer done_data;
} FakeRequest;

typedef struct {
  CpWorld world;
  gint64 now_ms;
  guint64 random;      /* what is drawn */
  GArray *timers;      /* of FakeTimer */
  GPtrArray *requests; /* of FakeRequest, under way */
  guint last_id;
  guint n_sent;

  /* The ledger. */
  gint64 n_operations; /* numbers 1 … n exist */
  gint64 let_go;       /* of them those through here are not kept any more */
  gint64 acked;
  gint64 n_bulk; /* those of the bulk lane; a push of it is found as the method BULK */
  gint64 bulk_acked;
  gint64 cursor;
  char *epoch;
  const char *incarnation;
  const char
      *next_incarnation; /* (nullable): of which it is once it hears of an outcome or a fork */
  gboolean ledger_away;
  gboolean fails_after;  /* the next page is taken, and then something fails */
  GPtrArray *links;      /* of utf8: what it was told */
  GPtrArray *link_texts; /* of utf8 */
  gboolean preparing;    /* what it was told last of a snapshot */
  const char
      *untold_of; /* (nullable): the chain of which the ledger wants to hear outcomes once more */
  gint64 untold;
  guint n_told; /* pages that told it */
  guint n_pages;
  guint n_ahead; /* of those, and of chunks, how many were taken in while the next was on its way */
  guint next_chunk;      /* that the ledger wants */
  guint n_bad_chunks;    /* how many of those to come are not what the manifest says */
  gboolean check_due;    /* the ledger wants its rows checked */
  const char *differing; /* (nullable): JSON list of ranges, once it has the sums */
  const char *left;      /* (nullable): JSON: which ranges the ledger knows to differ */
  guint n_sums;
  guint n_ranges;
  guint n_finished;       /* snapshots */
  const char *sought;     /* (nullable): whom a question is about, if not a card */
  guint n_questions;      /* about cards, that the ledger has yet */
  guint n_asked_in_vain;  /* how often it had none */
  GPtrArray *answers;     /* of utf8: what it was told of them */
  const CpError *refuses; /* (nullable): with what it refuses a snapshot or sums */

  CpSyncWorker *worker;
} Fake;

Fake *fake_new (gint64 max_backoff_ms);
void fake_free (Fake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fake, fake_free)

/** fake_advance: lets @ms pass, timers going off in order. */
void fake_advance (Fake *self, gint64 ms);

/** fake_find: (nullable): the request of that method that is under way */
FakeRequest *fake_find (Fake *self, const char *method);

/** fake_expect: the same, and it must be there. */
FakeRequest *fake_expect (Fake *self, const char *method);

/** fake_answer: answers the request that is under way. @text has ' for ". */
void fake_answer (Fake *self, const char *method, guint status, const char *text);

/** fake_answer_of: the same, with a time after which to ask again */
void fake_answer_of (
    Fake *self, const char *method, guint status, const char *text, gint64 retry_after_ms);
void fake_answer_later (Fake *self, const char *method, guint status, gint64 retry_after_ms);

/** fake_put_off: the push of the bulk lane, as a head office that has too much to do */
void fake_put_off (Fake *self, gint64 retry_after_ms);

/** fake_answer_push: as head office that has everything through @through. */
void fake_answer_push (Fake *self, gint64 through, gint64 gseq);

/** fake_answer_push_of: the same for @method: POST, or BULK for the bulk lane's */
void fake_answer_push_of (Fake *self, const char *method, gint64 through, gint64 gseq);

/** fake_answer_pull: an empty page, or one that ends at @through. */
void fake_answer_pull (Fake *self, gint64 through, gboolean more);
const char *fake_get_link (Fake *self);
guint fake_count_operations (const FakeRequest *request);
gint64 fake_get_first_seq (const FakeRequest *request);
