/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cp_figure_money:
 * @minor: in minor units
 * @currency: (nullable): its ISO 4217 code
 * @digits: of the minor unit
 *
 * How money is written wherever a person reads it.
 *
 * Returns: (transfer full): such as `£1,234.50`, `−€5.00` or `CHF 12.00`
 */
char *cp_figure_money (gint64 minor, const char *currency, gint64 digits);

/** cp_figure_count: (transfer full): with separators between thousands */
char *cp_figure_count (gint64 count);

G_END_DECLS
