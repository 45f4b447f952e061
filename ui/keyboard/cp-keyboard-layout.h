/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CP_LAYER_LETTERS,
  CP_LAYER_SYMBOLS,
  CP_LAYER_DIGITS,
} CpLayer;

#define CP_N_LAYERS (CP_LAYER_DIGITS + 1)
#define CP_KEYBOARD_MAX_ROWS 4

/**
 * cp_keyboard_layout_get_row:
 *
 * Returns: (transfer none) (nullable): the keys of one row, with spaces between: a letter, or BACK,
 *   ENTER, SHIFT, SYMBOLS, LETTERS, SPACE or HIDE
 */
const char *cp_keyboard_layout_get_row (CpLayer layer, guint row);

/** cp_keyboard_layout_get_accents: (transfer none) (nullable): what holding the key @letter offers,
 *  with spaces between */
const char *cp_keyboard_layout_get_accents (const char *letter);

G_END_DECLS
