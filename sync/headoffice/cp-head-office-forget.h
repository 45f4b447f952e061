/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/* Head office forgets what its feed told long ago. Rows are not concerned: whoever is behind takes them
 * with a snapshot. */

/** CP_FORGET_DAYS: how far the feed reaches back where nothing else is asked for (PROTOCOL.md, 35:
 *  90 days, as long as a device may be silent before it gives up its rows) */
#define CP_FORGET_DAYS 90

/**
 * cp_head_office_forget_feed:
 * @days: what was told longer ago is forgotten, as far as it is known what that is: the feed bears no
 *   times, so each call, once a day, marks how far it goes
 * @ret_floor: whoever has not got that far is behind from now on; 0: nothing is forgotten yet
 * @ret_done: %FALSE: some is left for the next call
 *
 * Does a slice of some 30 ms, in transactions of its own. To be called until it is done, with others served
 * in between. Not within a transaction.
 */
gboolean cp_head_office_forget_feed (
    CpHeadOffice *self, guint days, gint64 *ret_floor, gboolean *ret_done, GError **error);

/**
 * cp_head_office_is_behind:
 * @storage: from which the page that begins at @after has been read just now
 * @ret_behind: whether something is missing in it that was forgotten
 */
gboolean cp_head_office_is_behind (CpHeadOffice *self,
                                   CpHeadOfficeStorage *storage,
                                   gint64 after,
                                   gint64 last_gseq,
                                   gboolean *ret_behind,
                                   GError **error);

G_END_DECLS
