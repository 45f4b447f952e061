/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/**
 * cp_issue_incentive:
 * @reason: (nullable): kept with it
 *
 * Issues one of @definition, for whatever leads to it: an issue by hand, a promise kept. Its row, the
 * first that @operation makes (cp_derive_id()), and its worth go into @decision.
 *
 * Returns: (transfer none): the new row
 */
CpIncentive *cp_issue_incentive (const CpCase *the_case,
                                 const CpOperation *operation,
                                 const CpDefinition *definition,
                                 const char *reason,
                                 CpDecision *decision);

/**
 * cp_issue_incentive_of:
 * @n: number of the row, see cp_derive_id()
 * @amount_minor: what it is worth, whatever the definition says; @uses likewise
 *
 * The row alone, without a word about it.
 *
 * Returns: (transfer none): the new row
 */
CpIncentive *cp_issue_incentive_of (const CpCase *the_case,
                                    const CpOperation *operation,
                                    const CpDefinition *definition,
                                    guint n,
                                    gint64 amount_minor,
                                    gint64 uses,
                                    const char *reason,
                                    CpDecision *decision);

/** cp_issue_incentive_get_expiry: when one of @definition would expire if @operation issued it; 0: never */
gint64 cp_issue_incentive_get_expiry (const CpCase *the_case,
                                      const CpOperation *operation,
                                      const CpDefinition *definition);

G_END_DECLS
