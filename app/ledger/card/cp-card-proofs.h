/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-entities.h"
#include "cp-world.h"

G_BEGIN_DECLS

/** CP_LEDGER_PROOF_MS: how long what a card proved holds for Identify */
#define CP_LEDGER_PROOF_MS 15000

/** CP_LEDGER_VISIT_MS: how long it then holds for operations on its member */
#define CP_LEDGER_VISIT_MS (15 * 60 * 1000)

/** CpCardProofs: what cards have proven lately, and for whose visits that holds. */
typedef struct CpCardProofs CpCardProofs;

CpCardProofs *cp_card_proofs_new (const CpWorld *world);
void cp_card_proofs_free (CpCardProofs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCardProofs, cp_card_proofs_free)

/**
 * cp_card_proofs_note_tap:
 * @uid: the true one, in upper-case hex
 * @word: (transfer none): as #CpOperation has it; static
 * @counter: the number that the card showed; 0: none
 * @unproved: whether it might have proven more, had head office been in reach
 */
void cp_card_proofs_note_tap (
    CpCardProofs *self, const char *uid, const char *word, gint64 counter, gboolean unproved);

/**
 * cp_card_proofs_note_visit:
 * @ret_unproved: (out): as above
 *
 * Notes what @card has just proven for what is done for its member within @session.
 *
 * Returns: (transfer none): it, as #CpOperation has it: `uid` if it proved nothing lately
 */
const char *cp_card_proofs_note_visit (CpCardProofs *self,
                                       const char *session,
                                       const CpCard *card,
                                       gboolean *ret_unproved);

/**
 * cp_card_proofs_get:
 * @session: whose visit it is
 * @uid: (nullable): of a card that was tapped
 *
 * Returns: (transfer none) (nullable): what the card with @uid has proven just now, or else the one by which
 *   the member is here, as #CpOperation has it
 */
const char *cp_card_proofs_get (CpCardProofs *self,
                                const char *session,
                                const char *member_id,
                                const char *uid);

/** cp_card_proofs_stamp: writes what was noted into an operation's @body: `proof`, `card_id` and
 *  `card_counter`; nothing if no card was here. @session: (nullable) */
void
cp_card_proofs_stamp (CpCardProofs *self, const char *session, const char *member_id, CpJson *body);

/** cp_card_proofs_move_visit: what was noted of @from's visit holds for @to, who is the same person */
void cp_card_proofs_move_visit (CpCardProofs *self,
                                const char *session,
                                const char *from,
                                const char *to);

G_END_DECLS
