/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-keys.h"
#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * cp_head_office_set_card_keys:
 * @keys: (transfer full): the chain's; they are in this process's memory alone, never in its storage
 *
 * From now on it says of cards' messages whether they are genuine.
 */
void cp_head_office_set_card_keys (CpHeadOffice *self, CpCardKeys *keys);

/**
 * cp_head_office_handle_sun:
 * @device_id: who asks, by its token
 * @request: {incarnation, challenge, url}
 *
 * Verifies the message of an NTAG 424 DNA (statements 59 to 62). Its number must be higher than any
 * that the card's row has; the row has it before the answer goes out. The same question of the same
 * device, with the same challenge, gets the same answer, as long as this process lives.
 */
void cp_head_office_handle_sun (CpHeadOffice *self,
                                const char *device_id,
                                const CpJson *request,
                                CpWireAnswer *ret_answer);

/** CpSunDesk: what is needed for that, of a head office. */
typedef struct CpSunDesk CpSunDesk;

void cp_sun_desk_free (CpSunDesk *self);

G_END_DECLS
