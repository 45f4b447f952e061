/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-ledger.h"

#include "cp-error.h"

struct _CpLedger {
  CpLedgerChangedFunc changed;
  gpointer data;
};

static GMutex mutex;
static GCond cond;
static gboolean held, errand_held;
static int n_calls, n_upkeeps, upkeep_fails;

guint
fake_ledger_get_n_calls (void)
{
  return (guint) g_atomic_int_get (&n_calls);
}

guint
fake_ledger_get_n_upkeeps (void)
{
  return (guint) g_atomic_int_get (&n_upkeeps);
}

static void
set (gboolean *what, gboolean value)
{
  g_mutex_lock (&mutex);
  *what = value;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

void
fake_ledger_hold (void)
{
  set (&held, TRUE);
}

void
fake_ledger_let_go (void)
{
  set (&held, FALSE);
}

void
fake_ledger_hold_errand (void)
{
  set (&errand_held, TRUE);
}

void
fake_ledger_let_go_errand (void)
{
  set (&errand_held, FALSE);
}

void
fake_ledger_fail_upkeep (void)
{
  g_atomic_int_set (&upkeep_fails, TRUE);
}

CpLedger *
cp_ledger_open (const CpWorld *world, const CpLedgerConfig *config, GError **error)
{
  if (!g_str_equal (config->directory, "/corrupt"))
    return g_new0 (CpLedger, 1);
  g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT, "No database");
  return NULL;
}

void
cp_ledger_close (CpLedger *self)
{
  g_free (self);
}

void
cp_ledger_set_changed_func (CpLedger *self, CpLedgerChangedFunc func, gpointer data)
{
  self->changed = func;
  self->data = data;
}

/* Each call comes through here. */
static gboolean
enter (CpLedger *self, const char *session, GError **error)
{
  g_atomic_int_inc (&n_calls);
  g_mutex_lock (&mutex);
  while (held)
    g_cond_wait (&cond, &mutex);
  g_mutex_unlock (&mutex);
  if (g_strcmp0 (session, "fatal") == 0)
    g_set_error (error, CP_ERROR, CP_ERROR_FATAL, "The disk lies");
  else if (g_strcmp0 (session, "full") == 0)
    g_set_error (error, CP_ERROR, CP_ERROR_FULL, "No room");
  else
    return TRUE;
  return FALSE;
}

static CpJson *
say (CpLedger *self, const char *method, const char *session, const char *text, GError **error)
{
  CpJson *answer;

  if (!enter (self, session, error))
    return NULL;
  answer = json_object ();
  cp_json_set_text (answer, "method", method);
  cp_json_set_text (answer, "session", session);
  cp_json_set_text (answer, "text", text);
  return answer;
}

static CpJson *
say_json (
    CpLedger *self, const char *method, const char *session, const CpJson *document, GError **error)
{
  g_autofree char *text = cp_json_to_text (document);

  return say (self, method, session, text, error);
}

CpJson *
cp_ledger_sign_in (CpLedger *self, const CpJson *request, GError **error)
{
  return say_json (self, "sign_in", NULL, request, error);
}

void
cp_ledger_speak_to (CpLedger *self, const char *session)
{
}

void
cp_ledger_sign_out (CpLedger *self, const char *session)
{
  enter (self, session, NULL);
}

CpJson *
cp_ledger_submit (
    CpLedger *self, const char *session, const CpJson *request, gboolean preview, GError **error)
{
  static const char *const account_ids[] = { "one", "two", NULL };
  CpJson *answer = say_json (self, preview ? "preview" : "submit", session, request, error);

  if (answer != NULL && !preview && self->changed != NULL) {
    self->changed ("accounts", account_ids, self->data);
    self->changed ("outbox", NULL, self->data);
  }
  return answer;
}

CpJson *
cp_ledger_identify (CpLedger *self, const char *session, const CpJson *card, GError **error)
{
  return say_json (self, "identify", session, card, error);
}

CpJson *
cp_ledger_read (
    CpLedger *self, const char *session, const char *what, const CpJson *request, GError **error)
{
  return say (self, "read", session, what, error);
}

CpJson *
cp_ledger_talk_to_card (CpLedger *self, const char *session, const CpJson *message, GError **error)
{
  return say_json (self, "talk_to_card", session, message, error);
}

CpJson *
cp_ledger_get_member (CpLedger *self, const char *session, const char *member_id, GError **error)
{
  return say (self, "get_member", session, member_id, error);
}

CpJson *
cp_ledger_find (CpLedger *self, const char *session, const char *query, guint limit, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s/%u", query, limit);

  return say (self, "find", session, text, error);
}

