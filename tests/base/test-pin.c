/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-pin.h"

#include "cp-error.h"

#include <glib/gstdio.h>
#include <string.h>

static GBytes *
make_key (guint8 fill)
{
  guint8 bytes[CP_PIN_KEY_BYTES];

  memset (bytes, fill, sizeof bytes);
  return g_bytes_new (bytes, sizeof bytes);
}

static void
test_knows_the_right_pin_of_the_right_person_only (void)
{
  g_autoptr (GBytes) key = make_key (1), other_key = make_key (2);
  g_autoptr (GError) error = NULL;
  g_autofree char *verifier =
      cp_pin_make_verifier (key, "anna", "4711", CP_PIN_EFFORT_LEAST, &error);

  g_assert_no_error (error);
  g_assert_true (cp_pin_verify (key, "anna", "4711", verifier));
  g_assert_false (cp_pin_verify (key, "anna", "4712", verifier));
  g_assert_false (cp_pin_verify (key, "anna", "47110", verifier));
  g_assert_false (cp_pin_verify (key, "anna", "", verifier));
  g_assert_false (cp_pin_verify (key, "bert", "4711", verifier));
  g_assert_false (cp_pin_verify (other_key, "anna", "4711", verifier));
}

static void
test_two_verifiers_of_one_pin_differ (void)
{
  g_autoptr (GBytes) key = make_key (1);
  g_autofree char *one = cp_pin_make_verifier (key, "anna", "4711", CP_PIN_EFFORT_LEAST, NULL);
  g_autofree char *two = cp_pin_make_verifier (key, "anna", "4711", CP_PIN_EFFORT_LEAST, NULL);

  g_assert_true (g_str_has_prefix (one, "$argon2id$"));
  g_assert_cmpstr (one, !=, two);
  g_assert_null (strstr (one, "4711"));
}

static void
test_full_effort_takes_64_mib_and_3_passes (void)
{
  g_autoptr (GBytes) key = make_key (1);
  g_autofree char *verifier = cp_pin_make_verifier (key, "anna", "4711", CP_PIN_EFFORT_FULL, NULL);

  g_assert_nonnull (strstr (verifier, "$m=65536,t=3,p=1$"));
  g_assert_true (cp_pin_verify (key, "anna", "4711", verifier));
}

static void
test_refuses_what_is_no_pin (void)
{
  static const char *const wrong[] = { "", "123", "123456789", "12 4", "abcd", "-1234", "١٢٣٤" };
  g_autoptr (GBytes) key = make_key (1);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cp_pin_make_verifier (key, "anna", wrong[i], CP_PIN_EFFORT_LEAST, &error));
    g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  }
}

static gint64
time_verify_us (GBytes *key, const char *verifier)
{
  gint64 began_us = g_get_monotonic_time ();

  g_assert_false (cp_pin_verify (key, "anna", "4711", verifier));
  return g_get_monotonic_time () - began_us;
}

/* The work of 64 MiB and 3 passes can't be hidden; a shortcut would be some hundred times faster. */
static void
test_nobody_takes_as_long_as_somebody (void)
{
  g_autoptr (GBytes) key = make_key (1);
  g_autofree char *verifier = cp_pin_make_verifier (key, "bert", "4711", CP_PIN_EFFORT_FULL, NULL);
  gint64 somebody_us = time_verify_us (key, verifier);

  g_assert_cmpint (time_verify_us (key, NULL), >, somebody_us / 20);
  g_assert_cmpint (time_verify_us (key, ""), >, somebody_us / 20);
  g_assert_cmpint (time_verify_us (key, "$argon2id$v=19$nonsense"), >, somebody_us / 20);
}

static void
assert_key_file (const char *text, int expected_code)
{
  g_autofree char *directory = g_dir_make_tmp ("counterpart-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "key", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = NULL;

  if (text != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  key = cp_pin_key_load (path, &error);
  if (expected_code < 0) {
    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (key), ==, CP_PIN_KEY_BYTES);
    g_assert_cmpuint (((const guint8 *) g_bytes_get_data (key, NULL))[1], ==, 0xab);
  } else {
    g_assert_null (key);
    g_assert_error (error, CP_ERROR, expected_code);
  }
  g_remove (path);
  g_rmdir (directory);
}

#define GOOD_KEY "00aB000000000000000000000000000000000000000000000000000000000000"

static void
test_reads_a_key_file (void)
{
  assert_key_file (GOOD_KEY, -1);
  assert_key_file (GOOD_KEY "\n", -1);
  assert_key_file (NULL, CP_ERROR_NOT_FOUND);
  assert_key_file ("", CP_ERROR_CORRUPT);
  assert_key_file ("00", CP_ERROR_CORRUPT);
  assert_key_file (GOOD_KEY "00", CP_ERROR_CORRUPT);
  assert_key_file ("x" GOOD_KEY, CP_ERROR_CORRUPT);
  assert_key_file ("zz00000000000000000000000000000000000000000000000000000000000000",
                   CP_ERROR_CORRUPT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pin/knows-the-right-pin-of-the-right-person-only",
                   test_knows_the_right_pin_of_the_right_person_only);
  g_test_add_func ("/pin/two-verifiers-of-one-pin-differ", test_two_verifiers_of_one_pin_differ);
  g_test_add_func ("/pin/full-effort-takes-64-mib-and-3-passes",
                   test_full_effort_takes_64_mib_and_3_passes);
  g_test_add_func ("/pin/refuses-what-is-no-pin", test_refuses_what_is_no_pin);
  g_test_add_func ("/pin/nobody-takes-as-long-as-somebody", test_nobody_takes_as_long_as_somebody);
  g_test_add_func ("/pin/reads-a-key-file", test_reads_a_key_file);
  return g_test_run ();
}
