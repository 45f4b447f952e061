/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/** CP_STANDBY_RETRY_MS: after so long a standby that could not be reached is tried again */
#define CP_STANDBY_RETRY_MS 10000

/**
 * CpStandby:
 *
 * A hot standby of head office's database, from which it reads the feed while there is one. It is connected to
 * in a thread, so that nobody waits for it; until it is there, and from the moment on that it fails, the feed
 * is read from the database itself. Works in the default main context.
 */
typedef struct _CpStandby CpStandby;

/**
 * cp_standby_new:
 * @office: must outlive it; its reader is the standby's from now on
 * @url: `postgresql://…`
 */
CpStandby *cp_standby_new (CpHeadOffice *office, const char *url, guint retry_ms);

/** cp_standby_free: the reader goes with it. */
void cp_standby_free (CpStandby *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpStandby, cp_standby_free)

G_END_DECLS
