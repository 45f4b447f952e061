/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-http-listener.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "cp-error.h"
#include "cp-http-certificate.h"
#include "cp-protocol.h"
#include "cp-world.h"

#define MAX_CONNECTIONS 2000
#define MAX_PER_CLIENT 8

/* All may come at once while this thread is at work; beyond what the kernel keeps it turns them away. */
#define BACKLOG MAX_CONNECTIONS
#define REQUEST_MS 15000
#define ANSWER_MS (2 * CP_FEED_MAX_WAIT_MS)
#define DOOR_KEY "counterpart-door"

struct _CpHttpListener {
  SoupServer *soup;
  GSocketService *service;
  GSocketAddress *address;
  GTlsCertificate *certificate; /* (nullable) */
  GTlsDatabase *authority;
  CpHttpListenerConfig limits;
  GHashTable *doors; /* of all connections that are open */
  gulong started_id;
};

/* One connection, from when it is accepted until libsoup lets its address go. */
typedef struct {
  CpHttpListener *listener; /* %NULL once that is no more */
  GSocket *socket;
  GIOStream *stream; /* until libsoup has it */
  GCancellable *cancellable;
  GSocketAddress *remote; /* borrowed: it owns us */
  char *name;             /* (nullable): in the client's certificate */
  guint timer_id;
  /* When its answer must be taken, but for what was taken since; 0: it has not brought its request yet. */
  gint64 until_ms;
  guint64 taken_bytes; /* when it was last looked at */
} Door;

static void give_time (Door *door, guint ms);

/* What its machine has confirmed: what is written may lie in the kernel for minutes. */
static guint64
count_taken (const Door *door)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;

  if (getsockopt (g_socket_get_fd (door->socket), IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
    return 0;
  return info.tcpi_bytes_acked;
}

/* Returns: how long an answer may go on, by what was taken of it since the last time; 0: no longer */
static guint
extend (Door *door)
{
  guint64 before = door->taken_bytes;
  gint64 left_ms;

  if (door->until_ms == 0 || door->listener == NULL)
    return 0;
  door->taken_bytes = count_taken (door);
  if (door->taken_bytes <= before)
    return 0;
  door->until_ms +=
      (gint64) ((door->taken_bytes - before) * 1000 / door->listener->limits.least_bytes_per_s);
  left_ms = door->until_ms - cp_world_boot_ms (cp_world_real ());
  return (guint) CLAMP (left_ms, 0, door->listener->limits.answer_ms);
}

static gboolean
on_time_over (gpointer data)
{
  Door *door = data;
  guint ms = extend (door);

  door->timer_id = 0;
  if (ms > 0) {
    give_time (door, ms);
    return G_SOURCE_REMOVE;
  }
  g_debug ("A connection has taken too long");
  g_cancellable_cancel (door->cancellable);
  g_socket_shutdown (door->socket, TRUE, TRUE, NULL);
  return G_SOURCE_REMOVE;
}

static void
give_time (Door *door, guint ms)
{
  if (door->timer_id != 0)
    g_source_remove (door->timer_id);
  door->timer_id = g_timeout_add (ms, on_time_over, door);
}

static void
free_door (gpointer data)
{
  Door *door = data;

  if (door->listener != NULL)
    g_hash_table_remove (door->listener->doors, door);
  if (door->timer_id != 0)
    g_source_remove (door->timer_id);
  g_object_unref (door->socket);
  g_clear_object (&door->stream);
  g_object_unref (door->cancellable);
  g_free (door->name);
  g_free (door);
}

static Door *
get_door (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote != NULL ? g_object_get_data (G_OBJECT (remote), DOOR_KEY) : NULL;
}

static guint
count_of_name (const CpHttpListener *self, const char *name)
{
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->doors);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n += g_strcmp0 (((Door *) key)->name, name) == 0;
  return n;
}

static void
hand_over (Door *door)
{
  CpHttpListener *self = door->listener;
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (door->socket, NULL);
  g_autoptr (GIOStream) stream = g_steal_pointer (&door->stream);

  if (local != NULL && self != NULL)
    soup_server_accept_iostream (self->soup, stream, local, door->remote, NULL);
}

