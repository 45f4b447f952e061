/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * cp_options_new:
 * @entry: what they write into; it is to live as long as they do
 * @choices: (element-type CpChoice):
 * @needed: one has to be chosen
 *
 * Buttons that write their choice's id into @entry, or empty it if it stood there already and none is
 * @needed; the one whose id stands there is marked.
 *
 * Returns: (transfer floating):
 */
GtkWidget *cp_options_new (GtkEditable *entry, const GPtrArray *choices, gboolean needed);

G_END_DECLS
