/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-format.h"

#include "cp-language.h"

#define NOW G_GINT64_CONSTANT (1781273100000) /* 2026-06-12T14:05:00Z */
#define DAY G_GINT64_CONSTANT (86400000)

static void
assert_text (char *taken, const char *expected)
{
  g_assert_cmpstr (taken, ==, expected);
  g_free (taken);
}

static void
test_gains (void)
{
  assert_text (cp_format_gain (5, "5"), "+5");
  assert_text (cp_format_gain (-5, "−5"), "−5");
}

static void
test_times (void)
{
  assert_text (cp_format_moment (NOW, NOW), "14:05");
  assert_text (cp_format_moment (NOW - DAY, NOW), "11\u00a0Jun, 14:05");
  assert_text (cp_format_moment (0, NOW), "never");
  assert_text (cp_format_expiry (0, NOW), "No expiry");
  assert_text (cp_format_expiry (NOW - 1, NOW), "Expired");
  assert_text (cp_format_expiry (NOW + 1000, NOW), "Until today");
  assert_text (cp_format_expiry (NOW + 18 * DAY, NOW), "Until 30\u00a0Jun\u00a02026");
  assert_text (cp_format_iso_day ("1987-06-24"), "24\u00a0Jun\u00a01987");
  assert_text (cp_format_iso_day ("soon"), NULL);
  assert_text (cp_format_typed_day ("1987-06-24"), "24 06 1987");
}

static void
test_initials (void)
{
  assert_text (cp_format_initials ("Dilek Berg"), "DB");
  assert_text (cp_format_initials ("anna maria de la cruz"), "AC");
  assert_text (cp_format_initials ("Cher"), "C");
  assert_text (cp_format_initials ("山田 花子"), "山");
  assert_text (cp_format_initials (""), "");
  assert_text (cp_format_initials (NULL), "");
}

static void
test_joins (void)
{
  assert_text (cp_format_join ("a", "", "b", NULL), "a · b");
  assert_text (cp_format_join ("", NULL), "");
}

/* A name in Latin would turn the line round, and a number go to the other side of its noun. */
static void
test_joins_from_right_to_left (void)
{
  cp_language_use ("ar", NULL);
  assert_text (cp_format_join ("", "3", "", "Cork", NULL),
               "\u200f\u20683\u2069 · \u2068Cork\u2069");
  assert_text (cp_format_join ("", "Cork", NULL), "Cork");
  assert_text (cp_format_gain (5, "5"), "\u2066+5\u2069");
  cp_language_use ("en", NULL);
}

static void
test_typed_money (void)
{
  gint64 minor = 0;

  g_assert_true (cp_parse_money ("12.5", 2, &minor));
  g_assert_cmpint (minor, ==, 1250);
  g_assert_true (cp_parse_money ("12,05", 2, &minor));
  g_assert_cmpint (minor, ==, 1205);
  g_assert_true (cp_parse_money ("500", 0, &minor));
  g_assert_cmpint (minor, ==, 500);
  g_assert_false (cp_parse_money ("12.345", 2, &minor));
  g_assert_false (cp_parse_money ("1.2.3", 2, &minor));
  g_assert_false (cp_parse_money ("0.00", 2, &minor));
  g_assert_false (cp_parse_money ("-3", 2, &minor));
  g_assert_false (cp_parse_money ("99999999999999999999", 2, &minor));
  g_assert_cmpint (minor, ==, 500);
}

static void
test_typed_days (void)
{
  assert_text (cp_parse_day ("24061987"), "1987-06-24");
  assert_text (cp_parse_day ("24/06/1987"), "1987-06-24");
  assert_text (cp_parse_day ("24 06 1987"), "1987-06-24");
  assert_text (cp_parse_day ("4.6.1987"), "1987-06-04");
  assert_text (cp_parse_day ("1987-06-24"), "1987-06-24");
  assert_text (cp_parse_day ("31021987"), NULL);
  assert_text (cp_parse_day ("240687"), NULL);
  assert_text (cp_parse_day ("24061987x"), NULL);
  assert_text (cp_parse_day ("today"), NULL);
}

/* Arabic around it, and yet it begins where it begins. */
static void
test_a_name_within_a_sentence (void)
{
  assert_text (cp_format_isolate ("€5 welcome back"), "\u2068€5 welcome back\u2069");
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
  g_test_add_func ("/format/gains-with-their-sign", test_gains);
  g_test_add_func ("/format/times-as-people-say-them", test_times);
  g_test_add_func ("/format/initials-of-any-script", test_initials);
  g_test_add_func ("/format/joins-what-is-there", test_joins);
  g_test_add_func ("/format/joins-from-right-to-left", test_joins_from_right_to_left);
  g_test_add_func ("/format/reads-typed-money", test_typed_money);
  g_test_add_func ("/format/reads-typed-days", test_typed_days);
  g_test_add_func ("/format/keeps-a-name-by-itself", test_a_name_within_a_sentence);
  return g_test_run ();
}
