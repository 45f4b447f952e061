/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpartctl doctor as a process, on a machine that is not there. */
#include "cp-json.h"

#include <gio/gio.h>

static int
run (const char *option, char **ret_out)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              &error, g_getenv ("COUNTERPARTCTL"), "doctor", "reader", "--root",
                              "/nonexistent", option, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, ret_out, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_exit_status (process);
}

static void
test_report_has_seven_points (void)
{
  static const char *const names[] = { "modules", "devices", "services", "line",
                                       "reader",  "power",   "libnfc" };
  g_autofree char *out = NULL;
  g_autoptr (CpJson) report = NULL;
  json_t *points;

  g_assert_cmpint (run ("--json", &out), ==, 1);
  report = json_loads (out, 0, NULL);
  points = json_object_get (report, "points");
  g_assert_cmpuint (json_array_size (points), ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const CpJson *point = json_array_get (points, i);

    g_assert_cmpstr (cp_json_get_text (point, "name"), ==, names[i]);
    g_assert_nonnull (cp_json_get_text (point, "title"));
    g_assert_nonnull (cp_json_get_text (point, "verdict"));
    g_assert_cmpuint (json_array_size (json_object_get (point, "found")), >, 0);
    g_assert_nonnull (json_object_get (point, "advice"));
  }
}

static void
test_people_read_what_to_do (void)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (run ("--connstring=pn532_uart:/dev/counterpart-nfc", &out), ==, 1);
  g_assert_nonnull (strstr (out, "2. The device and who may open it: WRONG\n"));
  g_assert_nonnull (strstr (out, "   What to do: Plug the reader in, and look at its cable.\n"));
}

static void
test_wrong_usage (void)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (run ("printer", &out), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl/doctor/report-has-seven-points", test_report_has_seven_points);
  g_test_add_func ("/ctl/doctor/people-read-what-to-do", test_people_read_what_to_do);
  g_test_add_func ("/ctl/doctor/wrong-usage", test_wrong_usage);
  return g_test_run ();
}
