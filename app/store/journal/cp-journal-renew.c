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

/* What head office has signed of links that are renumbered stands for nothing any more. */
static gboolean
forget_countersignature (CpJournal *self, gint64 acked_seq, GError **error)
{
  CpStatement *statement = cp_journal_get (self, "delete-countersignature", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":incarnation", self->incarnation);
  cp_statement_bind_int (statement, ":seq", acked_seq);
  return cp_statement_run (statement, error);
}

static gboolean
renumber_all (CpJournal *self,
              const GPtrArray *entries,
              gint64 acked_seq,
              const char *incarnation,
              GError **error)
{
  g_autofree char *hash = g_strdup (CP_CHAIN_START);

  if (!forget_countersignature (self, acked_seq, error))
    return FALSE;
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
  if (!renumber_all (self, entries, acked_seq, incarnation, error)) {
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
