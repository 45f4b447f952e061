/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * cp_backup_describe:
 * @copy: of a backup that was restored somewhere to be looked at; nothing is written to it
 *
 * Reads every operation there is in @copy, and that none is missing in the chain of an incarnation.
 *
 * Returns: (transfer full): {operations, chains: [{device, incarnation, seq, hash}]}, for
 *   cp_backup_durable_record(); or %NULL with %CP_ERROR_CORRUPT if something is missing
 */
CpJson *cp_backup_describe (CpHeadOfficeStorage *copy, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
