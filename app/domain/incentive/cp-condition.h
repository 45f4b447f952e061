/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/* Conditions of the programme (see docs/conditions.md), evaluated over what is known of a member. */

/**
 * cp_condition_make_data:
 * @member_id: (nullable): whose
 * @store_id: (nullable): where; by its clock days are counted (cp-calendar.h)
 * @at_ms: when
 * @basket: (nullable): what is bought
 *
 * What a condition looks into: `today`, `store`, `member`, `statuses`, `points`, `cards`, `receipts`,
 * `incentives`, `basket`; each is described in docs/conditions.md. Money is in whole units here, as
 * people write it. The same rows give the same on both sides.
 *
 * Returns: (transfer full):
 */
CpJson *cp_condition_make_data (const CpProgramme *programme,
                                const CpAccount *account,
                                const char *member_id,
                                const char *store_id,
                                gint64 at_ms,
                                const CpJson *basket);

/** cp_condition_is_known_here: whether @rule reads nothing but what cp_condition_make_data() has of
 *  @member (nullable).
 *  Other data is head office's, so the operation waits for it (operation 16). */
gboolean cp_condition_is_known_here (const CpJson *rule, const CpMember *member);

/** cp_condition_find_unknown: (transfer full) (nullable): a path of @rule that nobody has: neither
 *  cp_condition_make_data() nor, with @office, a head office with data of its own (`office`) */
char *cp_condition_find_unknown (const CpJson *rule, gboolean office);

/**
 * cp_condition_explain:
 *
 * Returns: (transfer full) (nullable): which parts of @rule fail, in sentences that name fields as
 *   the programme does; %NULL if it holds
 */
char *cp_condition_explain (const CpProgramme *programme, const CpJson *rule, const CpJson *data);

/** cp_condition_count_given: how much of @definition, whose number is limited, was given out in all,
 *  as far as this side knows: to this account and in the case's others */
gint64 cp_condition_count_given (const CpCase *the_case, const CpDefinition *definition);

G_END_DECLS
