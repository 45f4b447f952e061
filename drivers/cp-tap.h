/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CP_MAX_UID 10

/** CpUid: a card's number; @length is 0 when there is none. */
typedef struct {
  guint8 length;
  guint8 bytes[CP_MAX_UID];
} CpUid;

gboolean cp_uid_equal (const CpUid *a, const CpUid *b);

/**
 * CpPresence:
 * @gone_ms: how long a card must not have been seen to be gone.
 *
 * Which card lies on the reader, in the helper. A card that is missed once, because it moves or
 * the radio stumbles, is still there. Zero it and set @gone_ms to start.
 */
typedef struct {
  guint gone_ms;
  CpUid uid; /* of the card that is there */
  gint64 seen_ms;
} CpPresence;

/** cp_presence_has_card: whether a card is there, perhaps missed for a moment. */
gboolean cp_presence_has_card (const CpPresence *self);

/**
 * cp_presence_note:
 * @uid: (nullable): what has just been seen and confirmed; %NULL for nothing.
 *
 * Returns: whether the card that was there is gone from now on. It must be called again for @uid
 *   to become the card that is there: another card counts only once the old one is gone.
 */
gboolean cp_presence_note (CpPresence *self, const CpUid *uid, gint64 now_ms);

#define CP_TAP_AGAIN_MS 1500

/**
 * CpTaps:
 *
 * What counts as a tap, in the parent: the same card within %CP_TAP_AGAIN_MS of having been seen
 * is the same tap, also across a restart of the helper. Zero it to start.
 */
typedef struct {
  CpUid last;
  gint64 last_seen_ms;
  gboolean present;
  gboolean told; /* somebody knows that the card is there */
} CpTaps;

/** cp_taps_card: a card came. Returns: whether that is a tap to be told of. */
gboolean cp_taps_card (CpTaps *self, const CpUid *uid, gint64 now_ms);

/** cp_taps_gone: the card went, or is no longer known to be there. Returns: whether to tell. */
gboolean cp_taps_gone (CpTaps *self, gint64 now_ms);

G_END_DECLS
