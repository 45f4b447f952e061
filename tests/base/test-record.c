/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-record.h"

typedef enum { SMALL, LARGE } Size;

typedef struct {
  char *name;
  gint64 count;
  gboolean open;
  Size size;
  CpJson *rest;
  gint64 *top;
} Box;

static const char *const size_words[] = { "small", "large", NULL };
static const CpField box_fields[] = {
  CP_REQUIRED_TEXT_FIELD (Box, name),
  CP_INT_FIELD (Box, count),
  CP_BOOL_FIELD (Box, open),
  CP_ENUM_FIELD (Box, size, size_words),
  CP_JSON_FIELD (Box, rest),
  CP_BOUND_FIELD (Box, top),
  CP_LAST_FIELD,
};
static const CpRecordType box_type = { "box", sizeof (Box), box_fields };

static Box *
read_box (const char *text, GError **error)
{
  g_autoptr (CpJson) json = cp_json_parse (text, -1, error);

  return json != NULL ? cp_record_from_json (&box_type, json, error) : NULL;
}

static void
test_round_trip_of_a_copy (void)
{
  const char *text =
      "{\"count\":3,\"name\":\"tin\",\"open\":true,\"rest\":{\"a\":1},\"size\":\"large\"}";
  g_autoptr (GError) error = NULL;
  Box *box = read_box (text, &error);
  Box *copy;
  g_autoptr (CpJson) json = NULL;
  g_autofree char *written = NULL;

  g_assert_no_error (error);
  copy = cp_record_copy (&box_type, box);
  cp_record_free (&box_type, box);
  json = cp_record_to_json (&box_type, copy);
  written = cp_json_to_text (json);
  g_assert_cmpstr (written, ==, text);
  cp_record_free (&box_type, copy);
}

static void
test_is_written_as_its_document (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Box *box = read_box (data, &error);
  g_autoptr (GString) direct = g_string_new (NULL);
  g_autoptr (CpJson) json = NULL;
  g_autofree char *written = NULL;

  g_assert_no_error (error);
  json = cp_record_to_json (&box_type, box);
  written = cp_json_to_text (json);
  cp_record_write (direct, &box_type, box);
  g_assert_cmpstr (direct->str, ==, written);
  cp_record_free (&box_type, box);
}

static void
test_sees_what_differs (void)
{
  static const char *const others[] = {
    "{\"name\":\"can\",\"count\":1,\"rest\":[1]}",
    "{\"name\":\"tin\",\"rest\":[1]}",
    "{\"name\":\"tin\",\"count\":1,\"open\":true,\"rest\":[1]}",
    "{\"name\":\"tin\",\"count\":1,\"size\":\"large\",\"rest\":[1]}",
    "{\"name\":\"tin\",\"count\":1,\"rest\":[2]}",
    "{\"name\":\"tin\",\"count\":1}",
    "{\"name\":\"tin\",\"count\":1,\"rest\":[1],\"top\":\"0\"}",
  };
  Box *box = read_box ("{\"name\":\"tin\",\"count\":1,\"rest\":[1]}", NULL);
  Box *same = read_box ("{\"rest\":[1],\"count\":1,\"name\":\"tin\",\"open\":false}", NULL);

  g_assert_true (cp_record_equal (&box_type, box, same));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    Box *other = read_box (others[i], NULL);

    g_assert_nonnull (other);
    g_assert_false (cp_record_equal (&box_type, box, other));
    cp_record_free (&box_type, other);
  }
  cp_record_free (&box_type, box);
  cp_record_free (&box_type, same);
}

