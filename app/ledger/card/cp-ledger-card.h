/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-proofs.h"
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

/** cp_ledger_cards_get_proofs: (transfer none): what came of them */
CpCardProofs *cp_ledger_cards_get_proofs (CpLedgerCards *self);

G_END_DECLS
