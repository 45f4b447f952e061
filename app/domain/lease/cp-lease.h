/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/* Docs: domain.md, "Leases". A store's lease (CpLease) is the exclusive right of one till to redeem, of
 * what each member whose home the store is has, as much as @amount_minor, until @until_ms. */

/** CP_LEASE_MARGIN_MS: so long after its end a lease is granted to nobody else, since its holder's
 *  clock may be behind */
#define CP_LEASE_MARGIN_MS (G_GINT64_CONSTANT (10) * 60 * 1000)

/** cp_lease_is_live: whether the holder of @self (nullable) may use it at @now_ms by head office's
 *  clock */
gboolean cp_lease_is_live (const CpLease *self, gint64 now_ms);

/** cp_lease_is_ours: whether the case's lease is that of the device and incarnation which it is decided
 *  for */
gboolean cp_lease_is_ours (const CpCase *the_case, const CpOperation *operation);

/** cp_lease_reserve: how much of @held_minor is kept for another till, and can't be redeemed here */
gint64 cp_lease_reserve (const CpCase *the_case, const CpOperation *operation, gint64 held_minor);

/** cp_lease_covers: at the counter: whether the till may redeem @amount_minor by its own lease */
gboolean
cp_lease_covers (const CpCase *the_case, const CpOperation *operation, gint64 amount_minor);

/** cp_lease_grant_again: at head office: what was given back is the home store's again from now on */
void cp_lease_grant_again (const CpCase *the_case, CpDecision *decision);

G_END_DECLS
