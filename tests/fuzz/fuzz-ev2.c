/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A card's answers within a session. */
#include "cp-ev2.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const guint8 random[CP_AES_KEY] = { 7 };
  g_autoptr (GByteArray) plain = g_byte_array_new ();

  for (CpEv2Mode mode = CP_EV2_PLAIN; mode <= CP_EV2_FULL; mode++) {
    CpEv2Session session = { .counter = 3 };

    if (cp_ev2_unwrap (&session, mode, data, size, plain))
      g_assert_cmpuint (plain->len, <, size);
    if (cp_ev2_begin (&session, random, random, random, data, size))
      g_assert_cmpuint (size, <=, CP_EV2_ANSWER);
  }
  return 0;
}
