/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sun-fixture.h"

#include <string.h>

#include "cp-card-bytes.h"
#include "cp-sun.h"

#define SITE "https://club.example.org"

const char sun_key_text[] = "[cards]\nsystem=TEST\nntag424=0F0E0D0C0B0A09080706050403020100\n";

static CpCardKeys *
parse_keys (void)
{
  g_autoptr (GError) error = NULL;
  CpCardKeys *keys = cp_card_keys_parse (sun_key_text, strlen (sun_key_text), &error);

  g_assert_no_error (error);
  return keys;
}

void
sun_equip (Office *office)
{
  CpCard *card = cp_entity_new (CP_KIND_CARD, "sun-card", NULL);
  g_autofree char *account_id = cp_test_chain_id (1, "account");

  cp_head_office_set_card_keys (office->office, parse_keys ());
  card->entity.account_id = g_strdup (account_id);
  card->member_id = cp_test_chain_id (1, "member");
  card->uid = g_strdup (SUN_UID);
  card->state = CP_CARD_ACTIVE;
  office_put (office, card);
}

/* NT4H2421Gx 9.3.3 and 9.3.4, forwards, as the chip does it. */
char *
sun_make_url (const CpCardKeySource *keys, const char *uid, guint32 counter)
{
  CpUid the_uid = { .length = CP_SUN_UID };
  guint8 meta[CP_AES_KEY], file[CP_AES_KEY], encryption[CP_AES_KEY], mac_key[CP_AES_KEY];
  guint8 picc[CP_AES_BLOCK] = { 0xC7 }, mact[CP_MACT_BYTES];
  g_autofree char *picc_hex = NULL, *mac_hex = NULL;

  g_assert_true (cp_bytes_from_hex_exactly (uid, the_uid.bytes, CP_SUN_UID));
  g_assert_true (cp_card_key_source_derive (keys, CP_CARD_KEY_NTAG424_META, &the_uid, meta));
  g_assert_true (cp_card_key_source_derive (keys, CP_CARD_KEY_NTAG424_FILE, &the_uid, file));
  memcpy (picc + 1, the_uid.bytes, CP_SUN_UID);
  picc[8] = (guint8) counter;
  picc[9] = (guint8) (counter >> 8);
  picc[10] = (guint8) (counter >> 16);
  cp_aes_cbc_encrypt (meta, NULL, picc, sizeof picc, picc);
  cp_sun_derive (file, the_uid.bytes, counter, encryption, mac_key);
  cp_aes_mact (mac_key, NULL, 0, mact);
  picc_hex = cp_bytes_to_hex (picc, sizeof picc);
  mac_hex = cp_bytes_to_hex (mact, sizeof mact);
  return g_strdup_printf (SITE "?e=%s&c=%s", picc_hex, mac_hex);
}

char *
sun_make_question (const char *incarnation, const char *challenge, guint32 counter)
{
  g_autoptr (CpCardKeys) keys = parse_keys ();
  g_autofree char *url = sun_make_url (cp_card_keys_get_source (keys), SUN_UID, counter);
  g_autoptr (CpJson) question =
      json_pack ("{s:s, s:s, s:s}", "incarnation", incarnation, "challenge", challenge, "url", url);

  return cp_json_to_text (question);
}
