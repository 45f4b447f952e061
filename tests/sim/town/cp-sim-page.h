/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-oracle.h"

G_BEGIN_DECLS

/**
 * cp_sim_page_find_member:
 *
 * Looks in a page of the feed for a member of whom it does nothing but confirm what the asking
 * kiosk did itself: every transaction that touches the account holds this kiosk's `ack`, plainly
 * accepted. What a clone of it did is not its own, though head office takes both for one. Taking such a page must change nothing that is shown of what they hold.
 *
 * Returns: (transfer full) (nullable): the first such member's id
 */
char *cp_sim_page_find_member (const CpJson *page, guint kiosk, CpSimOracle *oracle);

G_END_DECLS
