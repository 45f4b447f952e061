/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* What the gallery's pictures looked like when somebody last looked at them. A picture is kept as the
 * brightness of 64×40 cells, a letter each, so that a page of text holds it. */

/** ui_golden_make: (transfer full): of a picture of whatever size */
char *ui_golden_make (GdkTexture *picture);

/**
 * ui_golden_differ:
 *
 * Returns: by how much, of 64 levels a cell, in all cells together; a cell is 20 pixels wide at
 *   1280×800
 */
guint ui_golden_differ (const char *one, const char *other);

/** ui_golden_is_like: whether nobody would tell them apart; @then: (nullable): what is not there is like
 *  nothing */
gboolean ui_golden_is_like (const char *now, const char *then);

/**
 * ui_golden_check:
 * @look: the file tests/ui/goldens/@look.txt
 * @scene: a line of it
 *
 * Fails if the picture is another than it was. With UI_GOLDENS in the environment, the name of a
 * folder, writes it there instead, as it was where it still is like that, so that only what has
 * changed is another line; tests/ui/write-goldens does that.
 */
void ui_golden_check (GdkTexture *picture, const char *look, const char *scene);

G_END_DECLS
