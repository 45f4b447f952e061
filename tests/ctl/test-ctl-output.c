/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"

#include "cp-figure.h"

static GString *printed;

static void
on_print (const char *text)
{
  g_string_append (printed, text);
}

static void
test_columns_are_as_wide_as_their_widest (void)
{
  GPrintFunc before = g_set_print_handler (on_print);
  CpCtlTable *table = cp_ctl_table_new ("NAME", ">AMOUNT", "ID", NULL);

  printed = g_string_new (NULL);
  cp_ctl_table_add (table, "Zoë");
  cp_ctl_table_take (table, cp_ctl_format_int (7));
  cp_ctl_table_add (table, "a");
  cp_ctl_table_add (table, "Ångström");
  cp_ctl_table_take (table, NULL);
  cp_ctl_table_add (table, NULL);
  cp_ctl_table_print (table, "none");
  g_set_print_handler (before);
  g_assert_cmpstr (printed->str, ==,
                   "NAME      AMOUNT  ID\n"
                   "Zoë            7  a\n"
                   "Ångström          \n");
  g_string_free (printed, TRUE);
}

static void
test_says_when_there_is_nothing (void)
{
  GPrintFunc before = g_set_print_handler (on_print);

  printed = g_string_new (NULL);
  cp_ctl_table_print (cp_ctl_table_new ("NAME", NULL), "Nobody found.");
  cp_ctl_table_print (cp_ctl_table_new ("NAME", NULL), NULL);
  cp_ctl_print_pair ("Phone", "");
  cp_ctl_print_pair ("Phone", NULL);
  cp_ctl_print_pair ("City", "Leeds");
  cp_ctl_print_pair ("Wants paper receipts", "Yes");
  g_set_print_handler (before);
  g_assert_cmpstr (printed->str, ==,
                   "Nobody found.\nCity            Leeds\nWants paper receipts  Yes\n");
  g_string_free (printed, TRUE);
}

static void
assert_money (gint64 minor, gint64 digits, const char *currency, const char *expected)
{
  g_autofree char *text = cp_figure_money (minor, currency, digits);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_money_keeps_its_digits (void)
{
  assert_money (1250, 2, "EUR", "€12.50");
  assert_money (5, 2, "EUR", "€0.05");
  assert_money (-5, 2, "EUR", "−€0.05");
  assert_money (1250, 0, "JPY", "¥1,250");
  assert_money (1250, 3, "BHD", "BHD\u00a01.250");
  assert_money (0, 2, NULL, "0.00");
  assert_money (G_MININT64, 2, "EUR", "−€92,233,720,368,547,758.08");
}

static void
test_times_and_marks (void)
{
  g_autofree char *time = cp_ctl_format_time (1773144000000);
  g_autofree char *waiting = cp_ctl_format_waiting ("Gold", TRUE);
  g_autofree char *plain = cp_ctl_format_waiting ("Gold", FALSE);

  g_assert_cmpstr (time, ==, "2026-03-10 12:00");
  g_assert_null (cp_ctl_format_time (0));
  g_assert_cmpstr (waiting, ==, "Gold (waiting)");
  g_assert_cmpstr (plain, ==, "Gold");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl-output/columns-are-as-wide-as-their-widest",
                   test_columns_are_as_wide_as_their_widest);
  g_test_add_func ("/ctl-output/says-when-there-is-nothing", test_says_when_there_is_nothing);
  g_test_add_func ("/ctl-output/money-keeps-its-digits", test_money_keeps_its_digits);
  g_test_add_func ("/ctl-output/times-and-marks", test_times_and_marks);
  return g_test_run ();
}
