/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An operation, as it stands in a journal and comes from a device. */
#include "cp-operation.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (CpJson) document = cp_json_parse_object ((const char *) data, (gssize) size, NULL);
  g_autoptr (CpOperation) operation =
      document != NULL ? cp_operation_from_json (document, NULL) : NULL;
  g_autoptr (CpOperation) again = NULL;
  g_autoptr (CpJson) written = NULL, written_again = NULL;

  if (operation == NULL)
    return 0;
  written = cp_operation_to_json (operation);
  again = cp_operation_from_json (written, NULL);
  g_assert_nonnull (again);
  written_again = cp_operation_to_json (again);
  g_assert_true (json_equal (written, written_again));
  return 0;
}
