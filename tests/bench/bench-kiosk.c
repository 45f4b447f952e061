/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-kiosk.h"

#include <signal.h>
#include <string.h>

#include "cp-test-folder.h"

/* How long the ledger is left alone when it says nothing. */
#define LOOK_EVERY_MS 20

static void
start_line (BenchKiosk *self, const BenchOffice *office, const char *peer, guint mbit)
{
  g_autofree char *program = g_build_filename (peer, "throttle.mjs", NULL);
  g_autofree char *speed = g_strdup_printf ("%u", mbit);
  g_autofree char *says = NULL;
  g_autoptr (GError) error = NULL;

  self->line = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                 &error, "node", program, office->urls[0], speed, NULL);
  g_assert_no_error (error);
  self->line_says = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->line));
  says = g_data_input_stream_read_line (self->line_says, NULL, NULL, NULL);
  g_assert_nonnull (says);
  g_assert_true (g_str_has_prefix (says, "Listening on "));
  self->processes.url = g_strdup (says + strlen ("Listening on "));
}

static void
copy_token (BenchKiosk *self, const BenchOffice *office)
{
  g_autofree char *name = g_strdup_printf ("token-%u", BENCH_KIOSK);
  g_autofree char *from = bench_office_dup_path (office, name);
  g_autofree char *to = g_build_filename (self->processes.folder, "token", NULL);
  g_autofree char *key_file = g_build_filename (self->processes.folder, "key", NULL);
  g_autofree char *key = g_strnfill (64, '7');
  g_autofree char *token = NULL;

  g_assert_true (g_file_get_contents (from, &token, NULL, NULL));
  g_assert_true (g_file_set_contents (to, token, -1, NULL));
  g_assert_true (g_file_set_contents (key_file, key, -1, NULL));
}

BenchKiosk *
bench_kiosk_new (const BenchOffice *office, const char *peer, guint mbit)
{
  BenchKiosk *self = g_new0 (BenchKiosk, 1);
  Processes *processes = &self->processes;
  g_autoptr (GError) error = NULL;

  processes->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (processes->bus);
  processes->folder = cp_test_folder_new ();
  processes->client =
      cp_ledger_client_new (g_test_dbus_get_bus_address (processes->bus), NULL, &error);
  g_assert_no_error (error);
  copy_token (self, office);
  start_line (self, office, peer, mbit);
  processes_start_ledger (processes);
  processes_wait_until (processes, processes_is_there, "the ledger");
  return self;
}

static gboolean
on_time_to_look (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

double
bench_kiosk_catch_up (BenchKiosk *self)
{
  guint look_id = g_timeout_add (LOOK_EVERY_MS, on_time_to_look, NULL);
  gint64 began_ms = g_get_real_time () / 1000;
  gint64 began_us = g_get_monotonic_time ();
  gint64 as_of_ms = 0;

  processes_start_worker (&self->processes);
  while (as_of_ms < began_ms) {
    g_autoptr (CpJson) status = NULL;

    g_main_context_iteration (NULL, TRUE);
    status = cp_ledger_client_get_status_sync (self->processes.client, NULL, NULL);
    as_of_ms = cp_json_get_int (status, "as_of_ms", 0);
  }
  g_source_remove (look_id);
  return (double) (g_get_monotonic_time () - began_us) / G_USEC_PER_SEC;
}

/* Returns: (transfer full): the line with which the screen answers, a document */
static CpJson *
tell_screen (BenchKiosk *self, const char *command)
{
  g_autofree char *says = NULL;
  CpJson *document;

  if (command != NULL)
    g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->screen), command,
                                              strlen (command), NULL, NULL, NULL));
  says = g_data_input_stream_read_line (self->screen_says, NULL, NULL, NULL);
  g_assert_nonnull (says);
  document = cp_json_parse_object (says, -1, NULL);
  g_assert_nonnull (document);
  return document;
}

void
bench_kiosk_open_screen (BenchKiosk *self)
{
  const char *bus = g_test_dbus_get_bus_address (self->processes.bus);
  g_autoptr (GError) error = NULL;

  self->screen = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                   &error, CP_BENCH_DISPLAY, CP_BENCH_SCREEN, bus, NULL);
  g_assert_no_error (error);
  self->screen_says = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->screen));
  json_decref (tell_screen (self, NULL));
}

void
bench_kiosk_sign_in (BenchKiosk *self)
{
  json_decref (tell_screen (self, "sign in\n"));
}

CpJson *
bench_kiosk_report (BenchKiosk *self)
{
  return tell_screen (self, "report\n");
}

/* It ends at the end of what it is told. */
static void
close_screen (BenchKiosk *self)
{
  if (self->screen == NULL)
    return;
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->screen), NULL, NULL);
  g_subprocess_wait (self->screen, NULL, NULL);
  g_clear_object (&self->screen_says);
  g_clear_object (&self->screen);
}

void
bench_kiosk_stop_worker (BenchKiosk *self)
{
  processes_stop (&self->processes.worker, SIGTERM);
}

double
bench_kiosk_count_down (BenchKiosk *self)
{
  GOutputStream *ask = g_subprocess_get_stdin_pipe (self->line);
  g_autofree char *says = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_output_stream_write_all (ask, "\n", 1, NULL, NULL, NULL));
  says = g_data_input_stream_read_line (self->line_says, NULL, NULL, NULL);
  words = g_strsplit (says, " ", 2);
  return g_ascii_strtod (words[1], NULL);
}

void
bench_kiosk_free (BenchKiosk *self)
{
  close_screen (self);
  processes_stop (&self->line, SIGTERM);
  g_object_unref (self->line_says);
  processes_tear_down (&self->processes);
  g_free (self);
}