CpJson *
cp_ledger_get_attention (CpLedger *self, const char *session, GError **error)
{
  return say (self, "get_attention", session, NULL, error);
}

gboolean
cp_ledger_dismiss_attention (CpLedger *self,
                             const char *session,
                             const char *operation_id,
                             GError **error)
{
  return enter (self, session, error);
}

CpJson *
cp_ledger_get_status (CpLedger *self, GError **error)
{
  return say (self, "get_status", NULL, NULL, error);
}

CpJson *
cp_ledger_get_programme (CpLedger *self, GError **error)
{
  return say (self, "get_programme", NULL, NULL, error);
}

CpJson *
cp_ledger_get_staff (CpLedger *self, GError **error)
{
  return say (self, "get_staff", NULL, NULL, error);
}

CpJson *
cp_ledger_get_push (CpLedger *self,
                    CpLane lane,
                    gint64 from_seq,
                    guint max_operations,
                    gsize max_bytes,
                    GError **error)
{
  g_autofree char *text = g_strdup_printf ("%d/%" G_GINT64_FORMAT "/%u/%" G_GSIZE_FORMAT,
                                           (int) lane, from_seq, max_operations, max_bytes);

  return say (self, "get_push", NULL, text, error);
}

gboolean
cp_ledger_apply_page (CpLedger *self, const CpJson *page, GError **error)
{
  return enter (self, NULL, error);
}

gboolean
cp_ledger_put_snapshot_chunk (
    CpLedger *self, guint index, gconstpointer bytes, gsize n_bytes, GError **error)
{
  return enter (self, NULL, error);
}

struct _CpLedgerErrand {
  char *name;
  char *text; /* (nullable) */
  gboolean is_run;
};

/* @text: (transfer full) (nullable) */
static CpLedgerErrand *
begin (CpLedger *self, const char *name, char *text, GError **error)
{
  g_autofree char *owned = text;
  CpLedgerErrand *errand;

  if (!enter (self, NULL, error))
    return NULL;
  errand = g_new0 (CpLedgerErrand, 1);
  errand->name = g_strdup (name);
  errand->text = g_steal_pointer (&owned);
  return errand;
}

CpLedgerErrand *
cp_ledger_begin_count (CpLedger *self, const CpJson *manifest, GError **error)
{
  return begin (self, "count", g_strdup (cp_json_get_text (manifest, "id")), error);
}

CpLedgerErrand *
cp_ledger_begin_look (CpLedger *self, GError **error)
{
  return begin (self, "look", NULL, error);
}

void
cp_ledger_errand_run (CpLedgerErrand *errand)
{
  g_mutex_lock (&mutex);
  while (errand_held)
    g_cond_wait (&cond, &mutex);
  g_mutex_unlock (&mutex);
  errand->is_run = TRUE;
}

CpJson *
cp_ledger_end_errand (CpLedger *self, CpLedgerErrand *errand, GError **error)
{
  g_assert_true (errand->is_run);
  return say (self, errand->name, NULL, errand->text, error);
}

void
cp_ledger_errand_free (CpLedgerErrand *errand)
{
  g_free (errand->name);
  g_free (errand->text);
  g_free (errand);
}

CpJson *
cp_ledger_get_check (CpLedger *self, GError **error)
{
  return say (self, "get_check", NULL, NULL, error);
}

CpJson *
cp_ledger_put_sums (CpLedger *self, const CpJson *document, GError **error)
{
  return say (self, "put_sums", NULL, NULL, error);
}

gboolean
cp_ledger_put_range (CpLedger *self, const CpJson *document, GError **error)
{
  return enter (self, NULL, error);
}

gboolean
cp_ledger_want_check (CpLedger *self, GError **error)
{
  return enter (self, NULL, error);
}

CpJson *
cp_ledger_get_question (CpLedger *self, GError **error)
{
  return say (self, "get_question", NULL, NULL, error);
}

gboolean
cp_ledger_put_answer (CpLedger *self, const CpJson *answer, GError **error)
{
  return enter (self, NULL, error);
}

gboolean
cp_ledger_set_link (CpLedger *self, const CpJson *link, GError **error)
{
  return enter (self, NULL, error);
}

gboolean
cp_ledger_has_upkeep (const CpLedger *self)
{
  return FALSE;
}

gboolean
cp_ledger_do_upkeep (CpLedger *self, GError **error)
{
  g_atomic_int_inc (&n_upkeeps);
  if (self->changed != NULL)
    self->changed ("status", NULL, self->data);
  if (!g_atomic_int_get (&upkeep_fails))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_FATAL, "The disk lies at checkpoints");
  return FALSE;
}
