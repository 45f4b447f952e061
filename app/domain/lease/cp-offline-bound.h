/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/**
 * cp_offline_bound_check:
 * @amount_minor: what it takes; 0 for a benefit
 *
 * Docs: domain.md, "Redeeming while offline". Whether head office's word can be done without, and on
 * what terms (@decision->terms); only at the counter, and only while offline. Each bound has a code
 * of its own, and its words say which it is and the way out.
 *
 * Returns: %FALSE if it can't, and @decision is refused
 */
gboolean cp_offline_bound_check (const CpCase *the_case,
                                 const CpOperation *operation,
                                 gint64 amount_minor,
                                 CpDecision *decision);

G_END_DECLS
