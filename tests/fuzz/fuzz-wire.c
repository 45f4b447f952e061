/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the reader helper sends. What is taken is sent on unchanged. */
#include "cp-wire.h"
#include "fuzz-target.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  CpWireMessage message;
  guint8 again[CP_WIRE_MAX_BYTES];

  if (!cp_wire_decode (data, size, &message))
    return 0;
  g_assert_cmpuint (cp_wire_encode (&message, again), ==, size);
  g_assert_true (memcmp (again, data, size) == 0);
  return 0;
}
