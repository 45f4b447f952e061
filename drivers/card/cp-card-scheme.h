/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-keys.h"
#include "cp-wire.h"

G_BEGIN_DECLS

/**
 * SECTION: card-scheme
 *
 * What a card proves, and how a blank one is written. A conversation says which bytes to send next
 * and is told what came back; it knows no reader, no clock and no disk. So the process that holds
 * the keys can hold the conversation, while another one carries the bytes.
 */

/** CpCardSeen: what the reader says of the card that lies on it. */
typedef struct {
  CpUid uid;
  CpCardKind kind;
  gboolean random_uid;
} CpCardSeen;

/**
 * CpCardStrength:
 * @CP_CARD_STRENGTH_UID: nothing but a number that anybody can copy.
 * @CP_CARD_STRENGTH_TOKEN: a secret that was ours, and is newer than any seen before: a copy would
 *   show itself.
 * @CP_CARD_STRENGTH_AUTHENTICATED: the card has a key that can't be copied.
 */
typedef enum {
  CP_CARD_STRENGTH_UID,
  CP_CARD_STRENGTH_TOKEN,
  CP_CARD_STRENGTH_AUTHENTICATED,
} CpCardStrength;

#define CP_N_CARD_STRENGTHS (CP_CARD_STRENGTH_AUTHENTICATED + 1)

/**
 * CpCardSuspicion:
 * @CP_CARD_SUSPICION_NONE: nothing is odd. So it is, too, with a card that claims nothing.
 * @CP_CARD_SUSPICION_NOT_ORIGINAL: the chip is not its maker's.
 * @CP_CARD_SUSPICION_WRONG_KEY: it looks like one of ours and has not our keys.
 * @CP_CARD_SUSPICION_REPLAYED: its number is behind: it, or the other one, is a copy.
 * @CP_CARD_SUSPICION_DAMAGED: it is one of ours, and neither slot is whole.
 * @CP_CARD_SUSPICION_TOO_MANY: it failed too often today and is not asked any more.
 */
typedef enum {
  CP_CARD_SUSPICION_NONE,
  CP_CARD_SUSPICION_NOT_ORIGINAL,
  CP_CARD_SUSPICION_WRONG_KEY,
  CP_CARD_SUSPICION_REPLAYED,
  CP_CARD_SUSPICION_DAMAGED,
  CP_CARD_SUSPICION_TOO_MANY,
} CpCardSuspicion;

#define CP_N_CARD_SUSPICIONS (CP_CARD_SUSPICION_TOO_MANY + 1)

/** cp_card_strength_to_name: Returns: (transfer none): `uid`, `token` or `authenticated` */
const char *cp_card_strength_to_name (CpCardStrength strength);

/** cp_card_suspicion_to_name: Returns: (transfer none): such as `replayed`; `none` */
const char *cp_card_suspicion_to_name (CpCardSuspicion suspicion);

/**
 * CpCardProof:
 * @uid: the true one, also of a card that shows a random one; as the reader saw it where nothing
 *   better is known
 * @counter: the card's number that was accepted; 0: it has none
 * @url: (nullable): the message of a card that nobody here has the key for, for head office
 */
typedef struct {
  CpUid uid;
  CpCardStrength strength;
  CpCardSuspicion suspicion;
  gint64 counter;
  char *url;
} CpCardProof;

/**
 * CpCardHost:
 * @keys: (nullable): no card can prove anything
 * @fill_random: unpredictable bytes
 * @get_counter: the highest number seen of the card, 0 if none was
 * @advance_counter: stores a number that is higher, durably. Returns %FALSE, with nothing stored, if
 *   it is not, or if it can't be stored.
 * @may_try: whether the card has failed less than three times today
 * @note_failure: it has failed, durably before the next command
 *
 * What a conversation wants from the process that it is in. Called only from
 * cp_card_talk_step().
 */
typedef struct {
  const CpCardKeySource *keys;
  void (*fill_random) (gpointer data, guint8 *bytes, gsize n);
  gint64 (*get_counter) (gpointer data, const CpUid *uid);
  gboolean (*advance_counter) (gpointer data, const CpUid *uid, gint64 counter);
  gboolean (*may_try) (gpointer data, const CpUid *uid);
  void (*note_failure) (gpointer data, const CpUid *uid);
  gpointer data;
} CpCardHost;

#define CP_CARD_MAX_COMMAND 240

