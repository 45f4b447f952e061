/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-language.h"

static void
test_names (void)
{
  g_assert_cmpstr (cp_language_get_name ("de"), ==, "Deutsch");
  g_assert_cmpstr (cp_language_get_name ("xx"), ==, "xx");
  g_assert_null (cp_language_get_name (NULL));
  for (guint i = 0; cp_language_get_code (i) != NULL; i++)
    g_assert_true (g_utf8_validate (cp_language_get_name (cp_language_get_code (i)), -1, NULL));
}

static void
test_translated (void)
{
  g_assert_true (cp_language_is_translated ("ar"));
  g_assert_false (cp_language_is_translated ("ga"));
  g_assert_false (cp_language_is_translated (NULL));
  g_assert_true (cp_language_runs_right_to_left ("ar"));
  g_assert_false (cp_language_runs_right_to_left ("de"));
  cp_language_use ("de", "en");
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, "de");
  cp_language_use (NULL, "en");
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, "en");
}

static void
test_knows_the_language_of_now (void)
{
  cp_language_use ("ar", NULL);
  g_assert_cmpstr (cp_language_get_now (), ==, "ar");
  cp_language_use ("ga:de_AT:en", NULL);
  g_assert_cmpstr (cp_language_get_now (), ==, "de");
  cp_language_use ("ga", NULL);
  g_assert_cmpstr (cp_language_get_now (), ==, "en");
}

static void
test_chooses_a_text_in_the_language_of_now (void)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s,s:s}", "de", "Schuhgröße", "pt_BR", "Calçado");

  cp_language_use ("de", NULL);
  g_assert_cmpstr (cp_language_choose (texts), ==, "Schuhgröße");
  cp_language_use ("pt_BR", NULL);
  g_assert_cmpstr (cp_language_choose (texts), ==, "Calçado");
  cp_language_use ("ar", NULL);
  g_assert_null (cp_language_choose (texts));
  g_assert_null (cp_language_choose (NULL));
}

static void
assert_done_is (const char *text)
{
  g_assert_cmpstr (g_dgettext (GETTEXT_PACKAGE, "Done"), ==, text);
}

/* (GLib would never translate again, in the C.UTF-8 of every test.) */
static void
test_translates_after_english_too (void)
{
  cp_language_use ("en", NULL);
  assert_done_is ("Done");
  cp_language_use ("de", NULL);
  assert_done_is ("Fertig");
  cp_language_use (NULL, "en");
  assert_done_is ("Done");
}

int
main (int argc, char **argv)
{
  g_autofree char *catalogues = NULL;
  g_autofree char *language = NULL;

  g_test_init (&argc, &argv, NULL);
  catalogues = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);
  g_setenv ("COUNTERPART_LOCALE_DIR", catalogues, TRUE);
  language = cp_language_init ();
  g_test_add_func ("/language/has-its-own-name", test_names);
  g_test_add_func ("/language/knows-what-is-translated", test_translated);
  g_test_add_func ("/language/knows-the-one-of-now", test_knows_the_language_of_now);
  g_test_add_func ("/language/chooses-a-text-in-the-language-of-now",
                   test_chooses_a_text_in_the_language_of_now);
  g_test_add_func ("/language/translates-after-english-too", test_translates_after_english_too);
  return g_test_run ();
}
