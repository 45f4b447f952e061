/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-till.h"

#define SIGNED "sig=" TILL_NTAG_SIGNATURE

static Pn532Card *
make_blank (void)
{
  return host_card_new ("ntag213", TILL_NTAG_UID, SIGNED);
}

static void
assert_works (Till *till, Pn532Card *card)
{
  till_assert_tap (till, card, CP_CARD_STRENGTH_TOKEN, CP_CARD_SUSPICION_NONE);
}

static void
test_writes_each_size (void)
{
  static const char *const kinds[] = { "ntag213", "ntag215", "ntag216" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (Till) till = till_new (NULL);
    g_autoptr (Pn532Card) card = host_card_new (kinds[i], TILL_NTAG_UID, SIGNED);
    g_autoptr (CpCardTalk) talk = till_issue (till, card);

    g_assert_cmpint (cp_card_talk_get_problem (talk), ==, CP_CARD_PROBLEM_NONE);
    g_assert_true (g_str_has_prefix (cp_card_talk_get_proof (talk)->url, TILL_SITE "/c/"));
    assert_works (till, card);
  }
}

static void
test_goes_on_after_a_tear_at_any_step (void)
{
  till_assert_survives_a_tear (make_blank, TILL_NTAG_UID, CP_CARD_STRENGTH_TOKEN, 30);
}

static void
test_goes_on_after_two_tears (void)
{
  till_assert_survives_two_tears (make_blank, CP_CARD_STRENGTH_TOKEN, 36, 3);
}

static void
test_verifies_a_card_that_is_ours (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_blank ();

  till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
  assert_works (till, card);
  till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
  g_assert_cmpuint (till->exchanges, <, 12);
  assert_works (till, card);
}

static void
test_refuses_what_is_not_blank (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) open = host_card_new ("ntag213", TILL_NTAG_UID, SIGNED " auth0=20");
  g_autoptr (Pn532Card) shut =
      host_card_new ("ntag213", TILL_NTAG_UID, SIGNED " auth0=04 access=80 pwd=01020304");

  till_assert_issue (till, open, CP_CARD_PROBLEM_FOREIGN);
  till_assert_issue (till, shut, CP_CARD_PROBLEM_FOREIGN);
  g_assert_cmpuint (till_get_failures (till, TILL_NTAG_UID), ==, 1);
  till_assert_issue (till, shut, CP_CARD_PROBLEM_FOREIGN);
  till_assert_issue (till, shut, CP_CARD_PROBLEM_FOREIGN);
  till_assert_issue (till, shut, CP_CARD_PROBLEM_FOREIGN);
  g_assert_cmpuint (till_get_failures (till, TILL_NTAG_UID), ==, 3);
}

static void
test_refuses_wrong_stock_and_missing_keys (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Till) keyless =
      till_new ("[cards]\nsystem=T\nntag424=00112233445566778899AABBCCDDEEFF\n");
  g_autoptr (Pn532Card) counterfeit =
      host_card_new ("ntag213", TILL_NTAG_UID, "sig=" TILL_OTHER_NTAG_SIGNATURE);
  g_autoptr (Pn532Card) ultralight = host_card_new ("ultralight", TILL_NTAG_UID, NULL);
  g_autoptr (Pn532Card) good = make_blank ();

  till_assert_issue (till, counterfeit, CP_CARD_PROBLEM_NOT_ORIGINAL);
  till_assert_issue (till, ultralight, CP_CARD_PROBLEM_KIND);
  till_assert_issue (keyless, good, CP_CARD_PROBLEM_NO_KEYS);
  g_assert_cmpuint (keyless->exchanges, ==, 0);
}

/* Once in the issue, where the password is the fifth exchange from the end, and once where a card that is
 * ours already is looked at, where it is the fourth. */
static void
test_one_disturbed_password_is_nobody_else_s (void)
{
  for (int hears = 0; hears < 2; hears++) {
    g_autoptr (Till) till = till_new (NULL);
    g_autoptr (Pn532Card) other = make_blank (), card = make_blank ();

    till_assert_issue (till, other, CP_CARD_PROBLEM_NONE);
    till->hears_last = hears != 0;
    till->disturbed = G_GUINT64_CONSTANT (1) << (till->exchanges - 5);
    till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
    till->disturbed = 1 << 3;
    till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
    till->disturbed = 0;
    assert_works (till, card);
    g_assert_cmpuint (till_get_failures (till, TILL_NTAG_UID), ==, 0);
  }
}

/* That the reader can't ask says nothing of the card, whatever it was about to ask: the chip is of the
 * right kind, original, and nobody else's. */
static void
test_blames_the_reader_for_what_it_cannot_send (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_blank ();

  for (int sent = 0; sent < 5; sent++) {
    till->raw_frames = sent;
    till_assert_issue (till, card, CP_CARD_PROBLEM_READER);
    g_assert_cmpuint (till_get_failures (till, TILL_NTAG_UID), ==, 0);
  }
  till->raw_frames = -1;
  till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
  assert_works (till, card);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/issue-ntag21x/writes-each-size", test_writes_each_size);
  g_test_add_func ("/card/issue-ntag21x/goes-on-after-a-tear-at-any-step",
                   test_goes_on_after_a_tear_at_any_step);
  g_test_add_func ("/card/issue-ntag21x/goes-on-after-two-tears", test_goes_on_after_two_tears);
  g_test_add_func ("/card/issue-ntag21x/verifies-a-card-that-is-ours",
                   test_verifies_a_card_that_is_ours);
  g_test_add_func ("/card/issue-ntag21x/refuses-what-is-not-blank", test_refuses_what_is_not_blank);
  g_test_add_func ("/card/issue-ntag21x/refuses-wrong-stock-and-missing-keys",
                   test_refuses_wrong_stock_and_missing_keys);
  g_test_add_func ("/card/issue-ntag21x/one-disturbed-password-is-nobody-else-s",
                   test_one_disturbed_password_is_nobody_else_s);
  g_test_add_func ("/card/issue-ntag21x/blames-the-reader-for-what-it-cannot-send",
                   test_blames_the_reader_for_what_it_cannot_send);
  return g_test_run ();
}
