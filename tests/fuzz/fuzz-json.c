/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any document from outside. What is read is what jansson reads, and is written and read again, the
 * same. */
#include "cp-json.h"
#include "fuzz-target.h"

#include <string.h>

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

/* jansson's own limit on nesting is another, and it passes over a NUL that follows a number. */
static void
compare_with_jansson (const char *data, size_t size, const CpJson *document)
{
  g_autoptr (CpJson) expected = json_loadb (data, size, JSON_REJECT_DUPLICATES, NULL);

  if (document != NULL)
    g_assert_true (json_equal (document, expected));
  else if (expected != NULL && memchr (data, '\0', size) == NULL)
    g_assert_cmpuint (get_depth (expected), >, CP_JSON_MAX_DEPTH);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) document = cp_json_parse ((const char *) data, (gssize) size, &error);
  g_autoptr (CpJson) again = NULL;
  g_autofree char *text = NULL, *text_again = NULL;

  compare_with_jansson ((const char *) data, size, document);
  if (document == NULL) {
    g_assert_nonnull (error);
    return 0;
  }
  text = cp_json_to_text (document);
  again = cp_json_parse (text, -1, NULL);
  if (again == NULL)
    return 0; /* a number's canonical form may be longer than what is allowed */
  text_again = cp_json_to_text (again);
  g_assert_cmpstr (text, ==, text_again);
  return 0;
}
