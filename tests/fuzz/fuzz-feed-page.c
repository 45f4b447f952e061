/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A page of head office's feed. */
#include "cp-protocol.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (CpJson) document = cp_json_parse_object ((const char *) data, (gssize) size, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFeedPage) page = NULL;

  if (document == NULL)
    return 0;
  page = cp_feed_page_from_json (document, &error);
  g_assert_true ((page != NULL) != (error != NULL));
  return 0;
}
