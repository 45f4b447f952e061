/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-crypto.h"
#include "cp-tap.h"

G_BEGIN_DECLS

#define CP_TOKEN_SLOT 16
#define CP_TOKEN_SLOTS (2 * CP_TOKEN_SLOT)

/**
 * CpTokenSlots:
 * @newest: 0 or 1: the slot with the highest number of those that are whole; -1: neither is
 * @sequence: its number, counted from 1; 0: neither is whole
 *
 * The rolling token of a card that can compute nothing: two slots of 16 bytes, each a number (u32,
 * little endian), eight bytes of MAC over UID and number, and CRC-32 over those twelve (u32, little
 * endian). Each visit writes the next number into the slot that is not the newest, so that one of
 * the two is whole whenever the card is pulled. A copy shows itself by a number that is behind.
 */
typedef struct {
  int newest;
  guint32 sequence;
} CpTokenSlots;

/**
 * cp_token_read:
 * @key: %CP_CARD_KEY_NTAG21X_TOKEN of that card
 * @slots: %CP_TOKEN_SLOTS bytes
 */
CpTokenSlots cp_token_read (const guint8 *key, const CpUid *uid, const guint8 *slots);

/** cp_token_write: @ret_slot: %CP_TOKEN_SLOT bytes that hold @sequence */
void cp_token_write (const guint8 *key, const CpUid *uid, guint32 sequence, guint8 *ret_slot);

G_END_DECLS
