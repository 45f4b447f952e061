/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-tap.h"

#include <string.h>

gboolean
cp_uid_equal (const CpUid *a, const CpUid *b)
{
  return a->length == b->length && memcmp (a->bytes, b->bytes, a->length) == 0;
}

gboolean
cp_presence_has_card (const CpPresence *self)
{
  return self->uid.length > 0;
}

gboolean
cp_presence_note (CpPresence *self, const CpUid *uid, gint64 now_ms)
{
  if (!cp_presence_has_card (self)) {
    if (uid != NULL) {
      self->uid = *uid;
      self->seen_ms = now_ms;
    }
    return FALSE;
  }
  if (uid != NULL && cp_uid_equal (uid, &self->uid)) {
    self->seen_ms = now_ms;
    return FALSE;
  }
  if (now_ms - self->seen_ms < self->gone_ms)
    return FALSE;
  self->uid.length = 0;
  return TRUE;
}

gboolean
cp_taps_card (CpTaps *self, const CpUid *uid, gint64 now_ms)
{
  gboolean again = self->last.length > 0 && cp_uid_equal (&self->last, uid) &&
                   (self->present || now_ms - self->last_seen_ms < CP_TAP_AGAIN_MS);

  self->last = *uid;
  self->last_seen_ms = now_ms;
  self->present = TRUE;
  self->told = !again;
  return !again;
}

gboolean
cp_taps_gone (CpTaps *self, gint64 now_ms)
{
  gboolean tell = self->present && self->told;

  if (self->present)
    self->last_seen_ms = now_ms;
  self->present = FALSE;
  self->told = FALSE;
  return tell;
}
