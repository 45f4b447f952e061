/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The client's calls, one by one: each packs its arguments for the method of the same name. */
#include "cp-ledger-bus.h"
#include "cp-ledger-client-private.h"

#define USUAL_TIMEOUT_MS 30000
#define PAGE_TIMEOUT_MS 120000
#define SNAPSHOT_TIMEOUT_MS 600000 /* a large file is looked through */

#define COUNTER(method, writes)                                \
  {                                                            \
    CP_LEDGER_BUS_INTERFACE, #method, USUAL_TIMEOUT_MS, writes \
  }
#define SYNC(method, timeout_ms)                             \
  {                                                          \
    CP_LEDGER_BUS_SYNC_INTERFACE, #method, timeout_ms, FALSE \
  }

static const CpLedgerCall sign_in_call = COUNTER (SignIn, FALSE);
static const CpLedgerCall sign_out_call = COUNTER (SignOut, FALSE);
static const CpLedgerCall submit_call = COUNTER (Submit, TRUE);
static const CpLedgerCall preview_call = COUNTER (Submit, FALSE);
static const CpLedgerCall identify_call = COUNTER (Identify, FALSE);
static const CpLedgerCall talk_to_card_call = COUNTER (TalkToCard, FALSE);
static const CpLedgerCall get_member_call = COUNTER (GetMember, FALSE);
static const CpLedgerCall read_call = COUNTER (Read, FALSE);
static const CpLedgerCall find_call = COUNTER (Find, FALSE);
static const CpLedgerCall get_attention_call = COUNTER (GetAttention, FALSE);
static const CpLedgerCall dismiss_attention_call = COUNTER (DismissAttention, FALSE);
static const CpLedgerCall get_status_call = COUNTER (GetStatus, FALSE);
static const CpLedgerCall get_programme_call = COUNTER (GetProgramme, FALSE);
static const CpLedgerCall get_staff_call = COUNTER (GetStaff, FALSE);
static const CpLedgerCall get_push_call = SYNC (GetPush, USUAL_TIMEOUT_MS);
static const CpLedgerCall apply_page_call = SYNC (ApplyPage, PAGE_TIMEOUT_MS);
static const CpLedgerCall begin_snapshot_call = SYNC (BeginSnapshot, SNAPSHOT_TIMEOUT_MS);
static const CpLedgerCall put_snapshot_chunk_call = SYNC (PutSnapshotChunk, PAGE_TIMEOUT_MS);
static const CpLedgerCall finish_snapshot_call = SYNC (FinishSnapshot, SNAPSHOT_TIMEOUT_MS);
static const CpLedgerCall get_check_call = SYNC (GetCheck, PAGE_TIMEOUT_MS);
static const CpLedgerCall put_sums_call = SYNC (PutSums, PAGE_TIMEOUT_MS);
static const CpLedgerCall put_range_call = SYNC (PutRange, PAGE_TIMEOUT_MS);
static const CpLedgerCall check_rows_call = COUNTER (CheckRows, FALSE);
static const CpLedgerCall get_question_call = SYNC (GetQuestion, USUAL_TIMEOUT_MS);
static const CpLedgerCall put_answer_call = SYNC (PutAnswer, USUAL_TIMEOUT_MS);
static const CpLedgerCall set_link_call = SYNC (SetLink, USUAL_TIMEOUT_MS);

static const CpLedgerCall open_training_call = { CP_LEDGER_BUS_TRAINING_INTERFACE, "Open",
                                                 PAGE_TIMEOUT_MS, FALSE };

/* Texts may come from a keyboard or a card, and D-Bus carries UTF-8 only: what is none is replaced,
 * so that it is found nowhere rather than ending the process. */
static GVariant *
text_arg (const char *text)
{
  return g_variant_new_take_string (g_utf8_make_valid (text == NULL ? "" : text, -1));
}

static GVariant *
json_arg (const CpJson *document)
{
  return g_variant_new_take_string (cp_json_to_text (document));
}

static GVariant *
json_args (const CpJson *document)
{
  return g_variant_new ("(@s)", json_arg (document));
}

