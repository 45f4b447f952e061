/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-till.h"

static void
test_other_cards_are_their_uid (void)
{
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (Pn532Card) classic = host_card_new ("classic", "DEADBEEF", NULL);
  g_autoptr (Pn532Card) ultralight = host_card_new ("ultralight", TILL_NTAG_UID, NULL);
  g_autoptr (Pn532Card) desfire = host_card_new ("desfire", TILL_NTAG_UID, NULL);

  till_assert_tap (till, classic, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE);
  g_assert_cmpuint (till->exchanges, ==, 0);
  till_assert_tap (till, ultralight, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE);
  g_assert_cmpuint (till->exchanges, ==, 0);
  till_assert_tap (till, desfire, CP_CARD_STRENGTH_UID, CP_CARD_SUSPICION_NONE);
  g_assert_cmpuint (till->exchanges, ==, 1);
}

static void
test_nothing_follows_the_end (void)
{
  static const guint8 bytes[] = { 0x90, 0x00 };
  const CpCardAnswer answer = { CP_CARD_STATUS_OK, bytes, sizeof bytes };
  CpCardSeen seen = { .uid.length = 4, .kind = CP_CARD_KIND_UID };
  g_autoptr (Till) till = till_new (NULL);
  g_autoptr (CpCardTalk) talk = cp_card_talk_new_tap (&seen, &till->host);
  CpCardCommand command;

  g_assert_false (cp_card_talk_step (talk, NULL, &command));
  g_assert_false (cp_card_talk_step (talk, &answer, &command));
}

static void
test_every_word_has_a_name (void)
{
  for (guint i = 0; i < CP_N_CARD_STRENGTHS; i++)
    g_assert_nonnull (cp_card_strength_to_name ((CpCardStrength) i));
  for (guint i = 0; i < CP_N_CARD_SUSPICIONS; i++)
    g_assert_nonnull (cp_card_suspicion_to_name ((CpCardSuspicion) i));
  for (guint i = 0; i < CP_N_CARD_PROBLEMS; i++) {
    g_assert_nonnull (cp_card_problem_to_name ((CpCardProblem) i));
    g_assert_nonnull (cp_card_problem_to_text ((CpCardProblem) i));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/talk/other-cards-are-their-uid", test_other_cards_are_their_uid);
  g_test_add_func ("/card/talk/nothing-follows-the-end", test_nothing_follows_the_end);
  g_test_add_func ("/card/talk/every-word-has-a-name", test_every_word_has_a_name);
  return g_test_run ();
}
