/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * cp_compare_new:
 * @differences: as the ledger's preview of a merge has them: where both members have something, and
 *   not the same
 *
 * A line a field with both values side by side; that which is kept is marked, and a touch keeps the
 * other.
 *
 * Returns: (transfer floating) (nullable): %NULL if there is nothing to choose
 */
GtkWidget *cp_compare_new (CpFlow *flow, const CpJson *differences);

G_END_DECLS
