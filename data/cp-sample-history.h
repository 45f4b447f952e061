/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sample-maker.h"

G_BEGIN_DECLS

/**
 * cp_sample_history_add:
 * @people: of cp_sample_people_load(): what is bought
 *
 * Lives @member's membership up to now: receipts earn points and tier points; each 500 points turn
 * into a reward, the nearest to their expiry first; rewards and benefits are used, or expire, or
 * are voided; the tier follows from the last year's tier points. What follows adds up: balances are
 * what the entries sum to, and each incentive has what its redemptions left.
 */
void cp_sample_history_add (CpSampleMaker *maker, const CpJson *people, CpMember *member);

/** cp_sample_history_add_receipt: (transfer none): of @member, or (nullable) nobody's */
CpReceipt *cp_sample_history_add_receipt (CpSampleMaker *maker,
                                          const CpJson *people,
                                          const CpMember *member,
                                          const char *store_id,
                                          gint64 at_ms);

G_END_DECLS
