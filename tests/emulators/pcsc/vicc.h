/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-card.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Vicc:
 *
 * A card for vsmartcard's virtual PC/SC reader, to which it connects over TCP: to be connected is to
 * be on the reader. Each packet is two bytes of length, big endian, and that many bytes. Packets of
 * one byte are the reader's own words: 0 power off, 1 on, 2 reset, 4 "which ATR?". All others are
 * commands, which are answered as by a contactless reader (PC/SC part 3): FF CA, FF B0 and FF D6 by
 * the reader, the others by the card. The cards are the same as behind the PN532.
 */
typedef struct Vicc Vicc;

/* What `look` answers. */
#define VICC_CARD "card"
#define VICC_NOTHING "nothing"

/** vicc_new: Returns: (transfer full): without a card; @port: of the reader, on 127.0.0.1. */
Vicc *vicc_new (guint16 port);
void vicc_free (Vicc *self);

/**
 * vicc_command:
 * @line: `enter KIND uid=HEX …` (see pn532_card_new()), `leave`, `dump`; `brief KIND uid=HEX …`: it enters,
 *   and is gone as soon as its power is cut; `look`: %VICC_CARD or %VICC_NOTHING; `keyless`: from now on the
 *   reader takes no keys for MIFARE Classic; or `keep uid=HEX`: until it cuts a card's power it says this
 *   number of any.
 *
 * Returns: (transfer full): `ok`, `ok …` or `error …`.
 */
char *vicc_command (Vicc *self, const char *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vicc, vicc_free)

G_END_DECLS