static GVariant *
text_args (const char *text)
{
  return g_variant_new ("(@s)", text_arg (text));
}

static GVariant *
two_text_args (const char *session, const char *text)
{
  return g_variant_new ("(@s@s)", text_arg (session), text_arg (text));
}

static GVariant *
text_json_args (const char *session, const CpJson *document)
{
  return g_variant_new ("(@s@s)", text_arg (session), json_arg (document));
}

static GVariant *
submit_args (const char *session, const CpJson *request, gboolean preview)
{
  return g_variant_new ("(@s@sb)", text_arg (session), json_arg (request), preview);
}

static GVariant *
find_args (const char *session, const char *query, guint limit)
{
  return g_variant_new ("(@s@su)", text_arg (session), text_arg (query), limit);
}

void
cp_ledger_client_sign_in_async (CpLedgerClient *self,
                                const CpJson *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  cp_ledger_client_call_async (self, &sign_in_call, json_args (request), cancellable, callback,
                               data);
}

CpJson *
cp_ledger_client_sign_in_sync (CpLedgerClient *self,
                               const CpJson *request,
                               GCancellable *cancellable,
                               GError **error)
{
  return cp_ledger_client_call_sync (self, &sign_in_call, json_args (request), cancellable, error);
}

void
cp_ledger_client_sign_out_async (CpLedgerClient *self,
                                 const char *session,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  cp_ledger_client_call_async (self, &sign_out_call, text_args (session), cancellable, callback,
                               data);
}

gboolean
cp_ledger_client_sign_out_sync (CpLedgerClient *self,
                                const char *session,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (CpJson) nothing =
      cp_ledger_client_call_sync (self, &sign_out_call, text_args (session), cancellable, error);

  return nothing != NULL;
}

void
cp_ledger_client_submit_async (CpLedgerClient *self,
                               const char *session,
                               const CpJson *request,
                               gboolean preview,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  cp_ledger_client_call_async (self, preview ? &preview_call : &submit_call,
                               submit_args (session, request, preview), cancellable, callback,
                               data);
}

CpJson *
cp_ledger_client_submit_sync (CpLedgerClient *self,
                              const char *session,
                              const CpJson *request,
                              gboolean preview,
                              GCancellable *cancellable,
                              GError **error)
{
  return cp_ledger_client_call_sync (self, preview ? &preview_call : &submit_call,
                                     submit_args (session, request, preview), cancellable, error);
}

void
cp_ledger_client_identify_async (CpLedgerClient *self,
                                 const char *session,
                                 const CpJson *card,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  cp_ledger_client_call_async (self, &identify_call, text_json_args (session, card), cancellable,
                               callback, data);
}

CpJson *
cp_ledger_client_identify_sync (CpLedgerClient *self,
                                const char *session,
                                const CpJson *card,
                                GCancellable *cancellable,
                                GError **error)
{
  return cp_ledger_client_call_sync (self, &identify_call, text_json_args (session, card),
                                     cancellable, error);
}

void
cp_ledger_client_talk_to_card_async (CpLedgerClient *self,
                                     const char *session,
                                     const CpJson *message,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data)
{
  cp_ledger_client_call_async (self, &talk_to_card_call, text_json_args (session, message),
                               cancellable, callback, data);
}

void
cp_ledger_client_get_member_async (CpLedgerClient *self,
                                   const char *session,
                                   const char *member_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  cp_ledger_client_call_async (self, &get_member_call, two_text_args (session, member_id),
                               cancellable, callback, data);
}

CpJson *
cp_ledger_client_get_member_sync (CpLedgerClient *self,
                                  const char *session,
                                  const char *member_id,
                                  GCancellable *cancellable,
                                  GError **error)
{
  return cp_ledger_client_call_sync (self, &get_member_call, two_text_args (session, member_id),
                                     cancellable, error);
}

static GVariant *
read_args (const char *session, const char *what, const CpJson *request)
{
  return g_variant_new ("(@s@s@s)", text_arg (session), text_arg (what), json_arg (request));
}

