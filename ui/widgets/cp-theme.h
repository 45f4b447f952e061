/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_THEME (cp_theme_get_type ())
G_DECLARE_FINAL_TYPE (CpTheme, cp_theme, CP, THEME, GObject)

/**
 * CpTheme:
 *
 * The one style sheet, in force on @display for as long as the object lives. Also makes our icons
 * known there, and our resources and templates to the process.
 */
CpTheme *cp_theme_new (GdkDisplay *display);

/**
 * cp_theme_set_scale:
 * @scale: by which every size is multiplied: 1 is made for 1280×800
 * @text_scale: by which letters are multiplied on top of that: 2 for people who need large text
 */
void cp_theme_set_scale (CpTheme *self, double scale, double text_scale);

/**
 * cp_theme_scale_css:
 *
 * Returns: (transfer full): @css with every `NNpx` multiplied by @scale, and in declarations of
 *   font-size by @text_scale too
 */
char *cp_theme_scale_css (const char *css, double scale, double text_scale);

G_END_DECLS
