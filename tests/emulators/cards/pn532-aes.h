/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* AES-128 for the emulated cards. It shares libcrypto with drivers/card, and no line of ours: the
 * two check each other. */

#define PN532_AES 16

/** pn532_aes_block: one block, encrypted or with @decrypt decrypted; @output may be @input. */
void pn532_aes_block (const guint8 *key, gboolean decrypt, const guint8 *input, guint8 *output);

/** pn532_aes_encrypt: CBC in place over @n bytes; @iv becomes the last block. */
void pn532_aes_encrypt (const guint8 *key, guint8 *iv, guint8 *data, gsize n);

/** pn532_aes_decrypt: the other way. */
void pn532_aes_decrypt (const guint8 *key, guint8 *iv, guint8 *data, gsize n);

/** pn532_aes_mac: CMAC by libcrypto's own EVP_MAC. */
void pn532_aes_mac (const guint8 *key, const guint8 *data, gsize n, guint8 *mac);

/** pn532_aes_short_mac: its bytes 1, 3, … 15. */
void pn532_aes_short_mac (const guint8 *key, const guint8 *data, gsize n, guint8 *mac);

/** pn532_aes_rotate: one byte to the left. */
void pn532_aes_rotate (const guint8 *block, guint8 *rotated);

G_END_DECLS
