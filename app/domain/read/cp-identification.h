/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"
#include "cp-programme.h"

G_BEGIN_DECLS

/**
 * cp_identification_check:
 * @answers: field of the profile → what the customer said
 * @card_uid: (nullable): of a card that was just tapped
 * @proof: (nullable): what it proved, as #CpOperation has it; one with something odd about it is no card
 * @ret_by: (out) (transfer full) (nullable): how, for CpOperation.identified_by
 *
 * Docs: domain.md, "Identification". Compares what a customer says with what is stored, and tells
 * only whether it matches: the stored text is never given away. Names don't count, since everybody
 * in the shop may know them; nor does a phone number or e-mail address that was put in lately
 * (cp_contact_is_cooling()).
 *
 * Returns: (transfer full): {"identified": bool, "needed": n, "card": whether it is theirs,
 *   "questions": [FIELD], "answers": {FIELD: bool}}
 */
CpJson *cp_identification_check (const CpProgramme *programme,
                                 const CpAccount *account,
                                 const char *member_id,
                                 const CpJson *answers,
                                 const char *card_uid,
                                 const char *proof,
                                 gint64 now_ms,
                                 char **ret_by);

G_END_DECLS
