/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/* Docs: domain.md, "Limits": who may do a thing for whom, and who may agree to it. */

/** cp_approval_find_right: (nullable): @staff's (nullable) right to do @operation; %NULL for
 *  somebody who no longer works here, or whose role is the customers' */
const CpRight *
cp_approval_find_right (const CpCase *the_case, const CpOperation *operation, const CpStaff *staff);

/** cp_approval_is_own: whether the case's account, or the second one of a merge or a join, is the
 *  person's own, or of their household. */
gboolean cp_approval_is_own (const CpCase *the_case, const CpStaff *staff);

/**
 * cp_approval_check:
 * @is_for_others: it may never be done for one's own account, so nobody may agree to that either
 *
 * Whether somebody else, whose role ranks higher and may do it without approval, and within whose own
 * limits it is, has agreed. If not, the decision is refused and says which role could.
 */
void cp_approval_check (const CpCase *the_case,
                        const CpOperation *operation,
                        gboolean is_for_others,
                        CpDecision *decision);

/**
 * cp_approval_wants_second_factor:
 *
 * Whether what the customer's card proved is too little for @operation: to redeem a reward, a benefit or
 * credit takes what the programme's `redeem_proof` wants, or a customer who was identified in this visit;
 * and a card with nothing odd about it.
 */
gboolean cp_approval_wants_second_factor (const CpCase *the_case, const CpOperation *operation);

/**
 * cp_approval_check_second_factor:
 *
 * Whether somebody else vouches for the customer: a colleague of the same role at least, or where the
 * card is odd of a higher one. At head office a reward or benefit has been given: without them it is
 * flagged for what was missing; a payment with credit is refused for it.
 */
void cp_approval_check_second_factor (const CpCase *the_case,
                                      const CpOperation *operation,
                                      CpDecision *decision);

G_END_DECLS
