/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-decision.h"

G_BEGIN_DECLS

/**
 * cp_member_state_next:
 * @ret_next: (out): what the member is afterwards
 *
 * The table of a member's states (docs/domain.md, "Members: states"), as head office applies it. It
 * is the only place that says what leads where; what else an operation asks of a state is in
 * cp-decision-check.c.
 *
 * Returns: whether @kind leads anywhere from @state
 */
gboolean cp_member_state_next (CpMemberState state, CpOperationKind kind, CpMemberState *ret_next);

/** cp_member_state_mask: the states (a bit each, 1 << state) from which @kind leads on; 0 if it does
 *  not change a member's state */
guint cp_member_state_mask (CpOperationKind kind);

G_END_DECLS
