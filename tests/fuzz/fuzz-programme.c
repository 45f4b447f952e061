/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A programme, as head office publishes it. */
#include "cp-programme.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (CpJson) document = cp_json_parse_object ((const char *) data, (gssize) size, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpProgramme) programme =
      document != NULL ? cp_programme_from_json (document, &error) : NULL;

  if (document != NULL)
    g_assert_true ((programme != NULL) != (error != NULL));
  return 0;
}
