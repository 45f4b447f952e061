/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger.h"

G_BEGIN_DECLS

/** CP_LEDGER_MAX_FOUND: no search gives more members than this. */
#define CP_LEDGER_MAX_FOUND 100

/**
 * CpLedgerSnapshot:
 *
 * A snapshot file that head office has written, to find members in without a ledger; for
 * technicians, who are no staff.
 */
typedef struct _CpLedgerSnapshot CpLedgerSnapshot;

/** cp_ledger_snapshot_open: errors of cp_replica_open_snapshot(). One without a programme will do. */
CpLedgerSnapshot *cp_ledger_snapshot_open (const char *path,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_ledger_snapshot_close (CpLedgerSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpLedgerSnapshot, cp_ledger_snapshot_close)

/** cp_ledger_snapshot_find: (transfer full): what cp_ledger_find() would give on head office's rows
 *  alone */
CpJson *cp_ledger_snapshot_find (CpLedgerSnapshot *self,
                                 const char *query,
                                 guint limit,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
