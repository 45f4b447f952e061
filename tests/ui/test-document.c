/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-document.h"

static void
test_finds (void)
{
  g_autoptr (CpJson) list = json_pack ("[{s:s}, {s:s, s:i}]", "id", "a", "id", "b", "n", 2);

  g_assert_cmpint (cp_json_get_int (cp_document_find (list, "id", "b"), "n", 0), ==, 2);
  g_assert_null (cp_document_find (list, "id", "c"));
  g_assert_null (cp_document_find (NULL, "id", "a"));
}

static void
test_boxes (void)
{
  CpJson *json = json_object ();
  GValue value = G_VALUE_INIT;

  g_value_init (&value, CP_TYPE_DOCUMENT);
  g_value_set_boxed (&value, json);
  g_assert_cmpuint (json->refcount, ==, 2);
  g_value_unset (&value);
  g_assert_cmpuint (json->refcount, ==, 1);
  cp_document_take (&json, NULL);
  g_assert_null (json);
}

static void
test_wipes (void)
{
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s}", "staff_id", "anna", "pin", "2580");
  const char *pin = json_string_value (json_object_get (request, "pin"));

  cp_document_wipe (request, "pin");
  cp_document_wipe (request, "nothing");
  cp_document_wipe (NULL, "pin");
  g_assert_cmpmem (pin, 4, "\0\0\0\0", 4);
  g_assert_cmpstr (cp_json_get_text (request, "staff_id"), ==, "anna");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/finds-by-a-text", test_finds);
  g_test_add_func ("/document/is-shared-by-properties", test_boxes);
  g_test_add_func ("/document/wipes-a-secret-where-it-lies", test_wipes);
  return g_test_run ();
}
