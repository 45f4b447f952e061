/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_AMOUNT_PAD (cp_amount_pad_get_type ())
G_DECLARE_FINAL_TYPE (CpAmountPad, cp_amount_pad, CP, AMOUNT_PAD, GtkWidget)

/**
 * CpAmountPad:
 *
 * Money typed as tills take it: digits fill up from the right, in minor units. Two figures: what is
 * to come off, and (not asked for unless a reward wants a minimum) what the bill comes to. Signal
 * `changed`.
 */

/** cp_amount_pad_begin: empties it; @max_minor is what can be had at most */
void cp_amount_pad_begin (CpAmountPad *self, const char *currency, gint64 digits, gint64 max_minor);
gint64 cp_amount_pad_get_amount (CpAmountPad *self);
gint64 cp_amount_pad_get_basket (CpAmountPad *self);

/** cp_amount_pad_press: as if a key had been touched: a digit, `00`, `back` or `all` */
void cp_amount_pad_press (CpAmountPad *self, const char *key);

G_END_DECLS
