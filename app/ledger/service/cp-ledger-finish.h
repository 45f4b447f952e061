/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-thread.h"

G_BEGIN_DECLS

/**
 * cp_ledger_finish_async:
 *
 * FinishSnapshot: as cp_ledger_finish_snapshot(), but the look through the file is a thread's of its own, so
 * that the store thread goes on serving whoever stands at the counter, and the watchdog. From and to the thread
 * that made @thread.
 */
void cp_ledger_finish_async (CpLedgerThread *thread, GAsyncReadyCallback callback, gpointer data);

/** cp_ledger_finish_finish: (transfer full): an answer without anything in it, or %NULL with an error */
GVariant *cp_ledger_finish_finish (CpLedgerThread *thread,
                                   GAsyncResult *result,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
