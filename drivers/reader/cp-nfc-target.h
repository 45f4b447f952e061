/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-wire.h"

G_BEGIN_DECLS

/** CP_NFC_MAX_TARGETS: how many the chip can be asked for. */
#define CP_NFC_MAX_TARGETS 2

/**
 * cp_nfc_targets_parse:
 * @data: what the chip answers to InListPassiveTarget at 106 kbit/s type A (PN532 user manual,
 *   7.3.5): the number of targets, then of each its own number, ATQA, SAK, length of the UID, UID,
 *   and with bit 5 of the SAK the ATS, its length byte first. Anything may be in it.
 * @ret_cards: (out): room for %CP_NFC_MAX_TARGETS; kind and flags are not filled in.
 *
 * libnfc's own reading of this believes each length; a card whose ATS says 0 makes it crash.
 *
 * Returns: how many cards are in it; 0 also when any of it is not as it must be.
 */
guint cp_nfc_targets_parse (const guint8 *data, gsize n_data, CpWireCard *ret_cards);

G_END_DECLS
