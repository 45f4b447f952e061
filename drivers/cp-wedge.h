/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpWedge:
 *
 * Tells a scanner that types like a keyboard (a *wedge*) from a person who types: a scanner sends its
 * characters in a burst and ends with Enter. Pure: it is told each key and when, and reads no clock.
 */
typedef struct _CpWedge CpWedge;

/** CP_WEDGE_MAX_GAP_MS: between two keys of a burst at most; scanners need 1 to 20 ms, a very fast
 *  typist 60 */
#define CP_WEDGE_MAX_GAP_MS 40

/** CP_WEDGE_MIN_LENGTH: of what is scanned */
#define CP_WEDGE_MIN_LENGTH 4
#define CP_WEDGE_MAX_LENGTH 128

/**
 * CpWedgeVerdict:
 * @CP_WEDGE_TYPED: as a person would: the key is for whoever has the focus
 * @CP_WEDGE_BURST: too fast for a person: the key belongs to a scan, and to nobody else
 * @CP_WEDGE_SCAN: the Enter that ends a scan, see cp_wedge_get_text()
 */
typedef enum {
  CP_WEDGE_TYPED,
  CP_WEDGE_BURST,
  CP_WEDGE_SCAN,
} CpWedgeVerdict;

CpWedge *cp_wedge_new (void);
void cp_wedge_free (CpWedge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpWedge, cp_wedge_free)

/**
 * cp_wedge_feed:
 * @letter: what the key types, 0 for a key that types nothing, `\n` for Enter
 * @at_ms: when, on any clock that only goes forward
 */
CpWedgeVerdict cp_wedge_feed (CpWedge *self, gunichar letter, gint64 at_ms);

/** cp_wedge_get_text: (transfer none): what was scanned last; until the next key */
const char *cp_wedge_get_text (CpWedge *self);

G_END_DECLS
