/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Of which chains head office is to be asked once more what it made of them. */
#include "cp-journal-untold.h"

#include "cp-journal-private.h"

gboolean
cp_journal_mark_untold (CpJournal *self, const char *chain, gint64 through, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "mark-untold", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":incarnation", chain);
  cp_statement_bind_int (statement, ":through", through);
  return cp_journal_run_and_commit (self, statement, error);
}

gboolean
cp_journal_mark_all_untold (CpJournal *self, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "mark-all-untold", error);

  return statement != NULL && cp_journal_run_and_commit (self, statement, error);
}

gboolean
cp_journal_get_untold (
    CpJournal *self, const char *chain, char **ret_chain, gint64 *ret_through, GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_journal_get (self, "get-untold", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_statement_bind_text (row, ":incarnation", chain);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  *ret_chain = found ? g_strdup (cp_statement_get_text (row, 0)) : NULL;
  *ret_through = found ? cp_statement_get_int (row, 1) : 0;
  return TRUE;
}

gboolean
cp_journal_note_told (
    CpJournal *self, const char *chain, gint64 through, gboolean more, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, more ? "put-told" : "delete-untold", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":incarnation", chain);
  if (more)
    cp_statement_bind_int (statement, ":through", through);
  return cp_journal_run_and_commit (self, statement, error);
}