/** CpCardCommand: the next bytes for the card; see cp_reader_exchange_async(). */
typedef struct {
  CpReaderFrame frame;
  gsize n;
  guint8 bytes[CP_CARD_MAX_COMMAND];
} CpCardCommand;

/** CpCardAnswer: how the command ended; @bytes only with %CP_CARD_STATUS_OK. */
typedef struct {
  CpCardStatus status;
  const guint8 *bytes;
  gsize n;
} CpCardAnswer;

/**
 * CpCardProblem:
 * @CP_CARD_PROBLEM_NONE: it is written and was read back.
 * @CP_CARD_PROBLEM_UNFINISHED: not done yet.
 * @CP_CARD_PROBLEM_LOST: the card went away. Nothing is lost: the same again goes on from there.
 * @CP_CARD_PROBLEM_KIND: the chip is not of the kind that was asked for.
 * @CP_CARD_PROBLEM_NOT_ORIGINAL: the chip is not its maker's.
 * @CP_CARD_PROBLEM_NO_KEYS: there are no keys for that kind.
 * @CP_CARD_PROBLEM_FOREIGN: somebody else has written the card.
 * @CP_CARD_PROBLEM_REFUSED: the card refuses what a blank one does.
 * @CP_CARD_PROBLEM_VERIFY: what was read back is not what was written.
 * @CP_CARD_PROBLEM_READER: the reader can't send what has to be said to a card of that kind, as over
 *   PC/SC to an NTAG21x: nothing is known of the card.
 */
typedef enum {
  CP_CARD_PROBLEM_NONE,
  CP_CARD_PROBLEM_UNFINISHED,
  CP_CARD_PROBLEM_LOST,
  CP_CARD_PROBLEM_KIND,
  CP_CARD_PROBLEM_NOT_ORIGINAL,
  CP_CARD_PROBLEM_NO_KEYS,
  CP_CARD_PROBLEM_FOREIGN,
  CP_CARD_PROBLEM_REFUSED,
  CP_CARD_PROBLEM_VERIFY,
  CP_CARD_PROBLEM_READER,
} CpCardProblem;

#define CP_N_CARD_PROBLEMS (CP_CARD_PROBLEM_READER + 1)

/** cp_card_problem_to_name: Returns: (transfer none): such as `not_original`; `none` */
const char *cp_card_problem_to_name (CpCardProblem problem);

/** cp_card_problem_to_text: Returns: (transfer none): an English sentence for the operator */
const char *cp_card_problem_to_text (CpCardProblem problem);

/** CpCardTalk: one conversation with one card, from when it is laid down. Not to be used again. */
typedef struct CpCardTalk CpCardTalk;

/**
 * cp_card_talk_new_tap:
 * @host: must outlive the conversation
 *
 * Finds out what the card proves. It asks once with a key, since chips die of failures. Only where an
 * NTAG21x refuses the password it is told it once more before that is noted as one failure: a disturbed
 * frame looks the same, and chips that were issued here count none (AUTHLIM is 0).
 */
CpCardTalk *cp_card_talk_new_tap (const CpCardSeen *seen, const CpCardHost *host);

#define CP_CARD_MAX_SITE 64

/**
 * cp_card_talk_new_issue:
 * @site: where a telephone is led that reads the card: `https://` and a name, at most
 *   %CP_CARD_MAX_SITE characters
 *
 * Makes a blank NTAG213, 215, 216 or NTAG 424 DNA one of ours, or goes on with one that was pulled
 * away in the middle; one that is ours already is only verified. Whatever the moment, the card
 * either is still to be written with what a blank one allows, or has all our keys.
 */
CpCardTalk *
cp_card_talk_new_issue (const CpCardSeen *seen, const CpCardHost *host, const char *site);

void cp_card_talk_free (CpCardTalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCardTalk, cp_card_talk_free)

/**
 * cp_card_talk_step:
 * @answer: (nullable): to the command of the step before; %NULL in the first
 * @ret_command: (out): what to send next
 *
 * Returns: %FALSE when it is over and there is nothing to send
 */
gboolean cp_card_talk_step (CpCardTalk *self,
                            const CpCardAnswer *answer,
                            CpCardCommand *ret_command) G_GNUC_WARN_UNUSED_RESULT;

/** cp_card_talk_get_proof: Returns: (transfer none): what is proven so far; at first a UID */
const CpCardProof *cp_card_talk_get_proof (CpCardTalk *self);

/** cp_card_talk_get_problem: why a card is not issued */
CpCardProblem cp_card_talk_get_problem (CpCardTalk *self);

G_END_DECLS
