/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-storage.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * cp_head_office_sqlite_open:
 * @path: of the file; made if it is not there
 *
 * Head office in one SQLite file. There is one writer, so the feed's numbers are handed out in the
 * order of commits.
 *
 * Returns: (transfer full): or %NULL; %CP_ERROR_UNAVAILABLE if another process has it
 */
CpHeadOfficeStorage *cp_head_office_sqlite_open (const CpWorld *world,
                                                 const char *path,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_head_office_sqlite_look_through: all of the file, indexes too; %CP_ERROR_CORRUPT if it is not what
 *  it should be */
gboolean cp_head_office_sqlite_look_through (CpHeadOfficeStorage *storage,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
