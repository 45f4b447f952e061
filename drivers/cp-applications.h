/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/** CP_SELECT_NTAG424: SELECT of NTAG 424 DNA's application by its name (NT4H2421Gx, 8.2.1), as the bytes
 *  of an array; the card answers 9000. */
#define CP_SELECT_NTAG424                                                        \
  {                                                                              \
    0x00, 0xA4, 0x04, 0x0C, 0x07, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00 \
  }
