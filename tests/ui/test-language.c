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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/has-its-own-name", test_names);
  return g_test_run ();
}
