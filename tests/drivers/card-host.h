/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "card-bytes.h"
#include "cp-ev2.h"
#include "pn532-card.h"

/* A reader's side for tests of emulated cards: what a card says to an APDU, and EV2 sessions by way
 * of drivers/card. */

/** host_card_new: @options: `name=value` words, or %NULL. */
Pn532Card *host_card_new (const char *kind, const char *uid, const char *options);

/** host_put: takes the card out of the field and puts it back. */
void host_put (Pn532Card *card);

/** host_ask: (transfer full): the answer with its status. */
GByteArray *host_ask (Pn532Card *card, const guint8 *apdu, gsize n);

/** host_expect: sends @apdu (hex) and holds the answer against @answer (hex). */
void host_expect (Pn532Card *card, const char *apdu, const char *answer);

/** host_authenticate: Returns: the card's status byte: 00 if the session is open. */
guint8 host_authenticate (
    Pn532Card *card, guint8 code, guint8 number, const char *key, CpEv2Session *session);

/** host_command: a command within a session. Returns: (transfer full) (nullable): its data; %NULL if
 *  the card refused or its answer was not good. */
GByteArray *host_command (Pn532Card *card,
                          CpEv2Session *session,
                          CpEv2Mode mode,
                          guint8 code,
                          const char *header,
                          const char *data);
