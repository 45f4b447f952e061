/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-entities.h"
#include "cp-programme.h"
#include "cp-world.h"

G_BEGIN_DECLS

/* What training mode is seeded with: people, cards and receipts that exist nowhere else. They stand
 * in practice.json; dates in it count back from the day of seeding. */

/** cp_practice_load: (transfer full): practice.json */
CpJson *cp_practice_load (void);

/** cp_practice_has_card: whether @uid (upper or lower case) is one of the practice cards, blank ones
 *  included */
gboolean cp_practice_has_card (const CpJson *practice, const char *uid);

/**
 * cp_practice_make_rows:
 * @programme: the chain's own; of each class the first published definition is issued
 * @store_id: where everything was bought
 *
 * Members with their cards, points and incentives, and receipts that are nobody's yet.
 *
 * Returns: (transfer full) (element-type CpEntity): rows without a version
 */
GPtrArray *cp_practice_make_rows (const CpJson *practice,
                                  const CpProgramme *programme,
                                  const char *store_id,
                                  CpIdSource *ids,
                                  const CpWorld *world);

/**
 * cp_practice_make_approver:
 * @pin_key: see cp-pin.h
 *
 * Somebody of the highest role who approves with a PIN that everybody may know: whoever practises
 * alone has no manager at hand.
 *
 * Returns: (transfer full): a #CpStaff
 */
gpointer cp_practice_make_approver (const CpJson *practice,
                                    const CpProgramme *programme,
                                    GBytes *pin_key,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_practice_describe_cases: (transfer full): [{"key", "title", "text", "cards": [{"uid",
 *  "number"}], "receipt"?: number}]: what to practise, the texts translated */
CpJson *cp_practice_describe_cases (const CpJson *practice);

G_END_DECLS
