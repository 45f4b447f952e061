/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_WRAP_LAYOUT (cp_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (CpWrapLayout, cp_wrap_layout, CP, WRAP_LAYOUT, GtkLayoutManager)

/**
 * CpWrapLayout:
 *
 * Children side by side, each as wide as it likes to be, and as many lines as that takes: what does not
 * fit comes below, as words do. The space between is the children's margins, in the style sheet.
 */

G_END_DECLS
