/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-sun.h"
#include "office-fixture.h"

/* Messages of cards of a chain whose keys head office has. */

/** sun_key_text: the text of the key file */
extern const char sun_key_text[];

/** SUN_UID: of a card that sun_equip() gives account 1 */
#define SUN_UID "04958CAA5C5E80"

/** sun_equip: gives the office the keys, and account 1 a card with %SUN_UID. */
void sun_equip (Office *office);

/** sun_make_url: (transfer full): what the card @uid says when it is read for the @counter th time,
 *  made with @keys */
char *sun_make_url (const CpCardKeySource *keys, const char *uid, guint32 counter);

/** sun_make_question: (transfer full): a request about %SUN_UID's message number @counter */
char *sun_make_question (const char *incarnation, const char *challenge, guint32 counter);
