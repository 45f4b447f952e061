/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-entities.h"
#include "cp-head-office-storage.h"

G_BEGIN_DECLS

/* What both kinds of storage, and whoever keeps copies of rows, need to forget somebody. */

/** cp_erased_dup_names: (transfer full): a JSON array of `kind/id` of @rows (of CpEntity) */
char *cp_erased_dup_names (const GPtrArray *rows);

/** cp_erased_dup_image: (transfer full): @data, the JSON of a row of the kind @word, without who it was
 *  of; %NULL with %CP_ERROR_CORRUPT or %CP_ERROR_INVALID if it is no such row */
char *cp_erased_dup_image (const char *word, const char *data, GError **error);

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

G_END_DECLS
