/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-bytes.h"

#include <string.h>

#define MAX_TEST_BYTES 512

/* Bytes written as hex in a table of vectors; shared by the card tests. */
typedef struct {
  guint8 bytes[MAX_TEST_BYTES];
  gsize n;
} TestBytes;

static inline TestBytes
unhex (const char *hex)
{
  TestBytes bytes = { .n = 0 };

  g_assert_true (cp_bytes_from_hex (hex, bytes.bytes, sizeof bytes.bytes, &bytes.n));
  return bytes;
}

static inline void
assert_hex (const guint8 *bytes, gsize n, const char *expected)
{
  g_autofree char *got = cp_bytes_to_hex (bytes, n);

  g_assert_cmpstr (got, ==, expected);
}
