/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-random.h"

static void
test_same_seed_and_name_give_the_same_numbers (void)
{
  CpSimRandom a, b;

  cp_sim_random_init (&a, 42, "network");
  cp_sim_random_init (&b, 42, "network");
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (cp_sim_random_next (&a), ==, cp_sim_random_next (&b));
}

static void
assert_unrelated (guint64 seed_a, const char *name_a, guint64 seed_b, const char *name_b)
{
  CpSimRandom a, b;
  guint n_equal_bits = 0;

  cp_sim_random_init (&a, seed_a, name_a);
  cp_sim_random_init (&b, seed_b, name_b);
  for (guint i = 0; i < 1000; i++)
    n_equal_bits +=
        64 - (guint) __builtin_popcountll (cp_sim_random_next (&a) ^ cp_sim_random_next (&b));
  g_assert_cmpuint (n_equal_bits, >, 31000);
  g_assert_cmpuint (n_equal_bits, <, 33000);
}

static void
test_streams_are_unrelated (void)
{
  assert_unrelated (42, "network", 42, "disk");
  assert_unrelated (42, "network", 43, "network");
  assert_unrelated (0, "a", 0, "b");
  assert_unrelated (0, "", 1, "");
}

/* The first outputs of xoshiro256** from the state 1, 2, 3, 4, as its authors' program prints. */
static void
test_is_xoshiro256 (void)
{
  CpSimRandom random = { { 1, 2, 3, 4 } };

  g_assert_cmpuint (cp_sim_random_next (&random), ==, 11520);
  g_assert_cmpuint (cp_sim_random_next (&random), ==, 0);
  g_assert_cmpuint (cp_sim_random_next (&random), ==, 1509978240);
  g_assert_cmpuint (cp_sim_random_next (&random), ==, G_GUINT64_CONSTANT (1215971899390074240));
}

static void
test_whole_range_is_equally_likely (void)
{
  CpSimRandom random;
  guint n_seen[7] = { 0 };

  cp_sim_random_init (&random, 1, "range");
  for (guint i = 0; i < 70000; i++)
    n_seen[cp_sim_random_between (&random, -3, 3) + 3]++;
  for (guint i = 0; i < G_N_ELEMENTS (n_seen); i++) {
    g_assert_cmpuint (n_seen[i], >, 9500);
    g_assert_cmpuint (n_seen[i], <, 10500);
  }
  g_assert_cmpint (cp_sim_random_between (&random, 5, 5), ==, 5);
  cp_sim_random_between (&random, G_MININT64, G_MAXINT64);
}

static void
test_chance_and_weights_hold (void)
{
  static const guint weights[] = { 0, 1, 3, 0 };
  CpSimRandom random;
  guint n_hits = 0, n_picked[4] = { 0 };

  cp_sim_random_init (&random, 1, "chance");
  for (guint i = 0; i < 40000; i++) {
    n_hits += cp_sim_random_chance (&random, 250000);
    n_picked[cp_sim_random_pick (&random, weights, 4)]++;
    g_assert_false (cp_sim_random_chance (&random, 0));
    g_assert_true (cp_sim_random_chance (&random, CP_SIM_ALWAYS));
  }
  g_assert_cmpuint (ABS ((int) n_hits - 10000), <, 500);
  g_assert_cmpuint (n_picked[0] + n_picked[3], ==, 0);
  g_assert_cmpuint (ABS ((int) n_picked[1] - 10000), <, 500);
}

static void
test_a_certain_answer_costs_a_number_too (void)
{
  CpSimRandom never, maybe;

  cp_sim_random_init (&never, 9, "x");
  maybe = never;
  cp_sim_random_chance (&never, 0);
  cp_sim_random_chance (&maybe, 500000);
  g_assert_cmpuint (cp_sim_random_next (&never), ==, cp_sim_random_next (&maybe));
}

static void
test_fills_odd_lengths (void)
{
  CpSimRandom random;
  guint8 bytes[13] = { 0 };
  guint n_zero = 0;

  cp_sim_random_init (&random, 3, "fill");
  cp_sim_random_fill (&random, bytes, 11);
  for (guint i = 0; i < 11; i++)
    n_zero += bytes[i] == 0;
  g_assert_cmpuint (n_zero, <, 3);
  g_assert_cmpuint (bytes[11], ==, 0);
  g_assert_cmpuint (bytes[12], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/random/same-seed-and-name-give-the-same-numbers",
                   test_same_seed_and_name_give_the_same_numbers);
  g_test_add_func ("/sim/random/streams-are-unrelated", test_streams_are_unrelated);
  g_test_add_func ("/sim/random/is-xoshiro256", test_is_xoshiro256);
  g_test_add_func ("/sim/random/whole-range-is-equally-likely", test_whole_range_is_equally_likely);
  g_test_add_func ("/sim/random/chance-and-weights-hold", test_chance_and_weights_hold);
  g_test_add_func ("/sim/random/a-certain-answer-costs-a-number-too",
                   test_a_certain_answer_costs_a_number_too);
  g_test_add_func ("/sim/random/fills-odd-lengths", test_fills_odd_lengths);
  return g_test_run ();
}
