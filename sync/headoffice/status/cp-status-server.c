/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-status-server.h"

#include <libsoup/soup.h>
#include <sodium.h>
#include <string.h>

#include "cp-error.h"
#include "cp-head-office-resource.h"
#include "cp-http-listener.h"
#include "cp-metrics.h"
#include "cp-status-page.h"

#define MIN_PASSWORD 12
#define MAX_FORM_BYTES 4096
#define POLICY                                                                         \
  "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; " \
  "base-uri 'none'"

struct _CpStatusServer {
  CpHeadOffice *office;
  SoupServer *soup;
  CpHttpListener *listener;
  guint8 password[32]; /* its hash */
  char *token;
};

static void
hash (const char *text, guint8 *ret_hash)
{
  crypto_generichash (ret_hash, 32, (const guint8 *) text, strlen (text), NULL, 0);
}

static gboolean
read_password (CpStatusServer *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gboolean ok;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  g_strdelimit (text, "\r\n", '\0');
  ok = strlen (text) >= MIN_PASSWORD;
  if (ok)
    hash (text, self->password);
  else
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "%s: the password must have %d characters at least", path, MIN_PASSWORD);
  sodium_memzero (text, strlen (text));
  return ok;
}

static void
make_token (CpStatusServer *self)
{
  guint8 bytes[16];

  cp_world_fill_random (cp_head_office_get_world (self->office), bytes, sizeof bytes);
  self->token = g_malloc (2 * sizeof bytes + 1);
  sodium_bin2hex (self->token, 2 * sizeof bytes + 1, bytes, sizeof bytes);
}

static gboolean
on_authenticate (SoupAuthDomain *domain,
                 SoupServerMessage *message,
                 const char *name,
                 const char *password,
                 gpointer data)
{
  CpStatusServer *self = data;
  guint8 given[32];

  hash (password, given);
  return sodium_memcmp (given, self->password, sizeof given) == 0;
}

static void
reply (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Security-Policy", POLICY);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

static void
reply_trouble (SoupServerMessage *message, guint status, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  reply (message, status, "text/plain; charset=utf-8", line);
}

static void
reply_failure (SoupServerMessage *message, const GError *error)
{
  g_message ("The status page could not be made: %s", error->message);
  reply_trouble (message, 503, "Head office can't answer now");
}

static void
reply_page (CpStatusServer *self, SoupServerMessage *message, guint status, const char *notice)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *html = cp_status_page_new (self->office, self->token, notice, &error);

  if (html != NULL)
    reply (message, status, "text/html; charset=utf-8", html);
  else
    reply_failure (message, error);
}

static gboolean
has_method (SoupServerMessage *message, const char *method)
{
  if (g_str_equal (soup_server_message_get_method (message), method))
    return TRUE;
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                method);
  reply_trouble (message, 405, "This is not asked in that way");
  return FALSE;
}

static void
on_page (SoupServer *soup,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer data)
{
  if (!g_str_equal (path, "/"))
    reply_trouble (message, 404, "There is nothing here");
  else if (has_method (message, "GET"))
    reply_page (data, message, 200, NULL);
}

static void
on_style (SoupServer *soup,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  if (!has_method (message, "GET"))
    return;
  bytes = g_resource_lookup_data (cp_head_office_get_resource (),
                                  "/org/counterpart/headoffice/status/style.css",
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  reply (message, 200, "text/css; charset=utf-8", text);
}

static void
on_metrics (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  CpStatusServer *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!has_method (message, "GET"))
    return;
  text = cp_metrics_new (self->office, &error);
  if (text != NULL)
    reply (message, 200, "text/plain; version=0.0.4; charset=utf-8", text);
  else
    reply_failure (message, error);
}

static GHashTable *
read_form (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text = NULL;

  if (g_bytes_get_size (bytes) > MAX_FORM_BYTES)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return soup_form_decode (text);
}

static void
resolve (CpStatusServer *self, SoupServerMessage *message, GHashTable *form)
{
  const char *id = g_hash_table_lookup (form, "operation_id");
  const char *wish = g_hash_table_lookup (form, "do");
  const char *note = g_hash_table_lookup (form, "note");
  gboolean accept = g_strcmp0 (wish, "accept") == 0;
  g_autoptr (GError) error = NULL;

  if (id == NULL || (!accept && g_strcmp0 (wish, "refuse") != 0))
    reply_trouble (message, 400, "The form is not whole");
  else if (cp_head_office_resolve (self->office, id, accept, note, &error))
    reply_page (self, message, 200, accept ? "Accepted." : "Refused.");
  else
    reply_page (self, message, 409, error->message);
}

static void
on_review (SoupServer *soup,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  CpStatusServer *self = data;
  g_autoptr (GHashTable) form = NULL;
  const char *token;

  if (!has_method (message, "POST"))
    return;
  form = read_form (message);
  token = form != NULL ? g_hash_table_lookup (form, "token") : NULL;
  if (token == NULL || strlen (token) != strlen (self->token) ||
      sodium_memcmp (token, self->token, strlen (token)) != 0)
    reply_trouble (message, 403, "The form is out of date; load the page again");
  else
    resolve (self, message, form);
}

static void
add_guard (CpStatusServer *self)
{
  SoupAuthDomain *domain = soup_auth_domain_basic_new ("realm", "Head office", NULL);

  soup_auth_domain_add_path (domain, "/");
  soup_auth_domain_basic_set_auth_callback (domain, on_authenticate, self, NULL);
  soup_server_add_auth_domain (self->soup, domain);
  g_object_unref (domain);
}

CpStatusServer *
cp_status_server_new (CpHeadOffice *office,
                      const char *listen,
                      const char *password_file,
                      GError **error)
{
  g_autoptr (CpStatusServer) self = g_new0 (CpStatusServer, 1);
  CpHttpListenerConfig config = { .listen = listen };

  self->office = office;
  if (!read_password (self, password_file, error))
    return NULL;
  make_token (self);
  self->soup = soup_server_new ("server-header", "counterpart", NULL);
  add_guard (self);
  soup_server_add_handler (self->soup, NULL, on_page, self, NULL);
  soup_server_add_handler (self->soup, "/style.css", on_style, self, NULL);
  soup_server_add_handler (self->soup, "/metrics", on_metrics, self, NULL);
  soup_server_add_handler (self->soup, "/review", on_review, self, NULL);
  self->listener = cp_http_listener_new (self->soup, &config, error);
  return self->listener != NULL ? g_steal_pointer (&self) : NULL;
}

void
cp_status_server_free (CpStatusServer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->listener, cp_http_listener_free);
  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  g_free (self->token);
  g_free (self);
}

char *
cp_status_server_dup_url (CpStatusServer *self)
{
  return cp_http_listener_dup_url (self->listener);
}
