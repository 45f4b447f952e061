/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-signature.h"

#include <sodium.h>
#include <string.h>

#include "cp-chain.h"

G_STATIC_ASSERT (CP_SEED_BYTES == crypto_sign_SEEDBYTES);
G_STATIC_ASSERT (CP_KEY_HEX_LENGTH == 2 * crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (CP_SIGNATURE_HEX_LENGTH == 2 * crypto_sign_BYTES);

struct _CpSigner {
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  char key[CP_KEY_HEX_LENGTH + 1];
};

CpSigner *
cp_signer_new (const guint8 *seed)
{
  CpSigner *self = g_new0 (CpSigner, 1);
  guint8 key[crypto_sign_PUBLICKEYBYTES];

  crypto_sign_seed_keypair (key, self->secret, seed);
  sodium_bin2hex (self->key, sizeof self->key, key, sizeof key);
  return self;
}

void
cp_signer_make_seed (const CpWorld *world, guint8 ret_seed[CP_SEED_BYTES])
{
  cp_world_fill_random (world, ret_seed, CP_SEED_BYTES);
}

void
cp_signer_free (CpSigner *self)
{
  if (self == NULL)
    return;
  sodium_memzero (self->secret, sizeof self->secret);
  g_free (self);
}

const char *
cp_signer_get_key (const CpSigner *self)
{
  return self->key;
}

char *
cp_signer_sign (const CpSigner *self, const char *text)
{
  char *hex = g_malloc (CP_SIGNATURE_HEX_LENGTH + 1);
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), self->secret);
  return sodium_bin2hex (hex, CP_SIGNATURE_HEX_LENGTH + 1, signature, sizeof signature);
}

/* Only lower case, so that one signature has one form. */
static gboolean
is_hex (const char *text, gsize length)
{
  return strlen (text) == length && strspn (text, "0123456789abcdef") == length;
}

gboolean
cp_signature_is_key (const char *text)
{
  return is_hex (text, CP_KEY_HEX_LENGTH);
}

static gboolean
read_hex (const char *hex, guint8 *ret_bytes, gsize n_bytes)
{
  return hex != NULL && is_hex (hex, 2 * n_bytes) &&
         sodium_hex2bin (ret_bytes, n_bytes, hex, 2 * n_bytes, NULL, NULL, NULL) == 0;
}

gboolean
cp_signature_check (const char *key, const char *text, const char *signature)
{
  guint8 key_bytes[crypto_sign_PUBLICKEYBYTES];
  guint8 signature_bytes[crypto_sign_BYTES];

  return read_hex (key, key_bytes, sizeof key_bytes) &&
         read_hex (signature, signature_bytes, sizeof signature_bytes) &&
         crypto_sign_verify_detached (signature_bytes, (const guint8 *) text, strlen (text),
                                      key_bytes) == 0;
}

static char *
describe (const CpJson *document, const char *purpose)
{
  g_autoptr (CpJson) unsigned_document = json_copy ((CpJson *) document);
  g_autofree char *text = NULL;
  g_autofree char *hash = NULL;

  json_object_del (unsigned_document, "signature");
  text = cp_json_to_text (unsigned_document);
  hash = cp_chain_hash_body (text);
  return g_strconcat (purpose, "\n", hash, NULL);
}

void
cp_signer_seal (const CpSigner *self, CpJson *document, const char *purpose)
{
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;

  cp_json_set_text (document, "key", self->key);
  text = describe (document, purpose);
  signature = cp_signer_sign (self, text);
  cp_json_set_text (document, "signature", signature);
}

gboolean
cp_seal_check (const CpJson *document, const char *purpose)
{
  g_autofree char *text = NULL;

  if (!json_is_object (document))
    return FALSE;
  text = describe (document, purpose);
  return cp_signature_check (cp_json_get_text (document, "key"), text,
                             cp_json_get_text (document, "signature"));
}

char *
cp_seal_describe_answer (const char *what,
                         const char *device_id,
                         const char *incarnation,
                         const char *challenge)
{
  return g_strdup_printf ("counterpart %s\n%s\n%s\n%s", what, device_id, incarnation, challenge);
}

char *
cp_seal_describe_chain (const char *device_id)
{
  return g_strdup_printf ("counterpart chain\n%s", device_id);
}
