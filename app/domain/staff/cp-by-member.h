/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/** CP_BY_MEMBER_METHOD: CpOptIn.method of a member who agreed on the kiosk's own screen; nobody else's */
#define CP_BY_MEMBER_METHOD "kiosk"

/**
 * cp_by_member_check:
 *
 * Docs: domain.md, "What members do themselves". Whether the member may do @operation for themself:
 *
 * - it is for members (cp_operation_kind_is_for_members()), and no staff stand beside it: else nothing
 *   makes it stand, not even a fact at head office;
 * - the programme gives its customers the right, and has it done often enough no more today;
 * - it was done by a card of this very member, which still works;
 * - unless it only takes away, that card proved more than a number, which anybody can copy, or the
 *   member has answered what only they know; and there is nothing odd about the card.
 *
 * Returns: %FALSE if that refused the operation
 */
gboolean
cp_by_member_check (const CpCase *the_case, const CpOperation *operation, CpDecision *decision);

G_END_DECLS
