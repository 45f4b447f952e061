/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-bytes.h"
#include "cp-sun.h"

#include <string.h>

#define ZERO_KEY "00000000000000000000000000000000"
#define HOST "https://sdm.example.org/"

/* From nfc-developer's sdm-backend and AN12196. */
static const struct {
  const char *url, *meta, *file, *uid;
  guint32 counter;
  const char *plain;
} messages[] = {
  { HOST "tagpt?e=EF963FF7828658A599F3041510671E88&c=94EED9EE65337086", ZERO_KEY, ZERO_KEY,
    "04DE5F1EACC040", 61, "" },
  { HOST "tag?picc_data=FDE4AFA99B5C820A2C1BB0F1C792D0EB&enc=94592FDE69FA06E8E3B6CA686A22842B"
         "&cmac=C48B89C17A233B2C",
    ZERO_KEY, ZERO_KEY, "04958CAA5C5E80", 1, "78787878787878787878787878787878" },
  { HOST "tag?picc_data=FD91EC264309878BE6345CBE53BADF40&enc=CEE9A53E3E463EF1F459635736738962"
         "&cmac=ECC1E7F6C6C73BF6",
    ZERO_KEY, ZERO_KEY, "04958CAA5C5E80", 8, NULL },
  { HOST "tagpt?uid=041E3C8A2D6B80&ctr=000006&cmac=4B00064004B0B3D3", ZERO_KEY, ZERO_KEY,
    "041E3C8A2D6B80", 6, "" },
};

static void
test_verifies_messages (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    TestBytes meta = unhex (messages[i].meta), file = unhex (messages[i].file);
    CpSunUrl parts;
    CpSun sun;

    g_assert_true (cp_sun_parse_url (messages[i].url, &parts));
    g_assert_true (cp_sun_verify (&parts, meta.bytes, file.bytes, &sun));
    assert_hex (sun.uid, sizeof sun.uid, messages[i].uid);
    g_assert_cmpuint (sun.counter, ==, messages[i].counter);
    if (messages[i].plain != NULL)
      assert_hex (sun.file, sun.n_file, messages[i].plain);
  }
}

/* AN12196's table of one whose MAC is over the encrypted part alone. */
static void
test_verifies_a_mac_over_the_file_alone (void)
{
  static const char input[] = "B8436E11F627BB7F543FCC0C1E0D1A89";
  TestBytes meta = unhex ("42AFF114F2CB3B6141BE6DC95DFC5416");
  TestBytes file = unhex ("B62A9BAF092439BD43C62AEE96B970C5");
  CpSunUrl parts = { .has_picc = TRUE, .input = input, .n_input = sizeof input - 1, .n_file = 16 };
  CpSun sun;

  g_assert_true (cp_bytes_from_hex_exactly ("8ACADDEF0A9B62CDAE39A16B83FC14DE", parts.picc, 16));
  g_assert_true (cp_bytes_from_hex_exactly (input, parts.file, 16));
  g_assert_true (cp_bytes_from_hex_exactly ("238B2543A8DEBAD8", parts.mac, 8));
  g_assert_true (cp_sun_verify (&parts, meta.bytes, file.bytes, &sun));
  assert_hex (sun.uid, sizeof sun.uid, "041D3C8A2D6B80");
  g_assert_cmpuint (sun.counter, ==, 291);
}

static void
test_derives_session_keys (void)
{
  static const struct {
    const char *key, *uid;
    guint32 counter;
    const char *encryption, *mac;
  } rows[] = {
    { "5ACE7E50AB65D5D51FD5BF5A16B8205B", "04C767F2066180", 1, "66DA61797E23DECA5D8ECA13BBADF7A9",
      "3A3E8110E05311F7A3FCF0D969BF2B48" },
    { ZERO_KEY, "04DE5F1EACC040", 61, NULL, "3FB5F6E3A807A03D5E3570ACE393776F" },
    { ZERO_KEY, "04958CAA5C5E80", 1, "8097D73344D53F963B09E23E03B62336", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestBytes key = unhex (rows[i].key), uid = unhex (rows[i].uid);
    guint8 encryption[CP_AES_KEY], mac[CP_AES_KEY];

    cp_sun_derive (key.bytes, uid.bytes, rows[i].counter, encryption, mac);
    if (rows[i].encryption != NULL)
      assert_hex (encryption, sizeof encryption, rows[i].encryption);
    if (rows[i].mac != NULL)
      assert_hex (mac, sizeof mac, rows[i].mac);
  }
}

static void
test_opens_picc_data (void)
{
  TestBytes key = unhex (ZERO_KEY), picc = unhex ("EF963FF7828658A599F3041510671E88");
  guint8 plain[16], uid[CP_SUN_UID];
  guint32 counter;

  cp_aes_cbc_decrypt (key.bytes, NULL, picc.bytes, sizeof plain, plain);
  assert_hex (plain, sizeof plain, "C704DE5F1EACC0403D0000DA5CF60941");
  g_assert_true (cp_sun_open_picc (key.bytes, picc.bytes, uid, &counter));
  picc.bytes[0] ^= 1;
  g_assert_false (cp_sun_open_picc (key.bytes, picc.bytes, uid, &counter));
}

/* Every digit of every message changed, one at a time. */
static void
test_refuses_a_changed_message (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    TestBytes meta = unhex (messages[i].meta), file = unhex (messages[i].file);
    gsize first = (gsize) (strchr (messages[i].url, '?') - messages[i].url);

    for (gsize at = first; messages[i].url[at] != '\0'; at++) {
      g_autofree char *url = g_strdup (messages[i].url);
      CpSunUrl parts;
      CpSun sun = { .counter = 77 };

      url[at] = url[at] == '0' ? '1' : '0';
      g_assert_false (cp_sun_parse_url (url, &parts) &&
                      cp_sun_verify (&parts, meta.bytes, file.bytes, &sun));
      g_assert_cmpuint (sun.counter, ==, 77);
    }
  }
}

