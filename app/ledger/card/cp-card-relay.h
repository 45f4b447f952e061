/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-client.h"
#include "cp-reader.h"

G_BEGIN_DECLS

/**
 * cp_card_relay_async:
 * @session: (nullable): needed only to issue
 * @card: that was just laid down on @reader
 * @site: (nullable): to issue the card: where a telephone is led that reads it
 *
 * Carries the bytes of a conversation between the ledger, which has the keys, and the card: what the
 * ledger says goes to the reader, what the card answers to the ledger, until the ledger is done. This
 * process understands none of it.
 */
void cp_card_relay_async (CpLedgerClient *client,
                          const char *session,
                          CpReader *reader,
                          const CpReaderCard *card,
                          const char *site,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);

/**
 * cp_card_relay_finish:
 *
 * Returns: (transfer full): the ledger's last word (docs/documents.md, TalkToCard), also where the
 *   card was taken away; or %NULL with the ledger's error
 */
CpJson *cp_card_relay_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
