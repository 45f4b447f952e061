/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-backend.h"
#include "cp-nfc-target.h"
#include "cp-port.h"
#include "cp-tap.h"

#include <nfc/nfc.h>

G_BEGIN_DECLS

/* cp-backend-nfc.c holds the device, cp-nfc-card.c speaks to cards. */
typedef struct {
  CpPort port;
  nfc_context *context;
  nfc_device *device;
  guint rf_timeout_ms;
  guint n_tries;       /* how often the chip looks before it says that there is nothing */
  gboolean keeps_pace; /* it can't be told another number */
  gboolean ask_one;    /* the last question for two cards failed: the next is for one */
  guint n_two_fails;   /* how often that was so */
  guint n_nonsense;    /* answers in a row that speak of a card and make no sense */
  gint64 strangers_us; /* when cards of other families are to be looked for again */
  guint n_stranger_fails;
} CpNfc;

/* Of libnfc's library and used by its own tools, but in none of its headers: a command to the chip
 * and its answer, without the codes. */
int pn53x_transceive (nfc_device *device,
                      const guint8 *command,
                      const size_t n_command,
                      guint8 *answer,
                      const size_t n_answer,
                      int timeout_ms);

/** cp_nfc_command: pn53x_transceive() with a time-out that fits the driver and any card. */
int cp_nfc_command (
    CpNfc *self, const guint8 *command, gsize n_command, guint8 *answer, gsize n_answer);

/** cp_nfc_set_tries: how often the chip looks before it says that there is nothing; one that can't be
 *  told keeps its pace. */
void cp_nfc_set_tries (CpNfc *self, guint n_tries);

/** cp_nfc_put_strangers_off: a card of the usual family is here, and is not to wait for others. */
void cp_nfc_put_strangers_off (CpNfc *self);

/**
 * cp_nfc_sees_stranger:
 *
 * Looks now and then, in a field that is empty otherwise, for cards that nobody can be a member with:
 * type B and FeliCa. Whoever lays one down is told so, and not left to wait.
 *
 * Returns: whether there is one. Its number is not kept.
 */
gboolean cp_nfc_sees_stranger (CpNfc *self);

/**
 * cp_nfc_classify:
 *
 * Returns: what a negative result of libnfc says of the device; %CP_LOOK_NOTHING when it is only
 *   the card that failed. Decided by the code alone: libnfc's texts lie.
 */
CpLook cp_nfc_classify (int result);

/**
 * cp_nfc_list:
 * @wanted: (nullable): the card that is to be selected; %NULL for any.
 * @ret_cards: (out): room for %CP_NFC_MAX_TARGETS.
 * @ret_n_cards: (out): with %CP_LOOK_CARD at least one; the first is selected. With
 *   %CP_LOOK_NOTHING one if the chip spoke of a card that makes no sense.
 *
 * Asks the chip itself: libnfc's own call can't ask for two cards, and believes what it is told.
 */
CpLook cp_nfc_list (CpNfc *self, const CpUid *wanted, CpWireCard *ret_cards, guint *ret_n_cards);

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

/**
 * cp_nfc_ask_anything:
 * @command: of at most %CP_NFC_MAX_SHORT bytes
 *
 * Returns: %CP_LOOK_CARD if the selected card says anything at all to @command, if only no. libnfc
 *   does not tell a refusal from silence; the chip does.
 */
#define CP_NFC_MAX_SHORT 16
CpLook cp_nfc_ask_anything (CpNfc *self, const guint8 *command, gsize n_command);

CpLook cp_nfc_look (gpointer device, CpWireCard *ret_card, CpReaderRefusal *ret_refusal);
CpLook cp_nfc_check (gpointer device, const CpWireCard *card);
CpLook cp_nfc_exchange (gpointer device,
                        const CpWireCard *card,
                        const CpWireExchange *exchange,
                        CpWireReply *ret_reply);

G_END_DECLS
