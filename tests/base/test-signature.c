/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-signature.h"

#include <string.h>

/* The first test of RFC 8032, section 7.1. */
static const guint8 seed[CP_SEED_BYTES] = {
  0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
  0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
};
static const char key[] = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
static const char signature[] =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb"
    "8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

static void
test_follows_rfc (void)
{
  g_autoptr (CpSigner) signer = cp_signer_new (seed);
  g_autofree char *made = cp_signer_sign (signer, "");

  g_assert_cmpstr (cp_signer_get_key (signer), ==, key);
  g_assert_cmpstr (made, ==, signature);
  g_assert_true (cp_signature_check (key, "", signature));
}

static void
test_refuses_other (void)
{
  g_autofree char *upper = g_ascii_strup (signature, -1);
  g_autofree char *flipped = g_strdup (signature);

  flipped[0] = flipped[0] == '0' ? '1' : '0';
  g_assert_false (cp_signature_check (key, "a", signature));
  g_assert_false (cp_signature_check (key, "", flipped));
  g_assert_false (cp_signature_check (key, "", upper));
  g_assert_false (cp_signature_check (key, "", key));
  g_assert_false (cp_signature_check (signature, "", signature));
  g_assert_false (cp_signature_check (NULL, "", signature));
  g_assert_false (cp_signature_check (key, "", NULL));
  g_assert_false (cp_signature_check ("", "", ""));
}

static void
test_knows_a_key (void)
{
  g_autofree char *upper = g_ascii_strup (key, -1);
  g_autofree char *longer = g_strconcat (key, "0", NULL);

  g_assert_true (cp_signature_is_key (key));
  g_assert_false (cp_signature_is_key (upper));
  g_assert_false (cp_signature_is_key (longer));
  g_assert_false (cp_signature_is_key (key + 1));
  g_assert_false (cp_signature_is_key (""));
}

/* Everything in the document counts, and what it is for. */
static void
test_seals (void)
{
  g_autoptr (CpSigner) signer = cp_signer_new (seed);
  g_autoptr (CpJson) document = json_pack ("{s:i, s:{s:s}}", "b", 1, "a", "c", "text");

  cp_signer_seal (signer, document, "page for till-1");
  g_assert_cmpstr (cp_json_get_text (document, "key"), ==, key);
  g_assert_true (cp_seal_check (document, "page for till-1"));
  g_assert_false (cp_seal_check (document, "page for till-2"));
  cp_json_set_text (cp_json_get_object (document, "a"), "c", "other");
  g_assert_false (cp_seal_check (document, "page for till-1"));
  cp_signer_seal (signer, document, "page for till-1");
  g_assert_true (cp_seal_check (document, "page for till-1"));
  cp_json_set_bool (document, "more", TRUE);
  g_assert_false (cp_seal_check (document, "page for till-1"));
}

static void
test_needs_seal (void)
{
  g_autoptr (CpJson) document = json_object ();
  g_autoptr (CpJson) list = json_array ();

  g_assert_false (cp_seal_check (document, ""));
  g_assert_false (cp_seal_check (list, ""));
  cp_json_set_int (document, "key", 1);
  cp_json_set_bool (document, "signature", TRUE);
  g_assert_false (cp_seal_check (document, ""));
}

static void
test_draws_seed (void)
{
  guint8 first[CP_SEED_BYTES], second[CP_SEED_BYTES];

  cp_signer_make_seed (cp_world_real (), first);
  cp_signer_make_seed (cp_world_real (), second);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/signature/follows-the-rfc", test_follows_rfc);
  g_test_add_func ("/base/signature/refuses-any-other", test_refuses_other);
  g_test_add_func ("/base/signature/knows-what-a-key-looks-like", test_knows_a_key);
  g_test_add_func ("/base/signature/seals-a-document-and-its-purpose", test_seals);
  g_test_add_func ("/base/signature/refuses-what-has-no-seal", test_needs_seal);
  g_test_add_func ("/base/signature/draws-each-seed-anew", test_draws_seed);
  return g_test_run ();
}
