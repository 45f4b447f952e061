/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the chain is what it was: its hashes, its links, this device's signatures and head
 * office's. */
#include "cp-journal-private.h"

#include "cp-chain.h"
#include "cp-error.h"

/* The columns of list-chain.sql, of list-anchors.sql and of list-countersignatures.sql. */
enum {
  INCARNATION,
  SEQ,
  PREV,
  BODY_HASH,
  HASH,
  BODY,
  SIGNATURE,
  MUST_BE_SIGNED,
  ANCHOR_SEQ,
  ANCHOR_HASH
};
enum { ANCHORED_INCARNATION, ANCHORED_SEQ, ANCHORED_HASH, ANCHORED_SIGNATURE };
enum { SIGNED_INCARNATION, SIGNED_SEQ, SIGNED_HASH, SIGNED_KEY, SIGNED_SIGNATURE, OWN_HASH };

typedef struct {
  CpJournal *journal;
  GPtrArray *keys;            /* (nullable): the file's; signatures are looked at */
  const CpJournalKeys *given; /* (nullable) */
  gboolean whole;
  char *incarnation; /* of the link before */
  char *hash;
  gint64 seq;
} Walk;

static void
walk_clear (Walk *self)
{
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_free (self->incarnation);
  g_free (self->hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

void
cp_journal_break_clear (CpJournalBreak *self)
{
  g_clear_pointer (&self->incarnation, g_free);
}

/* Looking at the newest only, an incarnation's first one there can be anywhere in its chain. */
static gboolean
follows (const Walk *self, CpStatement *row)
{
  gint64 seq = cp_statement_get_int (row, SEQ), anchor_seq = cp_statement_get_int (row, ANCHOR_SEQ);
  const char *prev = cp_statement_get_text (row, PREV);
  const char *anchor_hash = cp_statement_get_text (row, ANCHOR_HASH);

  if (g_strcmp0 (self->incarnation, cp_statement_get_text (row, INCARNATION)) == 0)
    return seq == self->seq + 1 && g_str_equal (prev, self->hash);
  return !self->whole || (seq == anchor_seq + 1 &&
                          g_str_equal (prev, anchor_hash != NULL ? anchor_hash : CP_CHAIN_START));
}

static const char *const *
get_given (const Walk *self)
{
  return self->given != NULL ? self->given->device : NULL;
}

static gboolean
is_signed_by_file (const Walk *self, const char *text, const char *signature)
{
  for (guint i = 0; i < self->keys->len; i++)
    if (cp_signature_check (self->keys->pdata[i], text, signature))
      return TRUE;
  return FALSE;
}

/* By the keys that were given, if any were, else by those in the file. */
static gboolean
is_signed (const Walk *self, const char *text, const char *signature)
{
  const char *const *given = get_given (self);

  if (given == NULL)
    return is_signed_by_file (self, text, signature);
  for (; *given != NULL; given++)
    if (cp_signature_check (*given, text, signature))
      return TRUE;
  return FALSE;
}

/* Returns: (nullable): what is wrong with the signature */
static const char *
judge_signature (const Walk *self, CpStatement *row)
{
  const char *signature = cp_statement_get_text (row, SIGNATURE);
  g_autofree char *text = NULL;

  if (self->keys == NULL)
    return NULL;
  if (signature == NULL)
    return cp_statement_get_int (row, MUST_BE_SIGNED) != 0 ? "unsigned" : NULL;
  text = cp_chain_describe_head (
      "device", self->journal->device_id, cp_statement_get_text (row, INCARNATION),
      cp_statement_get_int (row, SEQ), cp_statement_get_text (row, HASH));
  if (is_signed (self, text, signature))
    return NULL;
  return is_signed_by_file (self, text, signature) ? "other_key" : "signature";
}

/* Returns: (nullable): what is wrong with the link */
static const char *
judge_link (const Walk *self, CpStatement *row)
{
  const char *incarnation = cp_statement_get_text (row, INCARNATION);
  gint64 seq = cp_statement_get_int (row, SEQ);
  const char *prev = cp_statement_get_text (row, PREV);
  const char *body_hash = cp_statement_get_text (row, BODY_HASH);
  const char *body = cp_statement_get_text (row, BODY);
  g_autofree char *of_body = body != NULL ? cp_chain_hash_body (body) : g_strdup (body_hash);
  g_autofree char *hash =
      cp_chain_hash (prev, self->journal->device_id, incarnation, seq, body_hash);

  if (!g_str_equal (of_body, body_hash))
    return "body";
  if (!g_str_equal (hash, cp_statement_get_text (row, HASH)))
    return "hash";
  if (!follows (self, row))
    return "link";
  return judge_signature (self, row);
}

static gboolean
break_at (const char *incarnation,
          gint64 seq,
          const char *what,
          CpJournalBreak *ret_break,
          GError **error)
{
  g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT,
               "The journal's chain breaks at %s/%" G_GINT64_FORMAT ": %s", incarnation, seq, what);
  if (ret_break != NULL)
    *ret_break = (CpJournalBreak){ g_strdup (incarnation), seq, what };
  return FALSE;
}

/* That the device itself has let go of what came before, and nobody has cut it off. */
static gboolean
verify_anchors (const Walk *self, CpJournalBreak *ret_break, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_journal_get (self->journal, "list-anchors", error);
  gboolean row;

  while (rows != NULL && cp_statement_step (rows, &row, error)) {
    g_autofree char *text = NULL;

    if (!row)
      return TRUE;
    text = cp_chain_describe_head (
        "device", self->journal->device_id, cp_statement_get_text (rows, ANCHORED_INCARNATION),
        cp_statement_get_int (rows, ANCHORED_SEQ), cp_statement_get_text (rows, ANCHORED_HASH));
    if (!is_signed (self, text, cp_statement_get_text (rows, ANCHORED_SIGNATURE)))
      return break_at (cp_statement_get_text (rows, ANCHORED_INCARNATION),
                       cp_statement_get_int (rows, ANCHORED_SEQ), "anchor", ret_break, error);
  }
  return FALSE;
}

static gboolean
walk (Walk *self, CpStatement *rows, CpJournalBreak *ret_break, GError **error)
{
  gboolean row;

  while (cp_statement_step (rows, &row, error)) {
    const char *what = row ? judge_link (self, rows) : NULL;

    if (!row)
      return TRUE;
    g_free (self->incarnation);
    self->incarnation = g_strdup (cp_statement_get_text (rows, INCARNATION));
    g_free (self->hash);
    self->hash = g_strdup (cp_statement_get_text (rows, HASH));
    self->seq = cp_statement_get_int (rows, SEQ);
    if (what != NULL)
      return break_at (self->incarnation, self->seq, what, ret_break, error);
  }
  return FALSE;
}

gboolean
cp_journal_read_last_n (CpJournal *self, gint64 *ret_n, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "get-last-n", error);
  gboolean row;

  if (statement == NULL || !cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_n = cp_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
read_keys (CpJournal *self, GPtrArray **ret_keys, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_journal_get (self, "list-device-keys", error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  gboolean row;

  while (rows != NULL && cp_statement_step (rows, &row, error)) {
    if (!row) {
      *ret_keys = g_steal_pointer (&keys);
      return TRUE;
    }
    g_ptr_array_add (keys, g_strdup (cp_statement_get_text (rows, 0)));
  }
  return FALSE;
}

/* @given: (nullable) */
static gboolean
verify_links (CpJournal *self,
              gint64 n_last,
              const CpJournalKeys *given,
              CpJournalBreak *ret_break,
              GError **error)
{
  g_auto (Walk) state = { .journal = self, .given = given };
  g_autoptr (CpStatementCleaner) rows = NULL;
  gint64 after_n;

  if (!cp_journal_read_last_n (self, &after_n, error) ||
      (n_last == 0 && !read_keys (self, &state.keys, error)))
    return FALSE;
  if (n_last == 0 && !verify_anchors (&state, ret_break, error))
    return FALSE;
  after_n = n_last > 0 ? MAX (after_n - n_last, 0) : 0;
  state.whole = after_n == 0;
  rows = cp_journal_get (self, "list-chain", error);
  if (rows == NULL)
    return FALSE;
  cp_statement_bind_int (rows, ":has_key",
                         get_given (&state) != NULL || (state.keys != NULL && state.keys->len > 0));
  cp_statement_bind_int (rows, ":after_n", after_n);
  return walk (&state, rows, ret_break, error);
}

gboolean
cp_journal_verify_links (CpJournal *self, gint64 n_last, CpJournalBreak *ret_break, GError **error)
{
  return verify_links (self, n_last, NULL, ret_break, error);
}

/* Returns: (nullable): what is wrong with what head office has signed */
static const char *
judge_countersignature (CpJournal *self, const CpJournalKeys *given, CpStatement *row)
{
  const char *key = cp_statement_get_text (row, SIGNED_KEY);
  const char *hash = cp_statement_get_text (row, SIGNED_HASH);
  const char *own = cp_statement_get_text (row, OWN_HASH);
  g_autofree char *text = cp_chain_describe_head ("head office", self->device_id,
                                                  cp_statement_get_text (row, SIGNED_INCARNATION),
                                                  cp_statement_get_int (row, SIGNED_SEQ), hash);

  if (own == NULL)
    return "missing";
  if (!g_str_equal (own, hash) ||
      !cp_signature_check (key, text, cp_statement_get_text (row, SIGNED_SIGNATURE)))
    return "countersignature";
  return given == NULL || given->head_office == NULL || g_strv_contains (given->head_office, key)
             ? NULL
             : "other_office_key";
}

static gboolean
verify_countersignatures (CpJournal *self,
                          const CpJournalKeys *given,
                          CpJournalBreak *ret_break,
                          GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_journal_get (self, "list-countersignatures", error);
  gboolean row;

  while (rows != NULL && cp_statement_step (rows, &row, error)) {
    const char *what = row ? judge_countersignature (self, given, rows) : NULL;

    if (!row)
      return TRUE;
    if (what != NULL)
      return break_at (cp_statement_get_text (rows, SIGNED_INCARNATION),
                       cp_statement_get_int (rows, SIGNED_SEQ), what, ret_break, error);
  }
  return FALSE;
}

gboolean
cp_journal_verify_by (CpJournal *self,
                      const CpJournalKeys *given,
                      CpJournalBreak *ret_break,
                      GError **error)
{
  return verify_links (self, 0, given, ret_break, error) &&
         verify_countersignatures (self, given, ret_break, error);
}

gboolean
cp_journal_verify (CpJournal *self, CpJournalBreak *ret_break, GError **error)
{
  return cp_journal_verify_by (self, NULL, ret_break, error);
}
