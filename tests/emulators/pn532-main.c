/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-pn532-emulator: a PN532 card reader for tests, on a pseudo-terminal. */
#include "cp-line-server.h"
#include "pn532-emulator.h"

#include <glib-unix.h>
#include <unistd.h>

typedef struct {
  Pn532Emulator *emulator;
  GMainLoop *loop;
} Commanded;

/* `quit`, or a command of pn532_emulator_command(). */
static char *
answer (const char *line, gpointer data)
{
  Commanded *commanded = data;

  if (!g_str_equal (line, "quit"))
    return pn532_emulator_command (commanded->emulator, line);
  g_main_loop_quit (commanded->loop);
  return g_strdup ("ok");
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
run (const char *link_path, const char *socket_path, guint32 seed, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (Pn532Emulator) emulator = pn532_emulator_new (link_path, seed, error);
  g_autoptr (GSocketService) control = NULL;
  Commanded commanded = { emulator, loop };

  if (emulator != NULL)
    control = cp_line_server_new (socket_path, answer, &commanded, error);
  if (control == NULL)
    return FALSE;
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  g_print ("ready\n");
  g_main_loop_run (loop);
  g_socket_service_stop (control);
  g_socket_listener_close (G_SOCKET_LISTENER (control));
  unlink (socket_path);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autofree char *link_path = NULL, *socket_path = NULL;
  int seed = 1;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("- emulate a PN532 card reader");
  const GOptionEntry entries[] = {
    { "link", 0, 0, G_OPTION_ARG_FILENAME, &link_path, "Name of the serial line", "PATH" },
    { "control", 0, 0, G_OPTION_ARG_FILENAME, &socket_path, "Socket to be commanded by", "PATH" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Where random bytes come from", "N" },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || link_path == NULL ||
      socket_path == NULL) {
    g_printerr ("%s\n", error != NULL ? error->message : "--link and --control are needed");
    return 2;
  }
  if (!run (link_path, socket_path, (guint32) seed, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  return 0;
}
