/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-fixture.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>

struct Pn532Fixture {
  char *directory;
  char *connstring;
  char *socket_path;
  GSubprocess *process;
  GSocketConnection *connection;
  GDataInputStream *input;
};

static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start (Pn532Fixture *self, const char *link_path)
{
  g_autofree char *program =
      g_test_build_filename (G_TEST_BUILT, "emulators", "counterpart-pn532-emulator", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, program, "--link", link_path,
                                               "--control", self->socket_path, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "ready");
}

static void
join (Pn532Fixture *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->socket_path);
  g_autoptr (GError) error = NULL;

  self->connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  self->input =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
}

Pn532Fixture *
pn532_fixture_new (void)
{
  Pn532Fixture *self = g_new0 (Pn532Fixture, 1);
  g_autofree char *link_path = NULL;
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("counterpart-pn532-XXXXXX", &error);
  g_assert_no_error (error);
  link_path = g_build_filename (self->directory, "tty", NULL);
  self->socket_path = g_build_filename (self->directory, "control", NULL);
  self->connstring = g_strconcat ("pn532_uart:", link_path, NULL);
  start (self, link_path);
  join (self);
  return self;
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_unlink (file);
  }
  g_rmdir (path);
}

void
pn532_fixture_free (Pn532Fixture *self)
{
  g_autoptr (GError) error = NULL;

  pn532_fixture_do (self, "quit");
  g_subprocess_wait_check (self->process, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (self->connection);
  g_object_unref (self->input);
  g_object_unref (self->process);
  remove_directory (self->directory);
  g_free (self->directory);
  g_free (self->connstring);
  g_free (self->socket_path);
  g_free (self);
}

const char *
pn532_fixture_get_connstring (Pn532Fixture *self)
{
  return self->connstring;
}

const char *
pn532_fixture_get_directory (Pn532Fixture *self)
{
  return self->directory;
}

static char *
run_line (Pn532Fixture *self, const char *line)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  g_autofree char *sent = g_strconcat (line, "\n", NULL);
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (output, sent, strlen (sent), NULL, NULL, &error);
  g_assert_no_error (error);
  answer = g_data_input_stream_read_line (self->input, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  if (!g_str_has_prefix (answer, "ok"))
    g_error ("%s: %s", line, answer);
  return g_strdup (answer[2] == ' ' ? answer + 3 : "");
}

char *
pn532_fixture_command (Pn532Fixture *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return run_line (self, line);
}

void
pn532_fixture_do (Pn532Fixture *self, const char *format, ...)
{
  g_autofree char *line = NULL, *answer = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  answer = run_line (self, line);
}
