/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-operation.h"
#include "cp-programme.h"

G_BEGIN_DECLS

/* What a store may do while offline is split among its tills by the programme's list of them, since
 * they can't see each other. A device that stands in no list has no part in it: 0. The parts never
 * add up to more than the whole. */

/** cp_share_of_store: the till's part of `offline_store_minor` */
gint64
cp_share_of_store (const CpProgramme *programme, const char *store_id, const char *device_id);

/** cp_share_of_member: how often @operation's device may redeem for one member; @at_home: whether
 *  the store is their home */
gint64
cp_share_of_member (const CpProgramme *programme, const CpOperation *operation, gboolean at_home);

/** cp_share_get_owner: (transfer none) (nullable): which of the store's devices holds its lease */
const char *cp_share_get_owner (const CpProgramme *programme, const char *store_id);

G_END_DECLS
