/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/**
 * cp_overdrawn_follow:
 *
 * Whatever @decision does to rewards, the account's row says afterwards whether they add up to less than
 * zero, for devices that go by it; head office gives whoever gave away more than there was the task to speak
 * with the customer. Time moves the sum too, without any operation: who judges asks
 * cp_account_is_overdrawn().
 */
void
cp_overdrawn_follow (const CpCase *the_case, const CpOperation *operation, CpDecision *decision);

G_END_DECLS
