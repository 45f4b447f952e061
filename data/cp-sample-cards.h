/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sample-maker.h"

G_BEGIN_DECLS

/**
 * cp_sample_cards_add:
 * @index: of the member; makes numbers and chips unique
 *
 * Gives @member one card or a few: physical, additional, virtual; some lost and blocked, some of
 * those replaced, and on members of this week only linked.
 */
void cp_sample_cards_add (CpSampleMaker *maker, const CpMember *member, guint index);

/** cp_sample_cards_block: as a counter does, with the line of history */
void cp_sample_cards_block (
    CpSampleMaker *maker, const CpMember *member, CpCard *card, const char *reason, gint64 at_ms);

G_END_DECLS
