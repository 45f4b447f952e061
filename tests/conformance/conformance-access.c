/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who may ask, in which words and how much of it. */
#include <string.h>

#include "conformance-check.h"
#include "cp-protocol.h"
#include "cp-wire-gzip.h"

#define NEWEST 9999
#define BOMB_BYTES (CP_PUSH_MAX_REQUEST_BYTES + 100 * 1024)
#define MAX_HEADER_BYTES (16 * 1024)
#define A_FEED "/v1/feed?incarnation=conformance"
#define NO_SNAPSHOT "/v1/snapshot/00000000000000000000000000000000"

/* What a device asks for; all but the health request. */
static const struct {
  const char *method;
  const char *path;
} requests[] = {
  { "POST", "/v1/push" },
  { "POST", "/v1/push?lane=1" },
  { "GET", A_FEED },
  { "GET", "/v1/snapshot?schema=1&wait_ms=0" },
  { "GET", NO_SNAPSHOT },
  { "GET", "/v1/sums?bits=6" },
  { "GET", "/v1/rows?bits=6&range=0" },
  { "POST", "/v1/sun" },
  { "POST", "/v1/find" },
};

static WireReply
ask_bare (Conformance *self, guint which, WireManner manner)
{
  g_autoptr (GBytes) body =
      g_str_equal (requests[which].method, "POST") ? g_bytes_new_static ("{}", 2) : NULL;

  return conformance_wire_ask (&self->wire, &(WireRequest){ .manner = manner,
                                                            .method = requests[which].method,
                                                            .path = requests[which].path,
                                                            .body = body });
}

/* Whatever is asked for. */
static char *
expect_refused (const CpTransport *line, const char *who, guint status, const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    const char *body = g_str_equal (requests[i].method, "POST") ? "{}" : NULL;
    g_auto (Reply) reply = conformance_ask (line, requests[i].method, requests[i].path, body);
    g_autofree char *wrong = conformance_expect (&reply, status, code);

    if (wrong != NULL)
      return g_strdup_printf ("%s from %s: %s", requests[i].path, who, wrong);
  }
  return NULL;
}

char *
conformance_check_unknown_token (Conformance *self)
{
  char *wrong;

  if (self->stranger.send == NULL)
    return g_strdup ("no line with an unknown token was given");
  wrong = expect_refused (&self->stranger, "who has an unknown token", 401, "unauthorized");
  if (wrong != NULL)
    return wrong;
  if (self->revoked.send == NULL)
    return conformance_pass_over (
        self, "in part only: no device was named that is revoked (--revoked-device)");
  return expect_refused (&self->revoked, "a revoked device", 403, "device_revoked");
}

char *
conformance_check_health (Conformance *self)
{
  g_auto (WireReply) health = conformance_wire_ask (
      &self->wire,
      &(WireRequest){ .manner = WIRE_NO_TOKEN, .method = "GET", .path = "/v1/health" });

  if (health.status != 200)
    return g_strdup_printf ("the health request needs a token: status %u", health.status);
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_auto (WireReply) reply = ask_bare (self, i, WIRE_NO_TOKEN);

    if (reply.status != 401)
      return g_strdup_printf ("%s without a token: status %u in place of 401", requests[i].path,
                              reply.status);
  }
  return NULL;
}

static char *
check_versions (Conformance *self)
{
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);
  g_auto (Reply) newer = { 0 };
  g_auto (Reply) other = { 0 };

  cp_json_set_int (push, "proto", NEWEST);
  cp_json_set_int (push, "proto_least", CP_PROTO_LEAST);
  newer = conformance_push (self, push);
  if (newer.status != 200 || cp_json_get_int (newer.document, "proto", 0) < 1 ||
      cp_json_get_int (newer.document, "proto", 0) >= NEWEST)
    return g_strdup ("whoever speaks a newer version as well isn't told which both speak");
  cp_json_set_int (push, "proto_least", NEWEST);
  other = conformance_push (self, push);
  return conformance_expect (&other, 426, "proto");
}

