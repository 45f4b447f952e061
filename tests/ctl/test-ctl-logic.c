/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpartctl logic as a process, with nothing else running. */
#include <gio/gio.h>

static int
run (const char *const *words, const char *input, char **ret_out)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  g_ptr_array_add (argv, (gpointer) g_getenv ("COUNTERPARTCTL"));
  g_ptr_array_add (argv, (gpointer) "logic");
  for (; *words != NULL; words++)
    g_ptr_array_add (argv, (gpointer) *words);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                   G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, ret_out, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_exit_status (process);
}

static void
test_answers_line_by_line (void)
{
  const char *const words[] = { "--batch", NULL };
  g_autofree char *out = NULL;

  g_assert_cmpint (run (words,
                        "{\"rule\": {\"+\": [1, {\"var\": \"x\"}]}, \"data\": {\"x\": 2}}\n"
                        "no JSON\n"
                        "{\"data\": 1}\n"
                        "\n"
                        "{\"rule\": {\"/\": [1, 0]}}\n"
                        "{\"rule\": [1.0, 0.5, 1e21, null, \"\xc3\xa9\"]}",
                        &out),
                   ==, 0);
  g_assert_cmpstr (
      out, ==,
      "{\"result\":3}\n"
      "{\"error\":{\"type\":\"Invalid Line\",\"text\":\"Not a JSON document: column 2\"}}\n"
      "{\"error\":{\"type\":\"Invalid Line\",\"text\":\"There is no \\\"rule\\\" in it\"}}\n"
      "{\"error\":{\"type\":\"Invalid Line\",\"text\":\"Not a JSON document: column 0\"}}\n"
      "{\"error\":{\"type\":\"NaN\"}}\n"
      "{\"result\":[1,0.5,1e+21,null,\"\xc3\xa9\"]}\n");
}

static void
test_says_which_part_fails (void)
{
  const char *const words[] = { "{\">=\": [{\"var\": \"age\"}, 18]}", "{\"age\": 16}", NULL };
  g_autofree char *out = NULL;

  g_assert_cmpint (run (words, NULL, &out), ==, 0);
  g_assert_cmpstr (out, ==, "false\nage must be at least 18; it is 16.\n");
}

static void
test_a_rule_that_throws_is_no_success (void)
{
  const char *const words[] = { "{\"throw\": \"closed\"}", NULL };
  const char *const nothing[] = { NULL };
  g_autofree char *out = NULL;
  g_autofree char *none = NULL;

  g_assert_cmpint (run (words, NULL, &out), ==, 1);
  g_assert_true (g_str_has_prefix (out, "{\"error\":{\"type\":\"closed\"}}\n"));
  g_assert_cmpint (run (nothing, NULL, &none), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl/logic/answers-line-by-line", test_answers_line_by_line);
  g_test_add_func ("/ctl/logic/says-which-part-fails", test_says_which_part_fails);
  g_test_add_func ("/ctl/logic/a-rule-that-throws-is-no-success",
                   test_a_rule_that_throws_is_no_success);
  return g_test_run ();
}
