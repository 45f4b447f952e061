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

static guint
get_depth (const json_t *value)
{
  guint deepest = 0;
  const char *key;
  size_t i;
  json_t *inner;

  json_array_foreach (value, i, inner)
  {
    guint depth = get_depth (inner);

    deepest = MAX (deepest, depth);
  }
  json_object_foreach ((json_t *) value, key, inner)
  {
    guint depth = get_depth (inner);

    deepest = MAX (deepest, depth);
  }
  return json_is_array (value) || json_is_object (value) ? deepest + 1 : 0;
}

/* Both take @text and have the same, or both refuse it; but jansson passes over a NUL that follows a
 * number. */
static void
assert_as_jansson (const char *text, gsize size)
{
  g_autoptr (CpJson) expected = json_loadb (text, size, JSON_REJECT_DUPLICATES, NULL);
  g_autoptr (CpJson) json = cp_json_parse (text, (gssize) size, NULL);
  g_autofree char *escaped = g_strescape (text, NULL);

  if (json != NULL ? json_equal (json, expected)
                   : expected == NULL || memchr (text, '\0', size) != NULL ||
                         get_depth (expected) > CP_JSON_MAX_DEPTH)
    return;
  g_error ("Read otherwise than by jansson: %.*s (%" G_GSIZE_FORMAT " bytes, %s)", (int) size, text,
           size, escaped);
}

static const char *const samples[] = {
  "{}",
  "[]",
  " \t\r\n{ } ",
  "[1,2,3]",
  "[1,]",
  "[,1]",
  "{\"a\"}",
  "{\"a\":}",
  "{\"a\":1,}",
  "{a:1}",
  "[}",
  "[0,-0,-1,10,1234567890123456789]",
  "[01]",
  "[-]",
  "[+1]",
  "[9223372036854775807,-9223372036854775808]",
  "[9223372036854775808]",
  "[-9223372036854775809]",
  "[1.0,0.5,-0.25,1e2,1E+2,1e-2,1.5e300]",
  "[1.]",
  "[.5]",
  "[1e]",
  "[1e+]",
  "[1e400]",
  "[-1e400]",
  "[1e-400]",
  "[true,false,null]",
  "[True]",
  "[tru]",
  "[truer]",
  "[nul",
  "true",
  "1",
  "\"a\"",
  "[\"a\\\"b\\\\c\\/\\b\\f\\n\\r\\t\"]",
  "[\"\\x\"]",
  "[\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"]",
  "[\"\\u0000\"]",
  "[\"\\ud83d\"]",
  "[\"\\ud83d\\u0041\"]",
  "[\"\\ude00\"]",
  "[\"\\u12\"]",
  "[\"\\u12g4\"]",
  "[\"a\nb\"]",
  "[\"\x1f\"]",
  "[\"\x7f\"]",
  "[\"é€😀\"]",
  "[\"\xc0\x80\"]",
  "[\"\xed\xa0\x80\"]",
  "[\"\xf4\x90\x80\x80\"]",
  "[\"\xe2\x82\"]",
  "[\"\xff\"]",
  "\xef\xbb\xbf[]",
  "[\"abc",
  "[\"abc\\",
  "[1]x",
  "[1] \f",
  "{\"a\":1,\"b\":{\"a\":[{}]},\"\":\"\"}",
  "{\"a\":1,\"\\u0061\":2}",
  "{\"a\\n\":\"\\n\",\"b\":\"x\\ty\"}",
  "{\"a\\u0000\":1}",
  "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
};

static void
test_reads_as_jansson_does (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    for (gsize size = 0; size <= strlen (samples[i]); size++)
      assert_as_jansson (samples[i], size);
}

/* Each byte of each sample in turn is another one, and one is not there. */
static void
test_reads_what_is_garbled_as_jansson_does (void)
{
  static const char others[] = "\"\\{}[],:0-.eEu \n\0\x80\xe2t";

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    for (gsize at = 0; samples[i][at] != '\0'; at++) {
      g_autofree char *text = g_strdup (samples[i]);
      gsize size = strlen (text);

      for (gsize other = 0; other < sizeof others - 1; other++) {
        text[at] = others[other];
        assert_as_jansson (text, size);
      }
      memmove (text + at, text + at + 1, size - at);
      assert_as_jansson (text, size - 1);
    }
}

static void
test_reads_a_document_of_any_length (void)
{
  g_autoptr (CpJson) longer = json_array ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < 5000; i++)
    json_array_append_new (longer, json_pack ("{s:i,s:s}", "number", i, "text", "é\n"));
  text = cp_json_to_text (longer);
  assert_as_jansson (text, strlen (text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/refuses-what-is-no-document", test_refuses_what_is_no_document);
  g_test_add_func ("/base/json/refuses-deep-nesting", test_refuses_deep_nesting);
  g_test_add_func ("/base/json/brackets-in-texts-do-not-nest", test_brackets_in_texts_do_not_nest);
  g_test_add_func ("/base/json/message-does-not-quote", test_message_does_not_quote);
  g_test_add_func ("/base/json/canonical-form", test_canonical_form);
  g_test_add_func ("/base/json/is-written-as-ever", test_is_written_as_ever);
  g_test_add_func ("/base/json/reads-as-jansson-does", test_reads_as_jansson_does);
  g_test_add_func ("/base/json/reads-what-is-garbled-as-jansson-does",
                   test_reads_what_is_garbled_as_jansson_does);
  g_test_add_func ("/base/json/reads-a-document-of-any-length",
                   test_reads_a_document_of_any_length);
  return g_test_run ();
}
