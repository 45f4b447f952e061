/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-methods.h"

#include "cp-error.h"
#include "cp-ledger-bus.h"

#include <string.h>

/* An argument that is a short text; with @what for the message. */
static const char *
get_text (GVariant *args, gsize index, glong max_chars, const char *what, GError **error)
{
  const char *text;

  g_variant_get_child (args, index, "&s", &text);
  if (g_utf8_strlen (text, -1) <= max_chars)
    return text;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The %s is longer than %ld characters", what,
               max_chars);
  return NULL;
}

/* (transfer full): an argument that is a document */
static CpJson *
get_document (GVariant *args, gsize index, gsize max_bytes, const char *what, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const char *text;
  CpJson *document;

  g_variant_get_child (args, index, "&s", &text);
  if (strlen (text) > max_bytes) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "The %s is longer than %" G_GSIZE_FORMAT " bytes", what, max_bytes);
    return NULL;
  }
  document = cp_json_parse_object (text, -1, &problem);
  if (document == NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The %s is malformed: %s", what,
                 problem->message);
  return document;
}

/* The first argument of most methods; "" is nobody, which the ledger knows as %NULL. */
static gboolean
get_session (GVariant *args, const char **ret_session, GError **error)
{
  const char *text = get_text (args, 0, CP_LEDGER_MAX_TOKEN_CHARS, "session", error);

  if (text == NULL)
    return FALSE;
  *ret_session = *text == '\0' ? NULL : text;
  return TRUE;
}

static gboolean
check_range (gint64 value, gint64 least, gint64 most, const char *what, GError **error)
{
  if (value >= least && value <= most)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
               "The %s must be %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, what, least, most);
  return FALSE;
}

/* @document: (transfer full) (nullable) */
static GVariant *
reply_document (CpJson *document)
{
  g_autoptr (CpJson) owned = document;

  if (document == NULL)
    return NULL;
  return g_variant_new ("(@s)", g_variant_new_take_string (cp_json_to_text (document)));
}

static GVariant *
reply_nothing (gboolean done)
{
  return done ? g_variant_new ("()") : NULL;
}

static GVariant *
sign_in (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) request = get_document (args, 0, CP_LEDGER_MAX_SMALL_BYTES, "sign-in", error);

  return request == NULL ? NULL : reply_document (cp_ledger_sign_in (ledger, request, error));
}

static GVariant *
sign_out (CpLedger *ledger, GVariant *args, GError **error)
{
  const char *session;

  if (!get_session (args, &session, error))
    return NULL;
  if (session != NULL)
    cp_ledger_sign_out (ledger, session);
  return reply_nothing (TRUE);
}

static GVariant *
submit (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) request = NULL;
  const char *session;
  gboolean preview;

  if (!get_session (args, &session, error))
    return NULL;
  request = get_document (args, 1, CP_LEDGER_MAX_REQUEST_BYTES, "operation", error);
  if (request == NULL)
    return NULL;
  g_variant_get_child (args, 2, "b", &preview);
  return reply_document (cp_ledger_submit (ledger, session, request, preview, error));
}

static GVariant *
identify (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) card = NULL;
  const char *session;

  if (!get_session (args, &session, error))
    return NULL;
  card = get_document (args, 1, CP_LEDGER_MAX_SMALL_BYTES, "card", error);
  if (card == NULL)
    return NULL;
  return reply_document (cp_ledger_identify (ledger, session, card, error));
}

static GVariant *
talk_to_card (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) message = NULL;
  const char *session;

  if (!get_session (args, &session, error))
    return NULL;
  message = get_document (args, 1, CP_LEDGER_MAX_SMALL_BYTES, "message", error);
  if (message == NULL)
    return NULL;
  return reply_document (cp_ledger_talk_to_card (ledger, session, message, error));
}

static GVariant *
get_member (CpLedger *ledger, GVariant *args, GError **error)
{
  const char *session, *member_id;

  if (!get_session (args, &session, error))
    return NULL;
  member_id = get_text (args, 1, CP_LEDGER_MAX_TOKEN_CHARS, "member's id", error);
  if (member_id == NULL)
    return NULL;
  return reply_document (cp_ledger_get_member (ledger, session, member_id, error));
}

