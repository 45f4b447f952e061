/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-backend.h"
#include "cp-tap.h"

#include <winscard.h>

G_BEGIN_DECLS

/**
 * CpPcsc:
 * @reader: the name under which pcscd has it.
 * @seen: the reader's state as pcscd told it last, for which a change is awaited.
 * @card: connected while @connected.
 * @atr: of the card that is connected.
 *
 * cp-backend-pcsc.c holds the reader, cp-pcsc-card.c speaks to cards.
 */
typedef struct {
  SCARDCONTEXT context;
  char *reader;
  DWORD seen;
  SCARDHANDLE card;
  gboolean connected;
  DWORD protocol;
  guint8 atr[MAX_ATR_SIZE];
  gsize n_atr;
} CpPcsc;

/**
 * cp_pcsc_classify:
 *
 * Returns: what a result of PC/SC says of the reader; %CP_LOOK_NOTHING when it is only the card
 *   that failed.
 */
CpLook cp_pcsc_classify (LONG result);

/** cp_pcsc_let_go: of the card, whose power is cut. */
void cp_pcsc_let_go (CpPcsc *self);

/**
 * cp_pcsc_transmit:
 * @n_answer: (inout): the room in @answer; what came, without SW1 SW2.
 * @ret_status: SW1 SW2.
 *
 * Sends one command. Returns: how PC/SC ended it.
 */
LONG cp_pcsc_transmit (CpPcsc *self,
                       const guint8 *command,
                       gsize n_command,
                       guint8 *answer,
                       gsize *n_answer,
                       guint *ret_status);

/** cp_pcsc_read_binary: the same for READ BINARY: 16 bytes of a storage card, from @block, or page, on. */
LONG cp_pcsc_read_binary (
    CpPcsc *self, guint8 block, guint8 *answer, gsize *n_answer, guint *ret_status);

CpLook cp_pcsc_look (gpointer device, CpWireCard *ret_card, CpReaderRefusal *ret_refusal);
CpLook cp_pcsc_check (gpointer device, const CpWireCard *card);
CpLook cp_pcsc_exchange (gpointer device,
                         const CpWireCard *card,
                         const CpWireExchange *exchange,
                         CpWireReply *ret_reply);

G_END_DECLS
