/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-figure.h"

#include "cp-language.h"

static void
assert_text (char *taken, const char *expected)
{
  g_assert_cmpstr (taken, ==, expected);
  g_free (taken);
}

static void
test_money (void)
{
  assert_text (cp_figure_money (123450, "EUR", 2), "€1,234.50");
  assert_text (cp_figure_money (-5, "GBP", 2), "−£0.05");
  assert_text (cp_figure_money (1200, "CHF", 2), "CHF\u00a012.00");
  assert_text (cp_figure_money (500, "JPY", 0), "¥500");
  assert_text (cp_figure_money (12345, "TND", 3), "TND\u00a012.345");
  assert_text (cp_figure_money (7, NULL, 2), "0.07");
  assert_text (cp_figure_money (G_MININT64, "EUR", 2), "−€92,233,720,368,547,758.08");
}

static void
test_typed (void)
{
  assert_text (cp_figure_typed (125005, 2), "1250.05");
  assert_text (cp_figure_typed (500, 0), "500");
}

static void
test_in_german (void)
{
  cp_language_use ("de", NULL);
  assert_text (cp_figure_money (123450, "EUR", 2), "1.234,50\u00a0€");
  assert_text (cp_figure_money (-5, "GBP", 2), "−0,05\u00a0£");
  assert_text (cp_figure_money (1200, "CHF", 2), "12,00\u00a0CHF");
  assert_text (cp_figure_money (500, "JPY", 0), "500\u00a0¥");
  assert_text (cp_figure_count (1000000), "1.000.000");
  assert_text (cp_figure_typed (125005, 2), "1250,05");
  cp_language_use ("en", NULL);
  assert_text (cp_figure_money (123450, "EUR", 2), "€1,234.50");
}

/* The sign stays before the figure where texts run the other way. */
static void
test_in_arabic (void)
{
  cp_language_use ("ar", NULL);
  assert_text (cp_figure_money (123450, "EUR", 2), "\u2066€1,234.50\u2069");
  assert_text (cp_figure_count (-1234), "\u2066−1,234\u2069");
  assert_text (cp_figure_count (1234), "1,234");
  cp_language_use ("en", NULL);
}

static void
test_counts (void)
{
  assert_text (cp_figure_count (999), "999");
  assert_text (cp_figure_count (1000000), "1,000,000");
  assert_text (cp_figure_count (-1234), "−1,234");
}

int
main (int argc, char **argv)
{
  g_autofree char *catalogues = NULL;
  g_autofree char *language = NULL;

  g_test_init (&argc, &argv, NULL);
  catalogues = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);
  g_setenv ("COUNTERPART_LOCALE_DIR", catalogues, TRUE);
  language = cp_language_init ();
  g_test_add_func ("/base/figure/money-has-its-sign-and-its-digits", test_money);
  g_test_add_func ("/base/figure/counts-have-separators", test_counts);
  g_test_add_func ("/base/figure/typed-as-it-is-read", test_typed);
  g_test_add_func ("/base/figure/as-germans-write-it", test_in_german);
  g_test_add_func ("/base/figure/from-left-to-right-in-arabic-too", test_in_arabic);
  return g_test_run ();
}
