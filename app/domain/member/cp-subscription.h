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
 * @address: (nullable): only channels that go to this field of the profile; %NULL: all
 *
 * Opts the member out of all that they are opted in to, whenever that was.
 */
void cp_subscription_end (const CpCase *the_case,
                          const CpOperation *operation,
                          const char *address,
                          CpDecision *decision);

/** cp_subscription_note_seen: an opt-out comes after whatever it was made in sight of, also where a clock
 *  was wrong: notes the latest such opt-in that bears a later time than the operation (@after_ms). */
void cp_subscription_note_seen (CpOperation *operation, const CpAccount *account);

G_END_DECLS
