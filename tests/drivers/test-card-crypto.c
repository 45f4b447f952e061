/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-bytes.h"
#include "cp-card-crypto.h"

/* FIPS-197 C.1, which is one block of CBC with an IV of zeros. */
static void
test_aes_fips_197 (void)
{
  TestBytes key = unhex ("000102030405060708090A0B0C0D0E0F");
  TestBytes plain = unhex ("00112233445566778899AABBCCDDEEFF");
  guint8 block[CP_AES_BLOCK];

  cp_aes_cbc_encrypt (key.bytes, NULL, plain.bytes, sizeof block, block);
  assert_hex (block, sizeof block, "69C4E0D86A7B0430D8CDB78070B4C55A");
  cp_aes_cbc_decrypt (key.bytes, NULL, block, sizeof block, block);
  assert_hex (block, sizeof block, "00112233445566778899AABBCCDDEEFF");
}

/* SP 800-38A, F.2.1, two blocks. */
static void
test_aes_chains_blocks (void)
{
  TestBytes key = unhex ("2B7E151628AED2A6ABF7158809CF4F3C");
  TestBytes iv = unhex ("000102030405060708090A0B0C0D0E0F");
  TestBytes text = unhex ("6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51");

  cp_aes_cbc_encrypt (key.bytes, iv.bytes, text.bytes, text.n, text.bytes);
  assert_hex (text.bytes, text.n,
              "7649ABAC8119B246CEE98E9B12E9197D5086CB9B507219EE95DB113A917678B2");
  cp_aes_cbc_decrypt (key.bytes, iv.bytes, text.bytes, text.n, text.bytes);
  assert_hex (text.bytes, text.n,
              "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51");
}

#define RFC_TEXT                                                     \
  "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51" \
  "30C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710"

static void
test_cmac_rfc_4493 (void)
{
  static const struct {
    gsize n;
    const char *mac;
  } rows[] = {
    { 0, "BB1D6929E95937287FA37D129B756746" },
    { 16, "070A16B46B4D4144F79BDD9DD04A287C" },
    { 40, "DFA66747DE9AE63030CA32611497C827" },
    { 64, "51F0BEBF7E3B9D92FC49741779363CFE" },
  };
  TestBytes key = unhex ("2B7E151628AED2A6ABF7158809CF4F3C"), text = unhex (RFC_TEXT);
  guint8 mac[CP_AES_BLOCK];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    cp_aes_cmac (key.bytes, text.bytes, rows[i].n, mac);
    assert_hex (mac, sizeof mac, rows[i].mac);
  }
}

static void
test_mact_takes_every_second_byte (void)
{
  TestBytes key = unhex ("2B7E151628AED2A6ABF7158809CF4F3C"), text = unhex (RFC_TEXT);
  guint8 mact[CP_MACT_BYTES];

  cp_aes_mact (key.bytes, text.bytes, 16, mact);
  assert_hex (mact, sizeof mact, "0AB44D449B9D4A7C");
}

static void
test_diversifies_an10922 (void)
{
  static const struct {
    const char *master, *input, *key;
  } rows[] = {
    { "00112233445566778899AABBCCDDEEFF", "04782E21801D803042F54E585020416275",
      "A8DD63A3B89D54B37CA802473FDA9175" },
    { "F3F9377698707B688EAF84ABE39E3791", "04DEADBEEFFEED", "0BB408BAFF98B6EE9F2E1585777F6A51" },
  };
  guint8 key[CP_AES_KEY];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestBytes master = unhex (rows[i].master), input = unhex (rows[i].input);

    cp_aes_diversify (master.bytes, input.bytes, input.n, key);
    assert_hex (key, sizeof key, rows[i].key);
  }
}

/* What libfreefare once did: a CMAC over the short message as it is (its issue 91). */
static void
test_a_plain_cmac_is_another_key (void)
{
  TestBytes master = unhex ("F3F9377698707B688EAF84ABE39E3791");
  TestBytes message = unhex ("0104DEADBEEFFEED");
  guint8 key[CP_AES_KEY];

  cp_aes_cmac (master.bytes, message.bytes, message.n, key);
  assert_hex (key, sizeof key, "721E2C01E81AF85D815633969CEA2607");
}

/* 31 bytes fill the message, which is then not padded: K1 in place of K2. */
static void
test_diversifies_the_longest_input (void)
{
  TestBytes master = unhex ("00112233445566778899AABBCCDDEEFF");
  guint8 message[32] = { 1 }, key[CP_AES_KEY], expected[CP_AES_KEY];

  cp_aes_diversify (master.bytes, message + 1, CP_MAX_DIVERSIFICATION, key);
  cp_aes_cmac (master.bytes, message, sizeof message, expected);
  g_assert_cmpmem (key, sizeof key, expected, sizeof expected);
}

/* AN12196, table 25; and the check value of CRC-32/JAMCRC. */
static void
test_crc_jam (void)
{
  TestBytes key = unhex ("F3847D627727ED3BC9C4CC050489B966");

  g_assert_cmphex (cp_crc32_jam (key.bytes, key.n), ==, 0xDCFA9D78);
  g_assert_cmphex (cp_crc32_jam ((const guint8 *) "123456789", 9), ==, 0x340BC6D9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/crypto/aes-of-fips-197", test_aes_fips_197);
  g_test_add_func ("/card/crypto/aes-chains-blocks", test_aes_chains_blocks);
  g_test_add_func ("/card/crypto/cmac-of-rfc-4493", test_cmac_rfc_4493);
  g_test_add_func ("/card/crypto/mact-takes-every-second-byte", test_mact_takes_every_second_byte);
  g_test_add_func ("/card/crypto/diversifies-as-an10922", test_diversifies_an10922);
  g_test_add_func ("/card/crypto/a-plain-cmac-is-another-key", test_a_plain_cmac_is_another_key);
  g_test_add_func ("/card/crypto/diversifies-the-longest-input",
                   test_diversifies_the_longest_input);
  g_test_add_func ("/card/crypto/crc-of-change-key", test_crc_jam);
  return g_test_run ();
}
