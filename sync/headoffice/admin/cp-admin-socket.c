/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One call a connection: a line with the command as JSON there; back, a line with three numbers
 * (status, bytes of output, bytes of problems) and both texts. */
#include "cp-admin-socket.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cp-error.h"

#define MAX_TEXT_BYTES (1024 * 1024 * 1024)

struct _CpAdminSocket {
  CpHeadOffice *office;
  GSocketService *service;
  char *path;
};

/* (transfer full) (nullable): the words of the command */
static GStrv
read_words (const CpJson *list)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv words;
  size_t index;
  json_t *word;

  json_array_foreach (list, index, word)
  {
    g_strv_builder_add (builder, json_is_string (word) ? json_string_value (word) : "");
  }
  words = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return words;
}

static void
answer (CpAdminSocket *self, const CpJson *call, GOutputStream *stream)
{
  g_auto (GStrv) argv = read_words (cp_json_get_array (call, "argv"));
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) problems = g_string_new (NULL);
  CpAdmin admin = { self->office, cp_json_get_text (call, "folder"), out, problems,
                    cp_json_get_text (call, "so_far") };
  int status = cp_admin_run (&admin, (const char *const *) argv);
  g_autofree char *head = g_strdup_printf ("%d %zu %zu\n%s%s", status, out->len, problems->len,
                                           out->str, problems->str);

  g_output_stream_write_all (stream, head, strlen (head), NULL, NULL, NULL);
}

static void
on_line_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GSocketConnection) connection = data;
  CpAdminSocket *self = g_object_get_data (G_OBJECT (connection), "server");
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  g_autoptr (CpJson) call = line != NULL ? cp_json_parse_object (line, -1, NULL) : NULL;

  if (call != NULL && cp_json_get_text (call, "folder") != NULL)
    answer (self, call, g_io_stream_get_output_stream (G_IO_STREAM (connection)));
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));

  g_object_set_data (G_OBJECT (connection), "server", data);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, on_line_ready,
                                       g_object_ref (connection));
  return TRUE;
}

CpAdminSocket *
cp_admin_socket_new (CpHeadOffice *office, const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (CpAdminSocket) self = g_new0 (CpAdminSocket, 1);
  mode_t old_mask;
  gboolean ok;

  self->office = office;
  self->path = g_strdup (path);
  self->service = g_socket_service_new ();
  g_unlink (path);
  old_mask = umask (0177);
  ok = g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                      error);
  umask (old_mask);
  if (!ok)
    return NULL;
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  return g_steal_pointer (&self);
}

void
cp_admin_socket_free (CpAdminSocket *self)
{
  if (self == NULL)
    return;
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  g_unlink (self->path);
  g_free (self->path);
  g_free (self);
}

static char *
make_call (const char *const *argv, const char *so_far)
{
  g_autoptr (CpJson) call = json_object ();
  g_autofree char *folder = g_get_current_dir ();
  g_autofree char *text = NULL;
  CpJson *words = json_array ();

  for (; *argv != NULL; argv++)
    cp_json_append (words, json_string (*argv));
  cp_json_set (call, "argv", words);
  cp_json_set_text (call, "folder", folder);
  cp_json_set_text (call, "so_far", so_far);
  text = cp_json_to_text (call);
  return g_strconcat (text, "\n", NULL);
}

static gboolean
read_text (GInputStream *input, gsize size, GString *text, GError **error)
{
  g_autofree char *buffer = g_malloc (size + 1);
  gsize n_read = 0;

  if (!g_input_stream_read_all (input, buffer, size, &n_read, NULL, error))
    return FALSE;
  g_string_append_len (text, buffer, (gssize) n_read);
  return n_read == size;
}

static gboolean
read_reply (
    GDataInputStream *input, GString *out, GString *problems, int *ret_status, GError **error)
{
  g_autofree char *head = g_data_input_stream_read_line (input, NULL, NULL, error);
  gsize n_out = 0;
  gsize n_problems = 0;

  if (head != NULL && sscanf (head, "%d %zu %zu", ret_status, &n_out, &n_problems) == 3 &&
      n_out <= MAX_TEXT_BYTES && n_problems <= MAX_TEXT_BYTES &&
      read_text (G_INPUT_STREAM (input), n_out, out, error) &&
      read_text (G_INPUT_STREAM (input), n_problems, problems, error))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
                         "The head office that serves did not answer");
  return FALSE;
}

gboolean
cp_admin_socket_call (const char *path,
                      const char *const *argv,
                      const char *so_far,
                      GString *out,
                      GString *problems,
                      int *ret_status,
                      GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, error);
  g_autoptr (GDataInputStream) input = NULL;
  g_autofree char *call = NULL;

  if (connection == NULL)
    return FALSE;
  call = make_call (argv, so_far);
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), call,
                                    strlen (call), NULL, NULL, error) &&
         read_reply (input, out, problems, ret_status, error);
}
