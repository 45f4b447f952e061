/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-redemption.h"

G_BEGIN_DECLS

/** CpRedemptionPart: @take_minor is taken off @incentive (borrowed). */
typedef struct {
  const CpIncentive *incentive;
  gint64 take_minor;
} CpRedemptionPart;

/**
 * CpRedemptionPlan:
 * @parts: (element-type CpRedemptionPart): in the order of taking
 * @rest_minor: what could not be found
 * @condition: (nullable): a condition of a reward that kept it out, for staff
 *
 * Which rewards an amount is taken from.
 */
typedef struct {
  GArray *parts;
  gint64 rest_minor;
  char *condition;
} CpRedemptionPlan;

/** cp_redeem_reward_get_class: rewards, or credits, according to @operation's kind */
CpIncentiveClass cp_redeem_reward_get_class (const CpOperation *operation);

/**
 * cp_redeem_reward_plan:
 *
 * Docs: domain.md, "Rewards: redeem". Nearest expiry first, ties by time of issue, then by id.
 */
CpRedemptionPlan *cp_redeem_reward_plan (const CpCase *the_case, const CpOperation *operation);

/**
 * cp_redeem_reward_force:
 *
 * For a fact that goes beyond what the rules let it take: takes what is there whatever the
 * conditions, and posts what is still missing on the last reward, below zero.
 *
 * Returns: %FALSE if there is no reward to post it on
 */
gboolean cp_redeem_reward_force (CpRedemptionPlan *self,
                                 const CpCase *the_case,
                                 const CpOperation *operation);
void cp_redemption_plan_free (CpRedemptionPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpRedemptionPlan, cp_redemption_plan_free)

G_END_DECLS
