/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Apart from the rest, so that who only writes hex does not load libcrypto. */
#include "cp-card-bytes.h"

#include <openssl/crypto.h>

gboolean
cp_bytes_equal (const guint8 *a, const guint8 *b, gsize n)
{
  return CRYPTO_memcmp (a, b, n) == 0;
}

void
cp_bytes_wipe (gpointer secret, gsize n)
{
  OPENSSL_cleanse (secret, n);
}
