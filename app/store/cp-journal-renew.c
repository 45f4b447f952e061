/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The chain as a whole: verifying it, and beginning it anew under another incarnation. */
#include "cp-journal-private.h"

#include "cp-chain.h"
#include "cp-error.h"

typedef struct {
  char *incarnation;
  char *hash;
  gint64 seq;
} Link;

static void
clear_link (Link *link)
{
  g_free (link->incarnation);
  g_free (link->hash);
}

/* Looking at the newest only, an incarnation's first one there can be anywhere in its chain. */
static gboolean
follows (const Link *link, const char *incarnation, gint64 seq, const char *prev, gboolean whole)
{
  if (g_strcmp0 (link->incarnation, incarnation) == 0)
    return seq == link->seq + 1 && g_str_equal (prev, link->hash);
  return !whole || (seq == 1 && g_str_equal (prev, CP_CHAIN_START));
}

/* Columns: incarnation, seq, prev, body_hash, hash, body. */
static gboolean
check_link (CpJournal *self, CpStatement *row, Link *link, gboolean whole)
{
  const char *incarnation = cp_statement_get_text (row, 0);
  gint64 seq = cp_statement_get_int (row, 1);
  const char *prev = cp_statement_get_text (row, 2);
  const char *body_hash = cp_statement_get_text (row, 3);
  const char *body = cp_statement_get_text (row, 5);
  g_autofree char *of_body = body != NULL ? cp_chain_hash_body (body) : g_strdup (body_hash);
  g_autofree char *hash = cp_chain_hash (prev, self->device_id, incarnation, seq, body_hash);
  gboolean ok = g_str_equal (of_body, body_hash) &&
                g_str_equal (hash, cp_statement_get_text (row, 4)) &&
                follows (link, incarnation, seq, prev, whole);

  clear_link (link);
  link->incarnation = g_strdup (incarnation);
  link->hash = g_steal_pointer (&hash);
  link->seq = seq;
  return ok;
}

static gboolean
check_all (CpJournal *self, CpStatement *rows, gboolean whole, GError **error)
{
  Link link = { NULL, NULL, 0 };
  gboolean ok = TRUE, row = TRUE;

  while (ok && row) {
    ok = cp_statement_step (rows, &row, error);
    if (!ok || !row)
      break;
    ok = check_link (self, rows, &link, whole);
    if (!ok)
      g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT,
                   "The journal's chain breaks at %s/%" G_GINT64_FORMAT, link.incarnation,
                   link.seq);
  }
  clear_link (&link);
  return ok;
}

static gboolean
read_last_n (CpJournal *self, gint64 *ret_n, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "get-last-n", error);
  gboolean row;

  if (statement == NULL || !cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_n = cp_statement_get_int (statement, 0);
  return TRUE;
}

gboolean
cp_journal_verify (CpJournal *self, gint64 n_last, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = NULL;
  gint64 after_n;

  if (!read_last_n (self, &after_n, error))
    return FALSE;
  after_n = n_last > 0 ? MAX (after_n - n_last, 0) : 0;
  rows = cp_journal_get (self, "list-chain", error);
  if (rows == NULL)
    return FALSE;
  cp_statement_bind_int (rows, ":after_n", after_n);
  return check_all (self, rows, after_n == 0, error);
}

static gboolean
renumber (CpJournal *self,
          const CpJournalEntry *entry,
          const char *incarnation,
          gint64 seq,
          char **hash,
          GError **error)
{
  CpStatement *statement = cp_journal_get (self, "renumber-operation", error);
  g_autofree char *prev = g_steal_pointer (hash);

  *hash = cp_chain_hash (prev, self->device_id, incarnation, seq, entry->body_hash);
  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":id", entry->id);
  cp_statement_bind_text (statement, ":incarnation", incarnation);
  cp_statement_bind_int (statement, ":seq", seq);
  cp_statement_bind_text (statement, ":prev", prev);
  cp_statement_bind_text (statement, ":hash", *hash);
  return cp_statement_run (statement, error);
}

static gboolean
renumber_all (CpJournal *self, const GPtrArray *entries, const char *incarnation, GError **error)
{
  g_autofree char *hash = g_strdup (CP_CHAIN_START);

  for (guint i = 0; i < entries->len; i++)
    if (!renumber (self, entries->pdata[i], incarnation, i + 1, &hash, error))
      return FALSE;
  return cp_journal_put_device (self, self->device_id, incarnation, error);
}

gboolean
cp_journal_renew (CpJournal *self, gint64 acked_seq, GError **error)
{
  g_autoptr (GPtrArray) entries = cp_journal_list_from (self, acked_seq + 1, G_MAXINT, error);
  g_autofree char *incarnation = cp_journal_make_incarnation (self->world);
  gboolean unknown;

  if (entries == NULL || !cp_database_begin (self->db, error))
    return FALSE;
  if (!renumber_all (self, entries, incarnation, error)) {
    cp_database_rollback (self->db);
    return FALSE;
  }
  if (!cp_journal_commit (self, &unknown, error))
    return FALSE;
  if (unknown) {
    /* Which incarnation the file is of now, only a restart tells. */
    self->fatal = TRUE;
    g_set_error (error, CP_ERROR, CP_ERROR_FATAL, "The journal could not be begun anew");
    return FALSE;
  }
  g_free (self->incarnation);
  self->incarnation = g_steal_pointer (&incarnation);
  return cp_journal_read_last (self, error);
}