static GVariant *
read_what (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) request = NULL;
  const char *session, *what;

  if (!get_session (args, &session, error))
    return NULL;
  what = get_text (args, 1, CP_LEDGER_MAX_TOKEN_CHARS, "word for what to read", error);
  request =
      what != NULL ? get_document (args, 2, CP_LEDGER_MAX_SMALL_BYTES, "request", error) : NULL;
  return request == NULL ? NULL
                         : reply_document (cp_ledger_read (ledger, session, what, request, error));
}

static GVariant *
find (CpLedger *ledger, GVariant *args, GError **error)
{
  const char *session, *query;
  guint limit;

  if (!get_session (args, &session, error))
    return NULL;
  query = get_text (args, 1, CP_LEDGER_MAX_QUERY_CHARS, "query", error);
  g_variant_get_child (args, 2, "u", &limit);
  if (query == NULL || !check_range (limit, 1, CP_LEDGER_MAX_FOUND, "limit", error))
    return NULL;
  return reply_document (cp_ledger_find (ledger, session, query, limit, error));
}

static GVariant *
get_attention (CpLedger *ledger, GVariant *args, GError **error)
{
  const char *session;

  if (!get_session (args, &session, error))
    return NULL;
  return reply_document (cp_ledger_get_attention (ledger, session, error));
}

static GVariant *
dismiss_attention (CpLedger *ledger, GVariant *args, GError **error)
{
  const char *session, *operation_id;

  if (!get_session (args, &session, error))
    return NULL;
  operation_id = get_text (args, 1, CP_LEDGER_MAX_TOKEN_CHARS, "operation's id", error);
  if (operation_id == NULL)
    return NULL;
  return reply_nothing (cp_ledger_dismiss_attention (ledger, session, operation_id, error));
}

static GVariant *
get_status (CpLedger *ledger, GVariant *args, GError **error)
{
  return reply_document (cp_ledger_get_status (ledger, error));
}

static GVariant *
get_programme (CpLedger *ledger, GVariant *args, GError **error)
{
  return reply_document (cp_ledger_get_programme (ledger, error));
}

static GVariant *
get_staff (CpLedger *ledger, GVariant *args, GError **error)
{
  return reply_document (cp_ledger_get_staff (ledger, error));
}

static GVariant *
get_push (CpLedger *ledger, GVariant *args, GError **error)
{
  guint lane, max_operations, max_bytes;
  gint64 from_seq;

  g_variant_get (args, "(uxuu)", &lane, &from_seq, &max_operations, &max_bytes);
  if (!check_range (lane, 0, CP_N_LANES - 1, "lane", error) ||
      !check_range (from_seq, 0, G_MAXINT64, "first sequence number", error) ||
      !check_range (max_operations, 1, CP_LEDGER_MAX_PUSH_OPERATIONS, "number of operations",
                    error) ||
      !check_range (max_bytes, 1, CP_JSON_MAX_BYTES, "size of a push", error))
    return NULL;
  return reply_document (
      cp_ledger_get_push (ledger, lane, from_seq, max_operations, max_bytes, error));
}

static GVariant *
apply_page (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) page = get_document (args, 0, CP_JSON_MAX_BYTES, "page", error);

  return page == NULL ? NULL : reply_nothing (cp_ledger_apply_page (ledger, page, error));
}

static CpLedgerErrand *
begin_snapshot (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) manifest = get_document (args, 0, CP_JSON_MAX_BYTES, "manifest", error);

  return manifest == NULL ? NULL : cp_ledger_begin_count (ledger, manifest, error);
}

static GVariant *
put_snapshot_chunk (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (GVariant) bytes = NULL;
  gconstpointer data;
  gsize n_bytes;
  guint index;

  g_variant_get (args, "(u@ay)", &index, &bytes);
  data = g_variant_get_fixed_array (bytes, &n_bytes, 1);
  return reply_nothing (cp_ledger_put_snapshot_chunk (ledger, index, data, n_bytes, error));
}

static CpLedgerErrand *
finish_snapshot (CpLedger *ledger, GVariant *args, GError **error)
{
  return cp_ledger_begin_look (ledger, error);
}

static GVariant *
answer_nothing (CpJson *reply)
{
  json_decref (reply);
  return reply_nothing (TRUE);
}

static GVariant *
get_check (CpLedger *ledger, GVariant *args, GError **error)
{
  return reply_document (cp_ledger_get_check (ledger, error));
}

static GVariant *
put_sums (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) sums = get_document (args, 0, CP_JSON_MAX_BYTES, "list of sums", error);

  return sums == NULL ? NULL : reply_document (cp_ledger_put_sums (ledger, sums, error));
}

