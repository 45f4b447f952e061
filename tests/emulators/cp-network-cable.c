/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A cable between a kiosk's sync worker and head office that can be pulled: relays TCP connections
 * on loopback, and takes `cut`, `restore` and `state` on a control socket, a line each. */
#include "cp-line-server.h"

#include <glib-unix.h>

#define LOOPBACK "127.0.0.1"

typedef struct {
  GMainLoop *loop;
  GSocketService *relay;
  GInetSocketAddress *here;
  GInetSocketAddress *there;
  GPtrArray *connections; /* of GIOStream: both ends of each relayed one */
} Cable;

static void
on_spliced (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_io_stream_splice_finish (result, &error))
    g_debug ("A connection ended: %s", error->message);
}

static gboolean
on_connection (GSocketService *relay, GSocketConnection *near, GObject *source, gpointer data)
{
  Cable *cable = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) far =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (cable->there), NULL, &error);

  if (far == NULL) {
    g_io_stream_close (G_IO_STREAM (near), NULL, NULL);
    return TRUE;
  }
  g_ptr_array_add (cable->connections, g_object_ref (near));
  g_ptr_array_add (cable->connections, g_object_ref (far));
  g_io_stream_splice_async (G_IO_STREAM (near), G_IO_STREAM (far),
                            G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                            G_PRIORITY_DEFAULT, NULL, on_spliced, NULL);
  return TRUE;
}

static gboolean
restore (Cable *cable, GError **error)
{
  if (cable->relay != NULL)
    return TRUE;
  cable->relay = g_socket_service_new ();
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (cable->relay),
                                      G_SOCKET_ADDRESS (cable->here), G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, NULL, error)) {
    g_clear_object (&cable->relay);
    return FALSE;
  }
  g_signal_connect (cable->relay, "incoming", G_CALLBACK (on_connection), cable);
  return TRUE;
}

static void
cut (Cable *cable)
{
  if (cable->relay != NULL) {
    /* One that is only closed goes on accepting, again and again, what can't be. */
    g_socket_service_stop (cable->relay);
    g_socket_listener_close (G_SOCKET_LISTENER (cable->relay));
  }
  g_clear_object (&cable->relay);
  for (guint i = 0; i < cable->connections->len; i++) {
    GSocketConnection *connection = cable->connections->pdata[i];

    g_socket_shutdown (g_socket_connection_get_socket (connection), TRUE, TRUE, NULL);
  }
  g_ptr_array_set_size (cable->connections, 0);
}

static char *
answer (const char *line, gpointer data)
{
  Cable *cable = data;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (line, "cut"))
    cut (cable);
  else if (g_str_equal (line, "restore")) {
    if (!restore (cable, &error))
      return g_strdup_printf ("error %s", error->message);
  } else if (!g_str_equal (line, "state"))
    return g_strdup ("error say cut, restore or state");
  return g_strdup_printf ("ok %s", cable->relay != NULL ? "whole" : "cut");
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static GInetSocketAddress *
make_address (int port)
{
  return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new_from_string (LOOPBACK, port));
}

int
main (int argc, char **argv)
{
  int listen_port = 0;
  int to_port = 0;
  g_autofree char *control_path = NULL;
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_INT, &listen_port, "Port for the kiosk", "PORT" },
    { "to", 0, 0, G_OPTION_ARG_INT, &to_port, "Head office's port", "PORT" },
    { "control", 0, 0, G_OPTION_ARG_FILENAME, &control_path, "Control socket", "PATH" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("- a network cable to pull");
  g_autoptr (GSocketService) control = NULL;
  g_autoptr (GError) error = NULL;
  Cable cable = { .loop = g_main_loop_new (NULL, FALSE) };

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || listen_port == 0 || to_port == 0 ||
      control_path == NULL) {
    g_printerr ("%s\n", error != NULL ? error->message : "--listen, --to and --control are needed");
    return 2;
  }
  cable.here = make_address (listen_port);
  cable.there = make_address (to_port);
  cable.connections = g_ptr_array_new_with_free_func (g_object_unref);
  if (restore (&cable, &error))
    control = cp_line_server_new (control_path, answer, &cable, &error);
  if (control == NULL) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  g_unix_signal_add (SIGTERM, on_signal, cable.loop);
  g_unix_signal_add (SIGINT, on_signal, cable.loop);
  g_main_loop_run (cable.loop);
  cut (&cable);
  return 0;
}
