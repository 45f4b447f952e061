/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tables of AN12196, revision 2.0, in its order. */
#include "card-bytes.h"
#include "cp-ev2.h"

#define ZERO_KEY "00000000000000000000000000000000"
#define A_ENC "1309C877509E5A215007FF0ED19CA564"
#define A_MAC "4C6626F5E72EA694202139295C7A7FC7"
#define A_TI "9D00C4DF"
#define B_ENC "4CF3CB41A22583A61E89B158D252FC53"
#define B_MAC "5529860B2FC5FB6154B7F28361D30BF9"
#define B_TI "7614281A"

static CpEv2Session
session_of (const char *encryption, const char *mac, const char *transaction, guint16 counter)
{
  CpEv2Session session = { .counter = counter };

  g_assert_true (cp_bytes_from_hex_exactly (encryption, session.encryption, CP_AES_KEY));
  g_assert_true (cp_bytes_from_hex_exactly (mac, session.mac, CP_AES_KEY));
  g_assert_true (cp_bytes_from_hex_exactly (transaction, session.transaction, 4));
  return session;
}

static void
assert_wraps (const CpEv2Session *session,
              CpEv2Mode mode,
              guint8 code,
              const char *header,
              const char *data,
              const char *expected)
{
  TestBytes head = unhex (header), rest = unhex (data);
  g_autoptr (GByteArray) apdu =
      cp_ev2_wrap (session, mode, code, head.bytes, head.n, rest.bytes, rest.n);

  assert_hex (apdu->data, apdu->len, expected);
}

static gboolean
unwraps (CpEv2Session *session, CpEv2Mode mode, const char *answer, GByteArray *data)
{
  TestBytes bytes = unhex (answer);

  return cp_ev2_unwrap (session, mode, bytes.bytes, bytes.n, data);
}

static void
assert_unwraps (CpEv2Session *session, CpEv2Mode mode, const char *answer, const char *expected)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint16 counter = session->counter;

  g_assert_true (unwraps (session, mode, answer, data));
  assert_hex (data->data, data->len, expected);
  g_assert_cmpuint (session->counter, ==, counter + 1);
}

static void
assert_iv (const CpEv2Session *session, gboolean answering, const char *expected)
{
  guint8 iv[CP_AES_BLOCK];

  cp_ev2_make_iv (session, answering, iv);
  assert_hex (iv, sizeof iv, expected);
}

/* Table 14. */
static void
test_authenticates_first (void)
{
  TestBytes key = unhex (ZERO_KEY), challenge = unhex ("A04C124213C186F22399D33AC2A30215");
  TestBytes ours = unhex ("13C5DB8A5930439FC3DEF9A4C675360F");
  TestBytes proof = unhex ("3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F08120663");
  static const guint8 request[] = { 0x00, 0x00 };
  g_autoptr (GByteArray) apdu = cp_ev2_wrap_native (0x71, request, sizeof request);
  g_autoptr (GByteArray) second = NULL;
  guint8 theirs[CP_EV2_CHALLENGE], answer[CP_EV2_ANSWER];
  CpEv2Session session = { .counter = 9 };

  assert_hex (apdu->data, apdu->len, "9071000002000000");
  cp_ev2_answer_challenge (key.bytes, challenge.bytes, ours.bytes, theirs, answer);
  assert_hex (theirs, sizeof theirs, "B9E2FC789B64BF237CCCAA20EC7E6E48");
  second = cp_ev2_wrap_native (0xAF, answer, sizeof answer);
  assert_hex (second->data, second->len,
              "90AF00002035C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D00");
  g_assert_true (cp_ev2_begin (&session, key.bytes, ours.bytes, theirs, proof.bytes, proof.n));
  assert_hex (session.transaction, 4, A_TI);
  assert_hex (session.encryption, CP_AES_KEY, A_ENC);
  assert_hex (session.mac, CP_AES_KEY, A_MAC);
  g_assert_cmpuint (session.counter, ==, 0);
}

