/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-line-client.h"

#include <gio/gunixsocketaddress.h>

static char *
exchange (GIOStream *stream, const char *line, GError **error)
{
  g_autofree char *command = g_strconcat (line, "\n", NULL);
  g_autoptr (GDataInputStream) in = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  char *answer;

  if (!g_output_stream_write_all (g_io_stream_get_output_stream (stream), command, strlen (command),
                                  NULL, NULL, error))
    return NULL;
  answer = g_data_input_stream_read_line (in, NULL, NULL, error);
  if (answer == NULL && error != NULL && *error == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The emulator closed its control socket");
  return answer;
}

char *
cp_line_client_ask (const char *socket_path, const char *line, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket_path);
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, error);
  g_autofree char *answer = NULL;

  if (connection == NULL)
    return NULL;
  answer = exchange (G_IO_STREAM (connection), line, error);
  if (answer == NULL)
    return NULL;
  if (g_str_has_prefix (answer, "ok"))
    return g_strdup (g_strchug (answer + 2));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
               g_str_has_prefix (answer, "error ") ? answer + 6 : answer);
  return NULL;
}
