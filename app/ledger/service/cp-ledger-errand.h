/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-methods.h"
#include "cp-ledger-thread.h"

G_BEGIN_DECLS

/**
 * cp_ledger_errand_async:
 * @method: from cp_ledger_methods_find_errand()
 * @args: (transfer none): as for cp_ledger_methods_call()
 *
 * Does a method that takes seconds: its errand is begun and ended in the store thread and run in one of its
 * own, so that the store thread goes on serving whoever stands at the counter, and the watchdog. From and to
 * the thread that made @thread.
 */
void cp_ledger_errand_async (CpLedgerThread *thread,
                             const CpLedgerErrandMethod *method,
                             GVariant *args,
                             GAsyncReadyCallback callback,
                             gpointer data);

/** cp_ledger_errand_finish: (transfer full): the method's answer, or %NULL with an error */
GVariant *cp_ledger_errand_finish (CpLedgerThread *thread,
                                   GAsyncResult *result,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
