/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/** cp_promise_find_claimable: (transfer none) (nullable): a promise of that definition that a manager has
 *  agreed to and the member has not claimed yet (operation 28) */
const CpPromise *cp_promise_find_claimable (const CpAccount *account,
                                            const char *member_id,
                                            const char *definition_id);

/** cp_promise_keep: the promise became that incentive, and is not claimed again. */
void cp_promise_keep (const CpPromise *promise, const char *incentive_id, CpDecision *decision);

G_END_DECLS
