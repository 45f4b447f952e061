/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-line-server.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

typedef struct {
  CpLineServerFunc answer;
  gpointer data;
  GSocketConnection *connection;
  GDataInputStream *input;
} Client;

static void
client_free (Client *self)
{
  g_object_unref (self->connection);
  g_object_unref (self->input);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)

static void listen_to (Client *self);

static gboolean
answer_line (Client *self, char *line)
{
  g_autofree char *result = self->answer (g_strstrip (line), self->data);
  g_autofree char *answer = g_strconcat (result, "\n", NULL);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));

  return g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL);
}

static void
on_line_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Client) self = user_data;
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line != NULL && answer_line (self, line))
    listen_to (g_steal_pointer (&self));
}

static void
listen_to (Client *self)
{
  g_data_input_stream_read_line_async (self->input, G_PRIORITY_DEFAULT, NULL, on_line_ready, self);
}

static gboolean
on_service_incoming (GSocketService *service,
                     GSocketConnection *connection,
                     GObject *source,
                     gpointer user_data)
{
  const Client *pattern = user_data;
  Client *client = g_new0 (Client, 1);

  client->answer = pattern->answer;
  client->data = pattern->data;
  client->connection = g_object_ref (connection);
  client->input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  listen_to (client);
  return TRUE;
}

static void
on_service_gone (gpointer pattern, GClosure *closure)
{
  g_free (pattern);
}

GSocketService *
cp_line_server_new (const char *socket_path, CpLineServerFunc answer, gpointer data, GError **error)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket_path);
  Client *pattern = g_new0 (Client, 1);

  pattern->answer = answer;
  pattern->data = data;
  g_signal_connect_data (service, "incoming", G_CALLBACK (on_service_incoming), pattern,
                         on_service_gone, 0);
  g_unlink (socket_path);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, error))
    return NULL;
  g_socket_service_start (service);
  return g_steal_pointer (&service);
}
