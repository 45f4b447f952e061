/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-pcsc-atr.h"

#include <string.h>

/* Where TS, T0, TD1 and TD2 end and the historical bytes begin. */
#define N_HEAD 4
#define NAME_AT 13

CpAtrKind
cp_pcsc_atr_read (const guint8 *atr, gsize n_atr)
{
  static const guint8 storage[] = { 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06 };
  guint name;

  if (n_atr < NAME_AT + 2 || memcmp (atr + N_HEAD, storage, sizeof storage) != 0)
    return CP_ATR_CONTACTLESS;
  name = (guint) atr[NAME_AT] << 8 | atr[NAME_AT + 1];
  switch (name) {
  case 0x0001: /* 1K */
  case 0x0002: /* 4K */
  case 0x0026: /* Mini */
  case 0x0036: /* Plus in security level 1, which is the same */
  case 0x0037:
    return CP_ATR_CLASSIC;
  case 0x0003: /* Ultralight, NTAG */
  case 0x003A: /* Ultralight C */
  case 0x003D: /* Ultralight EV1 */
    return CP_ATR_TYPE2;
  default:
    return CP_ATR_STORAGE;
  }
}
