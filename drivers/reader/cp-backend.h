/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-wire.h"

G_BEGIN_DECLS

/**
 * CpLook:
 * @CP_LOOK_CARD: a card is there.
 * @CP_LOOK_NOTHING: the field is empty, or what is in it could not be confirmed.
 * @CP_LOOK_LINK: garbage came from the device, or it was pulled.
 * @CP_LOOK_MUTE: the device did not answer in time.
 * @CP_LOOK_REFUSED: what is there, and has been confirmed, is not to be told of.
 * @CP_LOOK_CHIP: the chip reports an error of its own.
 *
 * What a look into the field gave.
 */
typedef enum {
  CP_LOOK_CARD,
  CP_LOOK_NOTHING,
  CP_LOOK_LINK,
  CP_LOOK_MUTE,
  CP_LOOK_REFUSED,
  CP_LOOK_CHIP,
} CpLook;

/**
 * CpBackend:
 * @open: opens the device that @start names, field off. On failure returns %NULL and says why;
 *   @ret_touched tells whether the driver library has been used, after which this process should
 *   not use it again.
 * @describe: fills in what HELLO says.
 * @set_field: field on or off.
 * @look: looks for any card, confirms it by a second exchange and finds out its kind; or why it is
 *   refused.
 * @check: whether @card is still there.
 * @exchange: one command to @card. %CP_LOOK_NOTHING: it is no longer there.
 * @get_max_mute: how many %CP_LOOK_MUTE in a row are too many.
 * @close: field off, device closed.
 *
 * A library that drives readers. All functions may block, none longer than about a second.
 */
typedef struct {
  gpointer (*open) (const CpWireStart *start, CpReaderFault *ret_fault, gboolean *ret_touched);
  void (*describe) (gpointer device, CpWireHello *ret_hello);
  CpLook (*set_field) (gpointer device, gboolean on);
  CpLook (*look) (gpointer device, CpWireCard *ret_card, CpReaderRefusal *ret_refusal);
  CpLook (*check) (gpointer device, const CpWireCard *card);
  CpLook (*exchange) (gpointer device,
                      const CpWireCard *card,
                      const CpWireExchange *exchange,
                      CpWireReply *ret_reply);
  guint (*get_max_mute) (gpointer device);
  void (*close) (gpointer device);
} CpBackend;

/** cp_backend_nfc: libnfc. */
extern const CpBackend cp_backend_nfc;

/** cp_backend_pcsc: PC/SC, with pcscd. Raw frames are not for it: readers differ in that. */
extern const CpBackend cp_backend_pcsc;

/** cp_backend_pcsc_is_meant: whether @connstring names a reader of pcscd's: `pcsc:NAME`. */
gboolean cp_backend_pcsc_is_meant (const char *connstring);

G_END_DECLS
