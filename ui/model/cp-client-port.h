/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-client.h"
#include "cp-ledger-port.h"

G_BEGIN_DECLS

#define CP_TYPE_CLIENT_PORT (cp_client_port_get_type ())
G_DECLARE_FINAL_TYPE (CpClientPort, cp_client_port, CP, CLIENT_PORT, GObject)

/** CpClientPort: the ledger on the bus, as a #CpLedgerPort. */
CpClientPort *cp_client_port_new (CpLedgerClient *client);

G_END_DECLS
