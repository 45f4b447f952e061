/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What operations say of a person goes; that they happened, and the chain over them, stays. */
#include "cp-journal-private.h"

static gboolean
run (CpJournal *self, const char *name, const CpLaneMarks *acked, GError **error)
{
  CpStatement *statement = cp_journal_get (self, name, error);

  if (statement == NULL)
    return FALSE;
  cp_journal_bind_waiting (self, statement, acked);
  return cp_statement_run (statement, error);
}

static gboolean
put_all (CpJournal *self, const char *const *account_ids, GError **error)
{
  for (guint i = 0; account_ids[i] != NULL; i++) {
    CpStatement *statement = cp_journal_get (self, "put-erased", error);

    if (statement == NULL)
      return FALSE;
    cp_statement_bind_text (statement, ":account_id", account_ids[i]);
    if (!cp_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cp_journal_mark_erased (CpJournal *self, const char *const *account_ids, GError **error)
{
  return cp_database_begin (self->db, error) &&
         cp_journal_finish (self, put_all (self, account_ids, error), error);
}

gboolean
cp_journal_has_erased (CpJournal *self, gboolean *ret_has, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "has-erased", error);
  gboolean row;

  if (statement == NULL || !cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_has = cp_statement_get_int (statement, 0) != 0;
  return TRUE;
}

static gboolean
is_erased (CpJournal *self, const char *account_id, gboolean *ret_erased, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "is-erased", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":account_id", account_id);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_erased = cp_statement_get_int (statement, 0) != 0;
  return TRUE;
}

gboolean
cp_journal_is_any_erased (CpJournal *self,
                          const char *const *account_ids,
                          gboolean *ret_any,
                          GError **error)
{
  gboolean any = FALSE;

  for (guint i = 0; account_ids[i] != NULL && !any; i++)
    if (!is_erased (self, account_ids[i], &any, error))
      return FALSE;
  *ret_any = any;
  return TRUE;
}

gboolean
cp_journal_has_to_erase (CpJournal *self,
                         const CpLaneMarks *acked,
                         gboolean *ret_has,
                         GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "has-to-erase", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_journal_bind_waiting (self, statement, acked);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_has = cp_statement_get_int (statement, 0) != 0;
  return TRUE;
}

static gboolean
erase_all (CpJournal *self, const CpLaneMarks *acked, GError **error)
{
  CpStatement *keys;

  if (!run (self, "erase-bodies", acked, error) || !run (self, "erase-answers", acked, error))
    return FALSE;
  keys = cp_journal_get (self, "erase-keys", error);
  return keys != NULL && cp_statement_run (keys, error);
}

gboolean
cp_journal_erase (CpJournal *self, const CpLaneMarks *acked, GError **error)
{
  if (!cp_database_begin (self->db, error) ||
      !cp_journal_finish (self, erase_all (self, acked, error), error))
    return FALSE;
  cp_database_forget_backups (self->db);
  return cp_database_checkpoint (self->db, TRUE, error);
}
