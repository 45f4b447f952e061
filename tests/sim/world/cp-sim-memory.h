/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cp_sim_memory_use:
 *
 * Lets SQLite and jansson take their memory from lists of free blocks by size, without locks and
 * without counting: a run is one thread, and a sixth of its time was malloc(). Where a sanitizer
 * looks on nothing changes, since it could not see into such blocks. To be called first of all.
 */
void cp_sim_memory_use (void);

G_END_DECLS
