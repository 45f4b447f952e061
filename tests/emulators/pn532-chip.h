/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-card.h"

G_BEGIN_DECLS

/**
 * Pn532ReplyType:
 * @PN532_REPLY_ANSWER: the answer is there.
 * @PN532_REPLY_LATER: the chip is polling; pn532_chip_retry() when a card enters,
 *   pn532_chip_give_up() after pn532_chip_get_wait_ms(), pn532_chip_abort() when the host speaks.
 * @PN532_REPLY_SYNTAX_ERROR: the application-level error frame.
 */
typedef enum {
  PN532_REPLY_ANSWER,
  PN532_REPLY_LATER,
  PN532_REPLY_SYNTAX_ERROR,
} Pn532ReplyType;

/**
 * Pn532Chip:
 *
 * The commands of a PN532 with firmware 1.6 as an initiator at 106 kbit/s type A, without any I/O
 * and without waiting: it only tells how long the air would have taken. Two cards at most are in
 * the field. What real silicon does with a NAK or an ATS of length 0 is a model, not a measurement.
 */
typedef struct Pn532Chip Pn532Chip;

/**
 * Pn532ChipStats:
 * @commands: all commands run.
 * @polls: InListPassiveTarget and InAutoPoll among them.
 * @exchanges: InDataExchange and InCommunicateThru among them.
 */
typedef struct {
  guint commands;
  guint polls;
  guint exchanges;
} Pn532ChipStats;

Pn532Chip *pn532_chip_new (void);
void pn532_chip_free (Pn532Chip *self);

/** pn532_chip_reset: as after power-on. The card stays in the field. */
void pn532_chip_reset (Pn532Chip *self);

/**
 * pn532_chip_run:
 * @command: command code and parameters, at least one byte.
 * @answer: emptied, then filled with answer code and data for %PN532_REPLY_ANSWER.
 */
Pn532ReplyType
pn532_chip_run (Pn532Chip *self, const guint8 *command, gsize n_command, GByteArray *answer);

/** pn532_chip_retry: runs the waiting command again; %PN532_REPLY_LATER also if none waits. */
Pn532ReplyType pn532_chip_retry (Pn532Chip *self, GByteArray *answer);

/** pn532_chip_get_wait_ms: how long the waiting command polls; 0 is for ever. */
guint pn532_chip_get_wait_ms (Pn532Chip *self);

/** pn532_chip_give_up: ends the waiting command with "no target". */
Pn532ReplyType pn532_chip_give_up (Pn532Chip *self, GByteArray *answer);

void pn532_chip_abort (Pn532Chip *self);

/**
 * pn532_chip_set_timed:
 * @try_us: how long the chip looks for a card that isn't there, such as %PN532_AIR_TRY_US; 0: it is
 *   not timed
 *
 * A chip that is timed and finds no card polls on for as long as the air takes
 * (%PN532_REPLY_LATER); one that is not says so at once.
 */
void pn532_chip_set_timed (Pn532Chip *self, guint try_us);

/** pn532_chip_get_try_us: Returns: how far apart the tries of the waiting command are. A model, as
 *  it was not measured on silicon: 5 ms, and for InAutoPoll a slot for each type in turn. */
guint pn532_chip_get_try_us (Pn532Chip *self);

/** pn532_chip_get_air_us: Returns: how long the air takes for the last answer. */
guint pn532_chip_get_air_us (Pn532Chip *self);

/**
 * pn532_chip_set_card:
 * @card: (transfer full) (nullable): what alone is in the field from now on.
 */
void pn532_chip_set_card (Pn532Chip *self, Pn532Card *card);

/** pn532_chip_add_card: @card: (transfer full): lies beside what is there; it takes a third's place. */
void pn532_chip_add_card (Pn532Chip *self, Pn532Card *card);

/** pn532_chip_get_card: Returns: (transfer none) (nullable): what is in the field, the first. */
Pn532Card *pn532_chip_get_card (Pn532Chip *self);

Pn532ChipStats pn532_chip_get_stats (Pn532Chip *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pn532Chip, pn532_chip_free)

G_END_DECLS
