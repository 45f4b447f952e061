/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/** cp_subscription_make_id: (transfer full): of the cell of the matrix: one row for each, whoever
 *  makes it first */
char *
cp_subscription_make_id (const char *member_id, const char *mailing_id, const char *channel_id);

/**
 * cp_subscription_end:
 * @mailing_id, @channel_id: (nullable): which; %NULL: any
 * @address: (nullable): only channels that go to this field of the profile
 *
 * Opts the member out of what they are opted in to, as of the operation.
 *
 * Returns: how many that were
 */
guint cp_subscription_end (const CpCase *the_case,
                           const CpOperation *operation,
                           const CpOptOut *which,
                           const char *address,
                           CpDecision *decision);

G_END_DECLS