/* Table 23: keeps transaction and counter. */
static void
test_derives_the_keys_of_a_second_authentication (void)
{
  TestBytes key = unhex (ZERO_KEY), ours = unhex ("60BE759EDA560250AC57CDDC11743CF6");
  TestBytes theirs = unhex ("6924E8D09722659A2E7DEC68E66312B8");
  CpEv2Session session = session_of (A_ENC, A_MAC, B_TI, 2);
  guint8 proof[CP_AES_BLOCK];

  memcpy (proof, ours.bytes + 1, 15);
  proof[15] = ours.bytes[0];
  cp_aes_cbc_encrypt (key.bytes, NULL, proof, sizeof proof, proof);
  g_assert_true (cp_ev2_begin (&session, key.bytes, ours.bytes, theirs.bytes, proof, sizeof proof));
  assert_hex (session.encryption, CP_AES_KEY, B_ENC);
  assert_hex (session.mac, CP_AES_KEY, B_MAC);
  assert_hex (session.transaction, 4, B_TI);
  g_assert_cmpuint (session.counter, ==, 2);
}

static void
test_refuses_a_card_without_the_key (void)
{
  TestBytes key = unhex (ZERO_KEY), ours = unhex ("13C5DB8A5930439FC3DEF9A4C675360F");
  TestBytes theirs = unhex ("B9E2FC789B64BF237CCCAA20EC7E6E48");
  TestBytes proof = unhex ("3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F08120662");
  CpEv2Session session = { .counter = 9 };

  for (gsize n = 0; n <= proof.n; n++)
    g_assert_false (cp_ev2_begin (&session, key.bytes, ours.bytes, theirs.bytes, proof.bytes, n));
  g_assert_cmpuint (session.counter, ==, 9);
}

/* Table 17. Its step list says a length of 53; the command, and its MAC, say 80. */
static void
test_writes_data_in_full (void)
{
  CpEv2Session session = session_of (A_ENC, A_MAC, A_TI, 0);
  g_autoptr (GString) data =
      g_string_new ("0051D1014D550463686F6F73652E75726C2E636F6D2F6E7461673432343F653D"
                    "303030303030303030303030303030303030303030303030303030303030303026633D"
                    "30303030303030303030303030303030");

  while (data->len < 2 * 0x80)
    g_string_append (data, "00");
  assert_iv (&session, FALSE, "D2CB7277A17841A06654A48188C1F8F5");
  assert_wraps (&session, CP_EV2_FULL, 0x8D, "02000000800000", data->str,
                "908D00009F02000000800000"
                "421C73A27D827658AF481FDFF20A5025B559D0E3AA21E58D347F343CFFC768BF"
                "E596C706BC00F2176781D4B0242642A0FF5A42C461AAF894D9A1284B8C76BCFA"
                "658ACD40555D362E08DB15CF421B51283F9064BCBE20E96CAE545B407C9D651A"
                "3315B27373772E5DA2367D2064AE054AF996C6F1F669170FA88CE8C4E3A4A7BB"
                "BEF0FD971FF532C3A802AF745660F2B4D1D9A8499661EBF300");
  assert_unwraps (&session, CP_EV2_FULL, "FC222E5F7A5424529100", "");
}

/* Table 18. */
static void
test_changes_file_settings (void)
{
  CpEv2Session session = session_of (A_ENC, A_MAC, A_TI, 1);

  assert_wraps (&session, CP_EV2_FULL, 0x5F, "02", "4000E0C1F121200000430000430000",
                "905F0000190261B6D97903566E84C3AE5274467E89EAD799B7C1A0EF7A0400");
  assert_unwraps (&session, CP_EV2_FULL, "57BFF87B1241E93D9100", "");
}

/* Table 24: nothing is added, and the command counts all the same. */
static void
test_writes_data_in_plain (void)
{
  CpEv2Session session = session_of (B_ENC, B_MAC, B_TI, 1);

  assert_wraps (&session, CP_EV2_PLAIN, 0x8D, "010E0000120000",
                "FF0506E10500808283000000000000000000",
                "908D000019010E0000120000FF0506E1050080828300000000000000000000");
  assert_unwraps (&session, CP_EV2_PLAIN, "9100", "");
}

