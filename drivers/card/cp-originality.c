/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ECDSA over a UID. The curves are old and small, which libcrypto still has and libsodium never
 * had. Keys: proxmark3, tools/recover_pk.py. */
#include "cp-originality.h"

#include "cp-card-bytes.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#define N_UID 7
#define MAX_POINT 57
#define MAX_DER 80

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ECDSA_SIG, ECDSA_SIG_free)

static const struct {
  const char *curve;
  gsize n_signature;
  const char *point; /* uncompressed */
} families[CP_N_ORIGINALITIES] = {
  [CP_ORIGINALITY_NTAG21X] = { "secp128r1", 32,
                               "04494E1A386D3D3CFE3DC10E5DE68A499B1C202DB5B132393E89ED19FE5BE8BC"
                               "61" },
  [CP_ORIGINALITY_ULTRALIGHT_EV1] = { "secp128r1", 32,
                                      "0490933BDCD6E99B4E255E3DA55389A827564E11718E017292FAF23226"
                                      "A96614B8" },
  [CP_ORIGINALITY_NTAG424] = { "secp224r1", 56,
                               "048A9B380AF2EE1B98DC417FECC263F8449C7625CECE82D9B916C992DA209D68"
                               "422B81EC20B65A66B5102A61596AF3379200599316A00A1410" },
  [CP_ORIGINALITY_DESFIRE_EV2] = { "secp224r1", 56,
                                   "04B304DC4C615F5326FE9383DDEC9AA892DF3A57FA7FFB3276192BC0EAA25"
                                   "2ED45A865E3B093A3D0DCE5BE29E92F1392CE7DE321E3E5C52B3A" },
  [CP_ORIGINALITY_DESFIRE_EV3] = { "secp224r1", 56,
                                   "041DB46C145D0A36539C6544BD6D9B0AA62FF91EC48CBC6ABAE36E0089A46"
                                   "F0D08C8A715EA40A63313B92E90DDC1730230E0458A33276FB743" },
  [CP_ORIGINALITY_NTAG22X] = { "prime192v1", 48,
                               "0485D5B9353B4FAA77581BA2AE96630C5876D6E8603308ABE9A81A0B506F52D0"
                               "2D04FEE6F2D365B3DEE7B9FAD9133E2976" },
  [CP_ORIGINALITY_ULTRALIGHT_AES] = { "prime192v1", 48,
                                      "0453BF8C49B7BD9FE3207A91513B9C1D238ECAB07186B772104AB535F7"
                                      "D3AE63CF7C7F3DD0D169DA3E99E43C6399621A86" },
};

/* (transfer full) */
static EVP_PKEY *
load_key (CpOriginality family)
{
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_name (NULL, "EC", NULL);
  EVP_PKEY *key = NULL;
  guint8 point[MAX_POINT];
  gsize n_point = 0;
  OSSL_PARAM parameters[3];

  g_assert (cp_bytes_from_hex (families[family].point, point, sizeof point, &n_point));
  parameters[0] = OSSL_PARAM_construct_utf8_string (OSSL_PKEY_PARAM_GROUP_NAME,
                                                    (char *) families[family].curve, 0);
  parameters[1] = OSSL_PARAM_construct_octet_string (OSSL_PKEY_PARAM_PUB_KEY, point, n_point);
  parameters[2] = OSSL_PARAM_construct_end ();
  g_assert (context != NULL && EVP_PKEY_fromdata_init (context) == 1);
  g_assert (EVP_PKEY_fromdata (context, &key, EVP_PKEY_PUBLIC_KEY, parameters) == 1);
  return key;
}

/* The two numbers as libcrypto wants them. Returns their length. */
static int
encode_signature (const guint8 *signature, gsize n, guint8 *ret_der)
{
  g_autoptr (ECDSA_SIG) pair = ECDSA_SIG_new ();
  BIGNUM *r = BN_bin2bn (signature, (int) (n / 2), NULL);
  BIGNUM *s = BN_bin2bn (signature + n / 2, (int) (n / 2), NULL);
  guint8 *at = ret_der;

  g_assert (pair != NULL && ECDSA_SIG_set0 (pair, r, s) == 1);
  g_assert (i2d_ECDSA_SIG (pair, NULL) <= MAX_DER);
  return i2d_ECDSA_SIG (pair, &at);
}

gboolean
cp_originality_verify (CpOriginality family,
                       const guint8 *uid,
                       gsize n_uid,
                       const guint8 *signature,
                       gsize n_signature)
{
  g_autoptr (EVP_PKEY) key = NULL;
  g_autoptr (EVP_PKEY_CTX) context = NULL;
  guint8 der[MAX_DER];
  int n_der;

  if (n_uid != N_UID || n_signature != families[family].n_signature)
    return FALSE;
  key = load_key (family);
  context = EVP_PKEY_CTX_new (key, NULL);
  n_der = encode_signature (signature, n_signature, der);
  return context != NULL && EVP_PKEY_verify_init (context) == 1 &&
         EVP_PKEY_verify (context, der, (gsize) n_der, uid, n_uid) == 1;
}
