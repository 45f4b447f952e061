/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A packed body: however small, it never becomes larger than is allowed. */
#include "cp-wire-gzip.h"
#include "fuzz-target.h"

#define MOST 65536

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) plain = cp_gzip_unpack (data, size, MOST, NULL);

  if (plain != NULL)
    g_assert_cmpuint (g_bytes_get_size (plain), <=, MOST);
  return 0;
}
