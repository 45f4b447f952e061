/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * cp_metrics_new:
 *
 * What head office counts and measures, in Prometheus' text format (version 0.0.4). Names nobody.
 *
 * Returns: (transfer full): or %NULL if the storage fails
 */
char *cp_metrics_new (CpHeadOffice *office, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
