/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/**
 * cp_card_state_next:
 * @kind: of the operation on it; for a replacement, on the old card
 *
 * Docs: domain.md, the table of cards. Blocked is a flag beside it. A restore leads
 * back to where the card was; that is in the card.
 *
 * Returns: %FALSE: it leads nowhere
 */
gboolean cp_card_state_next (CpCardState state, CpOperationKind kind, CpCardState *ret_next);

/** cp_card_can_be_blocked: whether a block changes anything for it: it is not blocked, and works or, retired,
 *  may be restored, by somebody who knows nothing of a block that came late */
gboolean cp_card_can_be_blocked (const CpCard *card);

/** cp_card_count_live: how many cards the member has that are linked or active; @medium: only of that,
 *  -1: of any */
guint cp_card_count_live (const CpAccount *account, const char *member_id, int medium);

G_END_DECLS
