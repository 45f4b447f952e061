/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-logic.h"

#include <string.h>

static CpJson *
parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  json_error_t problem;
  CpJson *document = json_loads (json, JSON_DECODE_ANY, &problem);

  if (document == NULL)
    g_error ("%s: %s", json, problem.text);
  return document;
}

static char *
label (const char *path, gpointer user_data)
{
  if (g_str_equal (path, "member.age"))
    return g_strdup ("Age");
  if (g_str_equal (path, "statuses"))
    return g_strdup ("The member's statuses");
  return g_str_equal (path, "member.city") ? g_strdup ("City") : NULL;
}

static void
test_each_part_that_fails_is_named (void)
{
  static const struct {
    const char *rule;
    const char *data;
    const char *expected;
  } cases[] = {
    { "{'>=':[{'var':'member.age'},18]}", "{'member':{'age':16}}",
      "Age must be at least 18; it is 16." },
    { "{'>=':[{'var':'member.age'},18]}", "{'member':{'age':18}}", "" },
    { "{'<=':[18,{'var':'member.age'}]}", "{'member':{'age':16}}",
      "Age must be at least 18; it is 16." },
    { "{'<=':[18,{'var':'member.age'},65]}", "{'member':{'age':70}}",
      "Age must be at most 65; it is 70." },
    { "{'and':[{'>=':[{'var':'member.age'},18]},{'==':[{'var':'member.city'},'Leeds']}]}",
      "{'member':{'age':16,'city':'York'}}",
      "Age must be at least 18; it is 16.|City must be Leeds; it is York." },
    { "{'and':[{'>=':[{'var':'member.age'},18]},{'==':[{'var':'member.city'},'Leeds']}]}",
      "{'member':{'age':20}}", "City must be Leeds; it is not known." },
    { "{'or':[{'>=':[{'var':'member.age'},18]},{'==':[{'val':['member','city']},'Leeds']}]}",
      "{'member':{'age':16,'city':'York'}}",
      "One of these is needed: Age must be at least 18; it is 16. City must be Leeds; it is "
      "York." },
    { "{'!':[{'==':[{'var':'member.city'},'Leeds']}]}", "{'member':{'city':'Leeds'}}",
      "City must not be Leeds; it is Leeds." },
    { "{'in':[{'var':'member.city'},['Leeds','York']]}", "{'member':{'city':'Bath'}}",
      "City must be one of Leeds, York; it is Bath." },
    { "{'any_of':[{'var':'statuses'},['gold']]}", "{'statuses':[]}",
      "The member's statuses must have one of gold; it has none." },
    { "{'!':{'missing':['member.city','member.age']}}", "{'member':{'age':3}}",
      "City is missing." },
    { "{'var':'member.city'}", "{}", "City is missing." },
    { "{'>=':[{'years_between':[{'var':'member.birth'},{'var':'today'}]},18]}",
      "{'member':{'birth':'2010-01-01'},'today':'2026-03-10'}",
      "member.birth must be at least 18; it is 16." },
    { "{'>':[{'var':'member.age'},'old']}", "{'member':{'age':3}}",
      "Age must be more than old; it is 3." },
    { "{'some':[{'var':'member.city'},{'var':'x'}]}", "{}", "City: the condition is not met." },
    { "false", "{}", "This condition does not hold for anybody." },
    { "{'nonsense':[1]}", "{}", "This condition does not hold for anybody." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpJson) rule = parse (cases[i].rule);
    g_autoptr (CpJson) data = parse (cases[i].data);
    g_autoptr (GPtrArray) sentences = cp_logic_explain (rule, data, label, NULL);
    g_autofree char *text = NULL;

    g_ptr_array_add (sentences, NULL);
    text = g_strjoinv ("|", (char **) sentences->pdata);
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_paths_that_a_rule_reads (void)
{
  g_autoptr (CpJson) rule = parse ("{'and':[{'>':[{'var':'a.b'},1]},{'!':{'val':['c','d']}},"
                                   "{'some':[{'var':'list'},{'var':'inner'}]},{'var':'a.b'}]}");
  g_autoptr (GPtrArray) paths = cp_logic_list_paths (rule);

  g_assert_cmpuint (paths->len, ==, 3);
  g_assert_cmpstr (paths->pdata[0], ==, "a.b");
  g_assert_cmpstr (paths->pdata[1], ==, "c.d");
  g_assert_cmpstr (paths->pdata[2], ==, "list");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/logic/explain/each-part-that-fails-is-named",
                   test_each_part_that_fails_is_named);
  g_test_add_func ("/logic/explain/paths-that-a-rule-reads", test_paths_that_a_rule_reads);
  return g_test_run ();
}
