/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-client.h"

G_BEGIN_DECLS

/**
 * CpLedgerCall:
 * @writes: whether an answer that is missing leaves it open what happened
 *
 * One method on the bus; static.
 */
typedef struct {
  const char *interface;
  const char *method;
  int timeout_ms;
  gboolean writes;
} CpLedgerCall;

/** cp_ledger_client_call_sync: @args is floating, or %NULL for none. */
CpJson *cp_ledger_client_call_sync (CpLedgerClient *self,
                                    const CpLedgerCall *call,
                                    GVariant *args,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ledger_client_call_async: @args is floating, or %NULL for none; ends with
 *  cp_ledger_client_finish(). */
void cp_ledger_client_call_async (CpLedgerClient *self,
                                  const CpLedgerCall *call,
                                  GVariant *args,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);

G_END_DECLS
