/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-client.h"
#include "cp-sync-ledger-port.h"

G_BEGIN_DECLS

/**
 * cp_bus_ledger_get_port:
 * @client: (transfer none): lives longer than the port
 *
 * A ledger on the bus. Its calls block: the worker has nothing else to do meanwhile, since the
 * network is in a thread of its own.
 */
CpLedgerPort cp_bus_ledger_get_port (CpLedgerClient *client);

G_END_DECLS
