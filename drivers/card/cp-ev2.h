/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-crypto.h"

G_BEGIN_DECLS

/**
 * CpEv2Session:
 * @encryption, @mac: the session's keys
 * @transaction: TI, which the card chose
 * @counter: CmdCtr: commands answered in this transaction
 *
 * The secure messaging of NTAG 424 DNA and DESFire EV2 in AES mode, from the reader's side
 * (NT4H2421Gx, section 9.1; vectors of AN12196). Wipe it with cp_bytes_wipe() when done.
 */
typedef struct {
  guint8 encryption[CP_AES_KEY];
  guint8 mac[CP_AES_KEY];
  guint8 transaction[4];
  guint16 counter;
} CpEv2Session;

/**
 * CpEv2Mode:
 * @CP_EV2_PLAIN: neither encrypted nor MACed.
 * @CP_EV2_MAC: MACed.
 * @CP_EV2_FULL: data encrypted, and all of it MACed.
 */
typedef enum {
  CP_EV2_PLAIN,
  CP_EV2_MAC,
  CP_EV2_FULL,
} CpEv2Mode;

#define CP_EV2_CHALLENGE 16
#define CP_EV2_ANSWER 32

/**
 * cp_ev2_answer_challenge:
 * @key: the key that both are to have
 * @challenge: 16 bytes from the card: its random number, encrypted
 * @ours: 16 random bytes of ours
 * @ret_theirs: 16 bytes: the card's random number
 * @ret_answer: 32 bytes, to be sent with AF
 */
void cp_ev2_answer_challenge (const guint8 *key,
                              const guint8 *challenge,
                              const guint8 *ours,
                              guint8 *ret_theirs,
                              guint8 *ret_answer);

/**
 * cp_ev2_begin:
 * @proof: what the card answered: 32 bytes of AuthenticateEV2First, which begins a transaction, or
 *   16 of AuthenticateEV2NonFirst, which keeps transaction and counter of @session.
 * @session: (inout): untouched on failure.
 *
 * Returns: whether the card has the key.
 */
gboolean cp_ev2_begin (CpEv2Session *session,
                       const guint8 *key,
                       const guint8 *ours,
                       const guint8 *theirs,
                       const guint8 *proof,
                       gsize n_proof) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ev2_derive: the two session keys from the two random numbers, 16 bytes each. */
void
cp_ev2_derive (CpEv2Session *session, const guint8 *key, const guint8 *ours, const guint8 *theirs);

/**
 * cp_ev2_wrap_native:
 *
 * Returns: (transfer full): the ISO 7816-4 form of a native command: 90 @code 00 00 Lc @body 00.
 */
GByteArray *cp_ev2_wrap_native (guint8 code, const guint8 *body, gsize n_body);

/**
 * cp_ev2_wrap:
 * @header: what is never encrypted, such as a file's number
 * @data: what is in %CP_EV2_FULL, if there is any
 *
 * Returns: (transfer full): the command as it goes to the card
 */
GByteArray *cp_ev2_wrap (const CpEv2Session *session,
                         CpEv2Mode mode,
                         guint8 code,
                         const guint8 *header,
                         gsize n_header,
                         const guint8 *data,
                         gsize n_data);

/**
 * cp_ev2_unwrap:
 * @answer: with its two status bytes
 * @ret_data: (out): emptied, then the data in clear
 *
 * Checks the MAC, decrypts, and counts the command. A session whose answer was not good is over.
 *
 * Returns: whether the answer is 91 00 and what the card sent.
 */
gboolean cp_ev2_unwrap (CpEv2Session *session,
                        CpEv2Mode mode,
                        const guint8 *answer,
                        gsize n_answer,
                        GByteArray *ret_data) G_GNUC_WARN_UNUSED_RESULT;

/** cp_ev2_make_iv: the IV of a command, or with @answering of the answer to it. */
void cp_ev2_make_iv (const CpEv2Session *session, gboolean answering, guint8 *ret_iv);

G_END_DECLS
