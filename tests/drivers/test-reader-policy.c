/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reader-policy.h"

static gboolean
has_helper (CpPolicyState state)
{
  return state == CP_POLICY_STARTING || state == CP_POLICY_RUNNING || state == CP_POLICY_KILLING;
}

static gboolean
is_end (CpPolicyEvent event)
{
  return event == CP_POLICY_ENDED || event == CP_POLICY_CRASHED || event == CP_POLICY_HOSTILE;
}

/* What must hold of every row: there is at most one helper, none is killed that isn't there, and
 * whenever there is none a wait is running. */
static void
check_row (CpPolicyState state, CpPolicyEvent event, CpPolicyState next, CpPolicyAction action)
{
  gboolean launches = action == CP_POLICY_DO_LAUNCH;
  gboolean waits = action == CP_POLICY_DO_WAIT || action == CP_POLICY_DO_COOL;

  g_assert_cmpint (launches, ==, !has_helper (state) && has_helper (next));
  g_assert_cmpint (waits, ==, has_helper (state) && !has_helper (next));
  g_assert_cmpint (waits, ==, has_helper (state) && is_end (event));
  g_assert_cmpint (launches, ==, !has_helper (state) && event == CP_POLICY_TIME);
  if (action == CP_POLICY_DO_KILL)
    g_assert_true (has_helper (state) && next == CP_POLICY_KILLING);
  if (action == CP_POLICY_DO_COOL)
    g_assert_true (event == CP_POLICY_HOSTILE && next == CP_POLICY_COOLING);
  if (next == CP_POLICY_RUNNING)
    g_assert_true (state == CP_POLICY_RUNNING || event == CP_POLICY_READY);
  if (event == CP_POLICY_SILENT && has_helper (state))
    g_assert_cmpint (action, ==, CP_POLICY_DO_KILL);
}

static void
test_every_state_meets_every_event (void)
{
  for (guint state = 0; state < CP_N_POLICY_STATES; state++)
    for (guint event = 0; event < CP_N_POLICY_EVENTS; event++) {
      CpPolicyState next = (CpPolicyState) state;
      CpPolicyAction action = cp_policy_next (&next, (CpPolicyEvent) event);

      check_row ((CpPolicyState) state, (CpPolicyEvent) event, next, action);
    }
}

static void
test_backoff_doubles_up_to_two_seconds (void)
{
  static const guint expected[] = { 20, 40, 80, 160, 320, 640, 1280, 2000, 2000 };
  CpBackoff backoff = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (cp_backoff_next (&backoff, 0), ==, expected[i]);
}

static void
test_backoff_starts_again_after_ten_stable_seconds (void)
{
  CpBackoff backoff = { 0 };

  cp_backoff_next (&backoff, 0);
  cp_backoff_next (&backoff, 0);
  g_assert_cmpuint (cp_backoff_next (&backoff, CP_BACKOFF_STABLE_MS - 1), ==, 80);
  g_assert_cmpuint (cp_backoff_next (&backoff, CP_BACKOFF_STABLE_MS), ==, 20);
}

static void
test_three_crashes_with_the_field_on_are_a_card (void)
{
  CpCrashes crashes = { 0 };

  g_assert_false (cp_crashes_note (&crashes, 1000, 900));
  g_assert_false (cp_crashes_note (&crashes, 1200, 1100));
  g_assert_true (cp_crashes_note (&crashes, 1400, 1300));
  g_assert_true (cp_crashes_note (&crashes, 5900, 5800));
}

static void
test_other_crashes_are_not_a_card (void)
{
  CpCrashes crashes = { 0 };

  /* before the field, and long after */
  for (guint i = 0; i < 5; i++) {
    g_assert_false (cp_crashes_note (&crashes, 1000, -1));
    g_assert_false (cp_crashes_note (&crashes, 1000, 700));
  }
  /* too far apart */
  for (guint i = 0; i < 5; i++)
    g_assert_false (cp_crashes_note (&crashes, i * 2500, i * 2500));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/policy/every-state-meets-every-event",
                   test_every_state_meets_every_event);
  g_test_add_func ("/drivers/policy/backoff-doubles-up-to-two-seconds",
                   test_backoff_doubles_up_to_two_seconds);
  g_test_add_func ("/drivers/policy/backoff-starts-again-after-ten-stable-seconds",
                   test_backoff_starts_again_after_ten_stable_seconds);
  g_test_add_func ("/drivers/policy/three-crashes-with-the-field-on-are-a-card",
                   test_three_crashes_with_the_field_on_are_a_card);
  g_test_add_func ("/drivers/policy/other-crashes-are-not-a-card",
                   test_other_crashes_are_not_a_card);
  return g_test_run ();
}
