/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What this device remembers of chips: the numbers that they showed, and how often they failed. */
#include "cp-journal-card.h"

#include "cp-journal-private.h"

gboolean
cp_journal_get_card (CpJournal *self, const char *uid, CpJournalCard *ret_card, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "get-card", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":uid", uid);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_card = (CpJournalCard){ 0 };
  if (row) {
    ret_card->counter = cp_statement_get_int (statement, 0);
    ret_card->failures = cp_statement_get_int (statement, 1);
    ret_card->failed_day = cp_statement_get_int (statement, 2);
  }
  return TRUE;
}

gboolean
cp_journal_put_card_counter (CpJournal *self, const char *uid, gint64 counter, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "put-card-counter", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":uid", uid);
  cp_statement_bind_int (statement, ":counter", counter);
  return cp_journal_run_and_commit (self, statement, error);
}

gboolean
cp_journal_count_card_failure (CpJournal *self, const char *uid, gint64 day, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "put-card-failure", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":uid", uid);
  cp_statement_bind_int (statement, ":day", day);
  return cp_journal_run_and_commit (self, statement, error);
}
