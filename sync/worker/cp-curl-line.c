/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-curl-line.h"

#include <curl/curl.h>
#include <gio/gio.h>
#include <string.h>

#include "cp-error.h"

#define PIN_PREFIX "sha256//"
#define PIN_CHARS 44
#define PIN_BYTES 32
#define TRICKLE_MS 10000

struct _CpCurlLine {
  char *base;
  char *authorization;
  gboolean secure;
  char *authority;
  char *certificate;
  char *key;
  char *pins; /* as libcurl wants them: one text */
  gint64 trickle_ms;
};

static gboolean
is_token (const char *token)
{
  return *token != '\0' &&
         strspn (token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=") ==
             strlen (token);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

/* `https://host:port`, or %NULL */
static char *
read_base (const char *head_office)
{
  g_autoptr (GUri) uri = g_uri_parse (head_office, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *path = uri != NULL ? g_uri_get_path (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (scheme == NULL || host == NULL || *host == '\0')
    return NULL;
  if (!g_str_equal (scheme, "https") && !(g_str_equal (scheme, "http") && is_loopback (host)))
    return NULL;
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      (*path != '\0' && !g_str_equal (path, "/")))
    return NULL;
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, host, g_uri_get_port (uri), "", NULL, NULL);
}

static gboolean
is_pin (const char *pin)
{
  gsize length = 0;
  g_autofree guchar *hash = NULL;

  if (!g_str_has_prefix (pin, PIN_PREFIX) || strlen (pin) != strlen (PIN_PREFIX) + PIN_CHARS)
    return FALSE;
  hash = g_base64_decode (pin + strlen (PIN_PREFIX), &length);
  return length == PIN_BYTES;
}

static gboolean
are_pins (const char *const *pins)
{
  if (pins == NULL || pins[0] == NULL)
    return FALSE;
  for (guint i = 0; pins[i] != NULL; i++)
    if (!is_pin (pins[i]))
      return FALSE;
  return TRUE;
}

static gboolean
refuse (const char *why, GError **error)
{
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, why);
  return FALSE;
}

static gboolean
check_files (const CpCurlLineConfig *config, GError **error)
{
  const char *const files[] = { config->authority, config->certificate, config->key };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *text = NULL;

    if (files[i] == NULL)
      return refuse ("Authority, certificate, key and pins of the line are needed", error);
    if (!g_file_get_contents (files[i], &text, NULL, error))
      return FALSE;
  }
  return are_pins (config->pins) ||
         refuse ("A pin must be sha256// and the hash of head office's key in base64", error);
}

static gboolean
check_config (const CpCurlLineConfig *config, const char *base, GError **error)
{
  if (base == NULL)
    return refuse ("Head office's address must be https://HOST[:PORT]", error);
  if (!is_token (config->token))
    return refuse ("The device's token holds what a token can't", error);
  return !g_str_has_prefix (base, "https:") || check_files (config, error);
}

static void
take_config (CpCurlLine *self, const CpCurlLineConfig *config)
{
  self->authorization = g_strconcat ("Authorization: Bearer ", config->token, NULL);
  self->secure = g_str_has_prefix (self->base, "https:");
  self->authority = g_strdup (config->authority);
  self->certificate = g_strdup (config->certificate);
  self->key = g_strdup (config->key);
  self->trickle_ms = config->trickle_ms > 0 ? config->trickle_ms : TRICKLE_MS;
  self->pins = self->secure ? g_strjoinv (";", (char **) config->pins) : NULL;
}

CpCurlLine *
cp_curl_line_new (const CpCurlLineConfig *config, GError **error)
{
  g_autofree char *base = read_base (config->head_office);
  CpCurlLine *self;

  if (!check_config (config, base, error))
    return NULL;
  self = g_new0 (CpCurlLine, 1);
  self->base = g_steal_pointer (&base);
  take_config (self, config);
  return self;
}

void
cp_curl_line_free (CpCurlLine *self)
{
  if (self == NULL)
    return;
  g_free (self->base);
  g_free (self->authorization);
  g_free (self->authority);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self->pins);
  g_free (self);
}

const char *
cp_curl_line_get_base (const CpCurlLine *self)
{
  return self->base;
}

const char *
cp_curl_line_get_authorization (const CpCurlLine *self)
{
  return self->authorization;
}

gint64
cp_curl_line_get_trickle_us (const CpCurlLine *self)
{
  return self->trickle_ms * 1000;
}

void
cp_curl_line_apply (const CpCurlLine *self, void *easy)
{
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, self->secure ? "https" : "http");
  if (!self->secure)
    return;
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (easy, CURLOPT_CAPATH, NULL);
  curl_easy_setopt (easy, CURLOPT_CAINFO, self->authority);
  curl_easy_setopt (easy, CURLOPT_PINNEDPUBLICKEY, self->pins);
  curl_easy_setopt (easy, CURLOPT_SSLCERT, self->certificate);
  curl_easy_setopt (easy, CURLOPT_SSLKEY, self->key);
}
