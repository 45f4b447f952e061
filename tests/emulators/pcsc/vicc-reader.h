/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-card.h"

G_BEGIN_DECLS

/** vicc_reader_get_atr: appends what a contactless reader says of @card (PC/SC part 3, 3.1.3.2.3). */
void vicc_reader_get_atr (const Pn532Card *card, GByteArray *atr);

/**
 * ViccReader:
 * @keyless: it knows no keys, as the simplest readers.
 * @key: for MIFARE Classic, in its memory.
 * @kept: a number that it says of whatever card there is, until it cuts the card's power.
 * @n_kept: 0: none.
 */
typedef struct {
  gboolean keyless;
  guint8 key[6];
  guint8 kept[10];
  gsize n_kept;
} ViccReader;

/** vicc_reader_run: @answer: filled with what reader or card answer to a command, and SW1 SW2. */
void vicc_reader_run (
    ViccReader *self, Pn532Card *card, const guint8 *command, gsize n_command, GByteArray *answer);

G_END_DECLS
