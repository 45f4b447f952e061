/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * cp_double_tap_guard:
 * @area: a button that was pressed, or what holds it
 *
 * For what means something else once it was pressed, or moves under the finger: whoever taps twice meant
 * what stood there at first. @area takes no touch, and says to assistive technology that it can't be pressed,
 * until the second tap of a double tap would be over (the toolkit's `gtk-double-click-time`); it looks as
 * ever. Another call begins anew.
 */
void cp_double_tap_guard (GtkWidget *area);

G_END_DECLS
