/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-till.h"

#define SIGNED "sig=" TILL_NTAG_SIGNATURE

static Pn532Card *
make_blank (void)
{
  return host_card_new ("ntag213", TILL_NTAG_UID, SIGNED);
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
  g_assert_cmpuint (till_get_failures (till, TILL_NTAG_UID), ==, 0);
  g_assert_cmpuint (till->exchanges, ==, 1);
}

static void
test_each_visit_moves_the_number (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);

  for (gint64 n = 2; n < 8; n++) {
    till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
    g_assert_cmpint (till_get_counter (till, TILL_NTAG_UID), ==, n);
  }
}

static void
test_a_copy_shows_itself (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);
  g_autoptr (Pn532Card) copy = till_copy (card, "ntag213", TILL_NTAG_SIGNATURE);

  till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
  till_assert_tap (till, copy, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_REPLAYED);
  till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
}

/* If the copy comes first it is taken for the card, and the card for the copy: staff are told. */
static void
test_the_card_shows_that_there_is_a_copy (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);
  g_autoptr (Pn532Card) copy = till_copy (card, "ntag213", TILL_NTAG_SIGNATURE);

  till_assert_tap (till, copy, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
  till_assert_tap (till, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_REPLAYED);
}

static void
test_a_counterfeit_chip_is_told_no_password (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);
  g_autoptr (Pn532Card) copy = till_copy (card, "ntag213", TILL_OTHER_NTAG_SIGNATURE);

  till_assert_tap (till, copy, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NOT_ORIGINAL);
  g_assert_cmpuint (till->exchanges, ==, 2);
}

/* Once a tap, three times a day. */
static void
test_a_failing_password_is_not_tried_again (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);
  g_autoptr (Till) stranger =
      till_new ("[cards]\nsystem=OTHER\nntag21x=00112233445566778899AABBCCDDEEFF"
                "00112233445566778899AABBCCDDEEFF\n");

  for (guint i = 1; i <= 3; i++) {
    till_assert_tap (stranger, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_WRONG_KEY);
    g_assert_cmpuint (till_get_failures (stranger, TILL_NTAG_UID), ==, i);
  }
  till_assert_tap (stranger, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_TOO_MANY);
  g_assert_cmpuint (till_get_failures (stranger, TILL_NTAG_UID), ==, 3);
  till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
}

static void
test_without_keys_a_card_is_its_uid (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);

  till->host.keys = NULL;
  till_assert_tap (till, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE);
}

/* Whatever the moment, the next tap finds a whole slot, and no card is taken for a copy. */
static void
test_a_card_pulled_at_any_moment_is_not_lost (void)
{
  for (int hears = 0; hears < 2; hears++)
    for (int after = 0; after < 30; after++) {
      g_autoptr (Till) till = till_new (NULL);
      g_autoptr (Pn532Card) card = make_issued (till);
      gboolean whole;

      till->pull_after = after;
      till->hears_last = hears != 0;
      {
        g_autoptr (CpCardTalk) talk = till_tap (till, card);
        const CpCardProof *proof = cp_card_talk_get_proof (talk);

        whole = till->exchanges <= (guint) after;
        g_assert_cmpint (proof->suspicion, ==, CP_CARD_SUSPICION_NONE);
        g_assert_cmpint (proof->strength, ==,
                         whole ? CP_CARD_STRENGTH_TOKEN : CP_CARD_STRENGTH_UID);
        /* The number of the visit before belongs to whichever device wrote it. */
        if (!whole)
          g_assert_cmpint (proof->counter, ==, 0);
      }
      till->pull_after = -1;
      till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
      g_assert_cmpuint (till_get_failures (till, TILL_NTAG_UID), ==, 0);
    }
}

/* Whether the card has heard it or not: the one exchange that no reader repeats by itself. */
static void
test_one_disturbed_password_is_no_wrong_key (void)
{
  for (int hears = 0; hears < 2; hears++) {
    g_autoptr (Till) till = till_new (NULL);
    g_autoptr (Pn532Card) card = make_issued (till);

    till->hears_last = hears != 0;
    till->disturbed = 1 << 2;
    till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
    g_assert_cmpuint (till_get_failures (till, TILL_NTAG_UID), ==, 0);
    till->disturbed = 1 << 2 | 1 << 3;
    till_assert_tap (till, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_WRONG_KEY);
    g_assert_cmpuint (till_get_failures (till, TILL_NTAG_UID), ==, 1);
    g_assert_cmpuint (till->exchanges, ==, 4);
  }
}