/* At each place where there may be one: the push, its operation, what is asked of the feed. */
static char *
check_unknown_keys (Conformance *self)
{
  CpJson *operations = json_array ();
  CpJson *operation = conformance_make (self);
  g_autoptr (CpJson) push = NULL;
  g_auto (Reply) pushed = { 0 };
  g_auto (Reply) page = { 0 };
  g_autofree char *wrong = NULL;

  cp_json_set_text (operation, "of_no_meaning", "one");
  cp_json_append (operations, operation);
  push = conformance_make_push (self, operations);
  cp_json_set (push, "of_no_meaning", json_pack ("{s:[i]}", "nor_this", 1));
  pushed = conformance_push (self, push);
  wrong = conformance_expect_next (&pushed, 2);
  if (wrong != NULL)
    return g_strdup_printf ("a push with unknown keys: %s", wrong);
  page = conformance_ask (&self->line, "GET", A_FEED "&limit=1&of_no_meaning=1", NULL);
  return page.status == 200 || page.status == 410
             ? NULL
             : g_strdup_printf ("the feed with an unknown key: status %u", page.status);
}

static WireReply
push_packed (Conformance *self, const CpJson *push)
{
  g_autofree char *text = cp_json_to_text (push);
  g_autoptr (GBytes) body = cp_gzip_pack (text, strlen (text));

  return conformance_wire_ask (
      &self->wire,
      &(WireRequest){ .method = "POST", .path = "/v1/push", .body = body, .encoding = "gzip" });
}

static char *
check_packed_push (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;
  g_auto (WireReply) reply = { 0 };
  g_autoptr (CpJson) answer = NULL;

  conformance_begin (self);
  cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  reply = push_packed (self, push);
  answer = wire_reply_read (&reply);
  if (reply.status != 200 || cp_json_get_int (answer, "expected_seq", 0) != 2)
    return g_strdup_printf ("a packed push is not taken: status %u", reply.status);
  return conformance_say (reply.encoding == NULL,
                          "the answer is packed for who did not say that it may be");
}

/* A page is longer than what is left as it is. */
static char *
check_packed_page (Conformance *self)
{
  g_autofree char *path = cp_feed_query_to_path (&(CpFeedQuery){
      self->epoch, self->incarnation, self->place, 0, 0, CP_PROTO, CONFORMANCE_CHALLENGE });
  g_auto (WireReply) reply = conformance_wire_ask (
      &self->wire, &(WireRequest){ .method = "GET", .path = path, .accepts = "gzip" });
  gsize size_bytes = 0;
  const void *bytes = reply.body != NULL ? g_bytes_get_data (reply.body, &size_bytes) : NULL;
  g_autoptr (GBytes) unpacked = NULL;

  if (reply.status != 200)
    return g_strdup_printf ("status %u in place of 200", reply.status);
  if (reply.encoding == NULL)
    return NULL;
  if (g_str_equal (reply.encoding, "gzip"))
    unpacked = cp_gzip_unpack (bytes, size_bytes, CP_JSON_MAX_BYTES, NULL);
  return conformance_say (unpacked != NULL, "what is said to be gzip can't be unpacked");
}

char *
conformance_check_versions (Conformance *self)
{
  static char *(*const parts[]) (Conformance *) = { check_versions, check_unknown_keys,
                                                    check_packed_push, check_packed_page };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    char *wrong = parts[i](self);

    if (wrong != NULL)
      return wrong;
  }
  return NULL;
}

char *
conformance_check_trouble (Conformance *self)
{
  static const struct {
    const char *method;
    const char *path;
    const char *body;
    guint status;
  } bad[] = {
    { "POST", "/v1/push", "[", 400 },
    { "GET", A_FEED "&after=none", NULL, 400 },
    { "GET", "/v1/push", NULL, 405 },
    { "GET", NO_SNAPSHOT, NULL, 404 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_auto (Reply) reply = conformance_ask (&self->line, bad[i].method, bad[i].path, bad[i].body);

    if (reply.status != bad[i].status)
      return g_strdup_printf ("%s %s: status %u in place of %u", bad[i].method, bad[i].path,
                              reply.status, bad[i].status);
    if (cp_json_get_text (reply.document, "code") == NULL ||
        cp_json_get_text (reply.document, "text") == NULL)
      return g_strdup_printf ("%s %s: the answer has no code or no text", bad[i].method,
                              bad[i].path);
  }
  return NULL;
}

/* Whoever sends devices elsewhere loses them. */
char *
conformance_check_redirects (Conformance *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_auto (WireReply) reply = ask_bare (self, i, WIRE_AS_DEVICE);

    if (reply.status / 100 == 3)
      return g_strdup_printf ("%s is answered with a redirect, status %u", requests[i].path,
                              reply.status);
  }
  return NULL;
}

