/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a PC/SC reader says of a card. */
#include "cp-pcsc-atr.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_assert_cmpint (cp_pcsc_atr_read (data, size), <=, CP_ATR_STORAGE);
  return 0;
}
