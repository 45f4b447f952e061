/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/* Points are entries and nothing else: a balance is their sum (invariant 1), see
 * cp_account_sum_points(). */

/**
 * CpPointsEntry: what is written down.
 * @receipt_id: (nullable): for which purchase
 * @reason: (nullable): what the member is told
 * @note: (nullable): for staff only
 * @adjusted: somebody changed it by hand
 * @card_id: (nullable): the card that it comes by; kept if that works
 * @n: in and out: the next number for cp_derive_id()
 * @since_ms: from when on its days count; 0: from the rule's time
 */
typedef struct {
  const CpPointsType *type;
  const char *receipt_id;
  const char *reason;
  const char *note;
  gboolean adjusted;
  const char *card_id;
  guint *n;
  gint64 since_ms;
} CpPointsEntry;

/** cp_points_ledger_add: writes @amount, pending and expiring as the type says */
void cp_points_ledger_add (const CpCase *the_case,
                           const CpOperation *operation,
                           const CpPointsEntry *entry,
                           gint64 amount,
                           CpDecision *decision);

/**
 * cp_points_ledger_take:
 *
 * Takes @amount away, from what expires first: each entry expires with what it takes from, so that
 * the rest of the balance is not less when that day comes. What is not there is taken all the same,
 * and is a debt that does not expire.
 */
void cp_points_ledger_take (const CpCase *the_case,
                            const CpOperation *operation,
                            const CpPointsEntry *entry,
                            gint64 amount,
                            CpDecision *decision);

/** cp_points_ledger_undo: writes the opposite of all that @receipt_id brought, pending and expiring
 *  with it; returns how many entries it undid */
guint cp_points_ledger_undo (const CpCase *the_case,
                             const CpOperation *operation,
                             const char *receipt_id,
                             guint *n,
                             CpDecision *decision);

/** cp_points_ledger_sum_after: the balance of @type_id with what is decided so far */
gint64 cp_points_ledger_sum_after (const CpCase *the_case,
                                   const CpDecision *decision,
                                   const char *type_id,
                                   gint64 at_ms);

/**
 * cp_points_ledger_find_next_expiry:
 * @ret_amount: (out): how many
 *
 * What of the balance of @type_id expires next. Each day is what came less what was taken from it, so
 * that what has been spent or taken back is not named.
 *
 * Returns: when (UTC milliseconds); 0, and @ret_amount untouched: nothing does
 */
gint64 cp_points_ledger_find_next_expiry (const CpAccount *account,
                                          const char *type_id,
                                          gint64 at_ms,
                                          gint64 *ret_amount);

/** cp_points_ledger_find_next_pending: likewise, what begins to count next of that which waits for its
 *  day */
gint64 cp_points_ledger_find_next_pending (const CpAccount *account,
                                           const char *type_id,
                                           gint64 at_ms,
                                           gint64 *ret_amount);

G_END_DECLS
