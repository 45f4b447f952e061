/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-json.h"

#include <string.h>

static void
assert_refused (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) json = cp_json_parse (text, -1, &error);

  g_assert_null (json);
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_refuses_what_is_no_document (void)
{
  assert_refused ("");
  assert_refused ("{");
  assert_refused ("{}x");
  assert_refused ("{\"a\":1,\"a\":2}");
  assert_refused ("{\"a\":\"\xff\"}");
  assert_refused ("{\"a\":\"\\u0000\"}");
}

static void
test_refuses_deep_nesting (void)
{
  g_autofree char *open = g_strnfill (CP_JSON_MAX_DEPTH, '[');
  g_autofree char *close = g_strnfill (CP_JSON_MAX_DEPTH, ']');
  g_autofree char *deepest = g_strconcat (open, close, NULL);
  g_autofree char *deeper = g_strconcat ("[", deepest, "]", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) json = cp_json_parse (deepest, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (json);
  assert_refused (deeper);
}

static void
test_depth_is_of_what_is_open_at_once (void)
{
  g_assert_cmpuint (cp_json_get_depth ("7"), ==, 0);
  g_assert_cmpuint (cp_json_get_depth ("{\"a\":[],\"b\":[]}"), ==, 2);
  g_assert_cmpuint (cp_json_get_depth ("{\"a\":\"[[[\"}"), ==, 1);
}

/* Two bytes of text each, and some fifty of memory. */
static void
test_refuses_many_values (void)
{
  g_autofree char *text = g_strnfill (2 * CP_JSON_MAX_VALUES + 1, '0');
  gsize last = 2 * CP_JSON_MAX_VALUES;

  text[0] = '[';
  for (gsize i = 2; i < last; i += 2)
    text[i] = ',';
  text[last] = ']';
  assert_refused (text);
}

static void
test_brackets_in_texts_do_not_nest (void)
{
  g_autofree char *brackets = g_strnfill (100, '[');
  g_autofree char *text = g_strdup_printf ("{\"a\\\"\":\"%s\"}", brackets);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) json = cp_json_parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (json);
}

static void
test_message_does_not_quote (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) json = cp_json_parse ("{\"name\": Zelda}", -1, &error);

  g_assert_null (json);
  g_assert_null (strstr (error->message, "Zelda"));
}

static void
test_canonical_form (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) json = cp_json_parse ("{ \"b\": [1, true], \"a\": \"é\" }", -1, &error);
  g_autofree char *text = cp_json_to_text (json);

  g_assert_cmpstr (text, ==, "{\"a\":\"é\",\"b\":[1,true]}");
}

/* Every kind of value and of character, as jansson, which wrote the hashes that are out there. */
static void
test_is_written_as_ever (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) json = cp_json_parse (
      "{\"ab\":-1,\"a\":9223372036854775807,\"a-\":-9223372036854775808,\"Z\":0,"
      "\"\\u00e9\":[1.5,1e300,-0.1,null,false,[],{},[{}]],\"\":\"\","
      "\"t\":\"\\u0001\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\\u007f\\u20ac\\ud83d\\ude00\",\"k\\n\":1}",
      -1, &error);
  char *expected;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  expected = json_dumps (json, JSON_COMPACT | JSON_SORT_KEYS);
  text = cp_json_to_text (json);
  g_assert_cmpstr (text, ==, expected);
  free (expected);
}

static void
test_reads_what_is_built_in (void)
{
  g_autoptr (CpJson) json = cp_json_parse_own (g_bytes_new_static ("{\"a\":1}x", 7));

  g_assert_cmpint (cp_json_get_int (json, "a", 0), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/refuses-what-is-no-document", test_refuses_what_is_no_document);
  g_test_add_func ("/base/json/refuses-deep-nesting", test_refuses_deep_nesting);
  g_test_add_func ("/base/json/refuses-many-values", test_refuses_many_values);
  g_test_add_func ("/base/json/depth-is-of-what-is-open-at-once",
                   test_depth_is_of_what_is_open_at_once);
  g_test_add_func ("/base/json/brackets-in-texts-do-not-nest", test_brackets_in_texts_do_not_nest);
  g_test_add_func ("/base/json/message-does-not-quote", test_message_does_not_quote);
  g_test_add_func ("/base/json/canonical-form", test_canonical_form);
  g_test_add_func ("/base/json/is-written-as-ever", test_is_written_as_ever);
  g_test_add_func ("/base/json/reads-what-is-built-in", test_reads_what_is_built_in);
  return g_test_run ();
}
