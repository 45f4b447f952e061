/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CP_TYPE_LEDGER_PORT (cp_ledger_port_get_type ())
G_DECLARE_INTERFACE (CpLedgerPort, cp_ledger_port, CP, LEDGER_PORT, GObject)

/**
 * CpLedgerPort:
 *
 * The screen's way to the ledger: the D-Bus client in the product, a fake that answers from fixtures
 * in tests. Has a readable property `available` (whether the ledger can be reached; it comes and
 * goes by itself) and a signal `changed` (what, account ids) which is the bus's Changed.
 */
struct _CpLedgerPortInterface {
  GTypeInterface parent;

  void (*call_async) (CpLedgerPort *self,
                      const char *method,
                      GVariant *arguments,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data);
  CpJson *(*call_finish) (CpLedgerPort *self, GAsyncResult *result, GError **error);
  void (*set_training) (CpLedgerPort *self, gboolean training);
};

/**
 * cp_ledger_port_call_async:
 * @method: of org.counterpart.Ledger1, such as `GetStatus`
 * @arguments: (nullable): its arguments as a tuple; a floating one is taken
 *
 * Never blocks. Main thread.
 */
void cp_ledger_port_call_async (CpLedgerPort *self,
                                const char *method,
                                GVariant *arguments,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);

/**
 * cp_ledger_port_call_finish:
 *
 * Returns: (transfer full): the reply's document, an empty one where the method has none, or %NULL
 *   with an error of #CpError: the ledger's own, or %CP_ERROR_UNAVAILABLE where it can't be reached
 */
CpJson *cp_ledger_port_call_finish (CpLedgerPort *self,
                                    GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ledger_port_set_training: whether what is called from now on, and what is told, is the practice
 *  ledger's, which the method `OpenTraining` (session, fresh) has opened; that one is always the live
 *  ledger's, and so is `KeepLive` (session), a `GetAttention` by which a session that waits does not end */
void cp_ledger_port_set_training (CpLedgerPort *self, gboolean training);

/** cp_ledger_port_get_available: whether the ledger can be reached now. */
gboolean cp_ledger_port_get_available (CpLedgerPort *self);

G_END_DECLS
