/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of the journal. */
#include "cp-journal-private.h"

void
cp_journal_entry_free (CpJournalEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->chain);
  g_free (self->id);
  g_free (self->kind);
  g_free (self->account_id);
  g_free (self->member_id);
  g_free (self->staff_id);
  g_free (self->body);
  g_free (self->answer);
  g_free (self->body_hash);
  g_free (self->prev);
  g_free (self->hash);
  g_free (self);
}

const char *
cp_journal_get_incarnation (const CpJournal *self)
{
  return self->chains[CP_LANE_PRIORITY].name;
}

const char *
cp_journal_get_chain (const CpJournal *self, CpLane lane)
{
  return self->chains[lane].name;
}

guint
cp_journal_get_n_lanes (const CpJournal *self)
{
  return (guint) self->n_lanes;
}

gboolean
cp_journal_is_current (const CpJournal *self, const char *name)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    if (g_strcmp0 (self->chains[lane].name, name) == 0)
      return TRUE;
  return FALSE;
}

void
cp_journal_cover (const CpJournal *self, CpJson *covered, const CpLaneMarks *through)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    cp_json_set_int (covered, self->chains[lane].name, through->seq[lane]);
}

void
cp_journal_bind_waiting (CpJournal *self, CpStatement *statement, const CpLaneMarks *after)
{
  cp_statement_bind_text (statement, ":priority", self->chains[CP_LANE_PRIORITY].name);
  cp_statement_bind_int (statement, ":priority_seq", after->seq[CP_LANE_PRIORITY]);
  cp_statement_bind_text (statement, ":bulk", self->chains[CP_LANE_BULK].name);
  cp_statement_bind_int (statement, ":bulk_seq", after->seq[CP_LANE_BULK]);
}

gint64
cp_journal_get_last_seq (const CpJournal *self, CpLane lane)
{
  return self->chains[lane].last_seq;
}

/* The columns of those statements that give whole operations. */
enum { N = 13, CHAIN };

static CpJournalEntry *
read_entry (CpStatement *row)
{
  CpJournalEntry *entry = g_new0 (CpJournalEntry, 1);

  entry->chain = g_strdup (cp_statement_get_text (row, CHAIN));
  entry->lane = cp_chain_get_lane (entry->chain);
  entry->seq = cp_statement_get_int (row, 0);
  entry->id = g_strdup (cp_statement_get_text (row, 1));
  entry->kind = g_strdup (cp_statement_get_text (row, 2));
  entry->account_id = g_strdup (cp_statement_get_text (row, 3));
  entry->member_id = g_strdup (cp_statement_get_text (row, 4));
  entry->staff_id = g_strdup (cp_statement_get_text (row, 5));
  entry->at_ms = cp_statement_get_int (row, 6);
  entry->value_minor = cp_statement_get_int (row, 7);
  entry->body = g_strdup (cp_statement_get_text (row, 8));
  entry->answer = g_strdup (cp_statement_get_text (row, 9));
  entry->body_hash = g_strdup (cp_statement_get_text (row, 10));
  entry->prev = g_strdup (cp_statement_get_text (row, 11));
  entry->hash = g_strdup (cp_statement_get_text (row, 12));
  entry->n = cp_statement_get_int (row, N);
  return entry;
}

static GPtrArray *
read_entries (CpStatement *rows, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cp_journal_entry_free);
  gboolean row;

  while (TRUE) {
    if (!cp_statement_step (rows, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&entries);
    g_ptr_array_add (entries, read_entry (rows));
  }
}

/* The first column of every row, NULLs left out. */
static GStrv
read_texts (CpStatement *rows, GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  gboolean row;

  while (TRUE) {
    if (!cp_statement_step (rows, &row, error))
      return NULL;
    if (!row)
      return g_strv_builder_end (texts);
    g_strv_builder_add (texts, cp_statement_get_text (rows, 0));
  }
}

gboolean
cp_journal_find (CpJournal *self,
                 const char *id,
                 CpJournalEntry **ret_entry,
                 gboolean *ret_is_current,
                 GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "find-operation", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":id", id);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return cp_journal_find_dropped (self, id, ret_entry, ret_is_current, error);
  *ret_entry = read_entry (statement);
  if (ret_is_current != NULL)
    *ret_is_current = cp_journal_is_current (self, (*ret_entry)->chain);
  return TRUE;
}

GPtrArray *
cp_journal_list_from (CpJournal *self, CpLane lane, gint64 from_seq, guint limit, GError **error)
{
  CpStatement *statement = cp_journal_get (self, "list-from", error);

  if (statement == NULL)
    return NULL;
  cp_statement_bind_text (statement, ":incarnation", self->chains[lane].name);
  cp_statement_bind_int (statement, ":from_seq", from_seq);
  cp_statement_bind_int (statement, ":limit", limit);
  return read_entries (statement, error);
}

