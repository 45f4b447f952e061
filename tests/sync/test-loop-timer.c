/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-loop-timer.h"

static void
count (gpointer data)
{
  (*(guint *) data)++;
}

static void
test_calls_once (void)
{
  CpTimer timer = cp_loop_timer_get ();
  guint n = 0;

  g_assert_cmpuint (timer.add (timer.data, 0, count, &n), !=, 0);
  g_assert_cmpuint (n, ==, 0);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (n, ==, 1);
}

static void
test_forgets (void)
{
  CpTimer timer = cp_loop_timer_get ();
  guint n = 0;
  guint later = 0;

  timer.remove (timer.data, timer.add (timer.data, 0, count, &n));
  timer.add (timer.data, 1, count, &later);
  while (later == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loop-timer/calls-once-and-later", test_calls_once);
  g_test_add_func ("/loop-timer/forgets-what-is-removed", test_forgets);
  return g_test_run ();
}
