/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CP_SCANNER_MOST: a line may have so many bytes; a longer one is dropped. */
#define CP_SCANNER_MOST 512

/** CpScanLine: what a scanner on a serial line has sent of a code so far. Zero it to start. */
typedef struct {
  gsize n;
  gboolean spoiled; /* it is no code, whatever follows */
  char text[CP_SCANNER_MOST + 1];
} CpScanLine;

/**
 * cp_scan_line_take:
 *
 * A code is 1 to %CP_SCANNER_MOST characters of printable ASCII, and ends with CR or LF.
 *
 * Returns: (transfer none) (nullable): the code that @byte ends, until the next call
 */
const char *cp_scan_line_take (CpScanLine *self, guint8 byte);

G_END_DECLS
