/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-till.h"

#include "cp-sun.h"

#define SIGNED "sig=" TILL_424_SIGNATURE
#define ONLY_NTAG21X               \
  "[cards]\nsystem=TEST\nntag21x=" \
  "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\n"

static Pn532Card *
make_blank (void)
{
  return host_card_new ("ntag424", TILL_424_UID, SIGNED);
}

static Pn532Card *
make_issued (Till *till)
{
  Pn532Card *card = make_blank ();

  till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
  return card;
}

static void
test_a_blank_card_claims_nothing (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_blank ();

  till_assert_tap (till, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE);
  g_assert_cmpuint (till_get_failures (till, TILL_424_UID), ==, 0);
}

static void
test_a_card_with_the_key_is_authenticated (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);

  for (guint i = 0; i < 5; i++)
    till_assert_tap (till, card, CP_CARD_STRENGTH_AUTHENTICATED, CP_CARD_SUSPICION_NONE);
  g_assert_cmpuint (till->exchanges, ==, 5);
}

/* Its message tells us who it is, and then it proves it. */
static void
test_a_card_with_random_uids_is_known (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till), hidden = NULL;
  g_autoptr (GByteArray) memory = g_byte_array_new ();
  g_autofree char *hex = NULL, *options = NULL;

  card->class->dump (card, memory);
  hex = cp_bytes_to_hex (memory->data, memory->len);
  options = g_strdup_printf (SIGNED " random_id=01 memory=%s", hex);
  hidden = host_card_new ("ntag424", TILL_424_UID, options);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (CpCardTalk) talk = till_tap (till, hidden);
    const CpCardProof *proof = cp_card_talk_get_proof (talk);

    g_assert_cmpuint (hidden->n_uid, ==, 4);
    g_assert_cmpint (proof->strength, ==, CP_CARD_STRENGTH_AUTHENTICATED);
    assert_hex (proof->uid.bytes, proof->uid.length, TILL_424_UID);
  }
}

static void
test_a_random_card_of_nobody_is_nobody (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) blank = host_card_new ("ntag424", TILL_424_UID, SIGNED " random_id=01");
  g_autoptr (Pn532Card) telephone = host_card_new ("uid", "08112233", "sak=20");
  g_autoptr (CpCardTalk) talk = till_tap (till, blank);

  g_assert_cmpuint (cp_card_talk_get_proof (talk)->uid.length, ==, 4);
  g_assert_cmpint (cp_card_talk_get_proof (talk)->strength, ==, CP_CARD_STRENGTH_UID);
  g_assert_null (telephone->class->apdu);
}

static void
test_a_failing_key_is_not_tried_again (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);
  g_autoptr (Till) stranger =
      till_new ("[cards]\nsystem=OTHER\nntag424=00112233445566778899AABBCCDDEEFF\n");

  for (guint i = 1; i <= 3; i++) {
    till_assert_tap (stranger, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_WRONG_KEY);
    g_assert_cmpuint (till_get_failures (stranger, TILL_424_UID), ==, i);
  }
  till_assert_tap (stranger, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_TOO_MANY);
  g_assert_cmpuint (till->exchanges, <, 60);
  till_assert_tap (till, card, CP_CARD_STRENGTH_AUTHENTICATED, CP_CARD_SUSPICION_NONE);
}

/* A source that has the keys for messages and not the one for the counter. */
static gboolean
derive_for_messages (gpointer data, CpCardKeyUse use, const CpUid *uid, guint8 *ret_key)
{
  const CpCardKeySource *whole = data;

  return use != CP_CARD_KEY_NTAG424_KIOSK && whole->derive (whole->data, use, uid, ret_key);
}

static void
test_a_message_is_good_once (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);
  g_autoptr (Pn532Card) copy = till_copy (card, "ntag424", TILL_424_SIGNATURE);
  CpCardKeySource messages = { derive_for_messages, (gpointer) till->host.keys };

  till->host.keys = &messages;
  till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
  till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
  g_assert_cmpint (till_get_counter (till, TILL_424_UID), ==, 3);
  till_assert_tap (till, copy, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_REPLAYED);
}

