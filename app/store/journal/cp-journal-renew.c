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

/* @entries: in order, as read_named() has them. All go into the priority lane: some may have come there
 * while there was but one lane, and what was done after them must not overtake them.
 * @forget: deletes what head office has signed of links that are renumbered: it stands for nothing any
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
  return cp_journal_put_device (self, self->device_id, incarnation, self->n_lanes, error);
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
  cp_journal_set_incarnation (self, incarnation);
  return cp_journal_read_last (self, error);
}

/* Returns: (transfer full): id and hash of what the statement lists */
static GPtrArray *
read_named (CpStatement *rows, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cp_journal_entry_free);
  gboolean row = TRUE;

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

static GPtrArray *
list_waiting (CpJournal *self, const CpLaneMarks *acked, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_journal_get (self, "list-waiting", error);

  if (rows == NULL)
    return NULL;
  cp_journal_bind_waiting (self, rows, acked);
  return read_named (rows, error);
}

gboolean
cp_journal_renew (CpJournal *self, const CpLaneMarks *acked, GError **error)
{
  g_autoptr (GPtrArray) entries = list_waiting (self, acked, error);
  CpStatement *forget = cp_journal_get (self, "delete-countersignature", error);

  if (entries == NULL || forget == NULL)
    return FALSE;
  cp_journal_bind_waiting (self, forget, acked);
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
  const CpLaneMarks all = { { G_MAXINT64, G_MAXINT64 } };
  g_autoptr (CpJson) covered = json_copy ((CpJson *) chains);
  gint64 n = 0;

  cp_journal_cover (self, covered, &all);
  if (!cp_journal_find_uncovered (self, covered, &n, error))
    return FALSE;
  *ret_covered = n == 0;
  return TRUE;
}

static GPtrArray *
list_uncovered (CpJournal *self, const char *covered, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_journal_get (self, "list-uncovered", error);

  if (rows == NULL)
    return NULL;
  cp_statement_bind_text (rows, ":covered", covered);
  return read_named (rows, error);
}

gboolean
cp_journal_renew_uncovered (CpJournal *self,
                            const CpJson *chains,
                            const CpLaneMarks *acked,
                            GError **error)
{
  g_autoptr (CpJson) covered = json_copy ((CpJson *) chains);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  CpStatement *forget = cp_journal_get (self, "delete-uncovered-countersignatures", error);

  cp_journal_cover (self, covered, acked);
  text = cp_json_to_text (covered);
  entries = list_uncovered (self, text, error);
  if (entries == NULL || forget == NULL)
    return FALSE;
  cp_statement_bind_text (forget, ":covered", text);
  return begin_anew (self, entries, forget, error);
}
