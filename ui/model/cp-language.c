/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-language.h"

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
