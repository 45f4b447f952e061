/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-vicc: a card for vsmartcard's virtual PC/SC reader. */
#include "cp-line-server.h"
#include "vicc.h"

#include <glib-unix.h>

typedef struct {
  Vicc *vicc;
  GMainLoop *loop;
} Commanded;

static char *
answer (const char *line, gpointer data)
{
  Commanded *commanded = data;

  if (!g_str_equal (line, "quit"))
    return vicc_command (commanded->vicc, line);
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
run (const char *socket_path, int port, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (Vicc) vicc = vicc_new ((guint16) port);
  Commanded commanded = { vicc, loop };
  g_autoptr (GSocketService) control = cp_line_server_new (socket_path, answer, &commanded, error);

  if (control == NULL)
    return FALSE;
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  g_print ("ready\n");
  g_main_loop_run (loop);
  g_socket_service_stop (control);
  g_socket_listener_close (G_SOCKET_LISTENER (control));
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autofree char *socket_path = NULL;
  int port = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("- emulate a card for vpcd");
  const GOptionEntry entries[] = {
    { "control", 0, 0, G_OPTION_ARG_FILENAME, &socket_path, "Socket to be commanded by", "PATH" },
    { "port", 0, 0, G_OPTION_ARG_INT, &port, "Port of the reader", "N" },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || socket_path == NULL || port < 1 ||
      port > G_MAXUINT16) {
    g_printerr ("%s\n", error != NULL ? error->message : "--control and --port are needed");
    return 2;
  }
  if (!run (socket_path, port, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  return 0;
}
