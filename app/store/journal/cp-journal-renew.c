/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Beginning the chain anew under another incarnation. */
#include "cp-journal-private.h"

#include "cp-chain.h"
#include "cp-error.h"

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
  g_autofree char *signature = NULL;

  *hash = cp_chain_hash (prev, self->device_id, incarnation, seq, entry->body_hash);
  if (statement == NULL)
    return FALSE;
  signature = cp_journal_sign_as (self, incarnation, seq, *hash);
  cp_statement_bind_text (statement, ":id", entry->id);
  cp_statement_bind_text (statement, ":incarnation", incarnation);
  cp_statement_bind_int (statement, ":seq", seq);
  cp_statement_bind_text (statement, ":prev", prev);
  cp_statement_bind_text (statement, ":hash", *hash);
  cp_statement_bind_text (statement, ":signature", signature);
  return cp_statement_run (statement, error);
}

/* @forget: deletes what head office has signed of links that are renumbered: it stands for nothing any
 * more. */
static gboolean
renumber_all (CpJournal *self,
              const GPtrArray *entries,
              CpStatement *forget,
              const char *incarnation,
              GError **error)
{
  g_autofree char *hash = g_strdup (CP_CHAIN_START);

  if (!cp_statement_run (forget, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!renumber (self, entries->pdata[i], incarnation, i + 1, &hash, error))
      return FALSE;
  return cp_journal_put_device (self, self->device_id, incarnation, error);
}

static gboolean
begin_anew (CpJournal *self, const GPtrArray *entries, CpStatement *forget, GError **error)
{
  g_autofree char *incarnation = cp_journal_make_incarnation (self->world);
  gboolean unknown;

  if (!cp_database_begin (self->db, error))
    return FALSE;
  if (!renumber_all (self, entries, forget, incarnation, error)) {
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
  self->countersigned = -1;
  return cp_journal_read_last (self, error);
}

gboolean
cp_journal_renew (CpJournal *self, gint64 acked_seq, GError **error)
{
  g_autoptr (GPtrArray) entries = cp_journal_list_from (self, acked_seq + 1, G_MAXINT, error);
  CpStatement *forget = cp_journal_get (self, "delete-countersignature", error);

  if (entries == NULL || forget == NULL)
    return FALSE;
  cp_statement_bind_text (forget, ":incarnation", self->incarnation);
  cp_statement_bind_int (forget, ":seq", acked_seq);
  return begin_anew (self, entries, forget, error);
}

gboolean
cp_journal_find_uncovered (CpJournal *self, const CpJson *covered, gint64 *ret_n, GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_journal_get (self, "get-first-uncovered", error);
  g_autofree char *text = cp_json_to_text (covered);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_statement_bind_text (row, ":covered", text);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  *ret_n = cp_statement_get_int (row, 0);
  return TRUE;
}

gboolean
cp_journal_is_covered_before (CpJournal *self,
                              const CpJson *chains,
                              gboolean *ret_covered,
                              GError **error)
{
  g_autoptr (CpJson) covered = json_copy ((CpJson *) chains);
  gint64 n = 0;

  cp_json_set_int (covered, self->incarnation, G_MAXINT64);
  if (!cp_journal_find_uncovered (self, covered, &n, error))
    return FALSE;
  *ret_covered = n == 0;
  return TRUE;
}

static GPtrArray *
list_uncovered (CpJournal *self, const char *covered, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_journal_get (self, "list-uncovered", error);
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cp_journal_entry_free);
  gboolean row = TRUE;

  if (rows == NULL)
    return NULL;
  cp_statement_bind_text (rows, ":covered", covered);
  while (row) {
    CpJournalEntry *entry;

    if (!cp_statement_step (rows, &row, error))
      return NULL;
    if (!row)
      break;
    entry = g_new0 (CpJournalEntry, 1);
    entry->id = g_strdup (cp_statement_get_text (rows, 0));
    entry->body_hash = g_strdup (cp_statement_get_text (rows, 1));
    g_ptr_array_add (entries, entry);
  }
  return g_steal_pointer (&entries);
}

gboolean
cp_journal_renew_uncovered (CpJournal *self, const CpJson *chains, gint64 acked_seq, GError **error)
{
  g_autoptr (CpJson) covered = json_copy ((CpJson *) chains);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  CpStatement *forget = cp_journal_get (self, "delete-uncovered-countersignatures", error);

  cp_json_set_int (covered, self->incarnation, acked_seq);
  text = cp_json_to_text (covered);
  entries = list_uncovered (self, text, error);
  if (entries == NULL || forget == NULL)
    return FALSE;
  cp_statement_bind_text (forget, ":covered", text);
  return begin_anew (self, entries, forget, error);
}
