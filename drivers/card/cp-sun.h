/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-keys.h"

G_BEGIN_DECLS

#define CP_SUN_UID 7
#define CP_SUN_MAX_FILE 128

/**
 * CpSun:
 * @uid: the card's true UID, also of a card that shows a random one
 * @counter: how often the card has been read; each message has another
 * @n_file, @file: what of the file was encrypted, in clear
 *
 * What a card's Secure Unique NFC message says, once it is verified (NT4H2421Gx, section 9.3).
 */
typedef struct {
  guint8 uid[CP_SUN_UID];
  guint32 counter;
  gsize n_file;
  guint8 file[CP_SUN_MAX_FILE];
} CpSun;

/**
 * CpSunUrl:
 * @has_picc: whether UID and counter came encrypted in @picc; otherwise in clear
 * @n_file: length of the encrypted part of the file, 0 if there is none
 * @input: (transfer none): the text that the MAC is over, within the URL
 *
 * The parts of such a message's URL. None of it is verified.
 */
typedef struct {
  gboolean has_picc;
  guint8 picc[CP_AES_BLOCK];
  guint8 uid[CP_SUN_UID];
  guint32 counter;
  gsize n_file;
  guint8 file[CP_SUN_MAX_FILE];
  guint8 mac[CP_MACT_BYTES];
  const char *input;
  gsize n_input;
} CpSunUrl;

/**
 * cp_sun_parse_url:
 * @url: which @ret_parts points into
 *
 * Takes a URL apart by the names of its parameters: `picc_data` or `e` (or else `uid` and `ctr`),
 * `enc` if there is one, `cmac` or `c`. The MAC is over nothing, or from the first digit of `enc` to
 * the MAC itself. Each parameter may be there once.
 */
gboolean cp_sun_parse_url (const char *url, CpSunUrl *ret_parts) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_sun_verify:
 * @meta_key: SDMMetaReadKey; (nullable): where UID and counter are in clear
 * @file_key: SDMFileReadKey
 * @ret_sun: (out): untouched on failure
 *
 * Whether the message was made by a card with these keys. That it is not an old one is for the
 * caller: accept only a counter above the last one of that UID, and store it in the same step.
 */
gboolean cp_sun_verify (const CpSunUrl *parts,
                        const guint8 *meta_key,
                        const guint8 *file_key,
                        CpSun *ret_sun) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_sun_open_picc:
 * @picc: 16 bytes, encrypted
 *
 * Returns: whether they hold a UID of 7 bytes and a counter.
 */
gboolean cp_sun_open_picc (const guint8 *meta_key,
                           const guint8 *picc,
                           guint8 *ret_uid,
                           guint32 *ret_counter) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CpSunVerdict:
 * @CP_SUN_VERDICT_GENUINE: a card with our keys has made it.
 * @CP_SUN_VERDICT_FORGED: it looks like one of ours and was not made with our keys.
 * @CP_SUN_VERDICT_FOREIGN: it is no message of our cards.
 * @CP_SUN_VERDICT_NO_KEYS: nobody here can tell.
 */
typedef enum {
  CP_SUN_VERDICT_GENUINE,
  CP_SUN_VERDICT_FORGED,
  CP_SUN_VERDICT_FOREIGN,
  CP_SUN_VERDICT_NO_KEYS,
} CpSunVerdict;

/**
 * cp_sun_judge:
 * @keys: (nullable): the chain's
 * @ret_sun: (out): with %CP_SUN_VERDICT_GENUINE, and of the true UID and counter that it claims also
 *   with %CP_SUN_VERDICT_FORGED
 *
 * As cp_sun_verify(), with the keys of the card that the message says it is of.
 */
CpSunVerdict cp_sun_judge (const CpCardKeySource *keys,
                           const CpSunUrl *parts,
                           CpSun *ret_sun) G_GNUC_WARN_UNUSED_RESULT;

/** cp_sun_derive: the two keys of one message. */
void cp_sun_derive (const guint8 *file_key,
                    const guint8 *uid,
                    guint32 counter,
                    guint8 *ret_encryption,
                    guint8 *ret_mac);

G_END_DECLS
