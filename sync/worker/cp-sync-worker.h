/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sync-ledger-port.h"
#include "cp-transport.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpTimer:
 * @add: calls @func once, @delay_ms from now, never from within @add; the id is never 0
 * @remove: forgets it
 *
 * What wakes the worker: a main loop, or a simulator's virtual time.
 */
typedef struct {
  guint (*add) (gpointer data, gint64 delay_ms, void (*func) (gpointer), gpointer func_data);
  void (*remove) (gpointer data, guint id);
  gpointer data;
} CpTimer;

/**
 * CpSyncWorkerConfig:
 * @max_backoff_ms: the longest pause after failures; 0: 5 min (statement 29 of PROTOCOL.md)
 * @wait_ms: how long head office is asked to hold a request without news; 0: 25 s
 */
typedef struct {
  const CpWorld *world;
  CpTransport transport;
  CpLedgerPort ledger;
  CpTimer timer;
  gint64 max_backoff_ms;
  gint64 wait_ms;
} CpSyncWorkerConfig;

/**
 * CpSyncWorker:
 *
 * Keeps a ledger and head office in step: pushes what waits, pulls what is new, and tells the ledger
 * how the line is. It has no thread, no clock and no memory that matters: what it knows it can ask
 * the ledger again, and it may end at any instant. PROTOCOL.md says what it does.
 */
typedef struct _CpSyncWorker CpSyncWorker;

/** cp_sync_worker_new: begins at once, in the next turn of the timer. @config is copied. */
CpSyncWorker *cp_sync_worker_new (const CpSyncWorkerConfig *config);

/** cp_sync_worker_free: ends the requests that are under way. */
void cp_sync_worker_free (CpSyncWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSyncWorker, cp_sync_worker_free)

/** cp_sync_worker_wake: there is something to send. May be called from within the ledger's
 *  functions. */
void cp_sync_worker_wake (CpSyncWorker *self);

/** cp_sync_worker_ledger_is_back: another ledger has taken the place of the one before; it is told
 *  all that the worker knows, and asked for its cursor. */
void cp_sync_worker_ledger_is_back (CpSyncWorker *self);

/** cp_sync_worker_check_now: somebody wants the rows held against head office's. */
void cp_sync_worker_check_now (CpSyncWorker *self);

/** cp_sync_worker_ask_soon: the ledger may have a question about a card or a member. May be called from within the
 *  ledger's functions. */
void cp_sync_worker_ask_soon (CpSyncWorker *self);

/** cp_sync_worker_retry_now: ends every pause, for a network that has come back or a person who
 *  pressed a button. */
void cp_sync_worker_retry_now (CpSyncWorker *self);

G_END_DECLS
