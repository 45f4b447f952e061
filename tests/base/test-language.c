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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/has-its-own-name", test_names);
  g_test_add_func ("/language/knows-what-is-translated", test_translated);
  g_test_add_func ("/language/chooses-a-text-in-the-language-of-now",
                   test_chooses_a_text_in_the_language_of_now);
  return g_test_run ();
}
