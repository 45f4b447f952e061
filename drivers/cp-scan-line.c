/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-scan-line.h"

static const char *
end (CpScanLine *self)
{
  gboolean well = !self->spoiled && self->n > 0;

  self->text[self->n] = '\0';
  self->n = 0;
  self->spoiled = FALSE;
  return well ? self->text : NULL;
}

const char *
cp_scan_line_take (CpScanLine *self, guint8 byte)
{
  if (byte == '\r' || byte == '\n')
    return end (self);
  if (!g_ascii_isprint ((char) byte) || self->n >= CP_SCANNER_MOST)
    self->spoiled = TRUE;
  else
    self->text[self->n++] = (char) byte;
  return NULL;
}