static void
on_shaken_hands (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GSocketAddress) remote = data;
  Door *door = g_object_get_data (G_OBJECT (remote), DOOR_KEY);
  g_autoptr (GError) error = NULL;
  GTlsConnection *tls = G_TLS_CONNECTION (source);

  if (!g_tls_connection_handshake_finish (tls, result, &error)) {
    g_debug ("A client was not let in: %s", error->message);
    return;
  }
  /* GIO can't be told to refuse old versions, so they are shown out before they have said a word. */
  if (g_tls_connection_get_protocol_version (tls) < G_TLS_PROTOCOL_VERSION_TLS_1_2) {
    g_debug ("A client speaks a TLS that is too old");
    return;
  }
  door->name = cp_http_certificate_dup_name (g_tls_connection_get_peer_certificate (tls));
  if (door->name == NULL || door->listener == NULL ||
      count_of_name (door->listener, door->name) > door->listener->limits.max_per_client) {
    g_debug ("A client has no name, or too many connections");
    return;
  }
  hand_over (door);
}

/* GIO leaves the verdict on a client to us; @errors is the authority's. */
static gboolean
on_tls_accept_certificate (GTlsConnection *tls,
                           GTlsCertificate *certificate,
                           GTlsCertificateFlags errors,
                           gpointer data)
{
  return errors == 0;
}

/* Takes @remote, which the door hangs on. */
static void
shake_hands (Door *door, GSocketConnection *connection)
{
  CpHttpListener *self = door->listener;
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls =
      g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, &error);

  if (tls == NULL) {
    g_message ("TLS could not begin: %s", error->message);
    return;
  }
  g_object_set (tls, "authentication-mode", G_TLS_AUTHENTICATION_REQUIRED, NULL);
  g_tls_connection_set_database (G_TLS_CONNECTION (tls), self->authority);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (on_tls_accept_certificate), NULL);
  door->stream = g_object_ref (tls);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, door->cancellable,
                                    on_shaken_hands, g_object_ref (door->remote));
}

/* The socket keeps the address that it gives, and would keep the door, which keeps the socket. */
static GSocketAddress *
copy_address (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  if (remote == NULL)
    return NULL;
  return g_inet_socket_address_new (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)),
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (remote)));
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  CpHttpListener *self = data;
  g_autoptr (GSocketAddress) remote = copy_address (connection);
  Door *door;

  if (remote == NULL || g_hash_table_size (self->doors) >= self->limits.max_connections) {
    g_debug ("A connection was not taken: there are too many");
    return TRUE;
  }
  door = g_new0 (Door, 1);
  door->listener = self;
  door->socket = g_object_ref (g_socket_connection_get_socket (connection));
  door->cancellable = g_cancellable_new ();
  door->remote = remote;
  g_hash_table_add (self->doors, door);
  g_object_set_data_full (G_OBJECT (remote), DOOR_KEY, door, free_door);
  give_time (door, self->limits.request_ms);
  if (self->certificate != NULL) {
    shake_hands (door, connection);
  } else {
    door->stream = g_object_ref (G_IO_STREAM (connection));
    hand_over (door);
  }
  return TRUE;
}

static void
on_message_got_body (SoupServerMessage *message, gpointer data)
{
  Door *door = get_door (message);

  if (door == NULL || door->listener == NULL)
    return;
  door->taken_bytes = count_taken (door);
  door->until_ms = cp_world_boot_ms (cp_world_real ()) + door->listener->limits.answer_ms;
  give_time (door, door->listener->limits.answer_ms);
}

