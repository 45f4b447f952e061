/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The emulator against libnfc's own programs, unchanged. */
#include "pn532-fixture.h"

#include <gio/gio.h>

#define UID "04E10CDA993C80"

static GSubprocess *
start_tool (Pn532Fixture *fixture, const char *const *argv)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "LIBNFC_DEFAULT_DEVICE",
                                pn532_fixture_get_connstring (fixture), TRUE);
  g_subprocess_launcher_setenv (launcher, "LIBNFC_AUTO_SCAN", "false", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  return process;
}

static char *
run_tool (Pn532Fixture *fixture, const char *const *argv)
{
  g_autoptr (GSubprocess) process = start_tool (fixture, argv);
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return output;
}

static gboolean
skip_without (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);

  if (path == NULL)
    g_test_skip_printf ("%s is not installed", program);
  return path == NULL;
}

static void
test_nfc_list_sees_uid (void)
{
  const char *argv[] = { "nfc-list", NULL };
  g_autoptr (Pn532Fixture) fixture = NULL;
  g_autofree char *output = NULL;

  if (skip_without (argv[0]))
    return;
  fixture = pn532_fixture_new ();
  pn532_fixture_do (fixture, "enter ntag215 uid=" UID);
  output = run_tool (fixture, argv);
  g_assert_nonnull (strstr (output, "04  e1  0c  da  99  3c  80"));
  g_assert_nonnull (strstr (output, "1 ISO14443A passive target(s) found"));
}

static void
expect_dump (Pn532Fixture *fixture, const char *path)
{
  g_autofree char *memory = pn532_fixture_command (fixture, "dump");
  g_autofree guint8 *dump = NULL;
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize n, n_secret;

  g_file_get_contents (path, (char **) &dump, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, strlen (memory) / 2);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (hex, "%02X", dump[i]);
  n_secret = n > 64 ? 8 * 2 : 0; /* PWD and PACK read as 0 */
  memory[strlen (memory) - n_secret] = '\0';
  g_string_truncate (hex, hex->len - n_secret);
  g_assert_cmpstr (hex->str, ==, memory);
}

static void
test_nfc_mfultralight_reads_pages (gconstpointer kind)
{
  g_autoptr (Pn532Fixture) fixture = NULL;
  g_autofree char *path = NULL, *output = NULL;
  const char *argv[] = { "nfc-mfultralight", "r", NULL, NULL };

  if (skip_without (argv[0]))
    return;
  fixture = pn532_fixture_new ();
  path = g_build_filename (pn532_fixture_get_directory (fixture), "dump", NULL);
  argv[2] = path;
  pn532_fixture_do (fixture, "enter %s uid=" UID " ndef=https://example.org/c/1",
                    (const char *) kind);
  output = run_tool (fixture, argv);
  g_assert_nonnull (strstr (output, "04e10cda993c80"));
  g_assert_nonnull (strstr (output, "(0 pages failed)"));
  expect_dump (fixture, path);
}

#define TEST_BLOCK "436F756E746572706172742074657374"

/* Reads the card, writes what it read with one block changed, and looks at the memory. */
static void
test_nfc_mfclassic_reads_and_writes (void)
{
  g_autoptr (Pn532Fixture) fixture = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *read = NULL, *written = NULL, *dump = NULL, *memory = NULL;
  const char *argv[] = { "nfc-mfclassic", "r", "a", "u", NULL, NULL };
  gsize n;

  if (skip_without (argv[0]))
    return;
  fixture = pn532_fixture_new ();
  path = g_build_filename (pn532_fixture_get_directory (fixture), "dump", NULL);
  argv[4] = path;
  pn532_fixture_do (fixture, "enter classic uid=DEADBEEF");
  read = run_tool (fixture, argv);
  g_assert_nonnull (strstr (read, "Done, 64 of 64 blocks read."));
  g_file_get_contents (path, &dump, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1024);
  memcpy (dump + 60 * 16, "Counterpart test", 16);
  g_file_set_contents (path, dump, (gssize) n, &error);
  g_assert_no_error (error);
  argv[1] = "w";
  written = run_tool (fixture, argv);
  /* The tool of libnfc 1.8.0 writes the first block of each sector but the first, and counts four
   * for each. */
  g_assert_nonnull (strstr (written, "Done, 60 of 64 blocks written."));
  memory = pn532_fixture_command (fixture, "dump");
  g_assert_true (strncmp (memory + 2 * 60 * 16, TEST_BLOCK, 32) == 0);
}

/* Reads lines until one contains @text. */
static void
read_until (GDataInputStream *output, const char *text)
{
  g_autoptr (GError) error = NULL;

  while (TRUE) {
    g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (line);
    if (strstr (line, text) != NULL)
      return;
  }
}

static void
test_nfc_poll_sees_card_come_and_go (void)
{
  const char *argv[] = { "stdbuf", "-oL", "nfc-poll", NULL };
  g_autoptr (Pn532Fixture) fixture = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;

  if (skip_without ("nfc-poll"))
    return;
  fixture = pn532_fixture_new ();
  process = start_tool (fixture, argv);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  read_until (output, "will poll");
  pn532_fixture_do (fixture, "enter ntag213 uid=" UID);
  read_until (output, "04  e1  0c  da  99  3c  80");
  pn532_fixture_do (fixture, "leave");
  read_until (output, "done.");
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pn532/tools/nfc-list-sees-uid", test_nfc_list_sees_uid);
  g_test_add_data_func ("/pn532/tools/nfc-mfultralight-reads-ultralight", "ultralight",
                        test_nfc_mfultralight_reads_pages);
  g_test_add_data_func ("/pn532/tools/nfc-mfultralight-reads-ntag213", "ntag213",
                        test_nfc_mfultralight_reads_pages);
  g_test_add_data_func ("/pn532/tools/nfc-mfultralight-reads-ntag216", "ntag216",
                        test_nfc_mfultralight_reads_pages);
  g_test_add_func ("/pn532/tools/nfc-mfclassic-reads-and-writes",
                   test_nfc_mfclassic_reads_and_writes);
  g_test_add_func ("/pn532/tools/nfc-poll-sees-card-come-and-go",
                   test_nfc_poll_sees_card_come_and_go);
  return g_test_run ();
}
