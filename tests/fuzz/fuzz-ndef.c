/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a card's memory holds for telephones. */
#include "cp-ndef.h"
#include "fuzz-target.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  gsize n = 0;
  const guint8 *message = cp_ndef_find_message (data, size, &n);
  g_autofree char *direct = cp_ndef_parse_url (data, size);
  g_autofree char *found = message != NULL ? cp_ndef_parse_url (message, n) : NULL;

  if (message != NULL)
    g_assert_true (message >= data && n <= size - (gsize) (message - data));
  if (found != NULL)
    g_assert_cmpuint (strlen (found), <=, CP_NDEF_MAX_URL);
  if (direct != NULL) {
    g_autoptr (GByteArray) built = cp_ndef_build_url (direct);
    g_autofree char *again = cp_ndef_parse_url (built->data, built->len);

    g_assert_cmpstr (direct, ==, again);
  }
  return 0;
}
