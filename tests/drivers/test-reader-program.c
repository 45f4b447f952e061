/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-reader as a program: --print, what its exit says, what happens to orphans. */
#include "reader-rig.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READY_MS 5000

static GSubprocess *
start_print (Pn532Fixture *fixture, GDataInputStream **ret_output)
{
  g_autofree char *helper = rig_get_helper_path ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, helper, "--print", "--connstring",
                        pn532_fixture_get_connstring (fixture), NULL);

  g_assert_no_error (error);
  *ret_output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  return process;
}

/* The next line must be @line. A line that never comes ends with the test's own time-out. */
static void
expect_line (GDataInputStream *output, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *read = g_data_input_stream_read_line (output, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (read, ==, line);
}

static void
expect_start_of_line (GDataInputStream *output, const char *start)
{
  g_autofree char *read = g_data_input_stream_read_line (output, NULL, NULL, NULL);

  g_assert_nonnull (read);
  if (!g_str_has_prefix (read, start))
    g_error ("expected %s, got %s", start, read);
}

static void
test_print_tells_of_taps (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GSubprocess) process = start_print (fixture, &output);
  g_autoptr (GError) error = NULL;

  expect_start_of_line (output, "{\"event\":\"state\",\"state\":\"ready\",\"fault\":\"none\"");
  pn532_fixture_do (fixture, "enter ntag213 uid=04e10cda993c80");
  expect_line (output, "{\"event\":\"card\",\"uid\":\"04E10CDA993C80\",\"kind\":\"ntag213\","
                       "\"atqa\":\"0044\",\"sak\":\"00\"}");
  pn532_fixture_do (fixture, "leave");
  expect_line (output, "{\"event\":\"gone\",\"uid\":\"04E10CDA993C80\"}");
  pn532_fixture_do (fixture, "enter uid uid=08112233 sak=20");
  expect_line (output, "{\"event\":\"refused\",\"reason\":\"random\",\"detail\":\"That is a phone, "
                       "or a card that hides its number.\"}");
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

/* Returns the process id of a process's only child, as text. */
static char *
find_child (const char *id)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/task/%s/children", id, id);
  char *children = NULL;

  g_assert_true (g_file_get_contents (path, &children, NULL, NULL));
  g_strstrip (children);
  g_assert_cmpstr (children, !=, "");
  g_assert_null (strchr (children, ' '));
  return children;
}

/* It need not wait for something to say before it notices. */
static void
test_print_ends_with_its_reader (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GSubprocess) process = start_print (fixture, &output);
  g_autoptr (GError) error = NULL;

  expect_start_of_line (output, "{\"event\":\"state\",\"state\":\"ready\"");
  g_assert_true (g_input_stream_close (G_INPUT_STREAM (output), NULL, NULL));
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

/* As a terminal or systemd ends it: the helper gets the signal too, and nobody takes that for a
 * crash. */
static void
test_print_ends_with_its_group (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GSubprocess) process = start_print (fixture, &output);
  g_autofree char *child = NULL;
  g_autoptr (GError) error = NULL;

  expect_start_of_line (output, "{\"event\":\"state\",\"state\":\"ready\"");
  child = find_child (g_subprocess_get_identifier (process));
  g_assert_cmpint (kill ((pid_t) atoi (child), SIGTERM), ==, 0);
  pn532_fixture_do (fixture, "enter ntag213 uid=04e10cda993c80");
  expect_start_of_line (output, "{\"event\":\"card\",\"uid\":\"04E10CDA993C80\"");
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  expect_line (output, NULL);
}

static void
test_print_lives_through_unplugging (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GSubprocess) process = start_print (fixture, &output);

  expect_start_of_line (output, "{\"event\":\"state\",\"state\":\"ready\"");
  pn532_fixture_do (fixture, "unplug");
  expect_start_of_line (output, "{\"event\":\"state\",\"state\":\"starting\",\"fault\":\"link\"");
  expect_line (output, "{\"event\":\"state\",\"state\":\"absent\",\"fault\":\"absent\","
                       "\"detail\":\"No card reader is plugged in.\"}");
  pn532_fixture_do (fixture, "plug");
  expect_start_of_line (output, "{\"event\":\"state\",\"state\":\"ready\"");
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
}

