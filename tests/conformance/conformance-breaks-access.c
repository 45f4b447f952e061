/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conformance-breaks.h"
#include "cp-json.h"

static void
forget_text (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "text");
}

static void
change_code (const char *path, guint *status, CpJson *document)
{
  if (*status == 401)
    cp_json_set_text (document, "code", "another");
}

static void
forgive (const char *path, guint *status, CpJson *document)
{
  if (*status == 403)
    *status = 200;
}

static void
have_everything (const char *path, guint *status, CpJson *document)
{
  if (*status == 404)
    *status = 200;
}

static void
forget_proto (const char *path, guint *status, CpJson *document)
{
  json_object_del (document, "proto");
}

static void
refuse_operations (const char *path, guint *status, CpJson *document)
{
  if (cp_json_get_int (document, "expected_seq", 0) == 2)
    *status = 400;
}

static void
refuse_unknown_queries (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "of_no_meaning"))
    *status = 400;
}

static void
refuse_pushes (const char *path, guint *status, CpJson *document)
{
  if (break_is_push (path) && *status == 200)
    *status = 400;
}

static void
take_large (const char *path, guint *status, CpJson *document)
{
  if (*status == 413)
    *status = 200;
}

static void
shut_health (const WireRequest *request, WireReply *reply)
{
  reply->status = 401;
}

static void
need_no_token (const WireRequest *request, WireReply *reply)
{
  reply->status = 200;
}

static void
refuse_packed (const WireRequest *request, WireReply *reply)
{
  if (request->encoding != NULL)
    reply->status = 400;
}

static void
set_encoding (WireReply *reply, const char *encoding)
{
  g_free (reply->encoding);
  reply->encoding = g_strdup (encoding);
}

static void
pack_for_all (const WireRequest *request, WireReply *reply)
{
  if (request->accepts == NULL)
    set_encoding (reply, "gzip");
}

static void
set_body (WireReply *reply, gsize size_bytes)
{
  g_bytes_unref (reply->body);
  reply->body = g_bytes_new_take (g_malloc0 (size_bytes), size_bytes);
}

static void
pack_badly (const WireRequest *request, WireReply *reply)
{
  if (request->accepts == NULL)
    return;
  set_encoding (reply, "gzip");
  set_body (reply, 10);
}

static void
take_large_packed (const WireRequest *request, WireReply *reply)
{
  if (reply->status == 413)
    reply->status = 200;
}

static void
send_elsewhere (const WireRequest *request, WireReply *reply)
{
  if (break_is_feed (request->path))
    reply->status = 302;
}

static void
say_too_much (const WireRequest *request, WireReply *reply)
{
  set_body (reply, CP_JSON_MAX_BYTES + 1);
}

static void
say_too_many_headers (const WireRequest *request, WireReply *reply)
{
  reply->header_bytes = 20000;
}

/* Whatever the certificate says. */
static void
believe_token (const WireRequest *request, WireReply *reply)
{
  if (request->manner == WIRE_OTHER_CERTIFICATE)
    reply->status = 200;
}

static const Break breaks[] = {
  { 1, "from who has an unknown token: status 200", break_refusals },
  { 1, "from who has an unknown token: code", change_code },
  { 1, "from a revoked device", forgive },
  { 3, "the health request needs a token", .change_wire = shut_health },
  { 3, "without a token: status 200", .change_wire = need_no_token },
  { 4, "isn't told which both speak", forget_proto },
  { 4, "status 200 in place of 426", break_refusals },
  { 4, "a push with unknown keys", refuse_operations },
  { 4, "the feed with an unknown key", refuse_unknown_queries },
  { 4, "a packed push is not taken", .change_wire = refuse_packed },
  { 4, "packed for who did not say that it may be", .change_wire = pack_for_all },
  { 4, "can't be unpacked", .change_wire = pack_badly },
  { 9, "a push of 501 operations", break_refusals },
  { 9, "a body of more than 1 MiB", take_large },
  { 9, "a body that unpacks to more than 1 MiB", .change_wire = take_large_packed },
  { 28, "no code or no text", forget_text },
  { 28, "status 200 in place of 404", have_everything },
  { 31, "answered with a redirect", .change_wire = send_elsewhere },
  { 36, "answers without TLS", .is_open = TRUE },
  { 37, "status 200 in place of 403", break_refusals },
  { 37, "told to who has no certificate", .is_open = TRUE },
  { 37, "with another device's certificate", .change_wire = believe_token },
  { 38, "larger than 8 MiB", .change_wire = say_too_much },
  { 38, "16 KiB of headers", .change_wire = say_too_many_headers },
  { 38, "nests 32 deep", refuse_pushes },
  { 38, "nests 33 deep", break_refusals },
};

const Breaks breaks_of_access = { breaks, G_N_ELEMENTS (breaks) };
