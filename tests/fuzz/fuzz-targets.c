/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the chip answers when asked for cards, with the ATS that the card itself
 * sends. */
#include "cp-nfc-target.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  CpWireCard cards[CP_NFC_MAX_TARGETS];
  guint n = cp_nfc_targets_parse (data, size, cards);

  g_assert_cmpuint (n, <=, CP_NFC_MAX_TARGETS);
  for (guint i = 0; i < n; i++) {
    g_assert_cmpuint (cards[i].uid.length, <=, 10);
    g_assert_cmpuint (cards[i].ats.length, <=, sizeof cards[i].ats.bytes);
  }
  return 0;
}
