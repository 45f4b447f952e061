/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-keyboard-layout.h"

static const char *const ROWS[CP_N_LAYERS][CP_KEYBOARD_MAX_ROWS] = {
  [CP_LAYER_LETTERS] = { "q w e r t y u i o p BACK", "a s d f g h j k l ENTER",
                         "SHIFT z x c v b n m , . -", "SYMBOLS @ SPACE ' HIDE" },
  [CP_LAYER_SYMBOLS] = { "1 2 3 4 5 6 7 8 9 0 BACK", "@ # € % & * ( ) / ENTER",
                         "! ? : ; \" + = _ , . -", "LETTERS SPACE HIDE" },
  [CP_LAYER_DIGITS] = { "1 2 3 . BACK", "4 5 6 - ENTER", "7 8 9 / HIDE", "LETTERS 0 + SPACE" },
};

static const struct {
  const char *letter;
  const char *accents;
} ACCENTS[] = {
  { "a", "à á â ä ã å ą ă æ" },
  { "c", "ç ć č" },
  { "d", "ď đ ð" },
  { "e", "è é ê ë ę ě ė" },
  { "g", "ğ ģ" },
  { "i", "ì í î ï ı į" },
  { "l", "ł ľ ļ" },
  { "n", "ñ ń ň ņ" },
  { "o", "ò ó ô ö õ ø ő œ" },
  { "r", "ř ŕ" },
  { "s", "ß ś š ş ș" },
  { "t", "ť ţ ț þ" },
  { "u", "ù ú û ü ů ű ū" },
  { "y", "ý ÿ" },
  { "z", "ź ż ž" },
  { "'", "’ ‘ ´ `" },
  { "-", "– — _" },
  { ".", "… ·" },
};

const char *
cp_keyboard_layout_get_row (CpLayer layer, guint row)
{
  return row < CP_KEYBOARD_MAX_ROWS ? ROWS[layer][row] : NULL;
}

const char *
cp_keyboard_layout_get_accents (const char *letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ACCENTS); i++)
    if (g_strcmp0 (ACCENTS[i].letter, letter) == 0)
      return ACCENTS[i].accents;
  return NULL;
}
