/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/* What head office has for good: through which of a device's operations there is a backup that was
 * verified. Devices are told (PROTOCOL.md, Retention), and need not keep those for ever. */

/** cp_backup_durable_read: takes it from the storage, where another process may have put it. */
gboolean cp_backup_durable_read (CpHeadOffice *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_backup_durable_tell: adds to @page what the device is to be told: `durable`, incarnation → number */
void cp_backup_durable_tell (const CpHeadOffice *self, const char *device_id, CpJson *page);

/** cp_backup_durable_get_ms: when a backup was last found to be good; 0: never */
gint64 cp_backup_durable_get_ms (const CpHeadOffice *self);

/**
 * cp_backup_durable_record:
 * @report: what cp_backup_describe() found in the backup
 *
 * Notes that there is this backup, beside those before. Not within a transaction.
 *
 * Returns: %FALSE with %CP_ERROR_INVALID, and nothing is noted, if it is no report, or not of a backup of
 *   this head office: a chain in it is not, link for link, the one that is here, or it has none and there
 *   are some here
 */
gboolean cp_backup_durable_record (CpHeadOffice *self,
                                   const CpJson *report,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
