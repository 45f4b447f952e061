/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * cp_backup_verify:
 * @where: `sqlite:FILE`, a backup; or `postgresql://…`, a database into which one was restored
 *
 * Restores the backup (for a file: a copy beside it, `FILE.restored`, which is deleted again), looks
 * through all of it, indexes too, opens it as head office would and reads every operation. Nothing is
 * written to it. Blocks for long.
 *
 * Returns: (transfer full): what cp_backup_durable_record() takes, or %NULL with what is wrong
 */
CpJson *cp_backup_verify (const char *where, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
