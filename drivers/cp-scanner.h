/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "cp-scan-line.h"

G_BEGIN_DECLS

/**
 * CpScanner:
 *
 * A barcode or magnetic-stripe scanner on a serial line (also of USB: /dev/ttyACM0) that sends what it
 * reads as lines, ended by CR, LF or both. A line that is not there, or was pulled, is a state and
 * no error: it is tried for ever, with pauses of 20 ms to 2 s.
 *
 * Belongs to the main context in which it was made; nothing here blocks.
 *
 * Property, read-only: `connected`. Signal `scanned` (text): a line of printable ASCII without its
 * end. Another is dropped, since it is noise on the line or the wrong speed.
 */
#define CP_TYPE_SCANNER (cp_scanner_get_type ())
G_DECLARE_FINAL_TYPE (CpScanner, cp_scanner, CP, SCANNER, GObject)

/** cp_scanner_new: Returns: (transfer full): @path: of the line, which runs at 9600 baud, 8N1. */
CpScanner *cp_scanner_new (const char *path);

gboolean cp_scanner_get_connected (CpScanner *self);

G_END_DECLS
