/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What both ends of the ledger's D-Bus interface agree on; the methods stand in
 * org.counterpart.Ledger1.xml. */

#define CP_LEDGER_BUS_NAME "org.counterpart.Ledger1"
#define CP_LEDGER_BUS_PATH "/org/counterpart/Ledger1"
#define CP_LEDGER_BUS_INTERFACE "org.counterpart.Ledger1"
#define CP_LEDGER_BUS_SYNC_INTERFACE "org.counterpart.Ledger1.Sync"
#define CP_LEDGER_BUS_TRAINING_INTERFACE "org.counterpart.Ledger1.Training"

/** CP_LEDGER_BUS_TRAINING_PATH: where the practice ledger is, once training mode has been opened */
#define CP_LEDGER_BUS_TRAINING_PATH "/org/counterpart/Ledger1/Training"

/**
 * cp_ledger_bus_connect:
 * @bus: (nullable): `system` or %NULL, `session`, or a D-Bus address such as `unix:path=…`
 *
 * Joins a bus; blocks for as long as its greeting takes. A bus that is not there is
 * %CP_ERROR_UNAVAILABLE, an address that is none %CP_ERROR_INVALID.
 *
 * Returns: (transfer full): a connection that does not end the process when it closes
 */
GDBusConnection *cp_ledger_bus_connect (const char *bus,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ledger_bus_error_to_name: (transfer none): `org.counterpart.Error.NotFound` and so on */
const char *cp_ledger_bus_error_to_name (CpError code);

/**
 * cp_ledger_bus_error_from_remote:
 * @problem: (transfer full): what a call gave
 * @may_have_happened: whether the call changes something that can't be taken back
 *
 * Turns the failure of a D-Bus call into a %CP_ERROR whose message is for people. A ledger that is
 * not there is %CP_ERROR_UNAVAILABLE. If it went away or kept silent after the call was sent, that is
 * %CP_ERROR_UNKNOWN_OUTCOME with @may_have_happened, else %CP_ERROR_UNAVAILABLE too.
 * %G_IO_ERROR_CANCELLED is left as it is.
 *
 * Returns: (transfer full):
 */
GError *cp_ledger_bus_error_from_remote (GError *problem, gboolean may_have_happened);

G_END_DECLS
