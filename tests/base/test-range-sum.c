/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-range-sum.h"

static char *
sum_of (guint range, const char *const *ids, guint n_ids, gint64 ver)
{
  g_autoptr (CpRangeSums) sums = cp_range_sums_new (CP_RANGE_LEAST_BITS);

  for (guint i = 0; i < n_ids; i++)
    cp_range_sums_add (sums, "member", ids[i], ver, "{}");
  return cp_range_sums_dup_hex (sums, range);
}

static void
test_order_does_not_matter (void)
{
  const char *const one[] = { "a", "b", "c" };
  const char *const other[] = { "c", "a", "b" };

  for (guint range = 0; range < 64; range++) {
    g_autofree char *sum = sum_of (range, one, 3, 1);
    g_autofree char *same = sum_of (range, other, 3, 1);

    g_assert_cmpstr (sum, ==, same);
  }
}

static void
test_each_difference_shows (void)
{
  const char *const ids[] = { "a" };
  guint range = cp_range_of (CP_RANGE_LEAST_BITS, "member", "a");
  g_autofree char *none = sum_of (range, ids, 0, 1);
  g_autofree char *one = sum_of (range, ids, 1, 1);
  g_autofree char *newer = sum_of (range, ids, 1, 2);

  g_assert_cmpstr (none, ==, "0000000000000000");
  g_assert_cmpstr (one, !=, none);
  g_assert_cmpstr (one, !=, newer);
}

/* A platform of somebody else's works them out alike: these were made with Python's hashlib. */
static void
test_known_values (void)
{
  const char *const ids[] = { "018f" };
  g_autofree char *sum = sum_of (13, ids, 1, 7);

  g_assert_cmpuint (cp_range_of (6, "card", "018f"), ==, 41);
  g_assert_cmpstr (sum, ==, "0ec197890e49b374");
}

static void
test_finer_ranges_lie_within (void)
{
  for (guint i = 0; i < 100; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);

    g_assert_cmpuint (cp_range_of (12, "member", id) >> 6, ==, cp_range_of (6, "member", id));
  }
}

static CpRangeSums *
sum_many (guint bits)
{
  CpRangeSums *sums = cp_range_sums_new (bits);

  for (guint i = 0; i < 1000; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);

    cp_range_sums_add (sums, "member", id, i + 1, "{}");
  }
  return sums;
}

static void
test_folds (void)
{
  g_autoptr (CpRangeSums) fine = sum_many (CP_RANGE_MOST_BITS);
  g_autoptr (CpRangeSums) coarse = sum_many (8);
  g_autoptr (CpRangeSums) folded = cp_range_sums_fold (fine, 8);
  g_autofree char *one = cp_range_sums_to_text (coarse);
  g_autofree char *other = cp_range_sums_to_text (folded);

  g_assert_cmpstr (one, ==, other);
}

static void
test_keeps_as_text (void)
{
  g_autoptr (CpRangeSums) sums = sum_many (CP_RANGE_LEAST_BITS);
  g_autofree char *text = cp_range_sums_to_text (sums);
  g_autoptr (CpRangeSums) read = cp_range_sums_from_text (CP_RANGE_LEAST_BITS, text);
  g_autofree char *again = cp_range_sums_to_text (read);

  g_assert_cmpstr (text, ==, again);
  for (guint range = 0; range < 1u << CP_RANGE_LEAST_BITS; range++) {
    g_autofree char *hex = cp_range_sums_dup_hex (sums, range);

    g_assert_cmpuint (strlen (hex), ==, 16);
    g_assert_true (g_str_has_prefix (text + 16 * range, hex));
  }
  g_assert_null (cp_range_sums_from_text (CP_RANGE_LEAST_BITS, text + 1));
  g_assert_null (cp_range_sums_from_text (CP_RANGE_LEAST_BITS + 1, text));
  text[5] = 'x';
  g_assert_null (cp_range_sums_from_text (CP_RANGE_LEAST_BITS, text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range-sum/order-does-not-matter", test_order_does_not_matter);
  g_test_add_func ("/range-sum/each-difference-shows", test_each_difference_shows);
  g_test_add_func ("/range-sum/is-worked-out-as-written", test_known_values);
  g_test_add_func ("/range-sum/finer-ranges-lie-within", test_finer_ranges_lie_within);
  g_test_add_func ("/range-sum/ranges-fold-into-fewer", test_folds);
  g_test_add_func ("/range-sum/sums-are-kept-as-text", test_keeps_as_text);
  return g_test_run ();
}
