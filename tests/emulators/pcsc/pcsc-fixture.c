/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pcsc-fixture.h"

#include "cp-line-client.h"
#include "vicc.h"

#include <glib/gstdio.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define VPCD "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
#define FIRST_FD 3 /* of what systemd hands over */

struct PcscFixture {
  char *directory;
  char *config_directory;
  char *config;
  char *socket_path;
  char *control_path;
  GSubprocess *vicc;
  GSubprocess *pcscd;
  guint port;
};

static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static gboolean
is_free (guint port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((guint16) port) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  gboolean well = bind (fd, (struct sockaddr *) &address, sizeof address) == 0;

  close (fd);
  return well;
}

/* The virtual reader has two slots, each with a port of its own. Below those that the kernel gives
 * away by itself. */
static guint
find_ports (void)
{
  guint port;

  do
    port = (guint) g_random_int_range (20000, 32000);
  while (!is_free (port) || !is_free (port + 1));
  return port;
}

static void
start_vicc (PcscFixture *self)
{
  g_autofree char *program =
      g_test_build_filename (G_TEST_BUILT, "emulators", "pcsc", "counterpart-vicc", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL, *port = NULL;
  g_autoptr (GError) error = NULL;

  port = g_strdup_printf ("%u", self->port);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->vicc = g_subprocess_launcher_spawn (launcher, &error, program, "--control",
                                            self->control_path, "--port", port, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->vicc));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "ready");
}

static void
write_config (PcscFixture *self)
{
  g_autofree char *text =
      g_strdup_printf ("FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x%04X\n"
                       "LIBPATH %s\nCHANNELID 0x%04X\n",
                       self->port, VPCD, self->port);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (self->config, text, -1, &error);
  g_assert_no_error (error);
}

static int
listen_at (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_unlink (path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 8), ==, 0);
  return fd;
}

/* As systemd starts it: pcscd then takes its socket from us, and not the one of the machine. */
void
pcsc_fixture_start (PcscFixture *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *haste =
      g_test_build_filename (G_TEST_BUILT, "emulators", "pcsc", "libpcscd-haste.so", NULL);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", haste, TRUE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_take_fd (launcher, listen_at (self->socket_path), FIRST_FD);
  self->pcscd = g_subprocess_launcher_spawn (
      launcher, &error, "sh", "-c", "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" \"$@\"",
      "/usr/sbin/pcscd", "--foreground", "--config", self->config_directory, NULL);
  g_assert_no_error (error);
}

void
pcsc_fixture_stop (PcscFixture *self)
{
  g_subprocess_force_exit (self->pcscd);
  g_subprocess_wait (self->pcscd, NULL, NULL);
  g_clear_object (&self->pcscd);
  g_unlink (self->socket_path);
}

void
pcsc_fixture_plug (PcscFixture *self)
{
  pcsc_fixture_stop (self);
  write_config (self);
  pcsc_fixture_start (self);
}

void
pcsc_fixture_cut (PcscFixture *self)
{
  pcsc_fixture_do (self, "quit");
  g_subprocess_wait (self->vicc, NULL, NULL);
  g_clear_object (&self->vicc);
}

void
pcsc_fixture_join (PcscFixture *self)
{
  start_vicc (self);
}

PcscFixture *
pcsc_fixture_new (gboolean with_reader)
{
  PcscFixture *self = g_new0 (PcscFixture, 1);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("counterpart-pcsc-XXXXXX", &error);
  g_assert_no_error (error);
  self->config_directory = g_build_filename (self->directory, "config", NULL);
  self->config = g_build_filename (self->config_directory, "vpcd", NULL);
  self->socket_path = g_build_filename (self->directory, "pcscd", NULL);
  self->control_path = g_build_filename (self->directory, "control", NULL);
  g_assert_cmpint (g_mkdir (self->config_directory, 0700), ==, 0);
  self->port = find_ports ();
  start_vicc (self);
  if (with_reader)
    write_config (self);
  g_setenv ("PCSCLITE_CSOCK_NAME", self->socket_path, TRUE);
  pcsc_fixture_start (self);
  return self;
}

void
pcsc_fixture_free (PcscFixture *self)
{
  if (self->pcscd != NULL)
    pcsc_fixture_stop (self);
  if (self->vicc != NULL)
    pcsc_fixture_cut (self);
  g_unlink (self->config);
  g_unlink (self->control_path);
  g_rmdir (self->config_directory);
  g_rmdir (self->directory);
  g_free (self->directory);
  g_free (self->config_directory);
  g_free (self->config);
  g_free (self->socket_path);
  g_free (self->control_path);
  g_free (self);
}

void
pcsc_fixture_do (PcscFixture *self, const char *format, ...)
{
  g_autofree char *line = NULL, *answer = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  answer = cp_line_client_ask (self->control_path, line, &error);
  g_assert_no_error (error);
}

gboolean
pcsc_fixture_is_empty (PcscFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = cp_line_client_ask (self->control_path, "look", &error);

  g_assert_no_error (error);
  return g_str_equal (answer, VICC_NOTHING);
}