gboolean
cp_journal_get_priority_before (CpJournal *self, gint64 n, gint64 *ret_seq, GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_journal_get (self, "get-priority-before", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_statement_bind_text (row, ":incarnation", cp_journal_get_incarnation (self));
  cp_statement_bind_int (row, ":n", n);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  *ret_seq = found ? cp_statement_get_int (row, 0) : 0;
  return TRUE;
}

GPtrArray *
cp_journal_list_of_account (CpJournal *self,
                            const char *account_id,
                            const CpLaneMarks *after,
                            gint64 before_n,
                            GError **error)
{
  CpStatement *statement = cp_journal_get (self, "list-of-account", error);

  if (statement == NULL)
    return NULL;
  cp_statement_bind_text (statement, ":account_id", account_id);
  cp_journal_bind_waiting (self, statement, after);
  cp_statement_bind_int (statement, ":before_n", before_n);
  return read_entries (statement, error);
}

GStrv
cp_journal_list_accounts_with_key (
    CpJournal *self, const CpKey *key, const CpLaneMarks *after, gint64 before_n, GError **error)
{
  CpStatement *statement = cp_journal_get (self, "list-accounts-with-key", error);

  if (statement == NULL)
    return NULL;
  cp_statement_bind_text (statement, ":type", cp_key_type_to_word (key->type));
  cp_statement_bind_text (statement, ":value", key->value);
  cp_journal_bind_waiting (self, statement, after);
  cp_statement_bind_int (statement, ":before_n", before_n);
  return read_texts (statement, error);
}

GStrv
cp_journal_list_renamed_accounts (CpJournal *self, const CpLaneMarks *after, GError **error)
{
  CpStatement *statement = cp_journal_get (self, "list-accounts", error);

  if (statement == NULL)
    return NULL;
  cp_journal_bind_waiting (self, statement, after);
  return read_texts (statement, error);
}

GStrv
cp_journal_list_waiting_accounts (CpJournal *self, const CpLaneMarks *after, GError **error)
{
  CpStatement *statement = cp_journal_get (self, "list-waiting-accounts", error);

  if (statement == NULL)
    return NULL;
  cp_journal_bind_waiting (self, statement, after);
  return read_texts (statement, error);
}

gboolean
cp_journal_find_account_of_member (CpJournal *self,
                                   const char *member_id,
                                   char **ret_account_id,
                                   GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "find-account-of-member", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":member_id", member_id);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_account_id = row ? g_strdup (cp_statement_get_text (statement, 0)) : NULL;
  return TRUE;
}

gboolean
cp_journal_count_waiting (CpJournal *self,
                          const CpLaneMarks *after,
                          gint64 ret_counts[CP_N_LANES],
                          GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "count-waiting", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_journal_bind_waiting (self, statement, after);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    ret_counts[lane] = cp_statement_get_int (statement, (int) lane);
  return TRUE;
}

/* The two sums of the one row that there is. */
static gboolean
read_sums (CpStatement *statement, gint64 *ret_first, gint64 *ret_second, GError **error)
{
  gboolean row;

  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_first = cp_statement_get_int (statement, 0);
  *ret_second = cp_statement_get_int (statement, 1);
  return TRUE;
}

gboolean
cp_journal_sum_usage (CpJournal *self,
                      const char *staff_id,
                      const char *kind,
                      gint64 from_ms,
                      gint64 until_ms,
                      gint64 *ret_count,
                      gint64 *ret_minor,
                      GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "sum-usage", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  cp_statement_bind_text (statement, ":kind", kind);
  cp_statement_bind_int (statement, ":from_ms", from_ms);
  cp_statement_bind_int (statement, ":until_ms", until_ms);
  return read_sums (statement, ret_count, ret_minor, error);
}

gboolean
cp_journal_sum_at_risk (CpJournal *self,
                        const char *member_id,
                        gint64 after_seq,
                        gint64 *ret_minor,
                        gint64 *ret_of_member,
                        GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "sum-at-risk", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":member_id", member_id);
  cp_statement_bind_text (statement, ":incarnation", cp_journal_get_incarnation (self));
  cp_statement_bind_int (statement, ":after_seq", after_seq);
  return read_sums (statement, ret_minor, ret_of_member, error);
}

gboolean
cp_journal_sum_of_account (CpJournal *self,
                           const char *account_id,
                           gint64 after_seq,
                           gint64 *ret_minor,
                           gint64 *ret_asked_minor,
                           GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "sum-of-account", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":account_id", account_id);
  cp_statement_bind_text (statement, ":incarnation", cp_journal_get_incarnation (self));
  cp_statement_bind_int (statement, ":after_seq", after_seq);
  return read_sums (statement, ret_minor, ret_asked_minor, error);
}

GHashTable *
cp_journal_list_dismissed (CpJournal *self, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_journal_get (self, "list-dismissed", error);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean row = TRUE;

  if (rows == NULL)
    return NULL;
  while (row) {
    if (!cp_statement_step (rows, &row, error))
      return NULL;
    if (row)
      g_hash_table_add (ids, g_strdup (cp_statement_get_text (rows, 0)));
  }
  return g_steal_pointer (&ids);
}

gboolean
cp_journal_get_pin_failures (
    CpJournal *self, const char *staff_id, gint64 *ret_count, gint64 *ret_last_ms, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "get-pin-failure", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_count = row ? cp_statement_get_int (statement, 0) : 0;
  *ret_last_ms = row ? cp_statement_get_int (statement, 1) : 0;
  return TRUE;
}
