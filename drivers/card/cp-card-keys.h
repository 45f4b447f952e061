/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-card-crypto.h"
#include "cp-tap.h"

G_BEGIN_DECLS

/**
 * CpCardKeyUse:
 * @CP_CARD_KEY_NTAG424_ADMIN: key 0 of an NTAG 424 DNA: changes everything.
 * @CP_CARD_KEY_NTAG424_FILE: key 1: MACs its messages.
 * @CP_CARD_KEY_NTAG424_META: key 2: encrypts UID and counter in its messages. The same on all cards,
 *   for it is needed before the UID is known.
 * @CP_CARD_KEY_NTAG424_KIOSK: key 3: what the counter authenticates with.
 * @CP_CARD_KEY_NTAG424_SPARE: key 4.
 * @CP_CARD_KEY_NTAG21X_PASSWORD: four bytes of password and two of acknowledgement, then nothing.
 * @CP_CARD_KEY_NTAG21X_TOKEN: MACs the rolling tokens.
 *
 * What a key is for. Each use has a key of its own on each card; the first five are in the order of
 * the chip's key numbers.
 */
typedef enum {
  CP_CARD_KEY_NTAG424_ADMIN,
  CP_CARD_KEY_NTAG424_FILE,
  CP_CARD_KEY_NTAG424_META,
  CP_CARD_KEY_NTAG424_KIOSK,
  CP_CARD_KEY_NTAG424_SPARE,
  CP_CARD_KEY_NTAG21X_PASSWORD,
  CP_CARD_KEY_NTAG21X_TOKEN,
} CpCardKeyUse;

#define CP_N_CARD_KEY_USES (CP_CARD_KEY_NTAG21X_TOKEN + 1)
#define CP_NTAG424_N_KEYS 5

/** CP_CARD_KEY_VERSION: what the chip is told is the version of our keys; a new one has 0. */
#define CP_CARD_KEY_VERSION 0x01

/**
 * CpCardKeySource:
 * @derive: the 16 bytes for @use on the card @uid, a true UID of 7 bytes. Returns %FALSE where the
 *   source has no such key.
 *
 * Where a card's keys come from. The master keys stay behind it: a file that systemd hands over
 * decrypted, or a secure module some day. Owned and freed by who made it.
 */
typedef struct {
  gboolean (*derive) (gpointer data, CpCardKeyUse use, const CpUid *uid, guint8 *ret_key);
  gpointer data;
} CpCardKeySource;

/** cp_card_key_source_derive: @self: (nullable): has no key at all */
gboolean cp_card_key_source_derive (const CpCardKeySource *self,
                                    CpCardKeyUse use,
                                    const CpUid *uid,
                                    guint8 *ret_key) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CpCardKeys:
 *
 * Master keys in memory, wiped when they are freed. Their text is a key file as GLib reads them:
 * a group `[cards]` with `system` (1 to 8 letters, the name of this chain's scheme), `ntag424`
 * (32 hex digits) and `ntag21x` (64 hex digits); of the two keys one may be missing.
 *
 * NTAG 424 DNA: AN10922 over UID, application id, key number and system; META without the UID.
 * NTAG21x: HMAC-SHA-256 over a letter for the use, UID and system.
 */
typedef struct CpCardKeys CpCardKeys;

/** cp_card_keys_parse: Returns: (transfer full): %G_KEY_FILE_ERROR or %G_CONVERT_ERROR otherwise;
 *  messages name the key and never hold its text. */
CpCardKeys *
cp_card_keys_parse (const char *text, gsize n_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_card_keys_load: reads a file of at most 4 KiB and forgets its text. */
CpCardKeys *cp_card_keys_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_card_keys_free (CpCardKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCardKeys, cp_card_keys_free)

/** cp_card_keys_get_source: Returns: (transfer none): lives as long as @self. */
const CpCardKeySource *cp_card_keys_get_source (CpCardKeys *self);

G_END_DECLS
