/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The languages that members may speak. */

/** cp_language_get_name: (transfer none): what the speakers of @code (ISO 639-1, nullable) call it, or
 *  @code where we don't know */
const char *cp_language_get_name (const char *code);

/** cp_language_get_code: (transfer none) (nullable): that of the one at @index, from 0 */
const char *cp_language_get_code (guint index);

G_END_DECLS
