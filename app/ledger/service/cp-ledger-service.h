/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-thread.h"

G_BEGIN_DECLS

/* How many calls may wait for the store thread before more are %CP_ERROR_UNAVAILABLE: of one caller,
 * so that a mad one can't keep the others out, and of all. */
#define CP_LEDGER_MAX_CALLS_OF_ONE 32
#define CP_LEDGER_MAX_CALLS 256

/**
 * CpLedgerService:
 *
 * The ledger's face on the bus: takes calls, has the store thread do them, answers, and emits
 * Changed. Belongs to the thread of its main context. To stop, stop the thread first: what comes in
 * then is %CP_ERROR_UNAVAILABLE, and when the service is idle it may go.
 */
#define CP_TYPE_LEDGER_SERVICE (cp_ledger_service_get_type ())
G_DECLARE_FINAL_TYPE (CpLedgerService, cp_ledger_service, CP, LEDGER_SERVICE, GObject)

/**
 * cp_ledger_service_new:
 *
 * Puts both interfaces on @connection; the bus name is the caller's affair, after this.
 *
 * Returns: (transfer full): or %NULL if the path is taken
 */
CpLedgerService *cp_ledger_service_new (CpLedgerThread *thread,
                                        GDBusConnection *connection,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_ledger_service_new_for_training:
 *
 * As that, for the practice ledger: at its own path, and with nothing for the sync worker. Until it
 * has a thread every call is %CP_ERROR_UNAVAILABLE.
 */
CpLedgerService *cp_ledger_service_new_for_training (GDBusConnection *connection,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ledger_service_set_thread: whose ledger it serves; once */
void cp_ledger_service_set_thread (CpLedgerService *self, CpLedgerThread *thread);

/** cp_ledger_service_return_error: answers @invocation with @error as the bus names it */
void cp_ledger_service_return_error (GDBusMethodInvocation *invocation, const GError *error);

/** cp_ledger_service_is_flooded: whether so many calls wait already, of one caller and of all, that
 *  this one is refused; then @invocation has been answered */
gboolean
cp_ledger_service_is_flooded (guint n_of_one, guint n_of_all, GDBusMethodInvocation *invocation);

/** cp_ledger_service_is_idle: whether every call has had its answer. */
gboolean cp_ledger_service_is_idle (CpLedgerService *self);

G_END_DECLS
