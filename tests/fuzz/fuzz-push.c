/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device pushes, and what head office answers. */
#include "cp-protocol.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (CpJson) document = cp_json_parse_object ((const char *) data, (gssize) size, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPushAnswer) answer = NULL;
  g_autoptr (CpPush) push = NULL;

  if (document == NULL)
    return 0;
  answer = cp_push_answer_from_json (document, NULL);
  push = cp_push_from_json (document, &error);
  g_assert_true ((push != NULL) != (error != NULL));
  return 0;
}
