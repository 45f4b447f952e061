/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-clock.h"

#define START_MS G_GINT64_CONSTANT (1700000000000)
#define YEAR_MS G_GINT64_CONSTANT (31557600000)

static void
test_both_clocks_follow_the_loop (void)
{
  g_autoptr (CpSimLoop) loop = cp_sim_loop_new (NULL);
  g_autoptr (CpSimClock) clock = NULL;

  cp_sim_loop_run_until (loop, 500);
  clock = cp_sim_clock_new (loop, START_MS);
  cp_sim_loop_run_until (loop, 1700);
  g_assert_cmpint (cp_sim_clock_wall_ms (clock), ==, START_MS + 1200);
  g_assert_cmpint (cp_sim_clock_boot_ms (clock), ==, 1200);
}

static void
test_only_the_wall_clock_jumps (void)
{
  g_autoptr (CpSimLoop) loop = cp_sim_loop_new (NULL);
  g_autoptr (CpSimClock) clock = cp_sim_clock_new (loop, START_MS);

  cp_sim_loop_run_until (loop, 1000);
  cp_sim_clock_step (clock, -20 * YEAR_MS);
  g_assert_cmpint (cp_sim_clock_wall_ms (clock), ==, START_MS + 1000 - 20 * YEAR_MS);
  cp_sim_clock_set_wall (clock, START_MS);
  cp_sim_loop_run_until (loop, 1500);
  g_assert_cmpint (cp_sim_clock_wall_ms (clock), ==, START_MS + 500);
  g_assert_cmpint (cp_sim_clock_boot_ms (clock), ==, 1500);
}

static void
test_drift_begins_where_it_is_set (void)
{
  g_autoptr (CpSimLoop) loop = cp_sim_loop_new (NULL);
  g_autoptr (CpSimClock) clock = cp_sim_clock_new (loop, START_MS);

  cp_sim_loop_run_until (loop, 1000000);
  cp_sim_clock_set_drift (clock, 100);
  g_assert_cmpint (cp_sim_clock_wall_ms (clock), ==, START_MS + 1000000);
  cp_sim_loop_run_until (loop, 2000000);
  g_assert_cmpint (cp_sim_clock_wall_ms (clock), ==, START_MS + 2000100);
  cp_sim_clock_set_drift (clock, -100);
  cp_sim_loop_run_until (loop, 3000000);
  g_assert_cmpint (cp_sim_clock_boot_ms (clock), ==, 3000000);
}

static void
test_reboot_may_forget_the_time (void)
{
  g_autoptr (CpSimLoop) loop = cp_sim_loop_new (NULL);
  g_autoptr (CpSimClock) clock = cp_sim_clock_new (loop, START_MS);

  cp_sim_loop_run_until (loop, 1000);
  cp_sim_clock_reboot (clock, FALSE);
  g_assert_cmpint (cp_sim_clock_boot_ms (clock), ==, 0);
  g_assert_cmpint (cp_sim_clock_wall_ms (clock), ==, START_MS + 1000);
  cp_sim_clock_reboot (clock, TRUE);
  cp_sim_loop_run_until (loop, 1250);
  g_assert_cmpint (cp_sim_clock_wall_ms (clock), ==, 250);
  g_assert_cmpint (cp_sim_clock_boot_ms (clock), ==, 250);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/clock/both-clocks-follow-the-loop", test_both_clocks_follow_the_loop);
  g_test_add_func ("/sim/clock/only-the-wall-clock-jumps", test_only_the_wall_clock_jumps);
  g_test_add_func ("/sim/clock/drift-begins-where-it-is-set", test_drift_begins_where_it_is_set);
  g_test_add_func ("/sim/clock/reboot-may-forget-the-time", test_reboot_may_forget_the_time);
  return g_test_run ();
}
