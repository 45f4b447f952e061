/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger.h"

G_BEGIN_DECLS

/** CP_LEDGER_MAX_FOUND: no search gives more members than this. */
#define CP_LEDGER_MAX_FOUND 100

/**
 * cp_ledger_find_in_snapshot:
 * @path: a snapshot file that head office has written
 *
 * What cp_ledger_find() would give on head office's rows alone; for technicians, who are no staff.
 * Opens and closes the file.
 *
 * Returns: (transfer full): the document of docs/documents.md, or %NULL with the errors of
 *   cp_replica_open_snapshot()
 */
CpJson *cp_ledger_find_in_snapshot (const char *path,
                                    const char *query,
                                    guint limit,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
