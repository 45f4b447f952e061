/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-aes.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <string.h>

void
pn532_aes_block (const guint8 *key, gboolean decrypt, const guint8 *input, guint8 *output)
{
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  int n = 0;

  g_assert (EVP_CipherInit_ex (context, EVP_aes_128_ecb (), NULL, key, NULL, !decrypt) == 1);
  EVP_CIPHER_CTX_set_padding (context, 0);
  g_assert (EVP_CipherUpdate (context, output, &n, input, PN532_AES) == 1 && n == PN532_AES);
  EVP_CIPHER_CTX_free (context);
}

void
pn532_aes_encrypt (const guint8 *key, guint8 *iv, guint8 *data, gsize n)
{
  for (gsize at = 0; at + PN532_AES <= n; at += PN532_AES) {
    for (gsize i = 0; i < PN532_AES; i++)
      iv[i] ^= data[at + i];
    pn532_aes_block (key, FALSE, iv, iv);
    memcpy (data + at, iv, PN532_AES);
  }
}

void
pn532_aes_decrypt (const guint8 *key, guint8 *iv, guint8 *data, gsize n)
{
  guint8 before[PN532_AES];

  for (gsize at = 0; at + PN532_AES <= n; at += PN532_AES) {
    memcpy (before, data + at, PN532_AES);
    pn532_aes_block (key, TRUE, data + at, data + at);
    for (gsize i = 0; i < PN532_AES; i++)
      data[at + i] ^= iv[i];
    memcpy (iv, before, PN532_AES);
  }
}

void
pn532_aes_mac (const guint8 *key, const guint8 *data, gsize n, guint8 *mac)
{
  EVP_MAC *algorithm = EVP_MAC_fetch (NULL, "CMAC", NULL);
  EVP_MAC_CTX *context = EVP_MAC_CTX_new (algorithm);
  char cipher[] = "AES-128-CBC";
  OSSL_PARAM parameters[] = { OSSL_PARAM_construct_utf8_string (OSSL_MAC_PARAM_CIPHER, cipher, 0),
                              OSSL_PARAM_construct_end () };
  size_t n_mac = 0;

  g_assert (EVP_MAC_init (context, key, PN532_AES, parameters) == 1);
  g_assert (EVP_MAC_update (context, data, n) == 1);
  g_assert (EVP_MAC_final (context, mac, &n_mac, PN532_AES) == 1);
  EVP_MAC_CTX_free (context);
  EVP_MAC_free (algorithm);
}

void
pn532_aes_short_mac (const guint8 *key, const guint8 *data, gsize n, guint8 *mac)
{
  guint8 whole[PN532_AES];

  pn532_aes_mac (key, data, n, whole);
  for (gsize i = 1; i < PN532_AES; i += 2)
    *mac++ = whole[i];
}

void
pn532_aes_rotate (const guint8 *block, guint8 *rotated)
{
  for (gsize i = 0; i < PN532_AES; i++)
    rotated[i] = block[(i + 1) % PN532_AES];
}
