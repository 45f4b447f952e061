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
 * Returns: (transfer full): such as `£1,234.50`, `−€5.00` or `CHF 12.00`; in German, as it is
 * spoken to (cp_language_use()), `1.234,50 £`
 */
char *cp_figure_money (gint64 minor, const char *currency, gint64 digits);

/** cp_figure_typed: (transfer full): the magnitude of @minor as a person types it, with nothing between
 *  thousands: `1250.00`, or `1250,00` */
char *cp_figure_typed (gint64 minor, gint64 digits);

/** cp_figure_count: (transfer full): with separators between thousands */
char *cp_figure_count (gint64 count);

G_END_DECLS
