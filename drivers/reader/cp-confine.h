/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cp_confine:
 * @with_parent: also die when the parent does.
 *
 * Ahead of the first use of libnfc: no core file (it would hold what cards sent), a bounded
 * address space, no new rights, and no scan of libnfc's own, which would write to every serial
 * port.
 */
void cp_confine (gboolean with_parent);

G_END_DECLS
