/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each file holds cases of its own: {"rule", "data"?, "result" or "error"}; a text stands for a
 * heading. reference.json are those of the reference implementation. */
#include "cp-logic.h"

static CpJson *
load (const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "logic", file, NULL);
  json_error_t problem;
  CpJson *cases = json_load_file (path, 0, &problem);

  if (cases == NULL)
    g_error ("%s, line %d: %s", file, problem.line, problem.text);
  return cases;
}

/* Numbers are compared as numbers, whether whole or not. */
static gboolean
is_equal (const CpJson *one, const CpJson *other)
{
  g_autofree char *a = cp_logic_to_json_text (one);
  g_autofree char *b = cp_logic_to_json_text (other);

  return g_str_equal (a, b);
}

static void
check_case (const CpJson *the_case)
{
  const CpJson *rule = json_object_get (the_case, "rule");
  const CpJson *data = json_object_get (the_case, "data");
  const CpJson *expected = json_object_get (the_case, "result");
  g_autofree char *before = cp_json_to_text (the_case);
  g_autofree char *after = NULL;
  g_autoptr (CpJson) error = NULL;
  g_autoptr (CpJson) result = cp_logic_evaluate (rule, data, &error);

  if (expected != NULL) {
    if (result == NULL)
      g_error ("%s throws %s", before, cp_logic_to_json_text (error));
    if (!is_equal (result, expected))
      g_error ("%s gives %s", before, cp_logic_to_json_text (result));
  } else {
    g_assert_null (result);
    if (!is_equal (error, json_object_get (the_case, "error")))
      g_error ("%s throws %s", before, cp_logic_to_json_text (error));
  }
  after = cp_json_to_text (the_case);
  g_assert_cmpstr (before, ==, after);
}

static void
test_file (gconstpointer file)
{
  g_autoptr (CpJson) cases = load (file);
  guint n = 0;
  size_t i;
  json_t *the_case;

  json_array_foreach (cases, i, the_case)
  {
    if (!json_is_object (the_case))
      continue;
    check_case (the_case);
    n++;
  }
  g_test_message ("%u cases", n);
  g_assert_cmpuint (n, >=, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/logic/cases-of-the-reference-implementation", "reference.json",
                        test_file);
  g_test_add_data_func ("/logic/conversions-are-javascript's", "javascript.json", test_file);
  g_test_add_data_func ("/logic/what-the-community-adds", "community.json", test_file);
  g_test_add_data_func ("/logic/days-and-sets", "days-and-sets.json", test_file);
  return g_test_run ();
}
