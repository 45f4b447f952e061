/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conformance kit as a program; tests/conformance/run starts it. */
#include <glib.h>
#include <sodium.h>
#include <string.h>

#include "conformance.h"
#include "cp-curl-transport.h"
#include "cp-error.h"

#define EXIT_FAILS 1
#define EXIT_CANT_RUN 2
#define NO_TOKEN "a-token-that-nobody-has"

typedef struct {
  char *device;
  char *store;
  char *token_file;
  char *key_file;
  char *certificates;
  char *revoked;
  char *revoked_token_file;
  char *other;
  char *other_token_file;
  char *card_message;
  char *find;
  char *member;
  char **pins;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->device);
  g_free (options->store);
  g_free (options->token_file);
  g_free (options->key_file);
  g_free (options->certificates);
  g_free (options->revoked);
  g_free (options->revoked_token_file);
  g_free (options->other);
  g_free (options->other_token_file);
  g_free (options->card_message);
  g_free (options->find);
  g_free (options->member);
  g_strfreev (options->pins);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static void
on_result (
    guint statement, const char *title, ConformanceResult result, const char *why, gpointer data)
{
  static const char *const words[] = { "holds", "does not hold", "not tested" };
  guint *n = data;

  n[result]++;
  g_print ("P-%-3u %-14s %s%s%s\n", statement, words[result], title, why != NULL ? ": " : "",
           why != NULL ? why : "");
}

static gboolean
read_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "device", 0, 0, G_OPTION_ARG_STRING, &options->device, "A device for the purpose", "ID" },
    { "store", 0, 0, G_OPTION_ARG_STRING, &options->store, "The store in which it stands", "ID" },
    { "device-token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file, "Its token", "FILE" },
    { "signing-key", 0, 0, G_OPTION_ARG_FILENAME, &options->key_file,
      "Its key, 64 hex digits; made if it is not there", "FILE" },
    { "certificates", 0, 0, G_OPTION_ARG_FILENAME, &options->certificates,
      "A folder with authority.pem, and DEVICE.pem and DEVICE.key", "DIR" },
    { "pin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->pins, "The server's key",
      "sha256//BASE64" },
    { "revoked-device", 0, 0, G_OPTION_ARG_STRING, &options->revoked,
      "Another one, which head office has revoked", "ID" },
    { "revoked-token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->revoked_token_file,
      "That one's token", "FILE" },
    { "other-device", 0, 0, G_OPTION_ARG_STRING, &options->other,
      "Another one, in good standing; it signs with the same key", "ID" },
    { "other-token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->other_token_file,
      "That one's token", "FILE" },
    { "card-message", 0, 0, G_OPTION_ARG_STRING, &options->card_message,
      "What a card of the chain's says that nobody has been shown yet", "URL" },
    { "find", 0, 0, G_OPTION_ARG_STRING, &options->find,
      "A card of another store's member, who is looked for", "NUMBER" },
    { "member", 0, 0, G_OPTION_ARG_STRING, &options->member,
      "A member who was made for the purpose, and gets a note", "ID" },
    { NULL },
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("URL - find out which statements of PROTOCOL.md hold there");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc == 2 && options->device != NULL && options->token_file != NULL &&
      options->key_file != NULL)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                       "a URL, --device, --device-token-file and --signing-key are needed");
  return FALSE;
}

