/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-tap.h"

static const CpUid ann = { 7, { 4, 1, 2, 3, 4, 5, 6 } };
static const CpUid bob = { 7, { 4, 1, 2, 3, 4, 5, 7 } };
static const CpUid short_ann = { 4, { 4, 1, 2, 3 } };

static void
test_uids_differ_in_length_too (void)
{
  g_assert_true (cp_uid_equal (&ann, &ann));
  g_assert_false (cp_uid_equal (&ann, &bob));
  g_assert_false (cp_uid_equal (&ann, &short_ann));
}

static void
test_card_missed_for_a_moment_is_still_there (void)
{
  CpPresence presence = { .gone_ms = 150 };

  g_assert_false (cp_presence_note (&presence, &ann, 0));
  g_assert_false (cp_presence_note (&presence, NULL, 149));
  g_assert_true (cp_presence_has_card (&presence));
  g_assert_false (cp_presence_note (&presence, &ann, 149));
  g_assert_false (cp_presence_note (&presence, NULL, 298));
  g_assert_true (cp_presence_has_card (&presence));
}

static void
test_card_missed_for_long_is_gone_once (void)
{
  CpPresence presence = { .gone_ms = 150 };

  cp_presence_note (&presence, &ann, 0);
  g_assert_true (cp_presence_note (&presence, NULL, 150));
  g_assert_false (cp_presence_has_card (&presence));
  g_assert_false (cp_presence_note (&presence, NULL, 400));
}

static void
test_other_card_waits_until_the_first_is_gone (void)
{
  CpPresence presence = { .gone_ms = 150 };

  cp_presence_note (&presence, &ann, 0);
  g_assert_false (cp_presence_note (&presence, &bob, 100));
  g_assert_true (cp_uid_equal (&presence.uid, &ann));
  g_assert_true (cp_presence_note (&presence, &bob, 150));
  g_assert_false (cp_presence_note (&presence, &bob, 160));
  g_assert_true (cp_uid_equal (&presence.uid, &bob));
}

static void
test_same_card_soon_is_the_same_tap (void)
{
  CpTaps taps = { 0 };

  g_assert_true (cp_taps_card (&taps, &ann, 0));
  g_assert_true (cp_taps_gone (&taps, 1000));
  g_assert_false (cp_taps_card (&taps, &ann, 2499));
  g_assert_false (cp_taps_gone (&taps, 2600));
  g_assert_true (cp_taps_card (&taps, &ann, 4100));
  g_assert_true (cp_taps_gone (&taps, 4200));
}

static void
test_other_card_soon_is_a_tap (void)
{
  CpTaps taps = { 0 };

  g_assert_true (cp_taps_card (&taps, &ann, 0));
  cp_taps_gone (&taps, 100);
  g_assert_true (cp_taps_card (&taps, &bob, 200));
  cp_taps_gone (&taps, 300);
  g_assert_true (cp_taps_card (&taps, &ann, 400));
}

static void
test_going_is_told_once (void)
{
  CpTaps taps = { 0 };

  g_assert_false (cp_taps_gone (&taps, 0));
  cp_taps_card (&taps, &ann, 0);
  g_assert_true (cp_taps_gone (&taps, 100));
  g_assert_false (cp_taps_gone (&taps, 200));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/tap/uids-differ-in-length-too", test_uids_differ_in_length_too);
  g_test_add_func ("/drivers/tap/card-missed-for-a-moment-is-still-there",
                   test_card_missed_for_a_moment_is_still_there);
  g_test_add_func ("/drivers/tap/card-missed-for-long-is-gone-once",
                   test_card_missed_for_long_is_gone_once);
  g_test_add_func ("/drivers/tap/other-card-waits-until-the-first-is-gone",
                   test_other_card_waits_until_the_first_is_gone);
  g_test_add_func ("/drivers/tap/same-card-soon-is-the-same-tap",
                   test_same_card_soon_is_the_same_tap);
  g_test_add_func ("/drivers/tap/other-card-soon-is-a-tap", test_other_card_soon_is_a_tap);
  g_test_add_func ("/drivers/tap/going-is-told-once", test_going_is_told_once);
  return g_test_run ();
}
