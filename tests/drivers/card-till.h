/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "card-host.h"
#include "cp-card-scheme.h"

/* A counter without a reader: holds conversations with emulated cards, and pulls them away at any
 * moment that a test wants. */

#define TILL_NTAG_UID "04E10CDA993C80"
#define TILL_NTAG_SIGNATURE "8B76052EE42F5567BEB53238B3E3F9950707C0DCC956B5C5EFCFDB709B2D82B3"
#define TILL_OTHER_NTAG_UID "04DB0BDA993C80"
#define TILL_OTHER_NTAG_SIGNATURE "6048EFD9417CD10F6B7F1818D471A7FE5B46868D2EABDC6307A1E0AAE139D8D0"
#define TILL_424_UID "0463474AA26A80"
#define TILL_424_SIGNATURE                                           \
  "27E9A50E6CA4BA9037C02F7D20A80D0284D0C1D83C67F5A5AC1D8A4EF86C9508" \
  "417E4E9C6F85AA7920F0ABDED984CAF20467D66EA54BBF08"
#define TILL_SITE "https://club.example.org"

/**
 * Till:
 * @exchanges: of the last conversation
 * @pull_after: how many exchanges go well before the card is pulled; -1: it is not
 * @disturbed: a bit for each exchange, the first one is 1, of which the air takes something: the card
 *   is selected again, and the reader says that it refused
 * @hears_last: whether the card still does the exchange whose answer is lost
 * @raw_frames: how many raw frames the reader sends before it says that it can't, as over PC/SC it
 *   always does; -1: all
 * @failures: noted, by UID in hex
 * @full: nothing can be stored
 */
typedef struct {
  CpCardKeys *keys;
  CpCardHost host;
  GHashTable *counters;
  GHashTable *failures;
  gboolean full;
  guint8 random;
  guint exchanges;
  int pull_after;
  guint64 disturbed;
  gboolean hears_last;
  int raw_frames;
} Till;

/** till_new: @keys: (nullable): text of the key file; %NULL: till_key_text */
Till *till_new (const char *keys);
void till_free (Till *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Till, till_free)

extern const char till_key_text[];

gint64 till_get_counter (Till *self, const char *uid);
guint till_get_failures (Till *self, const char *uid);

/** till_tap: lays the card down and finds out what it proves. (transfer full) */
CpCardTalk *till_tap (Till *self, Pn532Card *card);

/** till_issue: lays the card down and writes it. (transfer full) */
CpCardTalk *till_issue (Till *self, Pn532Card *card);

/** till_copy: (transfer full): another card that says of itself, and holds, what @card does */
Pn532Card *till_copy (Pn532Card *card, const char *kind, const char *signature);

/** till_assert_tap: taps and compares. */
void
till_assert_tap (Till *self, Pn532Card *card, CpCardStrength strength, CpCardSuspicion suspicion);

void till_assert_issue (Till *self, Pn532Card *card, CpCardProblem problem);

typedef Pn532Card *(*TillMakeFunc) (void);

/** till_assert_survives_a_tear: pulls a new card before each exchange of its issue and after each,
 *  says the same again, and the card works; there are more than @at_least exchanges. */
void till_assert_survives_a_tear (TillMakeFunc make,
                                  const char *uid,
                                  CpCardStrength strength,
                                  int at_least);

/** till_assert_survives_two_tears: two in one issue, each after every @step exchanges below @limit */
void
till_assert_survives_two_tears (TillMakeFunc make, CpCardStrength strength, int limit, int step);
