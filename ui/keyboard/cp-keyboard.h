/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-keyboard-layout.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_KEYBOARD (cp_keyboard_get_type ())
G_DECLARE_FINAL_TYPE (CpKeyboard, cp_keyboard, CP, KEYBOARD, GtkWidget)

/**
 * CpKeyboard:
 *
 * The keyboard on the screen. It comes up by itself when an entry of its window gets the focus, with
 * the layer that suits the entry, and types into it through the entry's own actions, so that its
 * limits and undo hold. Holding a letter offers its accents in the top row; holding Backspace
 * repeats. Keys never take the focus. Property `open` (read only).
 */
CpKeyboard *cp_keyboard_new (void);

/** cp_keyboard_go_below_zero: the numbers that @entry takes may be negative, so its keys have a minus */
void cp_keyboard_go_below_zero (GtkEditable *entry);

gboolean cp_keyboard_get_open (CpKeyboard *self);
void cp_keyboard_close (CpKeyboard *self);

/** cp_keyboard_press: as if a key of cp_keyboard_layout_get_row(), or an accent, had been touched */
void cp_keyboard_press (CpKeyboard *self, const char *key);

/** cp_keyboard_hold: as if it had been held */
void cp_keyboard_hold (CpKeyboard *self, const char *key);

G_END_DECLS
