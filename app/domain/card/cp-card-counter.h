/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/**
 * cp_card_note_counter:
 *
 * Docs: domain.md, "What a card proves". At head office alone: keeps the highest number that the card
 * has shown anywhere in the chain, and notices a copy: a number that two devices have seen, or one
 * that a device says is behind. The operation is flagged and the card blocked.
 */
void
cp_card_note_counter (const CpCase *the_case, const CpOperation *operation, CpDecision *decision);

G_END_DECLS
