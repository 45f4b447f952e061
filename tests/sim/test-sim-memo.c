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
test_row (void)
{
  static const char row[] = "{\"id\":\"m-1\",\"lists\":[[1,true]]}";
  json_t *first, *second;

  cp_sim_memo_use (TRUE);
  for (guint i = 0; i < 3; i++)
    json_decref (parse (row));
  first = parse (row);
  second = parse (row);
#ifndef __SANITIZE_ADDRESS__
  g_assert_true (first == second);
#endif
  json_decref (first);
  g_assert_cmpint (json_integer_value (
                       json_array_get (json_array_get (json_object_get (second, "lists"), 0), 0)),
                   ==, 1);
  json_decref (second);
}

#ifndef __SANITIZE_ADDRESS__
static void
test_changed_row (void)
{
  static const char row[] = "{\"id\":\"m-2\",\"lists\":[[1]]}";

  if (g_test_subprocess ()) {
    cp_sim_memo_use (TRUE);
    for (guint i = 0; i < 3; i++)
      json_decref (parse (row));
    json_array_append_new (json_array_get (json_object_get (parse (row), "lists"), 0),
                           json_integer (2));
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*json_array_append_new() changes a row's document*");
}
#endif

static void
test_pin (void)
{
  static const char right[] = "2580", wrong[] = "2581";
  char verifier[crypto_pwhash_STRBYTES];

  cp_sim_memo_use (TRUE);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_assert_cmpint (crypto_pwhash_str (verifier, right, sizeof right, crypto_pwhash_OPSLIMIT_MIN,
                                      crypto_pwhash_MEMLIMIT_MIN),
                   ==, 0);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint (crypto_pwhash_str_verify (verifier, right, sizeof right), ==, 0);
    g_assert_cmpint (crypto_pwhash_str_verify (verifier, wrong, sizeof wrong), !=, 0);
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
  g_test_add_func ("/sim/memo/a-row-is-the-same-document-for-all", test_row);
#ifndef __SANITIZE_ADDRESS__
  g_test_add_func ("/sim/memo/who-changes-a-row-is-stopped", test_changed_row);
#endif
  g_test_add_func ("/sim/memo/a-bad-document-stays-bad", test_bad);
  g_test_add_func ("/sim/memo/a-pin-fits-what-it-fitted", test_pin);
  g_test_add_func ("/sim/memo/a-signature-is-good-for-what-it-was-made-of-only", test_signature);
  return g_test_run ();
}
