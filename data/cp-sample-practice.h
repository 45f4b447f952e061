/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sample-maker.h"

G_BEGIN_DECLS

/** cp_sample_practice_load: (transfer full): the people whom demo and tests know by name: staff with
 *  their PINs, members, blank cards, one receipt that is nobody's yet */
CpJson *cp_sample_practice_load (void);

/** cp_sample_practice_add_members: makes @practice's members and all that they have. */
void cp_sample_practice_add_members (CpSampleMaker *maker, const CpJson *practice);

/** cp_sample_practice_add_receipt: (transfer none): makes @practice's receipt */
const CpReceipt *
cp_sample_practice_add_receipt (CpSampleMaker *maker, const CpJson *people, const CpJson *practice);

/** cp_sample_practice_dup_cards: (transfer full): a list of {key, name, note, kind, uid, number?,
 *  blank?}: the cards that can be tapped, and the blank ones */
CpJson *cp_sample_practice_dup_cards (const CpJson *practice);

G_END_DECLS