/* One request a connection: libsoup 3.2 never lets go of one that the client closes between two. */
static void
on_request_started (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  g_signal_connect (message, "got-body", G_CALLBACK (on_message_got_body), NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
}

/* `127.0.0.1:8080` or `[::1]:8080` */
static GSocketAddress *
read_listen (const char *listen, GError **error)
{
  const char *colon = strrchr (listen, ':');
  g_autofree char *host = colon != NULL ? g_strndup (listen, (gsize) (colon - listen)) : NULL;
  guint64 port = 0;
  GSocketAddress *address = NULL;

  if (host != NULL && *host == '[' && g_str_has_suffix (host, "]")) {
    memmove (host, host + 1, strlen (host));
    host[strlen (host) - 1] = '\0';
  }
  if (host != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    address = g_inet_socket_address_new_from_string (host, (guint) port);
  if (address == NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: must be ADDRESS:PORT", listen);
  return address;
}

static gboolean
load_certificates (CpHttpListener *self, const CpHttpListenerConfig *config, GError **error)
{
  if (config->certificate == NULL || config->key == NULL || config->client_authority == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "Certificate, key and the devices' authority are needed together");
    return FALSE;
  }
  self->certificate = g_tls_certificate_new_from_files (config->certificate, config->key, error);
  if (self->certificate == NULL)
    return FALSE;
  self->authority = g_tls_file_database_new (config->client_authority, error);
  return self->authority != NULL;
}

static gboolean
may_go_without (const GSocketAddress *address)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);

  return g_inet_address_get_is_loopback (g_inet_socket_address_get_address (inet));
}

static gboolean
secure (CpHttpListener *self,
        const CpHttpListenerConfig *config,
        const GSocketAddress *address,
        GError **error)
{
  if (config->certificate != NULL || config->key != NULL || config->client_authority != NULL)
    return load_certificates (self, config, error);
  if (may_go_without (address))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
               "%s: without a certificate only the loopback is served", config->listen);
  return FALSE;
}

static void
take_limits (CpHttpListener *self, const CpHttpListenerConfig *config)
{
  self->limits.max_connections =
      config->max_connections > 0 ? config->max_connections : MAX_CONNECTIONS;
  self->limits.max_per_client =
      config->max_per_client > 0 ? config->max_per_client : MAX_PER_CLIENT;
  self->limits.request_ms = config->request_ms > 0 ? config->request_ms : REQUEST_MS;
  self->limits.answer_ms = config->answer_ms > 0 ? config->answer_ms : ANSWER_MS;
  self->limits.least_bytes_per_s =
      config->least_bytes_per_s > 0 ? config->least_bytes_per_s : CP_LEAST_BYTES_PER_S;
}

CpHttpListener *
cp_http_listener_new (SoupServer *soup, const CpHttpListenerConfig *config, GError **error)
{
  g_autoptr (GSocketAddress) address = read_listen (config->listen, error);
  g_autoptr (CpHttpListener) self = NULL;

  if (address == NULL)
    return NULL;
  self = g_new0 (CpHttpListener, 1);
  self->soup = soup;
  self->doors = g_hash_table_new (NULL, NULL);
  self->service = g_socket_service_new ();
  take_limits (self, config);
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (self->service), BACKLOG);
  if (!secure (self, config, address, error) ||
      !g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                      &self->address, error))
    return NULL;
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  self->started_id =
      g_signal_connect (soup, "request-started", G_CALLBACK (on_request_started), self);
  return g_steal_pointer (&self);
}

void
cp_http_listener_free (CpHttpListener *self)
{
  GHashTableIter iter;
  gpointer door;

  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  if (self->started_id != 0)
    g_signal_handler_disconnect (self->soup, self->started_id);
  g_hash_table_iter_init (&iter, self->doors);
  while (g_hash_table_iter_next (&iter, &door, NULL)) {
    ((Door *) door)->listener = NULL;
    g_cancellable_cancel (((Door *) door)->cancellable);
  }
  g_hash_table_unref (self->doors);
  g_clear_object (&self->address);
  g_clear_object (&self->certificate);
  g_clear_object (&self->authority);
  g_free (self);
}

char *
cp_http_listener_dup_url (const CpHttpListener *self)
{
  GInetSocketAddress *address = G_INET_SOCKET_ADDRESS (self->address);
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (address));

  return g_uri_join (G_URI_FLAGS_NONE, self->certificate != NULL ? "https" : "http", NULL, host,
                     g_inet_socket_address_get_port (address), "", NULL, NULL);
}

guint
cp_http_listener_count (const CpHttpListener *self)
{
  return g_hash_table_size (self->doors);
}

gboolean
cp_http_listener_admits (SoupServerMessage *message, const char *name)
{
  const Door *door = get_door (message);

  if (door == NULL || door->listener == NULL)
    return FALSE;
  return door->listener->certificate == NULL || g_strcmp0 (door->name, name) == 0;
}
