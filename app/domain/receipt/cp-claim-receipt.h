/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/* What the rule of operation 23 knows, for those who say beforehand what will come of a claim. */

/** cp_claim_receipt_find: (transfer none) (nullable): receipt @number among @rows (nullable); of several
 *  that of @store_id (nullable) */
const CpReceipt *
cp_claim_receipt_find (const GPtrArray *rows, const char *number, const char *store_id);

/**
 * cp_claim_receipt_is_too_old:
 * @store_id: (nullable): where it was bought; by its days it is counted, on both sides
 * @ret_age_days: (out): of how many days ago it is then; negative: it lies in the future
 *
 * Returns: whether the programme's claim window has closed at @claimed_at_ms
 */
gboolean cp_claim_receipt_is_too_old (const CpProgramme *programme,
                                      const char *store_id,
                                      gint64 bought_at_ms,
                                      gint64 claimed_at_ms,
                                      gint64 *ret_age_days);

G_END_DECLS
