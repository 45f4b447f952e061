/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpLayer:
 *
 * What the keyboard can show at a time. The scripts are those of members' names; the others suit what
 * an entry asks for: an e-mail address, a number with letters in it, an amount or a day, a number that
 * may be below zero, a phone number.
 */
typedef enum {
  CP_LAYER_LATIN,
  CP_LAYER_CYRILLIC,
  CP_LAYER_GREEK,
  CP_LAYER_HEBREW,
  CP_LAYER_ARABIC,
  CP_LAYER_EMAIL,
  CP_LAYER_SYMBOLS,
  CP_LAYER_CODE,
  CP_LAYER_NUMBER,
  CP_LAYER_SIGNED,
  CP_LAYER_PHONE,
} CpLayer;

#define CP_N_LAYERS (CP_LAYER_PHONE + 1)
#define CP_N_SCRIPTS (CP_LAYER_ARABIC + 1)
#define CP_KEYBOARD_MAX_ROWS 4

/**
 * cp_keyboard_layout_get_row:
 *
 * Latin letters stand where keyboards have them in the language of now (cp_language_use()).
 *
 * Returns: (transfer none) (nullable): the keys of one row, with spaces between: a letter, a text
 *   such as `.com`, or BACK, ENTER, SHIFT, SYMBOLS, LETTERS, SCRIPTS, SPACE, MINUS
 *   or HIDE
 */
const char *cp_keyboard_layout_get_row (CpLayer layer, guint row);

/** cp_keyboard_layout_get_accents: (transfer none) (nullable): what holding the key @letter offers,
 *  with spaces between */
const char *cp_keyboard_layout_get_accents (const char *letter);

/** cp_keyboard_layout_get_script: (transfer none): the first letters of a script, by which its
 *  readers know it: `АБВ`; %NULL for what is no script */
const char *cp_keyboard_layout_get_script (CpLayer layer);

/** cp_keyboard_layout_choose_script: in which @language (ISO 639-1) is written; Latin where we don't know */
CpLayer cp_keyboard_layout_choose_script (const char *language);

/** cp_keyboard_layout_has_capitals: whether shift does anything to the letters of @layer */
gboolean cp_keyboard_layout_has_capitals (CpLayer layer);

G_END_DECLS
