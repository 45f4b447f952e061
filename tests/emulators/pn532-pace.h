/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-port.h"

G_BEGIN_DECLS

/** PN532_BYTE_NS: how long ten bits take at 115,200 baud. */
#define PN532_BYTE_NS 86806

/**
 * Pn532Pace:
 *
 * When what the chip says comes out of the line: at once, or as late as asked. In order, always.
 */
typedef struct Pn532Pace Pn532Pace;

/** pn532_pace_new: @port is kept and must outlive it. */
Pn532Pace *pn532_pace_new (Pn532Port *port);
void pn532_pace_free (Pn532Pace *self);

/**
 * pn532_pace_send:
 * @delay_us: how long after what is under way, or from now on, the first byte starts.
 * @byte_ns: how long each byte takes. The host sees them together with the last one.
 */
void pn532_pace_send (
    Pn532Pace *self, const guint8 *bytes, gsize n_bytes, guint delay_us, guint byte_ns);

/** pn532_pace_get_lag_us: how long from now until all is said. */
guint pn532_pace_get_lag_us (Pn532Pace *self);

/** pn532_pace_get_spent_us: how long all that was sent took, dropped or not. */
guint64 pn532_pace_get_spent_us (Pn532Pace *self);

/** pn532_pace_drop: what has not come out yet never will. */
void pn532_pace_drop (Pn532Pace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pn532Pace, pn532_pace_free)

G_END_DECLS
