/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-entities.h"
#include "cp-ledger.h"

G_BEGIN_DECLS

/**
 * CpLedgerCards:
 *
 * The ledger's part of what cards prove: the keys, the conversations that are going on, and what
 * came of the last ones. Whoever has the reader carries the bytes and learns no key.
 */
typedef struct CpLedgerCards CpLedgerCards;

/** cp_ledger_cards_new: @keys_path: (nullable): see CpLedgerConfig */
CpLedgerCards *cp_ledger_cards_new (CpLedger *ledger, const char *keys_path, GError **error);
void cp_ledger_cards_free (CpLedgerCards *self);

/** CP_LEDGER_PROOF_MS: how long what a card proved holds for Identify */
#define CP_LEDGER_PROOF_MS 15000

/** CP_LEDGER_VISIT_MS: how long it then holds for operations on its member */
#define CP_LEDGER_VISIT_MS (15 * 60 * 1000)

/**
 * cp_ledger_cards_note_visit:
 *
 * Notes what @card has just proven for what is done for its member within @session.
 *
 * Returns: (transfer none): it, as #CpOperation has it: `uid` if it proved nothing lately
 */
const char *
cp_ledger_cards_note_visit (CpLedgerCards *self, const char *session, const CpCard *card);

/** cp_ledger_cards_stamp: writes what was noted into an operation's @body: `proof`, `card_id` and
 *  `card_counter`; nothing if no card was here. @session: (nullable) */
void cp_ledger_cards_stamp (CpLedgerCards *self,
                            const char *session,
                            const char *member_id,
                            CpJson *body);

G_END_DECLS
