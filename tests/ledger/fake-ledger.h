/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger.h"

/* A ledger that does nothing but say what it was asked, for the tests of what stands around it. It
 * takes the place of the real one when a test is linked. Any text may be scripted:
 * a directory "/corrupt" does not open; a session "fatal" or "full" gives that error. */

/** fake_ledger_get_n_calls: how many calls reached it; upkeep does not count. */
guint fake_ledger_get_n_calls (void);
guint fake_ledger_get_n_upkeeps (void);

/** fake_ledger_hold: calls wait inside the ledger until fake_ledger_let_go(). */
void fake_ledger_hold (void);
void fake_ledger_let_go (void);

/** fake_ledger_hold_errand: what is run of an errand takes until fake_ledger_let_go_errand(). */
void fake_ledger_hold_errand (void);
void fake_ledger_let_go_errand (void);

/** fake_ledger_fail_upkeep: the next upkeep gives %CP_ERROR_FATAL. */
void fake_ledger_fail_upkeep (void);