/* As in documents everywhere the number 0 is nothing; the text is a number. */
static void
test_a_bound_may_be_zero (void)
{
  static const struct {
    const char *read;
    const char *written;
  } tops[] = {
    { "0", "" },
    { "\"\"", "" },
    { "\"0\"", ",\"top\":\"0\"" },
    { "-3", ",\"top\":-3" },
    { "\"-3\"", ",\"top\":-3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tops); i++) {
    g_autofree char *text = g_strdup_printf ("{\"name\":\"tin\",\"top\":%s}", tops[i].read);
    g_autofree char *expected =
        g_strdup_printf ("{\"name\":\"tin\",\"size\":\"small\"%s}", tops[i].written);
    Box *box = read_box (text, NULL);
    Box *copy = cp_record_copy (&box_type, box);
    g_autoptr (CpJson) json = NULL;
    g_autofree char *written = NULL;
    g_autoptr (GString) direct = g_string_new (NULL);

    g_assert_true (cp_record_equal (&box_type, box, copy));
    cp_record_free (&box_type, box);
    json = cp_record_to_json (&box_type, copy);
    written = cp_json_to_text (json);
    cp_record_write (direct, &box_type, copy);
    g_assert_cmpstr (written, ==, expected);
    g_assert_cmpstr (direct->str, ==, expected);
    cp_record_free (&box_type, copy);
  }
}

static void
test_refuses (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Box *box = read_box (data, &error);

  g_assert_null (box);
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_leaves_to_others_what_is_theirs (void)
{
  const char *const others[] = { "kind", NULL };
  g_autoptr (CpJson) object = json_pack ("{s:s, s:s}", "name", "tin", "kind", "box");
  g_autoptr (GError) error = NULL;
  Box *box = cp_record_from_json_with (&box_type, object, others, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (box->name, ==, "tin");
  cp_record_free (&box_type, box);
  cp_json_set_int (object, "x", 1);
  g_assert_null (cp_record_from_json_with (&box_type, object, others, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_autofree char *long_name = g_strnfill (201, 'x');
  g_autofree char *too_long = g_strdup_printf ("{\"name\":\"%s\"}", long_name);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/record/round-trip-of-a-copy", test_round_trip_of_a_copy);
  g_test_add_data_func ("/base/record/is-written-as-its-document",
                        "{\"name\":\"t\\\"in\",\"count\":-3,\"open\":true,\"size\":\"large\","
                        "\"rest\":{\"b\":[1],\"a\":\"x\"}}",
                        test_is_written_as_its_document);
  g_test_add_data_func ("/base/record/is-written-without-what-is-absent", "{\"name\":\"tin\"}",
                        test_is_written_as_its_document);
  g_test_add_func ("/base/record/leaves-to-others-what-is-theirs",
                   test_leaves_to_others_what_is_theirs);
  g_test_add_func ("/base/record/sees-what-differs", test_sees_what_differs);
  g_test_add_data_func ("/base/record/refuses-a-list", "[]", test_refuses);
  g_test_add_data_func ("/base/record/refuses-a-missing-field", "{}", test_refuses);
  g_test_add_data_func ("/base/record/refuses-an-empty-required-text", "{\"name\":\"\"}",
                        test_refuses);
  g_test_add_data_func ("/base/record/refuses-an-unknown-field", "{\"name\":\"a\",\"x\":1}",
                        test_refuses);
  g_test_add_data_func ("/base/record/refuses-a-wrong-type", "{\"name\":\"a\",\"count\":\"1\"}",
                        test_refuses);
  g_test_add_data_func ("/base/record/refuses-a-fraction", "{\"name\":\"a\",\"count\":1.5}",
                        test_refuses);
  g_test_add_func ("/base/record/a-bound-may-be-zero", test_a_bound_may_be_zero);
  g_test_add_data_func ("/base/record/refuses-a-bound-that-is-a-word",
                        "{\"name\":\"a\",\"top\":\"none\"}", test_refuses);
  g_test_add_data_func ("/base/record/refuses-a-bound-with-a-fraction",
                        "{\"name\":\"a\",\"top\":0.5}", test_refuses);
  g_test_add_data_func ("/base/record/refuses-an-unknown-word",
                        "{\"name\":\"a\",\"size\":\"huge\"}", test_refuses);
  g_test_add_data_func ("/base/record/refuses-a-long-text", too_long, test_refuses);
  return g_test_run ();
}
