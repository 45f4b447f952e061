/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-card.h"

G_BEGIN_DECLS

/** PN532_AIR_TRY_US: how long the chip looks for a card that isn't there. A model, as it was not
 *  measured on silicon. */
#define PN532_AIR_TRY_US 5000

/**
 * pn532_air_get_activation_us:
 *
 * Returns: how long anticollision, selection and, with an ATS, RATS take at 106 kbit/s: computed
 *   from the frames of ISO 14443-3 (2.40 ms for 4 bytes of UID, 4.43 for 7).
 */
guint pn532_air_get_activation_us (const Pn532Card *card, gboolean with_ats);

/** pn532_air_get_exchange_us: how long a command and its answer take, without their CRCs. */
guint pn532_air_get_exchange_us (gsize n_command, gsize n_answer);

/** pn532_air_get_timeout_us: @code: of RFConfiguration's timings (user manual, 7.3.1). */
guint pn532_air_get_timeout_us (guint8 code);

G_END_DECLS
