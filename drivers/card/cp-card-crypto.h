/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SECTION: card-crypto
 *
 * The ciphers that the cards of NXP speak, over OpenSSL's libcrypto: the cards settle on AES-128 in
 * CBC, which libsodium does not have.
 * A key is 16 bytes, and so is a block. Nothing here can fail on well-formed arguments.
 */
#define CP_AES_BLOCK 16
#define CP_AES_KEY 16
#define CP_MACT_BYTES 8

/**
 * cp_aes_cbc_encrypt:
 * @iv: (nullable): 16 bytes; %NULL for zeros.
 * @n: a multiple of 16: the cards pad by rules of their own.
 * @ret_output: (out caller-allocates): @n bytes; may be @input.
 */
void cp_aes_cbc_encrypt (
    const guint8 *key, const guint8 *iv, const guint8 *input, gsize n, guint8 *ret_output);

/** cp_aes_cbc_decrypt: the other way, with the same arguments. */
void cp_aes_cbc_decrypt (
    const guint8 *key, const guint8 *iv, const guint8 *input, gsize n, guint8 *ret_output);

/** cp_aes_cmac: the 16 bytes of RFC 4493 over @n bytes, which may be 0. */
void cp_aes_cmac (const guint8 *key, const guint8 *data, gsize n, guint8 *ret_mac);

/** cp_aes_mact: the eight bytes of it that NXP's cards send: the second, the fourth, and so on. */
void cp_aes_mact (const guint8 *key, const guint8 *data, gsize n, guint8 *ret_mact);

#define CP_MAX_DIVERSIFICATION 31

/**
 * cp_aes_diversify:
 * @input: 1 to %CP_MAX_DIVERSIFICATION bytes that are a card's own, such as its UID.
 *
 * A card's own key from a master key: AN10922, section 2.2, for AES-128. The message is always
 * padded to 32 bytes, which a plain CMAC over a short one is not.
 */
void cp_aes_diversify (const guint8 *master, const guint8 *input, gsize n, guint8 *ret_key);

/** cp_crc32_jam: CRC-32 of IEEE 802.3 without the last inversion, as ChangeKey wants it. */
guint32 cp_crc32_jam (const guint8 *data, gsize n);

G_END_DECLS
