/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/* Who was erased; which devices have followed is cp_head_office_list_erasures(). */

/** cp_head_office_note_erasure: within the transaction that has put the member's erased rows: keeps that they
 *  were erased. */
gboolean cp_head_office_note_erasure (CpHeadOffice *self, const char *member_id, GError **error);

/** cp_head_office_hear_erasures: another process may have erased somebody, who is in the snapshots of
 *  this one too. @is_first: those that are there were before it began */
gboolean cp_head_office_hear_erasures (CpHeadOffice *self, gboolean is_first, GError **error);

/**
 * cp_erased_dup_mark:
 *
 * What stands for the epoch of @storage and all who are erased there: it is another one after each erasure, by
 * whichever process, since the list of them is written in the transaction that erases. So two copies of the rows
 * that have the same mark lack the same people.
 *
 * Returns: (transfer full): 32 characters in hex
 */
char *cp_erased_dup_mark (CpHeadOfficeStorage *storage, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_head_office_export_erasures: (transfer full): a JSON object with all of them, for another database:
 *  `{"t": "erasures", "list": [{member_id, at_ms}]}` */
char *cp_head_office_export_erasures (CpHeadOfficeStorage *storage, GError **error);

/** cp_head_office_import_erasures: within a transaction: puts those in the place of its own. A device has
 *  carried them out when it has asked for the rows of this database. %CP_ERROR_INVALID for what is none */
gboolean
cp_head_office_import_erasures (CpHeadOffice *self, const CpJson *document, GError **error);

G_END_DECLS