/* Without any key, the message is there for head office, which can verify it. */
static void
test_without_keys_the_message_is_passed_on (void)
{
  g_autoptr (Till) till = till_new (NULL), keyless = till_new (ONLY_NTAG21X);
  g_autoptr (Pn532Card) card = make_issued (till);
  g_autoptr (CpCardTalk) talk = till_tap (keyless, card);
  const CpCardProof *proof = cp_card_talk_get_proof (talk);
  guint8 meta[CP_AES_KEY], file[CP_AES_KEY];
  CpSunUrl parts;
  CpSun sun;

  g_assert_cmpint (proof->strength, ==, CP_CARD_STRENGTH_UID);
  g_assert_true (g_str_has_prefix (proof->url, TILL_SITE));
  g_assert_true (
      cp_card_key_source_derive (till->host.keys, CP_CARD_KEY_NTAG424_META, &proof->uid, meta));
  g_assert_true (
      cp_card_key_source_derive (till->host.keys, CP_CARD_KEY_NTAG424_FILE, &proof->uid, file));
  g_assert_true (cp_sun_parse_url (proof->url, &parts));
  g_assert_true (cp_sun_verify (&parts, meta, file, &sun));
  g_assert_cmpint (sun.counter, >, till_get_counter (till, TILL_424_UID));
}

static void
test_a_card_pulled_at_any_moment_proves_nothing_and_has_not_failed (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);

  for (int after = 0; after < 5; after++) {
    till->pull_after = after;
    till->hears_last = after % 2 == 0;
    till_assert_tap (till, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE);
  }
  till->pull_after = -1;
  g_assert_cmpuint (till_get_failures (till, TILL_424_UID), ==, 0);
  till_assert_tap (till, card, CP_CARD_STRENGTH_AUTHENTICATED, CP_CARD_SUSPICION_NONE);
}

/* Every bit of every answer changed, one at a time: nothing is proven. */
static void
test_a_changed_answer_proves_nothing (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) issued = make_issued (till);

  for (guint turn = 0; turn < 5; turn++)
    for (guint bit = 0; bit < 34 * 8; bit++) {
      CpCardSeen seen = { .uid.length = 7, .kind = CP_CARD_KIND_ISO14443_4 };
      g_autoptr (Pn532Card) card = till_copy (issued, "ntag424", TILL_424_SIGNATURE);
      g_autoptr (CpCardTalk) talk = NULL;
      CpCardCommand command;
      gboolean more, changed = FALSE;

      memcpy (seen.uid.bytes, card->uid, 7);
      g_hash_table_remove_all (till->failures);
      talk = cp_card_talk_new_tap (&seen, &till->host);
      more = cp_card_talk_step (talk, NULL, &command);
      host_put (card);
      for (guint i = 0; more; i++) {
        g_autoptr (GByteArray) bytes = g_byte_array_new ();
        CpCardAnswer answer = { .status = CP_CARD_STATUS_OK };

        card->class->apdu (card, command.bytes, command.n, bytes);
        if (i == turn && bit / 8 < bytes->len) {
          bytes->data[bit / 8] ^= (guint8) (1u << bit % 8);
          changed = TRUE;
        }
        answer.bytes = bytes->data;
        answer.n = bytes->len;
        more = cp_card_talk_step (talk, &answer, &command);
      }
      g_assert_cmpint (cp_card_talk_get_proof (talk)->strength, ==,
                       changed ? CP_CARD_STRENGTH_UID : CP_CARD_STRENGTH_AUTHENTICATED);
    }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    GTestFunc func;
  } tests[] = {
    { "a-blank-card-claims-nothing", test_a_blank_card_claims_nothing },
    { "a-card-with-the-key-is-authenticated", test_a_card_with_the_key_is_authenticated },
    { "a-card-with-random-uids-is-known", test_a_card_with_random_uids_is_known },
    { "a-random-card-of-nobody-is-nobody", test_a_random_card_of_nobody_is_nobody },
    { "a-failing-key-is-not-tried-again", test_a_failing_key_is_not_tried_again },
    { "a-message-is-good-once", test_a_message_is_good_once },
    { "without-keys-the-message-is-passed-on", test_without_keys_the_message_is_passed_on },
    { "a-card-pulled-at-any-moment-proves-nothing-and-has-not-failed",
      test_a_card_pulled_at_any_moment_proves_nothing_and_has_not_failed },
    { "a-changed-answer-proves-nothing", test_a_changed_answer_proves_nothing },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strdup_printf ("/card/ntag424/%s", tests[i].path);

    g_test_add_func (path, tests[i].func);
  }
  return g_test_run ();
}
