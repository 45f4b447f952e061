/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/* A redemption: what was taken off one incentive. Its states: domain.md, "Redemptions". */

typedef enum {
  CP_REDEMPTION_CONFIRM,
  CP_REDEMPTION_CANCEL,
  CP_REDEMPTION_LAPSE, /* time did it */
  CP_REDEMPTION_REVERSE,
  CP_REDEMPTION_RETURN,
} CpRedemptionEvent;

#define CP_N_REDEMPTION_EVENTS (CP_REDEMPTION_RETURN + 1)

/** cp_redemption_state_next: where @event leads from @state; %FALSE: nowhere. */
gboolean cp_redemption_state_next (CpRedemptionState state,
                                   CpRedemptionEvent event,
                                   CpRedemptionState *ret_next);

/** cp_redemption_new: (transfer full): the @n-th row of @operation, taken off @incentive; amount and
 *  uses are the caller's to fill in. @hold: set aside until the programme's `hold_ms` are over */
CpRedemption *cp_redemption_new (const CpCase *the_case,
                                 const CpOperation *operation,
                                 const CpIncentive *incentive,
                                 guint n,
                                 gboolean hold);

/** cp_redemption_tell_hold: that it is set aside, and for how long, or that it could be; @hold: whether
 *  it is */
void cp_redemption_tell_hold (const CpCase *the_case, gboolean hold, CpDecision *decision);

/**
 * cp_redemption_list:
 * @id: of an operation, or of one of its redemptions
 *
 * Returns: (transfer container): all redemptions of that operation: what was taken off several
 *   incentives at once is one redemption to people
 */
GPtrArray *cp_redemption_list (const CpAccount *account, const char *id);

/**
 * cp_redemption_sum_held:
 * @ret_minor: (out) (optional): what is set aside of the incentive at @at_ms
 * @ret_uses: (out) (optional): likewise, of a benefit
 *
 * Returns: whether anything is
 */
gboolean cp_redemption_sum_held (const CpAccount *account,
                                 const char *incentive_id,
                                 gint64 at_ms,
                                 gint64 *ret_minor,
                                 gint64 *ret_uses);

/** cp_redemption_is_of_voided: whether an incentive that it, or what was redeemed with it, was taken from
 *  has been voided since */
gboolean cp_redemption_is_of_voided (const CpAccount *account, const CpRedemption *redemption);

/** cp_redemption_take: (transfer full): @incentive as it is with that taken off it at @at_ms. What was voided
 *  stays so: of it only facts take anything, which were done before it was known */
CpIncentive *
cp_redemption_take (const CpIncentive *incentive, gint64 amount_minor, gint64 uses, gint64 at_ms);

/** cp_redemption_restore: (transfer full) (nullable): the incentive of @redemption as it is with what
 *  was taken given back. What was voided meanwhile stays so, and with it what comes back */
CpIncentive *cp_redemption_restore (const CpAccount *account, const CpRedemption *redemption);

/**
 * cp_redemption_settle:
 * @decision: (nullable): takes the changed rows
 *
 * Holds whose time is over by @at_ms lapse, and what they held is given back.
 *
 * Returns: (transfer full) (nullable): the account as it is then, or %NULL if nothing lapses
 */
CpAccount *cp_redemption_settle (const CpAccount *account, gint64 at_ms, CpDecision *decision);

G_END_DECLS