static void
test_refuses_what_is_no_message (void)
{
  static const char *const urls[] = {
    "",
    "?",
    "https://example.org/",
    HOST "?c=94EED9EE65337086",
    HOST "?e=EF963FF7828658A599F3041510671E88",
    HOST "?e=EF963FF7828658A599F3041510671E&c=94EED9EE65337086",
    HOST "?e=EF963FF7828658A599F3041510671E88&c=94EED9EE653370",
    HOST "?e=EF963FF7828658A599F3041510671E88&e=EF963FF7828658A599F3041510671E88"
         "&c=94EED9EE65337086",
    HOST "?c=94EED9EE65337086&e=EF963FF7828658A599F3041510671E88",
    HOST "?uid=041E3C8A2D6B80&cmac=4B00064004B0B3D3",
    HOST "?uid=041E3C8A2D6B80&ctr=0006&cmac=4B00064004B0B3D3",
    HOST "?e=EF963FF7828658A599F3041510671E88&enc=00&c=94EED9EE65337086",
    HOST "?e=EF963FF7828658A599F3041510671E88&uid=041E3C8A2D6B80&c=94EED9EE65337086",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++) {
    CpSunUrl parts;

    g_assert_false (cp_sun_parse_url (urls[i], &parts));
  }
}

/* Every card's own keys, by which it is then judged. */
static gboolean
derive (gpointer data, CpCardKeyUse use, const CpUid *uid, guint8 *ret_key)
{
  const char *lacks = data;

  if (lacks != NULL && use == CP_CARD_KEY_NTAG424_FILE)
    return FALSE;
  memset (ret_key, 0, CP_AES_KEY);
  return TRUE;
}

static void
test_judges_by_the_card_that_it_claims_to_be_of (void)
{
  const CpCardKeySource zero = { derive, NULL }, half = { derive, (gpointer) "no file key" };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    g_autofree char *forged = g_strdup (messages[i].url);
    char *last = forged + strlen (forged) - 1;
    CpSunUrl parts;
    CpSun sun;

    g_assert_true (cp_sun_parse_url (messages[i].url, &parts));
    g_assert_cmpint (cp_sun_judge (&zero, &parts, &sun), ==, CP_SUN_VERDICT_GENUINE);
    assert_hex (sun.uid, sizeof sun.uid, messages[i].uid);
    g_assert_cmpint (cp_sun_judge (&half, &parts, &sun), ==, CP_SUN_VERDICT_NO_KEYS);
    g_assert_cmpint (cp_sun_judge (NULL, &parts, &sun), ==, CP_SUN_VERDICT_NO_KEYS);
    *last = *last == '0' ? '1' : '0';
    g_assert_true (cp_sun_parse_url (forged, &parts));
    g_assert_cmpint (cp_sun_judge (&zero, &parts, &sun), ==, CP_SUN_VERDICT_FORGED);
    if (parts.has_picc) {
      parts.picc[0] ^= 1;
      g_assert_cmpint (cp_sun_judge (&zero, &parts, &sun), ==, CP_SUN_VERDICT_FOREIGN);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/sun/verifies-messages", test_verifies_messages);
  g_test_add_func ("/card/sun/verifies-a-mac-over-the-file-alone",
                   test_verifies_a_mac_over_the_file_alone);
  g_test_add_func ("/card/sun/derives-session-keys", test_derives_session_keys);
  g_test_add_func ("/card/sun/opens-picc-data", test_opens_picc_data);
  g_test_add_func ("/card/sun/judges-by-the-card-that-it-claims-to-be-of",
                   test_judges_by_the_card_that_it_claims_to_be_of);
  g_test_add_func ("/card/sun/refuses-a-changed-message", test_refuses_a_changed_message);
  g_test_add_func ("/card/sun/refuses-what-is-no-message", test_refuses_what_is_no_message);
  return g_test_run ();
}
