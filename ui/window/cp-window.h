/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-kiosk.h"
#include "cp-theme.h"

G_BEGIN_DECLS

#define CP_TYPE_WINDOW (cp_window_get_type ())
G_DECLARE_FINAL_TYPE (CpWindow, cp_window, CP, WINDOW, GtkWindow)

/**
 * CpWindow:
 *
 * The whole screen: the strip at the top, one page, the keyboard, and what lies above them. Pages
 * that are not shown are invisible, so that the accessibility tree is honest.
 */

/** cp_window_new: @scale: of the screen, see cp_theme_set_scale() */
CpWindow *cp_window_new (CpKiosk *kiosk, CpTheme *theme, double scale);

/**
 * cp_window_key:
 * @keyval: what a real keyboard, or a scanner that pretends to be one, sent
 * @at_ms: when, on a clock that only goes forward
 *
 * Returns: whether it was dealt with: it belongs to a scan, or would press what has the focus, which
 *   only a finger may
 */
gboolean cp_window_key (CpWindow *self, guint keyval, gint64 at_ms);

/** cp_window_choose_scale: the scale at which the 1280×800 layout fits a screen of that size */
double cp_window_choose_scale (int width, int height);

G_END_DECLS
