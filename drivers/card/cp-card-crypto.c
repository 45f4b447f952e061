/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-crypto.h"

#include "cp-card-bytes.h"

#include <openssl/evp.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

#define DIVERSIFIED_MESSAGE (2 * CP_AES_BLOCK)

static const guint8 zeros[CP_AES_BLOCK] = { 0 };

static void
run_cbc (const guint8 *key,
         const guint8 *iv,
         const guint8 *input,
         gsize n,
         guint8 *ret_output,
         gboolean encrypting)
{
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();
  int n_done = 0;

  g_assert (n % CP_AES_BLOCK == 0 && n <= G_MAXINT);
  g_assert (context != NULL);
  g_assert (EVP_CipherInit_ex (context, EVP_aes_128_cbc (), NULL, key, iv != NULL ? iv : zeros,
                               encrypting) == 1);
  EVP_CIPHER_CTX_set_padding (context, 0);
  g_assert (EVP_CipherUpdate (context, ret_output, &n_done, input, (int) n) == 1);
  g_assert (n_done == (int) n);
}

void
cp_aes_cbc_encrypt (
    const guint8 *key, const guint8 *iv, const guint8 *input, gsize n, guint8 *ret_output)
{
  run_cbc (key, iv, input, n, ret_output, TRUE);
}

void
cp_aes_cbc_decrypt (
    const guint8 *key, const guint8 *iv, const guint8 *input, gsize n, guint8 *ret_output)
{
  run_cbc (key, iv, input, n, ret_output, FALSE);
}

/* Twice the block in the field of RFC 4493: the subkeys K1 and K2. */
static void
double_block (guint8 *block)
{
  guint8 top = block[0] >> 7;

  for (gsize i = 0; i + 1 < CP_AES_BLOCK; i++)
    block[i] = (guint8) (block[i] << 1 | block[i + 1] >> 7);
  block[CP_AES_BLOCK - 1] = (guint8) (block[CP_AES_BLOCK - 1] << 1 ^ (top ? 0x87 : 0));
}

/* CMAC of @message, which is whole blocks and at least one; @padded chooses the subkey. */
static void
mac_of_blocks (const guint8 *key, guint8 *message, gsize n, gboolean padded, guint8 *ret_mac)
{
  guint8 *last = message + n - CP_AES_BLOCK;
  guint8 subkey[CP_AES_BLOCK];

  cp_aes_cbc_encrypt (key, NULL, zeros, CP_AES_BLOCK, subkey);
  double_block (subkey);
  if (padded)
    double_block (subkey);
  for (gsize i = 0; i < CP_AES_BLOCK; i++)
    last[i] ^= subkey[i];
  cp_aes_cbc_encrypt (key, NULL, message, n, message);
  memcpy (ret_mac, last, CP_AES_BLOCK);
  cp_bytes_wipe (subkey, sizeof subkey);
}

void
cp_aes_cmac (const guint8 *key, const guint8 *data, gsize n, guint8 *ret_mac)
{
  gsize n_message = MAX (1, n / CP_AES_BLOCK + (n % CP_AES_BLOCK != 0)) * CP_AES_BLOCK;
  g_autofree guint8 *message = g_malloc0 (n_message);

  g_assert (n <= G_MAXINT);
  if (n > 0)
    memcpy (message, data, n);
  if (n < n_message)
    message[n] = 0x80;
  mac_of_blocks (key, message, n_message, n < n_message, ret_mac);
}

void
cp_aes_mact (const guint8 *key, const guint8 *data, gsize n, guint8 *ret_mact)
{
  guint8 mac[CP_AES_BLOCK];

  cp_aes_cmac (key, data, n, mac);
  for (gsize i = 0; i < CP_MACT_BYTES; i++)
    ret_mact[i] = mac[2 * i + 1];
}

void
cp_aes_diversify (const guint8 *master, const guint8 *input, gsize n, guint8 *ret_key)
{
  guint8 message[DIVERSIFIED_MESSAGE] = { 0x01 };

  g_assert (n >= 1 && n <= CP_MAX_DIVERSIFICATION);
  memcpy (message + 1, input, n);
  if (n < CP_MAX_DIVERSIFICATION)
    message[n + 1] = 0x80;
  mac_of_blocks (master, message, sizeof message, n < CP_MAX_DIVERSIFICATION, ret_key);
}

guint32
cp_crc32_jam (const guint8 *data, gsize n)
{
  guint32 crc = 0xFFFFFFFF;

  for (gsize i = 0; i < n; i++) {
    crc ^= data[i];
    for (guint bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
  }
  return crc;
}
