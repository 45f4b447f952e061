/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-scheme.h"
#include "cp-json.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpCardQuestion:
 *
 * A card's message that nobody here has the keys for, and what head office makes of it (statements 59
 * to 62 of PROTOCOL.md). Asked once, and open for %CP_LEDGER_ANSWER_MS.
 */
typedef struct CpCardQuestion CpCardQuestion;

/** cp_card_question_new: @proof: copied, with the message as its url; @is_random: whether the card's
 *  number that the reader saw says nothing */
CpCardQuestion *
cp_card_question_new (const CpWorld *world, const CpCardProof *proof, gboolean is_random);
void cp_card_question_free (CpCardQuestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCardQuestion, cp_card_question_free)

/** cp_card_question_get_challenge: (transfer none): random, and this question's alone */
const char *cp_card_question_get_challenge (const CpCardQuestion *self);

/** cp_card_question_take: (transfer full) (nullable): the request to head office, once */
CpJson *cp_card_question_take (CpCardQuestion *self, const char *incarnation);

/** cp_card_question_is_open: whether an answer may still come */
gboolean cp_card_question_is_open (const CpCardQuestion *self);

/** cp_card_question_close: @answer: (nullable): head office's, whose seal has been checked; %NULL:
 *  there will be none. What comes after that changes nothing. */
void cp_card_question_close (CpCardQuestion *self, const CpJson *answer);

/** cp_card_question_get_proof: (transfer none): what is proven by now */
const CpCardProof *cp_card_question_get_proof (const CpCardQuestion *self);

/** cp_card_question_is_answered: whether head office has said something */
gboolean cp_card_question_is_answered (const CpCardQuestion *self);

G_END_DECLS