void
cp_ledger_client_read_async (CpLedgerClient *self,
                             const char *session,
                             const char *what,
                             const CpJson *request,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  cp_ledger_client_call_async (self, &read_call, read_args (session, what, request), cancellable,
                               callback, data);
}

CpJson *
cp_ledger_client_read_sync (CpLedgerClient *self,
                            const char *session,
                            const char *what,
                            const CpJson *request,
                            GCancellable *cancellable,
                            GError **error)
{
  return cp_ledger_client_call_sync (self, &read_call, read_args (session, what, request),
                                     cancellable, error);
}

void
cp_ledger_client_find_async (CpLedgerClient *self,
                             const char *session,
                             const char *query,
                             guint limit,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  cp_ledger_client_call_async (self, &find_call, find_args (session, query, limit), cancellable,
                               callback, data);
}

CpJson *
cp_ledger_client_find_sync (CpLedgerClient *self,
                            const char *session,
                            const char *query,
                            guint limit,
                            GCancellable *cancellable,
                            GError **error)
{
  return cp_ledger_client_call_sync (self, &find_call, find_args (session, query, limit),
                                     cancellable, error);
}

void
cp_ledger_client_get_attention_async (CpLedgerClient *self,
                                      const char *session,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data)
{
  cp_ledger_client_call_async (self, &get_attention_call, text_args (session), cancellable,
                               callback, data);
}

CpJson *
cp_ledger_client_get_attention_sync (CpLedgerClient *self,
                                     const char *session,
                                     GCancellable *cancellable,
                                     GError **error)
{
  return cp_ledger_client_call_sync (self, &get_attention_call, text_args (session), cancellable,
                                     error);
}

void
cp_ledger_client_dismiss_attention_async (CpLedgerClient *self,
                                          const char *session,
                                          const char *operation_id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer data)
{
  cp_ledger_client_call_async (self, &dismiss_attention_call, two_text_args (session, operation_id),
                               cancellable, callback, data);
}

gboolean
cp_ledger_client_dismiss_attention_sync (CpLedgerClient *self,
                                         const char *session,
                                         const char *operation_id,
                                         GCancellable *cancellable,
                                         GError **error)
{
  g_autoptr (CpJson) nothing = cp_ledger_client_call_sync (
      self, &dismiss_attention_call, two_text_args (session, operation_id), cancellable, error);

  return nothing != NULL;
}

static GVariant *
open_training_args (const char *session, gboolean fresh)
{
  return g_variant_new ("(@sb)", text_arg (session), fresh);
}

void
cp_ledger_client_open_training_async (CpLedgerClient *self,
                                      const char *session,
                                      gboolean fresh,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data)
{
  cp_ledger_client_call_async (self, &open_training_call, open_training_args (session, fresh),
                               cancellable, callback, data);
}

CpJson *
cp_ledger_client_open_training_sync (CpLedgerClient *self,
                                     const char *session,
                                     gboolean fresh,
                                     GCancellable *cancellable,
                                     GError **error)
{
  return cp_ledger_client_call_sync (self, &open_training_call, open_training_args (session, fresh),
                                     cancellable, error);
}

void
cp_ledger_client_get_status_async (CpLedgerClient *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  cp_ledger_client_call_async (self, &get_status_call, NULL, cancellable, callback, data);
}

CpJson *
cp_ledger_client_get_status_sync (CpLedgerClient *self, GCancellable *cancellable, GError **error)
{
  return cp_ledger_client_call_sync (self, &get_status_call, NULL, cancellable, error);
}

void
cp_ledger_client_get_programme_async (CpLedgerClient *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data)
{
  cp_ledger_client_call_async (self, &get_programme_call, NULL, cancellable, callback, data);
}

CpJson *
cp_ledger_client_get_programme_sync (CpLedgerClient *self,
                                     GCancellable *cancellable,
                                     GError **error)
{
  return cp_ledger_client_call_sync (self, &get_programme_call, NULL, cancellable, error);
}

void
cp_ledger_client_get_staff_async (CpLedgerClient *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data)
{
  cp_ledger_client_call_async (self, &get_staff_call, NULL, cancellable, callback, data);
}

