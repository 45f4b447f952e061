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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/finds-by-a-text", test_finds);
  g_test_add_func ("/document/is-shared-by-properties", test_boxes);
  return g_test_run ();
}
