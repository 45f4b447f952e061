/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * CpHttpListenerConfig:
 * @listen: `ADDRESS:PORT`, the address numeric; port 0 is any that is free
 * @certificate: (nullable): the server's certificate and what leads up to its authority, PEM. With
 *   %NULL HTTP is spoken without TLS, which only the loopback may
 * @key: the certificate's private key, PEM
 * @client_authority: of whom a client's certificate must be, PEM
 * @max_connections: 0: 2,000
 * @max_per_client: connections of one client's certificate; 0: 8
 * @request_ms: in which a new connection must have shaken hands and brought its request, whole;
 *   0: 15 s
 * @answer_ms: in which an answer must be made and taken, unless it flows: for each second's worth of
 *   bytes that the client has taken there is a second more; 0: 110 s, twice %CP_FEED_MAX_WAIT_MS
 * @least_bytes_per_s: what is a second's worth; 0: %CP_LEAST_BYTES_PER_S
 */
typedef struct {
  const char *listen;
  const char *certificate;
  const char *key;
  const char *client_authority;
  guint max_connections;
  guint max_per_client;
  guint request_ms;
  guint answer_ms;
  guint least_bytes_per_s;
} CpHttpListenerConfig;

/**
 * CpHttpListener:
 *
 * Lets clients in: TLS 1.2 at least, a certificate of the devices' authority, so many connections
 * and no more, one request each, and whoever takes their time is shown out (libsoup itself waits for
 * ever). What they ask goes to a #SoupServer. Works in the thread-default main context of who made it.
 */
typedef struct _CpHttpListener CpHttpListener;

/**
 * cp_http_listener_new:
 * @soup: (transfer none): lives longer; listens nowhere itself
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID for what @config says, or GIO's errors
 */
CpHttpListener *cp_http_listener_new (SoupServer *soup,
                                      const CpHttpListenerConfig *config,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_http_listener_free: connections that are open end when @soup is done with them. */
void cp_http_listener_free (CpHttpListener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpHttpListener, cp_http_listener_free)

/** cp_http_listener_dup_url: (transfer full): `https://127.0.0.1:8443`, the real port in it */
char *cp_http_listener_dup_url (const CpHttpListener *self);

/** cp_http_listener_count: connections that are open */
guint cp_http_listener_count (const CpHttpListener *self);

/**
 * cp_http_listener_admits:
 * @name: the device that a client says to be
 *
 * Returns: whether the message's connection may speak for it: over TLS its certificate must bear
 *   that name, over the loopback anybody may.
 */
gboolean cp_http_listener_admits (SoupServerMessage *message, const char *name);

G_END_DECLS
