/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/**
 * cp_tier_update:
 * @member_id: whose
 * @n: in and out: the next number for cp_derive_id()
 *
 * Docs: domain.md, "Tiers". Sets the status that the member's tier points, with what is decided so
 * far, are enough for. At head office only: elsewhere a tier would be a guess.
 */
void cp_tier_update (const CpCase *the_case,
                     const CpOperation *operation,
                     const char *member_id,
                     guint *n,
                     CpDecision *decision);

G_END_DECLS
