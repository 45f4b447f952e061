/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-keyboard-layout.h"

#include <glib/gi18n-lib.h>

/* So that a language has the letters where its own keyboards have them. */
#define LETTERS "keyboard"
#define ADDRESS "keyboard for e-mail"

/* TRANSLATORS: keys of the keyboard on the screen, a row each. Put the letters where people expect them, and
 * others beside them if need be, twelve keys at most; leave the words in capitals as they are. */
static const char *const ROWS[CP_N_LAYERS][CP_KEYBOARD_MAX_ROWS] = {
  [CP_LAYER_LATIN] = { NC_ ("keyboard", "q w e r t y u i o p BACK"),
                       NC_ ("keyboard", "a s d f g h j k l ENTER"),
                       NC_ ("keyboard", "SHIFT z x c v b n m , . -"),
                       "SYMBOLS SCRIPTS @ SPACE ' HIDE" },
  [CP_LAYER_CYRILLIC] = { "й ц у к е н г ш щ з х ъ BACK", "ф ы в а п р о л д ж э ENTER",
                          "SHIFT я ч с м и т ь б ю . -", "SYMBOLS SCRIPTS SPACE ' HIDE" },
  [CP_LAYER_GREEK] = { "ς ε ρ τ υ θ ι ο π BACK", "α σ δ φ γ η ξ κ λ ENTER",
                       "SHIFT ζ χ ψ ω β ν μ , . -", "SYMBOLS SCRIPTS SPACE ' HIDE" },
  [CP_LAYER_HEBREW] = { "ק ר א ט ו ן ם פ BACK", "ש ד ג כ ע י ח ל ך ף ENTER",
                        "ז ס ב ה נ מ צ ת ץ , . -", "SYMBOLS SCRIPTS SPACE ' HIDE" },
  [CP_LAYER_ARABIC] = { "ض ص ث ق ف غ ع ه خ ح ج BACK", "ش س ي ب ل ا ت ن م ك ط ENTER",
                        "ئ ء ؤ ر ى ة و ز ظ د ذ", "SYMBOLS SCRIPTS SPACE - HIDE" },
  [CP_LAYER_EMAIL] = { NC_ ("keyboard for e-mail", "q w e r t y u i o p BACK"),
                       NC_ ("keyboard for e-mail", "a s d f g h j k l ENTER"),
                       NC_ ("keyboard for e-mail", "z x c v b n m . - _"), "SYMBOLS @ .com HIDE" },
  [CP_LAYER_SYMBOLS] = { "1 2 3 4 5 6 7 8 9 0 BACK", "@ # € % & * ( ) / ENTER",
                         "! ? : ; \" + = _ , . -", "LETTERS SPACE HIDE" },
  [CP_LAYER_CODE] = { "1 2 3 . BACK", "4 5 6 - ENTER", "7 8 9 / HIDE", "LETTERS 0 + SPACE" },
  [CP_LAYER_NUMBER] = { "1 2 3 BACK", "4 5 6 ENTER", "7 8 9 HIDE", ". 0 SPACE" },
  [CP_LAYER_SIGNED] = { "1 2 3 BACK", "4 5 6 ENTER", "7 8 9 HIDE", "MINUS 0 SPACE" },
  [CP_LAYER_PHONE] = { "1 2 3 BACK", "4 5 6 ENTER", "7 8 9 HIDE", "+ 0 SPACE" },
};

static const char *const SCRIPTS[CP_N_LAYERS] = {
  [CP_LAYER_LATIN] = "ABC",  [CP_LAYER_CYRILLIC] = "АБВ", [CP_LAYER_GREEK] = "ΑΒΓ",
  [CP_LAYER_HEBREW] = "אבג", [CP_LAYER_ARABIC] = "ابت",
};

static const struct {
  const char *language;
  CpLayer script;
} WRITTEN_OTHERWISE[] = {
  { "ar", CP_LAYER_ARABIC },   { "el", CP_LAYER_GREEK },    { "he", CP_LAYER_HEBREW },
  { "ru", CP_LAYER_CYRILLIC }, { "uk", CP_LAYER_CYRILLIC },
};

static const struct {
  const char *letter;
  const char *accents;
} ACCENTS[] = {
  { "a", "à á â ä ã å ā ą ă æ" },
  { "c", "ç ć č ċ" },
  { "d", "ď đ ð" },
  { "e", "è é ê ë ē ę ě ė" },
  { "g", "ğ ģ ġ" },
  { "h", "ħ" },
  { "i", "ì í î ï ī ı į" },
  { "k", "ķ" },
  { "l", "ł ľ ļ ĺ" },
  { "n", "ñ ń ň ņ" },
  { "o", "ò ó ô ö õ ø ő ō œ" },
  { "r", "ř ŕ" },
  { "s", "ß ś š ş ș" },
  { "t", "ť ţ ț þ" },
  { "u", "ù ú û ü ů ű ū ų" },
  { "w", "ŵ" },
  { "y", "ý ÿ ŷ" },
  { "z", "ź ż ž" },
  { "е", "ё є" },
  { "и", "і ї й" },
  { "у", "ў" },
  { "г", "ґ ѓ" },
  { "к", "ќ" },
  { "н", "њ" },
  { "л", "љ" },
  { "д", "ђ" },
  { "ч", "ћ џ" },
  { "ь", "ъ" },
  { "α", "ά" },
  { "ε", "έ" },
  { "η", "ή" },
  { "ι", "ί ϊ ΐ" },
  { "ο", "ό" },
  { "υ", "ύ ϋ ΰ" },
  { "ω", "ώ" },
  { "ا", "أ إ آ ٱ" },
  { "ي", "ی ې" },
  { "ك", "ک گ" },
  { "ب", "پ" },
  { "ت", "ټ ث" },
  { "ج", "چ" },
  { "ز", "ژ" },
  { "ف", "ڤ" },
  { "و", "ۆ ؤ" },
  { "ه", "ة ۀ" },
  { ".com", ".org .net .eu .de .fr .ie .co.uk" },
  { "'", "’ ‘ ´ `" },
  { "-", "– — _" },
  { ".", "… ·" },
};

const char *
cp_keyboard_layout_get_row (CpLayer layer, guint row)
{
  if (row >= CP_KEYBOARD_MAX_ROWS)
    return NULL;
  return g_dpgettext2 (GETTEXT_PACKAGE, layer == CP_LAYER_EMAIL ? ADDRESS : LETTERS,
                       ROWS[layer][row]);
}

const char *
cp_keyboard_layout_get_accents (const char *letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ACCENTS); i++)
    if (g_strcmp0 (ACCENTS[i].letter, letter) == 0)
      return ACCENTS[i].accents;
  return NULL;
}

const char *
cp_keyboard_layout_get_script (CpLayer layer)
{
  return SCRIPTS[layer];
}

CpLayer
cp_keyboard_layout_choose_script (const char *language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (WRITTEN_OTHERWISE); i++)
    if (g_strcmp0 (WRITTEN_OTHERWISE[i].language, language) == 0)
      return WRITTEN_OTHERWISE[i].script;
  return CP_LAYER_LATIN;
}

gboolean
cp_keyboard_layout_has_capitals (CpLayer layer)
{
  return layer == CP_LAYER_LATIN || layer == CP_LAYER_CYRILLIC || layer == CP_LAYER_GREEK;
}
