/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpLedgerThread:
 *
 * The store thread: it owns a ledger and does on it what it is sent, one job after the other, and
 * upkeep in between. Everything else here belongs to the thread that made it; signals and answers
 * come in that thread's default main context. It has to be stopped before the last reference goes.
 */
#define CP_TYPE_LEDGER_THREAD (cp_ledger_thread_get_type ())
G_DECLARE_FINAL_TYPE (CpLedgerThread, cp_ledger_thread, CP, LEDGER_THREAD, GObject)

/**
 * CpLedgerThread::changed:
 * @what: as CpLedgerChangedFunc has it
 * @account_ids: (nullable):
 *
 * Comes before the answer of the job that changed it.
 */

/**
 * CpLedgerThread::failed:
 * @message: for the operator
 *
 * %CP_ERROR_FATAL was met, in a job or in upkeep. Comes once.
 */

/**
 * CpLedgerJob:
 *
 * Runs in the store thread. Returns: (transfer full) (nullable): the answer, may be floating; %NULL
 * with an error
 */
typedef GVariant *(*CpLedgerJob) (CpLedger *ledger, gpointer data, GError **error);

/**
 * cp_ledger_thread_new:
 *
 * Starts the thread and waits until it has opened the ledger. @config is copied.
 *
 * Returns: (transfer full): or %NULL with cp_ledger_open()'s error
 */
CpLedgerThread *cp_ledger_thread_new (const CpWorld *world,
                                      const CpLedgerConfig *config,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_ledger_thread_run_async:
 * @data: (transfer full): for @job, freed with @destroy in either thread
 *
 * Queues a job. After cp_ledger_thread_stop() it is answered with %CP_ERROR_UNAVAILABLE.
 */
void cp_ledger_thread_run_async (CpLedgerThread *self,
                                 CpLedgerJob job,
                                 gpointer data,
                                 GDestroyNotify destroy,
                                 GAsyncReadyCallback callback,
                                 gpointer callback_data);
GVariant *cp_ledger_thread_run_finish (CpLedgerThread *self,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ledger_thread_stop: does what is queued, closes the ledger and waits for that. */
void cp_ledger_thread_stop (CpLedgerThread *self);

G_END_DECLS