/* Table 25: the new key xored with the old one, its version, the checksum of the new one. */
static void
test_changes_another_key (void)
{
  CpEv2Session session = session_of (B_ENC, B_MAC, B_TI, 2);

  assert_iv (&session, FALSE, "307EDE1814707F30CFE603DD6CA62353");
  assert_wraps (&session, CP_EV2_FULL, 0xC4, "02", "F3847D627727ED3BC9C4CC050489B96601789DFADC",
                "90C4000029022CF362B7BF4311FF3BE1DAA295E8C68DE09050560D19B9E16C2393AE9CD1FAC7"
                "5D0CE20BCD1D06E600");
  assert_unwraps (&session, CP_EV2_FULL, "203BB55D1089D5879100", "");
}

/* The whole CMACs of tables 17, 25 and 26, of which every second byte goes to the card. */
static void
test_macs_of_the_tables (void)
{
  static const struct {
    const char *key, *message, *mac;
  } rows[] = {
    { A_MAC,
      "8D0000" A_TI "02000000800000"
      "421C73A27D827658AF481FDFF20A5025B559D0E3AA21E58D347F343CFFC768BF"
      "E596C706BC00F2176781D4B0242642A0FF5A42C461AAF894D9A1284B8C76BCFA"
      "658ACD40555D362E08DB15CF421B51283F9064BCBE20E96CAE545B407C9D651A"
      "3315B27373772E5DA2367D2064AE054AF996C6F1F669170FA88CE8C4E3A4A7BB"
      "BEF0FD971FF532C3A802AF745660F2B4",
      "A8D185D964A8E04998965461E7EB3EF3" },
    { B_MAC, "C40200" B_TI "022CF362B7BF4311FF3BE1DAA295E8C68DE09050560D19B9E16C2393AE9CD1FAC7",
      "EA5D2E0CBFE24C0BCBCD501D21060EE6" },
    { B_MAC, "C40300" B_TI "00C0EB4DEEFEDDF0B513A03A95A75491818580503190D4D05053FF75668A01D6FD",
      "B7A60161F202EC3489BD4BEDEF64BB32" },
  };
  guint8 mac[CP_AES_BLOCK];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestBytes key = unhex (rows[i].key), message = unhex (rows[i].message);

    cp_aes_cmac (key.bytes, message.bytes, message.n, mac);
    assert_hex (mac, sizeof mac, rows[i].mac);
  }
}

/* NTAG 224 DNA and Ultralight AES: the card's proof is the rotated number and nothing else
 * (NT2H2421, table 21). */
static void
test_proof_of_an_ntag_224 (void)
{
  TestBytes key = unhex (ZERO_KEY), rotated = unhex ("C5DB8A5930439FC3DEF9A4C675360F13");
  guint8 proof[CP_AES_BLOCK];

  cp_aes_cbc_encrypt (key.bytes, NULL, rotated.bytes, rotated.n, proof);
  assert_hex (proof, sizeof proof, "DB5A73B3BC9D0501D0C52177DE630619");
}

/* Table 26: the answer has no MAC, for the session's key is gone. */
static void
test_changes_its_own_key (void)
{
  CpEv2Session session = session_of (B_ENC, B_MAC, B_TI, 3);

  assert_iv (&session, FALSE, "01602D579423B2797BE8B478B0B4D27B");
  assert_wraps (&session, CP_EV2_FULL, 0xC4, "00", "5004BF991F408672B1EF00F08F9E864701",
                "90C400002900C0EB4DEEFEDDF0B513A03A95A75491818580503190D4D05053FF75668A01D6FD"
                "A6610234BDED643200");
  assert_unwraps (&session, CP_EV2_PLAIN, "9100", "");
}

