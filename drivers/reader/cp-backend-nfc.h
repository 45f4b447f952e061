/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-backend.h"
#include "cp-port.h"

#include <nfc/nfc.h>

G_BEGIN_DECLS

/* cp-backend-nfc.c holds the device, cp-nfc-card.c speaks to cards. */
typedef struct {
  CpPort port;
  nfc_context *context;
  nfc_device *device;
  guint rf_timeout_ms;
} CpNfc;

/**
 * cp_nfc_classify:
 *
 * Returns: what a negative result of libnfc says of the device; %CP_LOOK_NOTHING when it is only
 *   the card that failed. Decided by the code alone: libnfc's texts lie.
 */
CpLook cp_nfc_classify (int result);

/** cp_nfc_select: @uid of length 0 is any card. */
CpLook cp_nfc_select (CpNfc *self, const guint8 *uid, gsize n_uid, nfc_target *ret_target);

/**
 * cp_nfc_transceive:
 *
 * Returns: the number of bytes received, or libnfc's negative result.
 */
int cp_nfc_transceive (CpNfc *self,
                       CpReaderFrame frame,
                       const guint8 *command,
                       gsize n_command,
                       guint8 *answer,
                       gsize n_answer,
                       guint timeout_ms);

CpLook cp_nfc_look (gpointer device, CpWireCard *ret_card);
CpLook cp_nfc_check (gpointer device, const CpWireCard *card);
CpLook cp_nfc_exchange (gpointer device,
                        const CpWireCard *card,
                        const CpWireExchange *exchange,
                        CpWireReply *ret_reply);

G_END_DECLS
