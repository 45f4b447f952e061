/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
cp_text_clean (const char *text)
{
  g_autofree char *composed = NULL;
  g_autoptr (GString) clean = g_string_new (NULL);

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;
  composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c)) {
      if (clean->len > 0 && clean->str[clean->len - 1] != ' ')
        g_string_append_c (clean, ' ');
    } else if (g_unichar_iscntrl (c)) {
      return NULL;
    } else {
      g_string_append_unichar (clean, c);
    }
  }
  g_strchomp (clean->str);
  return *clean->str != '\0' ? g_strdup (clean->str) : NULL;
}

gboolean
cp_text_has_control (const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return TRUE;
  return FALSE;
}

static void
append_folded (GString *folded, gunichar c)
{
  switch (c) {
  case 0xf8: /* ø */
    g_string_append_c (folded, 'o');
    return;
  case 0xe6: /* æ */
    g_string_append (folded, "ae");
    return;
  case 0x153: /* œ */
    g_string_append (folded, "oe");
    return;
  case 0x142: /* ł */
    g_string_append_c (folded, 'l');
    return;
  case 0x111: /* đ */
  case 0xf0:  /* ð */
    g_string_append_c (folded, 'd');
    return;
  case 0xfe: /* þ */
    g_string_append (folded, "th");
    return;
  case 0x131: /* ı */
    g_string_append_c (folded, 'i');
    return;
  default:
    if (!g_unichar_ismark (c))
      g_string_append_unichar (folded, c);
    return;
  }
}

static char *
fold_any (const char *text)
{
  g_autofree char *lower = g_utf8_casefold (text, -1);
  g_autofree char *decomposed = g_utf8_normalize (lower, -1, G_NORMALIZE_NFKD);
  GString *folded = g_string_sized_new (strlen (text));

  if (decomposed != NULL)
    for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
      append_folded (folded, g_utf8_get_char (p));
  return g_string_free (folded, FALSE);
}

/* (What most names are written with needs no tables.) */
char *
cp_text_fold (const char *text)
{
  return g_str_is_ascii (text) ? g_ascii_strdown (text, -1) : fold_any (text);
}

static void
add_token (GPtrArray *tokens, GString *token)
{
  if (token->len > 0 && !g_ptr_array_find_with_equal_func (tokens, token->str, g_str_equal, NULL))
    g_ptr_array_add (tokens, g_strdup (token->str));
  g_string_truncate (token, 0);
}

static void
add_tokens (GPtrArray *tokens, const char *folded)
{
  g_autoptr (GString) token = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isalnum (c))
      g_string_append_unichar (token, c);
    else
      add_token (tokens, token);
  }
  add_token (tokens, token);
}

/* Müller is looked for as Mueller as often as as Muller. */
static char *
spell_umlauts (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *composed = g_utf8_normalize (lower, -1, G_NORMALIZE_NFC);
  GString *spelled = g_string_new (composed);

  g_string_replace (spelled, "ä", "ae", 0);
  g_string_replace (spelled, "ö", "oe", 0);
  g_string_replace (spelled, "ü", "ue", 0);
  return g_string_free (spelled, FALSE);
}

GStrv
cp_text_to_tokens (const char *text)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  g_autofree char *folded = NULL;
  g_autofree char *spelled = NULL;
  g_autofree char *spelled_folded = NULL;

  if (g_utf8_validate (text, -1, NULL)) {
    folded = cp_text_fold (text);
    add_tokens (tokens, folded);
  }
  if (folded != NULL && !g_str_is_ascii (text)) {
    spelled = spell_umlauts (text);
    spelled_folded = cp_text_fold (spelled);
    add_tokens (tokens, spelled_folded);
  }
  g_ptr_array_add (tokens, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&tokens), FALSE);
}

static gboolean
is_phone_filler (char c)
{
  return strchr (" -./()", c) != NULL;
}

static gboolean
is_phone_length (const GString *digits)
{
  return digits->len >= 8 && digits->len <= 15;
}

char *
cp_text_to_phone (const char *text, const char *country_code)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean international = FALSE;

  if (text == NULL)
    return NULL;
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '+' && digits->len == 0 && !international)
      international = TRUE;
    else if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (!is_phone_filler (*p))
      return NULL;
  }
  if (!international && g_str_has_prefix (digits->str, "00")) {
    g_string_erase (digits, 0, 2);
  } else if (!international && digits->str[0] == '0' && *country_code == '\0') {
    return is_phone_length (digits) ? g_strdup (digits->str) : NULL;
  } else if (!international && digits->str[0] == '0') {
    g_string_erase (digits, 0, 1);
    g_string_prepend (digits, country_code);
  } else if (!international) {
    return NULL;
  }
  if (!is_phone_length (digits) || digits->str[0] == '0')
    return NULL;
  return g_strconcat ("+", digits->str, NULL);
}

char *
cp_text_to_email (const char *text)
{
  g_autofree char *clean = cp_text_clean (text);
  const char *at;
  const char *dot;

  if (clean == NULL || strlen (clean) > 254 || strchr (clean, ' ') != NULL)
    return NULL;
  at = strchr (clean, '@');
  if (at == NULL || at == clean || strchr (at + 1, '@') != NULL)
    return NULL;
  dot = strrchr (at, '.');
  if (dot == NULL || dot == at + 1 || dot[1] == '\0')
    return NULL;
  return g_utf8_strdown (clean, -1);
}

char *
cp_text_keep_together (char *text)
{
  GString *kept = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++) {
    if (*at == ' ' && (at == text || at[-1] != ','))
      g_string_append (kept, "\u00a0");
    else
      g_string_append_c (kept, *at);
  }
  g_free (text);
  return g_string_free (kept, FALSE);
}

void
cp_text_add_to_list (GString *list, const char *element)
{
  /* TRANSLATORS: a list, and one more; each may be in another script */
  g_autofree char *longer = g_strdup_printf (C_ ("list", "%s, %s"), list->str, element);

  g_string_assign (list, list->len > 0 ? longer : element);
}
