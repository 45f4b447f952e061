/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a scanner sends: over a serial line, and as keys, each byte's upper half the pause before it in
 * tens of milliseconds. */
#include "cp-scan-line.h"
#include "cp-wedge.h"
#include "fuzz-target.h"

#include <string.h>

static void
check_text (const char *text, gsize most)
{
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_cmpuint (strlen (text), <=, most);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (CpWedge) wedge = cp_wedge_new ();
  CpScanLine line = { 0 };
  gint64 now_ms = 0;

  for (size_t i = 0; i < size; i++) {
    const char *text = cp_scan_line_take (&line, data[i]);
    gunichar letter = data[i] == 0x0A ? '\n' : (gunichar) (data[i] & 0x7F);

    if (text != NULL)
      check_text (text, CP_SCANNER_MOST);
    now_ms += 10 * (data[i] >> 4);
    if (cp_wedge_feed (wedge, letter, now_ms) == CP_WEDGE_SCAN)
      check_text (cp_wedge_get_text (wedge), 4 * CP_WEDGE_MAX_LENGTH);
  }
  return 0;
}
