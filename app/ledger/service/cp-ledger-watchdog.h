/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-thread.h"

G_BEGIN_DECLS

/**
 * CpLedgerWatchdog:
 *
 * Tells systemd's watchdog (sd_watchdog_enabled(3)) that the ledger lives: each time only after the
 * store thread has read the database once more. With a store thread that hangs, the unit is killed.
 */
typedef struct _CpLedgerWatchdog CpLedgerWatchdog;

/** cp_ledger_watchdog_new: (transfer full) (nullable): %NULL where no watchdog is asked for */
CpLedgerWatchdog *cp_ledger_watchdog_new (CpLedgerThread *thread);
void cp_ledger_watchdog_free (CpLedgerWatchdog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpLedgerWatchdog, cp_ledger_watchdog_free)

G_END_DECLS
