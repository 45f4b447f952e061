/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-memo.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

static const char text[] = "{\"points\":12,\"name\":\"Ada\",\"rows\":[1,2,{\"x\":null}]}";

static json_t *
parse (const char *of)
{
  return json_loadb (of, strlen (of), JSON_REJECT_DUPLICATES, NULL);
}

static void
test_own (void)
{
  cp_sim_memo_use (TRUE);
  for (guint i = 0; i < 4; i++) {
    json_t *document = parse (text);
    json_t *other = parse (text);

    g_assert_true (json_equal (document, other));
    json_object_set_new (document, "points", json_integer (13));
    json_array_clear (json_object_get (document, "rows"));
    g_assert_cmpint (json_integer_value (json_object_get (other, "points")), ==, 12);
    g_assert_cmpuint (json_array_size (json_object_get (other, "rows")), ==, 3);
    json_decref (document);
    json_decref (other);
  }
}

static void
test_bad (void)
{
  cp_sim_memo_use (TRUE);
  for (guint i = 0; i < 4; i++) {
    g_assert_null (parse ("{\"points\":12,\"points\":13}"));
    g_assert_null (parse ("{\"points\":12"));
  }
}

static void
test_signature (void)
{
  guint8 key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  guint8 signature[crypto_sign_BYTES];
  guint8 message[] = "ten points";
  const guint8 seed[crypto_sign_SEEDBYTES] = { 1 };

  cp_sim_memo_use (TRUE);
  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_seed_keypair (key, secret, seed);
  crypto_sign_detached (signature, NULL, message, sizeof message, secret);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint (crypto_sign_verify_detached (signature, message, sizeof message, key), ==, 0);
    message[2] ^= 1;
    g_assert_cmpint (crypto_sign_verify_detached (signature, message, sizeof message, key), !=, 0);
    message[2] ^= 1;
    signature[9] ^= 1;
    g_assert_cmpint (crypto_sign_verify_detached (signature, message, sizeof message, key), !=, 0);
    signature[9] ^= 1;
    key[0] ^= 1;
    g_assert_cmpint (crypto_sign_verify_detached (signature, message, sizeof message, key), !=, 0);
    key[0] ^= 1;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/memo/gives-each-caller-a-document-of-its-own", test_own);
  g_test_add_func ("/sim/memo/a-bad-document-stays-bad", test_bad);
  g_test_add_func ("/sim/memo/a-signature-is-good-for-what-it-was-made-of-only", test_signature);
  return g_test_run ();
}
