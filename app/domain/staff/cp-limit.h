/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/* Docs: domain.md, "Limits". Each bound is a number in the programme, counted by staff member, by
 * member, by device, and by card; each refusal says which and the way out. All are worked out from
 * what is on the device, so they hold offline too. */

/** cp_limit_check_count: how often: before the kind's rule is asked. %FALSE if that refused it */
gboolean cp_limit_check_count (const CpCase *the_case,
                               const CpOperation *operation,
                               const CpRight *right,
                               CpDecision *decision);

/** cp_limit_check_value: how much: after the rule has found what it is worth */
gboolean cp_limit_check_value (const CpCase *the_case,
                               const CpOperation *operation,
                               const CpRight *right,
                               CpDecision *decision);

/**
 * cp_limit_check_approver:
 * @right: the approver's
 *
 * Whether the approver could do it themselves: how many they may do or agree to, and how much each and
 * all may be worth. %FALSE if that refused it: somebody else has to approve
 */
gboolean cp_limit_check_approver (const CpCase *the_case,
                                  const CpOperation *operation,
                                  const CpRight *right,
                                  CpDecision *decision);

/**
 * cp_limit_check_velocity:
 *
 * How often value was given or taken today by the card by which the member is here, in all and by
 * this staff member: more than a customer would, and no more is.
 */
gboolean cp_limit_check_velocity (const CpCase *the_case,
                                  const CpOperation *operation,
                                  CpDecision *decision);

G_END_DECLS