/* An orphan that nobody has waited for yet is gone as well. */
static gboolean
is_gone (gpointer data)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", (const char *) data);
  g_autofree char *stat = NULL;
  const char *after_name;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return TRUE;
  after_name = strrchr (stat, ')');
  return after_name == NULL || after_name[1] == '\0' || after_name[2] == 'Z';
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_helper_dies_with_its_parent (void)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GSubprocess) process = start_print (fixture, &output);
  g_autofree char *child = NULL;
  guint tick;

  expect_start_of_line (output, "{\"event\":\"state\",\"state\":\"ready\"");
  child = find_child (g_subprocess_get_identifier (process));
  g_assert_false (is_gone (child));
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);
  tick = g_timeout_add (10, on_tick, NULL);
  rig_wait (is_gone, child, READY_MS, "the orphan to die");
  g_source_remove (tick);
}

static int
run_helper (const char *const *arguments)
{
  g_autofree char *helper = rig_get_helper_path ();
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_autoptr (GSubprocess) process = NULL;

  g_strv_builder_add (argv, helper);
  g_strv_builder_addv (argv, (const char **) arguments);
  words = g_strv_builder_end (argv);
  process = g_subprocess_newv (
      (const char *const *) words,
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  g_subprocess_wait (process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static void
test_wrong_usage_is_told (void)
{
  static const char *const nothing[] = { NULL };
  static const char *const unknown[] = { "--colour", NULL };

  g_assert_cmpint (run_helper (nothing), ==, 2);
  g_assert_cmpint (run_helper (unknown), ==, 2);
}

/* Speaks to the helper as a parent does, byte by byte. Returns its exit status. */
static int
serve_packets (const CpWireMessage *start, const void *packet, gsize n_packet)
{
  g_autofree char *helper = rig_get_helper_path ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  CpWireMessage message;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), ==, 0);
  g_subprocess_launcher_take_fd (launcher, ends[1], 3);
  process = g_subprocess_launcher_spawn (launcher, NULL, helper, "--fd", "3", NULL);
  if (start != NULL) {
    message = *start;
    g_assert_true (cp_wire_send (ends[0], &message));
  }
  if (packet != NULL)
    g_assert_cmpint (send (ends[0], packet, n_packet, 0), ==, (gssize) n_packet);
  else
    close (ends[0]);
  g_subprocess_wait (process, NULL, NULL);
  if (packet != NULL)
    close (ends[0]);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static void
test_exit_status_carries_the_fault (void)
{
  const CpWireMessage absent = { .type = CP_WIRE_START,
                                 .start.connstring = "pn532_uart:/nonexistent" };
  const CpWireMessage unusable = { .type = CP_WIRE_START, .start.connstring = "usb" };
  const CpWireMessage not_for_helpers = { .type = CP_WIRE_READY };

  g_assert_cmpint (serve_packets (&absent, "", 0), ==, 64 + CP_READER_FAULT_ABSENT);
  g_assert_cmpint (serve_packets (&unusable, "", 0), ==, 64 + CP_READER_FAULT_CONFIG);
  g_assert_cmpint (serve_packets (&not_for_helpers, "", 0), ==, 64 + CP_READER_FAULT_PROTOCOL);
  g_assert_cmpint (serve_packets (NULL, "nonsense", 8), ==, 64 + CP_READER_FAULT_PROTOCOL);
  g_assert_cmpint (serve_packets (NULL, NULL, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/drivers/program/" path, function)
  ADD ("print-tells-of-taps", test_print_tells_of_taps);
  ADD ("print-ends-with-its-reader", test_print_ends_with_its_reader);
  ADD ("print-ends-with-its-group", test_print_ends_with_its_group);
  ADD ("print-lives-through-unplugging", test_print_lives_through_unplugging);
  ADD ("helper-dies-with-its-parent", test_helper_dies_with_its_parent);
  ADD ("wrong-usage-is-told", test_wrong_usage_is_told);
  ADD ("exit-status-carries-the-fault", test_exit_status_carries_the_fault);
  return g_test_run ();
}