/* What its reader can't ask is not the card's fault. */
static void
test_a_reader_that_cannot_ask_suspects_nothing (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);

  for (int sent = 0; sent < 3; sent++) {
    till->raw_frames = sent; /* none, the signature, the password as well */
    till_assert_tap (till, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE);
    g_assert_cmpuint (till->exchanges, ==, 2 + (guint) sent);
    g_assert_cmpuint (till_get_failures (till, TILL_NTAG_UID), ==, 0);
  }
  till->raw_frames = -1;
  till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
}

static void
test_what_cannot_be_stored_proves_nothing (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till);

  till->full = TRUE;
  till_assert_tap (till, card, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE);
  till->full = FALSE;
  till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
}

static void
test_a_card_with_two_broken_slots_is_damaged (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_issued (till), broken = NULL;
  g_autoptr (GByteArray) memory = g_byte_array_new ();
  g_autofree char *hex = NULL, *options = NULL;

  till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
  card->class->dump (card, memory);
  memory->data[4 * 0x21] ^= 1;
  memory->data[4 * 0x25] ^= 1;
  hex = cp_bytes_to_hex (memory->data, memory->len);
  options = g_strdup_printf (SIGNED " memory=%s", hex);
  broken = host_card_new ("ntag213", TILL_NTAG_UID, options);
  till_assert_tap (till, broken, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_DAMAGED);
}

/* Each answer in turn is garbage of each length: nothing is proven by it. */
static void
test_garbage_proves_nothing (void)
{
  for (guint turn = 0; turn < 12; turn++)
    for (gsize n = 0; n <= 40; n++) {
      g_autoptr (Till) till = till_new (NULL);
      g_autoptr (Pn532Card) card = make_issued (till);
      CpCardSeen seen = { .uid.length = 7, .kind = CP_CARD_KIND_NTAG213 };
      guint8 garbage[40];
      g_autoptr (CpCardTalk) talk = NULL;
      CpCardCommand command;
      gboolean more;

      memcpy (seen.uid.bytes, card->uid, 7);
      memset (garbage, (int) (n + turn), sizeof garbage);
      talk = cp_card_talk_new_tap (&seen, &till->host);
      more = cp_card_talk_step (talk, NULL, &command);
      host_put (card);
      for (guint i = 0; more; i++) {
        g_autoptr (GByteArray) bytes = g_byte_array_new ();
        CpCardAnswer answer = { CP_CARD_STATUS_OK, garbage, n };

        if (i != turn) {
          gboolean acked =
              pn532_card_exchange (card, command.bytes, command.n, bytes) == PN532_CARD_NIBBLE;

          answer = (CpCardAnswer){ CP_CARD_STATUS_OK, bytes->data, acked ? 0 : bytes->len };
        }
        more = cp_card_talk_step (talk, &answer, &command);
      }
      if (cp_card_talk_get_proof (talk)->strength == CP_CARD_STRENGTH_TOKEN)
        g_assert_true (turn >= 4 && turn != 8); /* the answer to a WRITE says nothing */
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
    { "each-visit-moves-the-number", test_each_visit_moves_the_number },
    { "a-copy-shows-itself", test_a_copy_shows_itself },
    { "the-card-shows-that-there-is-a-copy", test_the_card_shows_that_there_is_a_copy },
    { "a-counterfeit-chip-is-told-no-password", test_a_counterfeit_chip_is_told_no_password },
    { "a-failing-password-is-not-tried-again", test_a_failing_password_is_not_tried_again },
    { "without-keys-a-card-is-its-uid", test_without_keys_a_card_is_its_uid },
    { "a-card-pulled-at-any-moment-is-not-lost", test_a_card_pulled_at_any_moment_is_not_lost },
    { "one-disturbed-password-is-no-wrong-key", test_one_disturbed_password_is_no_wrong_key },
    { "a-reader-that-cannot-ask-suspects-nothing", test_a_reader_that_cannot_ask_suspects_nothing },
    { "what-cannot-be-stored-proves-nothing", test_what_cannot_be_stored_proves_nothing },
    { "a-card-with-two-broken-slots-is-damaged", test_a_card_with_two_broken_slots_is_damaged },
    { "garbage-proves-nothing", test_garbage_proves_nothing },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strdup_printf ("/card/ntag21x/%s", tests[i].path);

    g_test_add_func (path, tests[i].func);
  }
  return g_test_run ();
}
