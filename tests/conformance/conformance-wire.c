/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conformance-wire.h"

#include <libsoup/soup.h>
#include <string.h>

#define TIMEOUT_S 30
#define HTTPS "https://"

struct _Wire {
  char *url;
  char *plain_url; /* the same where there is no TLS */
  gboolean is_tls;
  char *authorization;
  GTlsCertificate *certificate; /* (nullable) */
  GTlsCertificate *other;       /* (nullable): another device's */
  SoupSession *session;
};

void
wire_reply_clear (WireReply *self)
{
  g_free (self->encoding);
  g_clear_pointer (&self->body, g_bytes_unref);
  *self = (WireReply){ 0 };
}

CpJson *
wire_reply_read (const WireReply *self)
{
  gsize size_bytes = 0;
  const char *text = self->body != NULL ? g_bytes_get_data (self->body, &size_bytes) : NULL;

  return text != NULL ? cp_json_parse_object (text, (gssize) size_bytes, NULL) : NULL;
}

WireReply
conformance_wire_ask (const ConformanceWire *self, const WireRequest *request)
{
  WireReply reply = { 0 };

  self->ask (self->data, request, &reply);
  return reply;
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
give_certificate (SoupMessage *message, GTlsCertificate *certificate)
{
  if (certificate != NULL)
    soup_message_set_tls_client_certificate (message, certificate);
  return certificate != NULL;
}

static gboolean
on_certificate_wanted (SoupMessage *message, GTlsClientConnection *connection, gpointer data)
{
  return give_certificate (message, ((const Wire *) data)->certificate);
}

static gboolean
on_others_certificate_wanted (SoupMessage *message, GTlsClientConnection *connection, gpointer data)
{
  return give_certificate (message, ((const Wire *) data)->other);
}

/* With which certificate; %NULL: with none */
static GCallback
get_answer_to_certificate (WireManner manner)
{
  if (manner == WIRE_NO_CERTIFICATE)
    return NULL;
  return manner == WIRE_OTHER_CERTIFICATE ? G_CALLBACK (on_others_certificate_wanted)
                                          : G_CALLBACK (on_certificate_wanted);
}

static SoupMessage *
make_message (Wire *self, const WireRequest *request)
{
  g_autofree char *url = g_strconcat (request->manner == WIRE_NO_TLS ? self->plain_url : self->url,
                                      request->path, NULL);
  SoupMessage *message = soup_message_new (request->method, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GCallback on_wanted = get_answer_to_certificate (request->manner);
  g_autofree char *range =
      request->range != NULL ? g_strconcat ("bytes=", request->range, NULL) : NULL;

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  if (request->manner != WIRE_NO_TOKEN && request->manner != WIRE_NO_TLS)
    soup_message_headers_replace (headers, "Authorization", self->authorization);
  if (request->encoding != NULL)
    soup_message_headers_replace (headers, "Content-Encoding", request->encoding);
  if (request->accepts != NULL)
    soup_message_headers_replace (headers, "Accept-Encoding", request->accepts);
  if (range != NULL)
    soup_message_headers_replace (headers, "Range", range);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", request->body);
  if (on_wanted != NULL)
    g_signal_connect (message, "request-certificate", on_wanted, self);
  return message;
}

static void
count_header (const char *name, const char *value, gpointer data)
{
  *(gsize *) data += strlen (name) + strlen (": ") + strlen (value) + strlen ("\r\n");
}

/* The main context goes on meanwhile: in the tests, head office works in it. */
static void
ask (gpointer data, const WireRequest *request, WireReply *ret_reply)
{
  Wire *self = data;
  g_autoptr (SoupMessage) message = make_message (self, request);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr (GAsyncResult) result = NULL;

  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, on_ready,
                                    &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  ret_reply->body = soup_session_send_and_read_finish (self->session, result, NULL);
  if (ret_reply->body == NULL)
    return;
  ret_reply->status = soup_message_get_status (message);
  ret_reply->encoding = g_strdup (soup_message_headers_get_list (headers, "Content-Encoding"));
  soup_message_headers_foreach (headers, count_header, &ret_reply->header_bytes);
}

/* @path: (nullable): there is none */
static gboolean
read_certificate (const char *path, const char *key, GTlsCertificate **ret, GError **error)
{
  if (path == NULL)
    return TRUE;
  *ret = g_tls_certificate_new_from_files (path, key, error);
  return *ret != NULL;
}

static gboolean
read_certificates (Wire *self, const WireConfig *config, GError **error)
{
  g_autoptr (GTlsDatabase) authority = NULL;

  if (config->authority != NULL) {
    authority = g_tls_file_database_new (config->authority, error);
    if (authority == NULL)
      return FALSE;
    soup_session_set_tls_database (self->session, authority);
  }
  return read_certificate (config->certificate, config->key, &self->certificate, error) &&
         read_certificate (config->other_certificate, config->other_key, &self->other, error);
}

Wire *
wire_new (const WireConfig *config, GError **error)
{
  g_autoptr (Wire) self = g_new0 (Wire, 1);

  self->url = g_strdup (config->url);
  self->is_tls = g_str_has_prefix (config->url, HTTPS);
  self->plain_url = self->is_tls ? g_strconcat ("http://", config->url + strlen (HTTPS), NULL)
                                 : g_strdup (config->url);
  self->authorization = g_strconcat ("Bearer ", config->token, NULL);
  self->session =
      soup_session_new_with_options ("timeout", TIMEOUT_S, "proxy-resolver", NULL, NULL);
  return read_certificates (self, config, error) ? g_steal_pointer (&self) : NULL;
}

void
wire_free (Wire *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->session);
  g_clear_object (&self->certificate);
  g_clear_object (&self->other);
  g_free (self->url);
  g_free (self->plain_url);
  g_free (self->authorization);
  g_free (self);
}

ConformanceWire
wire_get (Wire *self)
{
  return (ConformanceWire){ ask, self, self->is_tls, self->other != NULL };
}
