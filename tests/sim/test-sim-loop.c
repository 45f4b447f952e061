/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-loop.h"
#include "cp-sim-random.h"

typedef struct {
  CpSimLoop *loop;
  GString *log;
  const char *word;
  gint64 again_ms;
} Note;

static void
on_note (gpointer data)
{
  Note *note = data;

  g_string_append_printf (note->log, "%s@%d ", note->word, (int) cp_sim_loop_now_ms (note->loop));
  if (note->again_ms > 0)
    cp_sim_loop_after (note->loop, note->again_ms, on_note, note, NULL);
}

static void
on_destroy (gpointer data)
{
  Note *note = data;

  g_string_append_printf (note->log, "-%s ", note->word);
}

static void
test_runs_in_the_order_of_time_then_of_asking (void)
{
  g_autoptr (CpSimLoop) loop = cp_sim_loop_new (NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Note a = { loop, log, "a", 0 }, b = { loop, log, "b", 0 }, c = { loop, log, "c", 0 };

  cp_sim_loop_at (loop, 20, on_note, &a, NULL);
  cp_sim_loop_at (loop, 10, on_note, &b, on_destroy);
  cp_sim_loop_at (loop, 20, on_note, &c, NULL);
  cp_sim_loop_at (loop, -5, on_note, &c, NULL);
  cp_sim_loop_run_until (loop, 100);
  g_assert_cmpstr (log->str, ==, "c@0 b@10 -b a@20 c@20 ");
  g_assert_cmpint (cp_sim_loop_now_ms (loop), ==, 100);
  g_assert_false (cp_sim_loop_step (loop));
}

static void
test_runs_until_a_moment_and_goes_on (void)
{
  g_autoptr (CpSimLoop) loop = cp_sim_loop_new (NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Note tick = { loop, log, "t", 10 };

  cp_sim_loop_at (loop, 10, on_note, &tick, NULL);
  cp_sim_loop_run_until (loop, 30);
  g_assert_cmpstr (log->str, ==, "t@10 t@20 t@30 ");
  cp_sim_loop_run_until (loop, 39);
  g_assert_cmpint (cp_sim_loop_now_ms (loop), ==, 39);
  g_assert_cmpuint (cp_sim_loop_get_n_pending (loop), ==, 1);
  g_assert_true (cp_sim_loop_step (loop));
  g_assert_cmpint (cp_sim_loop_now_ms (loop), ==, 40);
}

static void
test_cancelled_events_are_destroyed_and_never_run (void)
{
  g_autoptr (CpSimLoop) loop = cp_sim_loop_new (NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Note a = { loop, log, "a", 0 }, b = { loop, log, "b", 0 };
  guint64 id = cp_sim_loop_at (loop, 1, on_note, &a, on_destroy);

  cp_sim_loop_at (loop, 2, on_note, &b, NULL);
  g_assert_true (cp_sim_loop_cancel (loop, id));
  g_assert_false (cp_sim_loop_cancel (loop, id));
  g_assert_false (cp_sim_loop_cancel (loop, 0));
  g_assert_cmpuint (cp_sim_loop_get_n_pending (loop), ==, 1);
  cp_sim_loop_run_until (loop, 5);
  g_assert_cmpstr (log->str, ==, "-a b@2 ");
}

static void
test_blocking_makes_what_falls_due_late (void)
{
  g_autoptr (CpSimLoop) loop = cp_sim_loop_new (NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Note a = { loop, log, "a", 0 };

  cp_sim_loop_at (loop, 10, on_note, &a, NULL);
  cp_sim_loop_advance (loop, 25);
  cp_sim_loop_run_until (loop, 20);
  g_assert_cmpstr (log->str, ==, "a@25 ");
  g_assert_cmpint (cp_sim_loop_now_ms (loop), ==, 25);
}

static void
test_freeing_destroys_what_never_ran (void)
{
  CpSimLoop *loop = cp_sim_loop_new (NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Note a = { loop, log, "a", 0 }, b = { loop, log, "b", 0 };

  cp_sim_loop_at (loop, 2, on_note, &b, on_destroy);
  cp_sim_loop_at (loop, 1, on_note, &a, on_destroy);
  cp_sim_loop_free (loop);
  g_assert_cmpstr (log->str, ==, "-a -b ");
}

static void
on_order (gpointer data)
{
  gint64 *last_ms = ((gpointer *) data)[0];
  CpSimLoop *loop = ((gpointer *) data)[1];

  g_assert_cmpint (cp_sim_loop_now_ms (loop), >=, *last_ms);
  *last_ms = cp_sim_loop_now_ms (loop);
}

static guint64
run_thousands (guint64 seed)
{
  g_autoptr (CpSimTrace) trace = cp_sim_trace_new ();
  g_autoptr (CpSimLoop) loop = cp_sim_loop_new (trace);
  gint64 last_ms = 0;
  gpointer data[] = { &last_ms, loop };
  CpSimRandom random;

  cp_sim_random_init (&random, seed, "events");
  for (guint i = 0; i < 5000; i++) {
    guint64 id =
        cp_sim_loop_at (loop, cp_sim_random_between (&random, 0, 999), on_order, data, NULL);

    if (cp_sim_random_chance (&random, 200000))
      cp_sim_loop_cancel (loop, cp_sim_random_below (&random, id) + 1);
    if (cp_sim_random_chance (&random, 300000))
      cp_sim_loop_step (loop);
  }
  cp_sim_loop_run_until (loop, 1000000);
  g_assert_cmpuint (cp_sim_loop_get_n_pending (loop), ==, 0);
  return cp_sim_trace_get_hash (trace);
}

static void
test_thousands_stay_in_order_and_repeat (void)
{
  g_assert_cmpuint (run_thousands (1), ==, run_thousands (1));
  g_assert_cmpuint (run_thousands (1), !=, run_thousands (2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/loop/runs-in-the-order-of-time-then-of-asking",
                   test_runs_in_the_order_of_time_then_of_asking);
  g_test_add_func ("/sim/loop/runs-until-a-moment-and-goes-on",
                   test_runs_until_a_moment_and_goes_on);
  g_test_add_func ("/sim/loop/cancelled-events-are-destroyed-and-never-run",
                   test_cancelled_events_are_destroyed_and_never_run);
  g_test_add_func ("/sim/loop/blocking-makes-what-falls-due-late",
                   test_blocking_makes_what_falls_due_late);
  g_test_add_func ("/sim/loop/freeing-destroys-what-never-ran",
                   test_freeing_destroys_what_never_ran);
  g_test_add_func ("/sim/loop/thousands-stay-in-order-and-repeat",
                   test_thousands_stay_in_order_and_repeat);
  return g_test_run ();
}
