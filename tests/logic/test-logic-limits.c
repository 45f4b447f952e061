/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever is thrown at it, there is an answer. */
#include "cp-logic.h"

#include <string.h>

static void
assert_throws (CpJson *rule, const CpJson *data, const char *type)
{
  g_autoptr (CpJson) owned = rule;
  g_autoptr (CpJson) error = NULL;

  g_assert_null (cp_logic_evaluate (owned, data, &error));
  g_assert_cmpstr (cp_json_get_text (error, "type"), ==, type);
}

static void
test_a_rule_that_nests_too_deep (void)
{
  CpJson *rule = json_true ();

  for (guint i = 0; i < 1000; i++)
    rule = json_pack ("{s:[o]}", "!", rule);
  assert_throws (rule, NULL, "Too Deep");
}

/* {"map": [list, {"map": [list, ...]}]}: a thousand times a thousand. */
static void
test_a_rule_that_takes_too_long (void)
{
  g_autoptr (CpJson) data = json_object ();
  CpJson *list = json_array ();

  for (guint i = 0; i < 1000; i++)
    cp_json_append (list, json_integer (i));
  cp_json_set (data, "list", list);
  assert_throws (json_pack ("{s:[{s:s},{s:[{s:[[i],s]},i]}]}", "map", "var", "list", "map", "val",
                            2, "list", 1),
                 data, "Too Long");
}

/* A text that doubles thirty times. */
static void
test_a_text_that_grows_too_large (void)
{
  g_autoptr (CpJson) list = json_array ();

  for (guint i = 0; i < 30; i++)
    cp_json_append (list, json_integer (i));
  assert_throws (json_pack ("{s:[O,{s:[{s:s},{s:s}]},s]}", "reduce", list, "cat", "var",
                            "accumulator", "var", "accumulator", "ab"),
                 NULL, "Too Large");
}

static void
test_a_limit_can_not_be_tried_away (void)
{
  CpJson *rule = json_pack ("{s:[{s:[{s:s},{s:[{s:[[i],s]},i]}]},s]}", "try", "map", "var", "list",
                            "map", "val", 2, "list", 1, "went on");
  g_autoptr (CpJson) data = json_object ();
  CpJson *list = json_array ();

  for (guint i = 0; i < 1000; i++)
    cp_json_append (list, json_integer (i));
  cp_json_set (data, "list", list);
  assert_throws (rule, data, "Too Long");
}

static CpJson *
make_noise (GRand *random, guint depth)
{
  static const char *const names[] = {
    "var",      "val",    "==",       "<",        "!",      "and",     "if",           "+",
    "%",        "map",    "some",     "reduce",   "merge",  "cat",     "substr",       "in",
    "??",       "try",    "throw",    "max",      "exists", "missing", "missing_some", "date",
    "date_add", "any_of", "preserve", "nonsense",
  };
  guint kind = (guint) g_rand_int_range (random, 0, depth > 5 ? 5 : 8);
  CpJson *list;

  if (kind == 0)
    return json_null ();
  if (kind == 1)
    return json_integer (g_rand_int_range (random, -5, 5));
  if (kind == 2)
    return json_string (names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))]);
  if (kind == 3)
    return json_real (g_rand_double_range (random, -1e18, 1e18));
  if (kind == 4)
    return json_boolean (g_rand_boolean (random));
  list = json_array ();
  for (gint32 i = g_rand_int_range (random, 0, 4); i > 0; i--)
    cp_json_append (list, make_noise (random, depth + 1));
  if (kind == 5)
    return list;
  return json_pack ("{s:o}", names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))], list);
}

/* A result or an error, never both, never a change; and the explanation agrees. */
static void
test_noise (void)
{
  GRand *random = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (CpJson) rule = make_noise (random, 0);
    g_autoptr (CpJson) data = make_noise (random, 0);
    g_autofree char *before = cp_logic_to_json_text (rule);
    g_autofree char *after = NULL;
    g_autoptr (CpJson) error = NULL;
    g_autoptr (CpJson) result = cp_logic_evaluate (rule, data, &error);
    g_autoptr (GPtrArray) sentences = cp_logic_explain (rule, data, NULL, NULL);

    g_assert_true ((result == NULL) != (error == NULL));
    g_assert_cmpint (sentences->len == 0, ==, result != NULL && cp_logic_is_truthy (result));
    after = cp_logic_to_json_text (rule);
    g_assert_cmpstr (before, ==, after);
  }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/logic/limits/a-rule-that-nests-too-deep", test_a_rule_that_nests_too_deep);
  g_test_add_func ("/logic/limits/a-rule-that-takes-too-long", test_a_rule_that_takes_too_long);
  g_test_add_func ("/logic/limits/a-text-that-grows-too-large", test_a_text_that_grows_too_large);
  g_test_add_func ("/logic/limits/a-limit-can-not-be-tried-away",
                   test_a_limit_can_not_be_tried_away);
  g_test_add_func ("/logic/limits/noise", test_noise);
  return g_test_run ();
}
