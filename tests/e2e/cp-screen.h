/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CpScreen:
 *
 * A real X server without a monitor (Xorg, dummy video) with a real touch panel on it (the inputtest
 * driver), for walking through the product as a person does.
 */
typedef struct _CpScreen CpScreen;

/**
 * cp_screen_new:
 * @directory: for its configuration, log and socket
 *
 * Starts the server and waits until it serves.
 */
CpScreen *cp_screen_new (const char *directory, int width, int height, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void cp_screen_free (CpScreen *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpScreen, cp_screen_free)

/** cp_screen_get_display: (transfer none): for the environment variable DISPLAY */
const char *cp_screen_get_display (CpScreen *self);

/** cp_screen_save: writes what is on the screen to the PNG file @path. */
gboolean cp_screen_save (CpScreen *self, const char *path, GError **error);

/** cp_screen_touch: a finger of 60 ms at (@x, @y), in pixels. */
gboolean cp_screen_touch (CpScreen *self, int x, int y, GError **error);

/** cp_screen_swipe: a finger that goes from one place to another within @duration_ms. */
gboolean cp_screen_swipe (
    CpScreen *self, int from_x, int from_y, int to_x, int to_y, guint duration_ms, GError **error);

G_END_DECLS