static char *
expect_shut (Conformance *self, WireManner manner, const char *path, const char *wrong)
{
  g_auto (WireReply) reply = conformance_wire_ask (
      &self->wire, &(WireRequest){ .manner = manner, .method = "GET", .path = path });

  return conformance_say (reply.status / 100 != 2 && reply.status != 410, wrong);
}

/* By what needs no token, which is not sent where everybody can read it. */
char *
conformance_check_tls (Conformance *self)
{
  if (!self->wire.is_tls)
    return conformance_pass_over (self, "it was asked without TLS, as on the loopback alone");
  return expect_shut (self, WIRE_NO_TLS, "/v1/health", "head office answers without TLS");
}

/* Whatever is asked for, it is not as the device that the token is for. */
static char *
check_others_certificate (Conformance *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_auto (WireReply) reply = ask_bare (self, i, WIRE_OTHER_CERTIFICATE);
    g_autoptr (CpJson) answer = wire_reply_read (&reply);

    if (reply.status != 403 || g_strcmp0 (cp_json_get_text (answer, "code"), "wrong_device") != 0)
      return g_strdup_printf (
          "%s with another device's certificate: status %u in place of 403 wrong_device",
          requests[i].path, reply.status);
  }
  return NULL;
}

static char *
check_certificates (Conformance *self)
{
  char *wrong;

  if (!self->wire.is_tls)
    return conformance_pass_over (self, "in part only: it was asked without certificates");
  wrong =
      expect_shut (self, WIRE_NO_CERTIFICATE, A_FEED, "the feed is told to who has no certificate");
  if (wrong != NULL)
    return wrong;
  if (!self->wire.has_other)
    return conformance_pass_over (
        self, "in part only: there is no other device's certificate (--other-device)");
  return check_others_certificate (self);
}

char *
conformance_check_other_device (Conformance *self)
{
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);
  g_auto (Reply) reply = { 0 };
  char *wrong;

  cp_json_set_text (push, "device", "another-device");
  reply = conformance_push (self, push);
  wrong = conformance_expect (&reply, 403, "wrong_device");
  return wrong != NULL ? wrong : check_certificates (self);
}

/* As part of a push that would be taken otherwise. */
static Reply
push_deep (Conformance *self, guint depth)
{
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);
  CpJson *deep = json_array ();

  for (guint i = 2; i < depth; i++)
    deep = json_pack ("[o]", deep);
  cp_json_set (push, "of_no_meaning", deep);
  return conformance_push (self, push);
}

static char *
check_depth (Conformance *self)
{
  g_auto (Reply) allowed = push_deep (self, CP_JSON_MAX_DEPTH);
  g_auto (Reply) deeper = push_deep (self, CP_JSON_MAX_DEPTH + 1);

  if (allowed.status != 200)
    return g_strdup_printf ("a document that nests 32 deep: status %u in place of 200",
                            allowed.status);
  if (deeper.status != 400)
    return g_strdup_printf ("a document that nests 33 deep: status %u in place of 400",
                            deeper.status);
  return NULL;
}

/* As large a page as may be asked for, which is refused if it was told too long ago. */
char *
conformance_check_line_limits (Conformance *self)
{
  g_autofree char *path = cp_feed_query_to_path (
      &(CpFeedQuery){ "", self->incarnation, 0, CP_FEED_MAX_ITEMS, 0, CP_PROTO, NULL });
  g_auto (WireReply) page =
      conformance_wire_ask (&self->wire, &(WireRequest){ .method = "GET", .path = path });

  if (page.body == NULL || g_bytes_get_size (page.body) > CP_JSON_MAX_BYTES)
    return g_strdup ("a page is larger than 8 MiB");
  if (page.header_bytes > MAX_HEADER_BYTES)
    return g_strdup ("an answer has more than 16 KiB of headers");
  return check_depth (self);
}

/* A small body that unpacks into a large one. */
char *
conformance_check_packed_limit (Conformance *self)
{
  g_autofree char *large = g_strnfill (BOMB_BYTES, ' ');
  g_autoptr (GBytes) body = cp_gzip_pack (large, BOMB_BYTES);
  g_auto (WireReply) reply = conformance_wire_ask (
      &self->wire,
      &(WireRequest){ .method = "POST", .path = "/v1/push", .body = body, .encoding = "gzip" });

  return reply.status == 413
             ? NULL
             : g_strdup_printf ("a body that unpacks to more than 1 MiB: status %u in place of 413",
                                reply.status);
}
