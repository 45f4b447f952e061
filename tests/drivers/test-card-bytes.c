/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-bytes.h"

static void
test_reads_and_writes_hex (void)
{
  TestBytes bytes = unhex ("00ffA5");

  assert_hex (bytes.bytes, bytes.n, "00FFA5");
  assert_hex (bytes.bytes, 0, "");
}

static void
test_refuses_what_is_no_hex (void)
{
  guint8 bytes[4] = { 1, 2, 3, 4 };
  gsize n = 77;

  g_assert_false (cp_bytes_from_hex ("0", bytes, sizeof bytes, &n));
  g_assert_false (cp_bytes_from_hex ("0g", bytes, sizeof bytes, &n));
  g_assert_false (cp_bytes_from_hex (" 0", bytes, sizeof bytes, &n));
  g_assert_false (cp_bytes_from_hex ("0011223344", bytes, sizeof bytes, &n));
  g_assert_false (cp_bytes_from_hex_exactly ("001122", bytes, sizeof bytes));
  g_assert_cmpuint (n, ==, 77);
  assert_hex (bytes, sizeof bytes, "01020304");
}

static void
test_compares_and_wipes (void)
{
  guint8 a[] = { 1, 2, 3 }, b[] = { 1, 2, 4 };

  g_assert_true (cp_bytes_equal (a, b, 2));
  g_assert_false (cp_bytes_equal (a, b, 3));
  cp_bytes_wipe (a, sizeof a);
  assert_hex (a, sizeof a, "000000");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/bytes/reads-and-writes-hex", test_reads_and_writes_hex);
  g_test_add_func ("/card/bytes/refuses-what-is-no-hex", test_refuses_what_is_no_hex);
  g_test_add_func ("/card/bytes/compares-and-wipes", test_compares_and_wipes);
  return g_test_run ();
}
