/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_PIN_PAD (cp_pin_pad_get_type ())
G_DECLARE_FINAL_TYPE (CpPinPad, cp_pin_pad, CP, PIN_PAD, GtkWidget)

/**
 * CpPinPad:
 *
 * Keys of a size for fingers in a hurry, and dots for the digits. Signal `entered` (PIN) when the
 * person presses Enter after four to eight digits. The PIN is wiped as soon as it was told.
 */
CpPinPad *cp_pin_pad_new (void);

/** cp_pin_pad_reset: @wrong: shows that the last one was not right until the next key */
void cp_pin_pad_reset (CpPinPad *self, gboolean wrong);

/** cp_pin_pad_press: as if the key @key had been touched: a digit, `back` or `enter` */
void cp_pin_pad_press (CpPinPad *self, const char *key);

G_END_DECLS
