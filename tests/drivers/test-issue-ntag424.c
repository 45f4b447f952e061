/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-till.h"

#define SIGNED "sig=" TILL_424_SIGNATURE
#define FACTORY "00000000000000000000000000000000"

static Pn532Card *
make_blank (void)
{
  return host_card_new ("ntag424", TILL_424_UID, SIGNED);
}

static void
assert_works (Till *till, Pn532Card *card)
{
  till_assert_tap (till, card, CP_CARD_STRENGTH_AUTHENTICATED, CP_CARD_SUSPICION_NONE);
}

static void
test_leaves_no_factory_key (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_blank ();
  g_autoptr (CpCardTalk) talk = till_issue (till, card);
  CpEv2Session session;

  g_assert_cmpint (cp_card_talk_get_problem (talk), ==, CP_CARD_PROBLEM_NONE);
  g_assert_true (g_str_has_prefix (cp_card_talk_get_proof (talk)->url, TILL_SITE "/c?e="));
  for (guint8 number = 0; number < CP_NTAG424_N_KEYS; number++) {
    host_put (card);
    host_expect (card, "00A4040C07D276000085010100", "9000");
    g_assert_cmphex (host_authenticate (card, 0x71, number, FACTORY, &session), ==, 0xAE);
  }
  assert_works (till, card);
}

static void
test_goes_on_after_a_tear_at_any_step (void)
{
  till_assert_survives_a_tear (make_blank, TILL_424_UID, CP_CARD_STRENGTH_AUTHENTICATED, 20);
}

static void
test_goes_on_after_two_tears (void)
{
  till_assert_survives_two_tears (make_blank, CP_CARD_STRENGTH_AUTHENTICATED, 26, 1);
}

static void
test_verifies_a_card_that_is_ours (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) card = make_blank ();

  till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
  till_assert_issue (till, card, CP_CARD_PROBLEM_NONE);
  assert_works (till, card);
}

static void
test_refuses_somebody_elses_card (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Till) stranger =
      till_new ("[cards]\nsystem=OTHER\nntag424=00112233445566778899AABBCCDDEEFF\n");
  g_autoptr (Pn532Card) card = make_blank ();

  till_assert_issue (stranger, card, CP_CARD_PROBLEM_NONE);
  till_assert_issue (till, card, CP_CARD_PROBLEM_FOREIGN);
  g_assert_cmpuint (till_get_failures (till, TILL_424_UID), ==, 1);
  assert_works (stranger, card);
}

static void
test_refuses_wrong_stock_and_missing_keys (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Till) keyless = till_new ("[cards]\nsystem=T\nntag21x=00112233445566778899AABBCCDDEEFF"
                                       "00112233445566778899AABBCCDDEEFF\n");
  g_autoptr (Pn532Card) counterfeit = host_card_new ("ntag424", "0463474AA26A81", SIGNED);
  g_autoptr (Pn532Card) desfire = host_card_new ("desfire", TILL_424_UID, NULL);
  g_autoptr (Pn532Card) good = make_blank ();

  till_assert_issue (till, counterfeit, CP_CARD_PROBLEM_NOT_ORIGINAL);
  till_assert_issue (till, desfire, CP_CARD_PROBLEM_KIND);
  till_assert_issue (keyless, good, CP_CARD_PROBLEM_NO_KEYS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/issue-ntag424/leaves-no-factory-key", test_leaves_no_factory_key);
  g_test_add_func ("/card/issue-ntag424/goes-on-after-a-tear-at-any-step",
                   test_goes_on_after_a_tear_at_any_step);
  g_test_add_func ("/card/issue-ntag424/goes-on-after-two-tears", test_goes_on_after_two_tears);
  g_test_add_func ("/card/issue-ntag424/verifies-a-card-that-is-ours",
                   test_verifies_a_card_that_is_ours);
  g_test_add_func ("/card/issue-ntag424/refuses-somebody-elses-card",
                   test_refuses_somebody_elses_card);
  g_test_add_func ("/card/issue-ntag424/refuses-wrong-stock-and-missing-keys",
                   test_refuses_wrong_stock_and_missing_keys);
  return g_test_run ();
}