static CpSigner *
load_signer (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  char hex[2 * CP_SEED_BYTES + 1];
  guint8 seed[CP_SEED_BYTES];

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    cp_signer_make_seed (cp_world_real (), seed);
    sodium_bin2hex (hex, sizeof hex, seed, sizeof seed);
    if (!g_file_set_contents_full (path, hex, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
      return NULL;
  } else if (!g_file_get_contents (path, &text, NULL, error)) {
    return NULL;
  } else if (strlen (g_strstrip (text)) != 2 * CP_SEED_BYTES ||
             sodium_hex2bin (seed, sizeof seed, text, strlen (text), NULL, NULL, NULL) != 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: must hold 64 hex digits", path);
    return NULL;
  }
  return cp_signer_new (seed);
}

static char *
in_folder (const char *folder, const char *name, const char *ending)
{
  return folder != NULL ? g_strconcat (folder, "/", name, ending, NULL) : NULL;
}

static CpCurlTransport *
connect_as (
    const Options *options, const char *url, const char *device, const char *token, GError **error)
{
  g_autofree char *authority = in_folder (options->certificates, "authority", ".pem");
  g_autofree char *certificate = in_folder (options->certificates, device, ".pem");
  g_autofree char *key = in_folder (options->certificates, device, ".key");

  return cp_curl_transport_new (&(CpCurlLineConfig){ .head_office = url,
                                                     .token = token,
                                                     .authority = authority,
                                                     .certificate = certificate,
                                                     .key = key,
                                                     .pins = (const char *const *) options->pins },
                                error);
}

/* Returns: %FALSE with an error; where no such device is named (@device, @token_file: (nullable)) there is no line
 * either */
static gboolean
connect_as_another (const Options *options,
                    const char *url,
                    const char *device,
                    const char *token_file,
                    CpCurlTransport **ret_line,
                    GError **error)
{
  g_autofree char *token = NULL;

  if (device == NULL || token_file == NULL)
    return TRUE;
  if (!g_file_get_contents (token_file, &token, NULL, error))
    return FALSE;
  *ret_line = connect_as (options, url, device, g_strstrip (token), error);
  return *ret_line != NULL;
}

/* Whoever is revoked has a certificate as well. */
static Wire *
open_wire (const Options *options, const char *url, const char *token, GError **error)
{
  const char *other = options->other != NULL ? options->other : options->revoked;
  const char *others_folder = other != NULL ? options->certificates : NULL;
  g_autofree char *authority = in_folder (options->certificates, "authority", ".pem");
  g_autofree char *certificate = in_folder (options->certificates, options->device, ".pem");
  g_autofree char *key = in_folder (options->certificates, options->device, ".key");
  g_autofree char *other_certificate = in_folder (others_folder, other, ".pem");
  g_autofree char *other_key = in_folder (others_folder, other, ".key");

  return wire_new (
      &(WireConfig){ url, token, authority, certificate, key, other_certificate, other_key },
      error);
}

/* With the key that was named: beneath that line nobody looks at it, and the token goes over it. */
static gboolean
answers (const CpTransport *line, GError **error)
{
  g_auto (Reply) reply = conformance_ask (line, "GET", "/v1/health", NULL);

  if (reply.status != 0)
    return TRUE;
  g_set_error_literal (
      error, CP_ERROR, CP_ERROR_INVALID,
      "nobody answers there, or not with the certificate and the key that were named");
  return FALSE;
}

/* All lines there are, to be closed when it is over. */
typedef struct {
  CpCurlTransport *own;
  CpCurlTransport *stranger;
  CpCurlTransport *revoked;
  CpCurlTransport *other;
  Wire *wire;
} Lines;

static void
lines_clear (Lines *self)
{
  g_clear_pointer (&self->own, cp_curl_transport_free);
  g_clear_pointer (&self->stranger, cp_curl_transport_free);
  g_clear_pointer (&self->revoked, cp_curl_transport_free);
  g_clear_pointer (&self->other, cp_curl_transport_free);
  g_clear_pointer (&self->wire, wire_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lines, lines_clear)

static gboolean
open_lines (const Options *options, const char *url, Lines *lines, GError **error)
{
  g_autofree char *token = NULL;

  if (!g_file_get_contents (options->token_file, &token, NULL, error))
    return FALSE;
  lines->own = connect_as (options, url, options->device, g_strstrip (token), error);
  if (lines->own == NULL)
    return FALSE;
  lines->stranger = connect_as (options, url, options->device, NO_TOKEN, error);
  if (lines->stranger == NULL ||
      !connect_as_another (options, url, options->revoked, options->revoked_token_file,
                           &lines->revoked, error) ||
      !connect_as_another (options, url, options->other, options->other_token_file, &lines->other,
                           error))
    return FALSE;
  lines->wire = open_wire (options, url, token, error);
  return lines->wire != NULL;
}

static int
run (const Options *options, const char *url, GError **error)
{
  g_autoptr (CpSigner) signer = load_signer (options->key_file, error);
  g_auto (Lines) lines = { NULL };
  Conformance kit = { .device = options->device,
                      .other_device = options->other,
                      .store = options->store,
                      .signer = signer,
                      .card_message = options->card_message,
                      .find = options->find,
                      .member = options->member,
                      .patience_ms = CONFORMANCE_PATIENCE_MS };
  guint n[3] = { 0 };
  gboolean ok;

  if (signer == NULL || !open_lines (options, url, &lines, error))
    return EXIT_CANT_RUN;
  kit.wire = wire_get (lines.wire);
  kit.line = cp_curl_transport_get_transport (lines.own);
  kit.stranger = cp_curl_transport_get_transport (lines.stranger);
  if (lines.revoked != NULL)
    kit.revoked = cp_curl_transport_get_transport (lines.revoked);
  if (lines.other != NULL)
    kit.other = cp_curl_transport_get_transport (lines.other);
  if (!answers (&kit.line, error))
    return EXIT_CANT_RUN;
  ok = conformance_run (&kit, on_result, n);
  g_print ("%u hold, %u do not hold, %u not tested\n", n[CONFORMANCE_HOLDS], n[CONFORMANCE_FAILS],
           n[CONFORMANCE_NOT_TESTED]);
  return ok ? 0 : EXIT_FAILS;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  int status = EXIT_CANT_RUN;

  if (read_options (&argc, &argv, &options, &error))
    status = run (&options, argv[1], &error);
  if (error != NULL)
    g_printerr ("conformance: %s\n", error->message);
  return status;
}
