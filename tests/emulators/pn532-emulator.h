/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Pn532Emulator:
 *
 * A PN532 behind a serial line: port, framing, chip, card and the armed fault, joined together.
 */
typedef struct Pn532Emulator Pn532Emulator;

/**
 * pn532_emulator_new:
 * @link_path: name of the serial line.
 * @seed: what random bytes come from; the same seed gives the same bytes.
 *
 * Returns: (transfer full) (nullable): plugged, with an empty field.
 */
Pn532Emulator *pn532_emulator_new (const char *link_path, guint32 seed, GError **error);
void pn532_emulator_free (Pn532Emulator *self);

/**
 * pn532_emulator_command:
 * @line: one line of the control protocol, without its end:
 *   `enter KIND uid=HEX [NAME=VALUE…]` puts a card into the field (see pn532_card_new()), and
 *   answers when: microseconds of the monotonic clock; with `into=MICROSECONDS` when the chip's look
 *   for a card, where it is timed, has lasted so long;
 *   `add KIND …` puts a second one beside it; `leave` takes all away;
 *   `fault KIND [cmd=HEX] [first=HEX] [count=N] [after=N] [data=HEX,…]` arms a fault (see #Pn532FaultKind),
 *   `fault none` disarms it;
 *   `timing on` makes line (115,200 baud) and air take their time, `timing off` neither;
 *   `unplug` and `plug` pull the line and put it back, the chip as after power-on;
 *   `dump` answers with the card's memory in hex; `stats` with what the chip has done,
 *   and with how long the line and the air took for it.
 *
 * Returns: (transfer full): `ok`, `ok …` or `error …`, without the line's end.
 */
char *pn532_emulator_command (Pn532Emulator *self, const char *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pn532Emulator, pn532_emulator_free)

G_END_DECLS