/* Table 28. */
static void
test_gets_the_true_uid (void)
{
  CpEv2Session session = session_of ("2B4D963C014DC36F24F69A50A394F875",
                                     "379D32130CE61705DD5FD8C36B95D764", "DF055522", 0);

  assert_wraps (&session, CP_EV2_FULL, 0x51, "", "", "90510000088E2C155ADDA99BE300");
  assert_unwraps (&session, CP_EV2_FULL, "70756055688505B52A5E26E59E329CD6595F672298EA41B79100",
                  "04958CAA5C5E80");
}

/* Table 7. */
static void
test_gets_file_settings_with_a_mac (void)
{
  CpEv2Session session = session_of (ZERO_KEY, "8248134A386E86EB7FAF54A52E536CB6", "7A21085E", 0);

  assert_wraps (&session, CP_EV2_MAC, 0xF5, "02", "", "90F5000009026597A457C8CD442C00");
  assert_unwraps (&session, CP_EV2_MAC,
                  "0040EEEE000100D1FE001F00004400004400002000006A00002A474282E7A479869100",
                  "0040EEEE000100D1FE001F00004400004400002000006A0000");
}

/* Each bit of table 28's answer, each shorter answer. */
static void
test_refuses_a_changed_answer (void)
{
  TestBytes answer = unhex ("70756055688505B52A5E26E59E329CD6595F672298EA41B79100");
  g_autoptr (GByteArray) data = g_byte_array_new ();
  CpEv2Session session = session_of ("2B4D963C014DC36F24F69A50A394F875",
                                     "379D32130CE61705DD5FD8C36B95D764", "DF055522", 0);

  for (gsize bit = 0; bit < 8 * answer.n; bit++) {
    answer.bytes[bit / 8] ^= (guint8) (1u << bit % 8);
    g_assert_false (cp_ev2_unwrap (&session, CP_EV2_FULL, answer.bytes, answer.n, data));
    g_assert_cmpuint (data->len, ==, 0);
    answer.bytes[bit / 8] ^= (guint8) (1u << bit % 8);
  }
  for (gsize n = 0; n < answer.n; n++)
    g_assert_false (cp_ev2_unwrap (&session, CP_EV2_FULL, answer.bytes, n, data));
  g_assert_cmpuint (session.counter, ==, 0);
}

/* The MAC is right, but what it is over is no whole block, or not padded. */
static void
test_refuses_data_that_is_not_padded (void)
{
  CpEv2Session session = session_of (ZERO_KEY, ZERO_KEY, "00000000", 0);
  g_autoptr (GByteArray) data = g_byte_array_new ();

  for (guint n = 1; n <= 32; n++) {
    guint8 answer[64] = { 0 }, text[64] = { 0x00, 0x01 };

    cp_aes_mact (session.mac, text, 7 + n, answer + n);
    answer[n + CP_MACT_BYTES] = 0x91;
    g_assert_false (cp_ev2_unwrap (&session, CP_EV2_FULL, answer, n + CP_MACT_BYTES + 2, data));
    g_assert_cmpuint (data->len, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    GTestFunc func;
  } tests[] = {
    { "authenticates-first", test_authenticates_first },
    { "derives-the-keys-of-a-second-authentication",
      test_derives_the_keys_of_a_second_authentication },
    { "refuses-a-card-without-the-key", test_refuses_a_card_without_the_key },
    { "writes-data-in-full", test_writes_data_in_full },
    { "changes-file-settings", test_changes_file_settings },
    { "writes-data-in-plain", test_writes_data_in_plain },
    { "changes-another-key", test_changes_another_key },
    { "changes-its-own-key", test_changes_its_own_key },
    { "macs-of-the-tables", test_macs_of_the_tables },
    { "proof-of-an-ntag-224", test_proof_of_an_ntag_224 },
    { "gets-the-true-uid", test_gets_the_true_uid },
    { "gets-file-settings-with-a-mac", test_gets_file_settings_with_a_mac },
    { "refuses-a-changed-answer", test_refuses_a_changed_answer },
    { "refuses-data-that-is-not-padded", test_refuses_data_that_is_not_padded },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strdup_printf ("/card/ev2/%s", tests[i].path);

    g_test_add_func (path, tests[i].func);
  }
  return g_test_run ();
}
