/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/* Who was erased; which devices have followed is cp_head_office_list_erasures(). */

/** cp_head_office_note_erasure: within the transaction that has put the member's erased rows: keeps that they
 *  were erased. */
gboolean cp_head_office_note_erasure (CpHeadOffice *self, const char *member_id, GError **error);

/** cp_head_office_hear_erasures: another process may have erased somebody, who is in the snapshots of
 *  this one too. Not after something was put in a transaction, since what is not committed may be given up.
 *  @is_first: those that are there were before it began */
gboolean cp_head_office_hear_erasures (CpHeadOffice *self, gboolean is_first, GError **error);

/**
 * cp_erased_dup_mark:
 *
 * What stands for the epoch of @storage and all who are erased there: it is another one after each erasure, by
 * whichever process, since that is noted in the transaction that erases. So two copies of the rows that have the
 * same mark lack the same people.
 *
 * It is made of the epoch and of how many they are, which says who: within an epoch nobody is taken off the list,
 * and who is put on it is numbered in the order of the commits (put_erasure: the second waits for the first), so
 * that any copy has the list of now or a beginning of it. Of two who erase at the same time a copy sees none, the
 * first or both, and its number is behind until it has both. A list that goes back, as with a restored backup,
 * needs a new epoch; an import needs none, since it only adds to an empty list, in a database whose rows nobody
 * has had.
 *
 * Returns: (transfer full): 32 characters in hex
 */
char *cp_erased_dup_mark (CpHeadOfficeStorage *storage, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_head_office_import_erasure: within a transaction: notes one that was carried out in another database,
 *  @entry: {member_id, at_ms}. A device has carried it out when it has asked for the rows of this one.
 *  %CP_ERROR_INVALID for what is none */
gboolean cp_head_office_import_erasure (CpHeadOffice *self, const CpJson *entry, GError **error);

G_END_DECLS
