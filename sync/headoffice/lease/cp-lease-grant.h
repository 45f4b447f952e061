/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/** CpLeaseGrant: @until_ms: the lease that follows from a request for the feed; 0: none is written */
typedef struct {
  const char *store_id; /* borrowed of the programme */
  gint64 amount_minor;
  gint64 until_ms;
} CpLeaseGrant;

/**
 * cp_lease_grant_decide:
 * @present: (nullable): the store's lease as it stands
 *
 * Docs: domain.md, "Leases". Whether @device_id, in @incarnation, gets its store's lease, or has it
 * for longer, now that it is in touch. It does if it is the first of the store's tills, and if nobody
 * else, not even itself in another incarnation, may still be using it. Pure.
 */
CpLeaseGrant cp_lease_grant_decide (const CpProgramme *programme,
                                    const CpLease *present,
                                    const char *store_id,
                                    const char *device_id,
                                    const char *incarnation,
                                    gint64 now_ms);

/** cp_lease_grant: does that for a device which asks for the feed, unless it has been revoked since; trouble
 *  is logged, and the feed goes on. */
void cp_lease_grant (CpHeadOffice *self, const char *device_id, const char *incarnation);

/** cp_lease_end: within a transaction: nobody keeps a lease of @device_id any more, which is revoked:
 *  what it still does will not be posted. */
gboolean cp_lease_end (CpHeadOffice *self, const char *device_id, GError **error);

G_END_DECLS
