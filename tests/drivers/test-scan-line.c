/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-scan-line.h"

#include <string.h>

/* (transfer full): the codes in @bytes, a bar after each */
static char *
take (const char *bytes, gsize n)
{
  CpScanLine line = { 0 };
  g_autoptr (GString) codes = g_string_new (NULL);

  for (gsize i = 0; i < n; i++) {
    const char *code = cp_scan_line_take (&line, (guint8) bytes[i]);

    if (code != NULL)
      g_string_append_printf (codes, "%s|", code);
  }
  return g_string_free (g_steal_pointer (&codes), FALSE);
}

static void
test_takes_lines (void)
{
  static const struct {
    const char *bytes;
    const char *codes;
  } rows[] = {
    { "4006381333931\r", "4006381333931|" },
    { "4006381333931\r\n\r\n", "4006381333931|" },
    { "A1\nB2\rC3", "A1|B2|" },
    { "spo\001iled\nfine\n", "fine|" },
    { "\xC3\xA4\nfine\n", "fine|" },
    { "\n\r", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *codes = take (rows[i].bytes, strlen (rows[i].bytes));

    g_assert_cmpstr (codes, ==, rows[i].codes);
  }
}

static void
test_drops_what_is_too_long (void)
{
  g_autofree char *most = g_strnfill (CP_SCANNER_MOST, 'x');
  g_autofree char *fits = g_strconcat (most, "\n", NULL);
  g_autofree char *wanted = g_strconcat (most, "|", NULL);
  g_autofree char *over = g_strconcat ("x", most, "\nfine\n", NULL);
  g_autofree char *first = take (fits, strlen (fits)), *second = take (over, strlen (over));

  g_assert_cmpstr (first, ==, wanted);
  g_assert_cmpstr (second, ==, "fine|");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/scan-line/takes-lines", test_takes_lines);
  g_test_add_func ("/drivers/scan-line/drops-what-is-too-long", test_drops_what_is_too_long);
  return g_test_run ();
}
