/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any document from outside. What is read is written and read again, the same.
 */
#include "cp-json.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) document = cp_json_parse ((const char *) data, (gssize) size, &error);
  g_autoptr (CpJson) again = NULL;
  g_autofree char *text = NULL, *text_again = NULL;

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
