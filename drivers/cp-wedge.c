/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wedge.h"

struct _CpWedge {
  GString *text;
  glong length; /* in characters */
  gint64 last_ms;
};

CpWedge *
cp_wedge_new (void)
{
  CpWedge *self = g_new0 (CpWedge, 1);

  self->text = g_string_new (NULL);
  return self;
}

void
cp_wedge_free (CpWedge *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

const char *
cp_wedge_get_text (CpWedge *self)
{
  return self->text->str;
}

static void
forget (CpWedge *self)
{
  g_string_truncate (self->text, 0);
  self->length = 0;
}

CpWedgeVerdict
cp_wedge_feed (CpWedge *self, gunichar letter, gint64 at_ms)
{
  gboolean fast = self->length > 0 && at_ms - self->last_ms <= CP_WEDGE_MAX_GAP_MS;

  if (letter == 0)
    return CP_WEDGE_TYPED; /* shift and the like, of which scanners send some too */
  self->last_ms = at_ms;
  if (letter == '\n') {
    gboolean scanned = fast && self->length >= CP_WEDGE_MIN_LENGTH;

    self->length = 0; /* the text stays until the next key */
    return scanned ? CP_WEDGE_SCAN : CP_WEDGE_TYPED;
  }
  if (!fast || self->length >= CP_WEDGE_MAX_LENGTH)
    forget (self);
  g_string_append_unichar (self->text, letter);
  self->length++;
  return fast ? CP_WEDGE_BURST : CP_WEDGE_TYPED;
}
