/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-language.h"

#include <libintl.h>
#include <locale.h>

/* gettext's own: what it has looked up counts no more (manual of gettext, "Being a gettext grok"). */
extern int _nl_msg_cat_cntr;

static const char *const TRANSLATED[] = { "en", "de", "ar", NULL };

static const struct {
  const char *code;
  const char *name; /* as its speakers write it, and so not to be translated */
} LANGUAGES[] = {
  { "en", "English" },  { "de", "Deutsch" },    { "fr", "Français" },   { "es", "Español" },
  { "it", "Italiano" }, { "pt", "Português" },  { "nl", "Nederlands" }, { "pl", "Polski" },
  { "ga", "Gaeilge" },  { "cs", "Čeština" },    { "ro", "Română" },     { "tr", "Türkçe" },
  { "el", "Ελληνικά" }, { "uk", "Українська" }, { "ru", "Русский" },    { "ar", "العربية" },
  { "he", "עברית" },    { "ja", "日本語" },     { "zh", "中文" },
};

const char *
cp_language_get_name (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (LANGUAGES); i++)
    if (g_strcmp0 (LANGUAGES[i].code, code) == 0)
      return LANGUAGES[i].name;
  return code;
}

const char *
cp_language_get_code (guint index)
{
  return index < G_N_ELEMENTS (LANGUAGES) ? LANGUAGES[index].code : NULL;
}

const char *const *
cp_language_get_translated (void)
{
  return TRANSLATED;
}

gboolean
cp_language_is_translated (const char *code)
{
  return code != NULL && g_strv_contains (TRANSLATED, code);
}

gboolean
cp_language_runs_right_to_left (const char *code)
{
  return g_strcmp0 (code, "ar") == 0 || g_strcmp0 (code, "he") == 0;
}

/* GLib finds out once, at the first look-up, whether there is anything to translate into, and in a C.UTF-8 that
 * nobody has chosen another language in never translates again ("_g_dgettext_should_translate" in ggettext.c). So
 * the first one is made in a language that has a catalogue. */
static void
let_glib_translate (void)
{
  g_autofree char *language = g_strdup (g_getenv ("LANGUAGE"));

  for (gsize i = 1; TRANSLATED[i] != NULL && *gettext ("") == '\0'; i++)
    cp_language_use (TRANSLATED[i], NULL);
  g_dgettext (GETTEXT_PACKAGE, "English");
  cp_language_use (language, NULL);
}

char *
cp_language_init (void)
{
  const char *catalogues = g_getenv ("COUNTERPART_LOCALE_DIR");

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C"); /* what is written for programs has points in its numbers */
  if (g_strcmp0 (setlocale (LC_MESSAGES, NULL), "C") == 0)
    setlocale (LC_MESSAGES, "C.UTF-8"); /* in C itself gettext never translates */
  g_setenv ("LANGUAGE", "", FALSE);
  bindtextdomain (GETTEXT_PACKAGE, catalogues != NULL ? catalogues : CP_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  let_glib_translate ();
  return g_strdup (g_getenv ("LANGUAGE"));
}

void
cp_language_use (const char *code, const char *first)
{
  const char *language = code != NULL ? code : first != NULL ? first : "";

  /* (What has been looked up need not be looked up again.) */
  if (g_strcmp0 (g_getenv ("LANGUAGE"), language) == 0)
    return;
  g_setenv ("LANGUAGE", language, TRUE);
  _nl_msg_cat_cntr++;
}

const char *
cp_language_get_now (void)
{
  const char *const *names = g_get_language_names ();

  for (gsize i = 0; names[i] != NULL; i++)
    if (cp_language_is_translated (names[i]))
      return names[i];
  return TRANSLATED[0];
}

const char *
cp_language_choose (const CpJson *texts)
{
  const char *const *names = g_get_language_names ();
  const char *text = NULL;

  for (guint i = 0; texts != NULL && text == NULL && names[i] != NULL; i++)
    text = cp_json_get_text (texts, names[i]);
  return text;
}