CpJson *
cp_ledger_client_get_staff_sync (CpLedgerClient *self, GCancellable *cancellable, GError **error)
{
  return cp_ledger_client_call_sync (self, &get_staff_call, NULL, cancellable, error);
}

CpJson *
cp_ledger_client_get_push_sync (CpLedgerClient *self,
                                CpLane lane,
                                gint64 from_seq,
                                guint max_operations,
                                guint max_bytes,
                                GCancellable *cancellable,
                                GError **error)
{
  return cp_ledger_client_call_sync (
      self, &get_push_call, g_variant_new ("(uxuu)", lane, from_seq, max_operations, max_bytes),
      cancellable, error);
}

gboolean
cp_ledger_client_apply_page_sync (CpLedgerClient *self,
                                  const CpJson *page,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_autoptr (CpJson) nothing =
      cp_ledger_client_call_sync (self, &apply_page_call, json_args (page), cancellable, error);

  return nothing != NULL;
}

CpJson *
cp_ledger_client_begin_snapshot_sync (CpLedgerClient *self,
                                      const CpJson *manifest,
                                      GCancellable *cancellable,
                                      GError **error)
{
  return cp_ledger_client_call_sync (self, &begin_snapshot_call, json_args (manifest), cancellable,
                                     error);
}

gboolean
cp_ledger_client_put_snapshot_chunk_sync (CpLedgerClient *self,
                                          guint index,
                                          gconstpointer bytes,
                                          gsize n_bytes,
                                          GCancellable *cancellable,
                                          GError **error)
{
  GVariant *data = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, n_bytes, 1);
  g_autoptr (CpJson) nothing = cp_ledger_client_call_sync (
      self, &put_snapshot_chunk_call, g_variant_new ("(u@ay)", index, data), cancellable, error);

  return nothing != NULL;
}

gboolean
cp_ledger_client_finish_snapshot_sync (CpLedgerClient *self,
                                       GCancellable *cancellable,
                                       GError **error)
{
  g_autoptr (CpJson) nothing =
      cp_ledger_client_call_sync (self, &finish_snapshot_call, NULL, cancellable, error);

  return nothing != NULL;
}

CpJson *
cp_ledger_client_get_check_sync (CpLedgerClient *self, GCancellable *cancellable, GError **error)
{
  return cp_ledger_client_call_sync (self, &get_check_call, NULL, cancellable, error);
}

CpJson *
cp_ledger_client_put_sums_sync (CpLedgerClient *self,
                                const CpJson *sums,
                                GCancellable *cancellable,
                                GError **error)
{
  return cp_ledger_client_call_sync (self, &put_sums_call, json_args (sums), cancellable, error);
}

gboolean
cp_ledger_client_put_range_sync (CpLedgerClient *self,
                                 const CpJson *range,
                                 GCancellable *cancellable,
                                 GError **error)
{
  g_autoptr (CpJson) nothing =
      cp_ledger_client_call_sync (self, &put_range_call, json_args (range), cancellable, error);

  return nothing != NULL;
}

gboolean
cp_ledger_client_check_rows_sync (CpLedgerClient *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (CpJson) nothing =
      cp_ledger_client_call_sync (self, &check_rows_call, NULL, cancellable, error);

  return nothing != NULL;
}

CpJson *
cp_ledger_client_get_question_sync (CpLedgerClient *self, GCancellable *cancellable, GError **error)
{
  return cp_ledger_client_call_sync (self, &get_question_call, NULL, cancellable, error);
}

gboolean
cp_ledger_client_put_answer_sync (CpLedgerClient *self,
                                  const CpJson *answer,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_autoptr (CpJson) nothing =
      cp_ledger_client_call_sync (self, &put_answer_call, json_args (answer), cancellable, error);

  return nothing != NULL;
}

gboolean
cp_ledger_client_set_link_sync (CpLedgerClient *self,
                                const CpJson *link,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (CpJson) nothing =
      cp_ledger_client_call_sync (self, &set_link_call, json_args (link), cancellable, error);

  return nothing != NULL;
}
