/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-backend-pcsc.h"

G_BEGIN_DECLS

/**
 * cp_pcsc_ask_classic:
 * @card: what reader and number say of it.
 *
 * Opens the first sector with the keys that everybody knows (PC/SC part 3, 3.2.2.1: LOAD KEYS, GENERAL
 * AUTHENTICATE) and reads the maker's block, which begins with the number. A card with keys of its own,
 * or behind a reader that takes none, can't be asked: the reader answers as for one that is not there.
 *
 * Returns: %CP_LOOK_CARD if it answered, or can't be asked; %CP_LOOK_REFUSED if its block is another
 *   card's; %CP_LOOK_NOTHING if it is gone.
 */
CpLook cp_pcsc_ask_classic (CpPcsc *self, const CpWireCard *card);

G_END_DECLS
