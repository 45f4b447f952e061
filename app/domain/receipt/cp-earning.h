/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/**
 * cp_earning_get_points:
 *
 * Docs: domain.md, "Points". By the rules valid at the purchase: points for each whole unit of
 * currency, times the best percentage of the statuses held then, times that of the card's category,
 * rounded down.
 *
 * Returns: how many points of @type @receipt earns the member
 */
gint64 cp_earning_get_points (const CpProgramme *programme,
                              const CpAccount *account,
                              const char *member_id,
                              const CpReceipt *receipt,
                              const CpPointsType *type);

G_END_DECLS