static GVariant *
put_range (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) range = get_document (args, 0, CP_JSON_MAX_BYTES, "range of rows", error);

  return range == NULL ? NULL : reply_nothing (cp_ledger_put_range (ledger, range, error));
}

static GVariant *
check_rows (CpLedger *ledger, GVariant *args, GError **error)
{
  return reply_nothing (cp_ledger_want_check (ledger, error));
}

static GVariant *
get_question (CpLedger *ledger, GVariant *args, GError **error)
{
  return reply_document (cp_ledger_get_question (ledger, error));
}

static GVariant *
put_answer (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) answer = get_document (args, 0, CP_LEDGER_MAX_SMALL_BYTES, "answer", error);

  return answer == NULL ? NULL : reply_nothing (cp_ledger_put_answer (ledger, answer, error));
}

static GVariant *
set_link (CpLedger *ledger, GVariant *args, GError **error)
{
  g_autoptr (CpJson) link =
      get_document (args, 0, CP_LEDGER_MAX_LINK_BYTES, "state of the line", error);

  return link == NULL ? NULL : reply_nothing (cp_ledger_set_link (ledger, link, error));
}

static const struct {
  const char *interface;
  const char *name;
  GVariant *(*call) (CpLedger *ledger, GVariant *args, GError **error);
} methods[] = {
  { CP_LEDGER_BUS_INTERFACE, "SignIn", sign_in },
  { CP_LEDGER_BUS_INTERFACE, "SignOut", sign_out },
  { CP_LEDGER_BUS_INTERFACE, "Submit", submit },
  { CP_LEDGER_BUS_INTERFACE, "Identify", identify },
  { CP_LEDGER_BUS_INTERFACE, "TalkToCard", talk_to_card },
  { CP_LEDGER_BUS_INTERFACE, "GetMember", get_member },
  { CP_LEDGER_BUS_INTERFACE, "Read", read_what },
  { CP_LEDGER_BUS_INTERFACE, "Find", find },
  { CP_LEDGER_BUS_INTERFACE, "GetAttention", get_attention },
  { CP_LEDGER_BUS_INTERFACE, "DismissAttention", dismiss_attention },
  { CP_LEDGER_BUS_INTERFACE, "GetStatus", get_status },
  { CP_LEDGER_BUS_INTERFACE, "GetProgramme", get_programme },
  { CP_LEDGER_BUS_INTERFACE, "GetStaff", get_staff },
  { CP_LEDGER_BUS_INTERFACE, "CheckRows", check_rows },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "GetPush", get_push },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "ApplyPage", apply_page },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "PutSnapshotChunk", put_snapshot_chunk },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "GetCheck", get_check },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "PutSums", put_sums },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "PutRange", put_range },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "GetQuestion", get_question },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "PutAnswer", put_answer },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "SetLink", set_link },
};

static const CpLedgerErrandMethod errands[] = {
  { CP_LEDGER_BUS_SYNC_INTERFACE, "BeginSnapshot", begin_snapshot, reply_document },
  { CP_LEDGER_BUS_SYNC_INTERFACE, "FinishSnapshot", finish_snapshot, answer_nothing },
};

const CpLedgerErrandMethod *
cp_ledger_methods_find_errand (const char *interface, const char *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (errands); i++)
    if (g_str_equal (errands[i].interface, interface) && g_str_equal (errands[i].name, method))
      return &errands[i];
  return NULL;
}

/* Most methods have a session for their first argument; the others speak to nobody in particular. */
static void
speak_to_caller (CpLedger *ledger, GVariant *args)
{
  g_autoptr (GVariant) first =
      g_variant_n_children (args) > 0 ? g_variant_get_child_value (args, 0) : NULL;
  gboolean is_text = first != NULL && g_variant_is_of_type (first, G_VARIANT_TYPE_STRING);

  cp_ledger_speak_to (ledger, is_text ? g_variant_get_string (first, NULL) : NULL);
}

GVariant *
cp_ledger_methods_call (
    CpLedger *ledger, const char *interface, const char *method, GVariant *args, GError **error)
{
  speak_to_caller (ledger, args);
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].interface, interface) && g_str_equal (methods[i].name, method))
      return methods[i].call (ledger, args, error);
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "There is no method %s.%s", interface, method);
  return NULL;
}
