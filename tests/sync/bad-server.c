/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bad-server.h"

#include <string.h>

#include "certificates.h"

struct _BadServer {
  GSocketService *service;
  GTlsCertificate *certificate;
  BadServerFunc func;
  gpointer data;
  char *url;
  GCancellable *stop;
  GMutex mutex;
  GCond changed;
  guint n_running;
  gboolean stopped;
};

static gboolean
read_more (BadServer *self, GInputStream *in, GString *text)
{
  char bytes[4096];
  gssize n = g_input_stream_read (in, bytes, sizeof bytes, self->stop, NULL);

  if (n > 0)
    g_string_append_len (text, bytes, n);
  return n > 0;
}

/* Head and body; %NULL if it never came. */
static char *
read_request (BadServer *self, GInputStream *in)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *length;
  gsize n_whole;

  while (strstr (text->str, "\r\n\r\n") == NULL)
    if (!read_more (self, in, text))
      return NULL;
  length = strstr (text->str, "Content-Length: ");
  n_whole = (gsize) (strstr (text->str, "\r\n\r\n") + 4 - text->str);
  if (length != NULL)
    n_whole += (gsize) g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10);
  while (text->len < n_whole)
    if (!read_more (self, in, text))
      return NULL;
  return g_strdup (text->str);
}

static GIOStream *
begin_tls (BadServer *self, GSocketConnection *connection)
{
  g_autoptr (GIOStream) tls = NULL;

  if (self->certificate == NULL)
    return g_object_ref (G_IO_STREAM (connection));
  tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), self->stop, NULL))
    return NULL;
  return g_steal_pointer (&tls);
}

static void
serve (BadServer *self, GSocketConnection *connection)
{
  g_autoptr (GIOStream) stream = begin_tls (self, connection);
  g_autofree char *request = NULL;
  g_auto (GStrv) words = NULL;

  if (stream == NULL)
    return;
  request = read_request (self, g_io_stream_get_input_stream (stream));
  if (request == NULL)
    return;
  words = g_strsplit (request, " ", 3);
  self->func (self, words[1], g_io_stream_get_output_stream (stream), self->data);
  g_io_stream_close (stream, NULL, NULL);
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        BadServer *self)
{
  g_mutex_lock (&self->mutex);
  if (self->stopped) {
    g_mutex_unlock (&self->mutex);
    return TRUE;
  }
  self->n_running++;
  g_mutex_unlock (&self->mutex);
  serve (self, connection);
  g_mutex_lock (&self->mutex);
  self->n_running--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

BadServer *
bad_server_new (const char *certificate, BadServerFunc func, gpointer data)
{
  BadServer *self = g_new0 (BadServer, 1);
  g_autofree char *pem = g_strconcat (certificate != NULL ? certificate : "", ".pem", NULL);
  g_autofree char *key = g_strconcat (certificate != NULL ? certificate : "", ".key", NULL);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) real = NULL;
  g_autoptr (GError) error = NULL;

  if (certificate != NULL)
    self->certificate =
        g_tls_certificate_new_from_files (certificates_path (pem), certificates_path (key), &error);
  g_assert_no_error (error);
  self->func = func;
  self->data = data;
  self->stop = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->service = g_threaded_socket_service_new (-1);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &real, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  self->url = g_strdup_printf ("http%s://127.0.0.1:%u", certificate != NULL ? "s" : "",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (real)));
  return self;
}

void
bad_server_free (BadServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  g_cancellable_cancel (self->stop);
  g_cond_broadcast (&self->changed);
  while (self->n_running > 0)
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_object_unref (self->stop);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self->url);
  g_free (self);
}

const char *
bad_server_get_url (const BadServer *self)
{
  return self->url;
}

gboolean
bad_server_say (BadServer *self, GOutputStream *out, const char *text, gssize size)
{
  return g_output_stream_write_all (out, text, size < 0 ? strlen (text) : (gsize) size, NULL,
                                    self->stop, NULL);
}

gboolean
bad_server_wait (BadServer *self, gint64 ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;
  gboolean stopped;

  g_mutex_lock (&self->mutex);
  while (!self->stopped && g_cond_wait_until (&self->changed, &self->mutex, until))
    ;
  stopped = self->stopped;
  g_mutex_unlock (&self->mutex);
  return !stopped;
}
