/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-reader-words.h"

G_BEGIN_DECLS

/**
 * CpAtrKind:
 * @CP_ATR_CONTACTLESS: a card of ISO 14443-4, or one with contacts.
 * @CP_ATR_TYPE2: a storage card with pages: Ultralight and NTAG.
 * @CP_ATR_CLASSIC: MIFARE Classic.
 * @CP_ATR_STORAGE: another storage card, of which only the number is read.
 *
 * What a PC/SC reader says of a card in its ATR.
 */
typedef enum {
  CP_ATR_CONTACTLESS,
  CP_ATR_TYPE2,
  CP_ATR_CLASSIC,
  CP_ATR_STORAGE,
} CpAtrKind;

/**
 * cp_pcsc_atr_read:
 *
 * Reads the historical bytes that readers make for storage cards (PC/SC part 3, 3.1.3.2.3): after
 * `80 4F 0C`, the registered id A0 00 00 03 06, a byte for the standard and two for the name of the
 * card. Anything may be in it.
 */
CpAtrKind cp_pcsc_atr_read (const guint8 *atr, gsize n_atr);

G_END_DECLS
