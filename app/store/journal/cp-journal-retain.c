/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-journal-retain.h"

#include "cp-journal-private.h"

/* The columns of list-droppable.sql and of find-dropped.sql. */
enum { N, ID, INCARNATION, SEQ, HASH, WAS_SIGNED };
enum { FOUND_SEQ, FOUND_ID, KIND, ACCOUNT_ID, MEMBER_ID, STAFF_ID, AT_MS, FOUND_INCARNATION };

/* Where a chain will begin: its last operation that goes. */
typedef struct {
  char *chain;
  char *hash;
  gint64 seq;
  gboolean was_signed;
} Anchor;

/* What goes in one transaction: operations that follow each other in the file. */
typedef struct {
  GArray *ns;         /* of gint64 */
  GPtrArray *ids;     /* as many */
  GPtrArray *anchors; /* of Anchor */
} Slice;

static void
free_anchor (gpointer data)
{
  Anchor *self = data;

  g_free (self->chain);
  g_free (self->hash);
  g_free (self);
}

static void
slice_clear (Slice *self)
{
  g_clear_pointer (&self->ns, g_array_unref);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->anchors, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slice, slice_clear)

static gint64
get_last_n (const Slice *self)
{
  return g_array_index (self->ns, gint64, self->ns->len - 1);
}

gboolean
cp_journal_find_dropped (CpJournal *self,
                         const char *id,
                         CpJournalEntry **ret_entry,
                         gboolean *ret_is_current,
                         GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_journal_get (self, "find-dropped", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_statement_bind_text (row, ":id", id);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  if (ret_is_current != NULL)
    *ret_is_current =
        found && cp_journal_is_current (self, cp_statement_get_text (row, FOUND_INCARNATION));
  *ret_entry = found ? g_new0 (CpJournalEntry, 1) : NULL;
  if (!found)
    return TRUE;
  (*ret_entry)->chain = g_strdup (cp_statement_get_text (row, FOUND_INCARNATION));
  (*ret_entry)->lane = cp_chain_get_lane ((*ret_entry)->chain);
  (*ret_entry)->seq = cp_statement_get_int (row, FOUND_SEQ);
  (*ret_entry)->id = g_strdup (cp_statement_get_text (row, FOUND_ID));
  (*ret_entry)->kind = g_strdup (cp_statement_get_text (row, KIND));
  (*ret_entry)->account_id = g_strdup (cp_statement_get_text (row, ACCOUNT_ID));
  (*ret_entry)->member_id = g_strdup (cp_statement_get_text (row, MEMBER_ID));
  (*ret_entry)->staff_id = g_strdup (cp_statement_get_text (row, STAFF_ID));
  (*ret_entry)->at_ms = cp_statement_get_int (row, AT_MS);
  return TRUE;
}

/* @ret_hash: (nullable): */
static gboolean
get_anchor (CpJournal *self, CpLane lane, gint64 *ret_seq, char **ret_hash, GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_journal_get (self, "get-anchor", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_statement_bind_text (row, ":incarnation", self->chains[lane].name);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  *ret_seq = found ? cp_statement_get_int (row, 0) : 0;
  if (ret_hash != NULL)
    *ret_hash = found ? g_strdup (cp_statement_get_text (row, 1)) : NULL;
  return TRUE;
}

gboolean
cp_journal_get_anchors (CpJournal *self, CpLaneMarks *ret_anchors, GError **error)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    if (!get_anchor (self, lane, &ret_anchors->seq[lane], NULL, error))
      return FALSE;
  return TRUE;
}

gboolean
cp_journal_get_hash_at (CpJournal *self, CpLane lane, gint64 seq, char **ret_hash, GError **error)
{
  g_autoptr (GPtrArray) entries = cp_journal_list_from (self, lane, seq, 1, error);
  const CpJournalEntry *entry;
  g_autofree char *hash = NULL;
  gint64 anchor_seq;

  if (entries == NULL || !get_anchor (self, lane, &anchor_seq, &hash, error))
    return FALSE;
  entry = entries->len > 0 ? entries->pdata[0] : NULL;
  if (entry != NULL && entry->seq == seq)
    *ret_hash = g_strdup (entry->hash);
  else
    *ret_hash = seq == anchor_seq ? g_steal_pointer (&hash) : NULL;
  return TRUE;
}

/* @ret_n: through which all are safe; 0: none is. The last one stays: the next one's place in the file is
 * found from it. */
static gboolean
find_safe (CpJournal *self, const CpJournalSafe *safe, gint64 *ret_n, GError **error)
{
  g_autoptr (CpJson) covered =
      safe->durable != NULL ? json_copy ((CpJson *) safe->durable) : json_object ();
  CpLaneMarks through = safe->acked;
  gint64 n = 0, last_n = 0;

  for (guint lane = 0; lane < CP_N_LANES; lane++)
    through.seq[lane] =
        MIN (through.seq[lane], cp_json_get_int (covered, self->chains[lane].name, 0));
  cp_journal_cover (self, covered, &through);
  if (!cp_journal_find_uncovered (self, covered, &n, error) ||
      !cp_journal_read_last_n (self, &last_n, error))
    return FALSE;
  *ret_n = MAX ((n > 0 ? MIN (n, last_n) : last_n) - 1, 0);
  return TRUE;
}

/* @ret_n: through which operation all was noted to be safe at @until_ms or before; 0: none. */
static gboolean
get_mark (CpJournal *self, gint64 until_ms, gint64 *ret_ms, gint64 *ret_n, GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_journal_get (self, "get-mark", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_statement_bind_int (row, ":until_ms", until_ms);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  *ret_ms = found ? cp_statement_get_int (row, 0) : 0;
  *ret_n = found ? cp_statement_get_int (row, 1) : 0;
  return TRUE;
}

static gboolean
put_mark (CpJournal *self, gint64 at_ms, gint64 n, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "put-mark", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":at_ms", at_ms);
  cp_statement_bind_int (statement, ":n", n);
  return cp_journal_finish (self, cp_statement_run (statement, error), error);
}

/* A clock that went back notes nothing until it is where it was. */
static gboolean
note_safe (CpJournal *self, const CpJournalSafe *safe, gint64 safe_n, GError **error)
{
  gint64 last_ms, last_n;

  if (!get_mark (self, G_MAXINT64, &last_ms, &last_n, error))
    return FALSE;
  return safe_n <= last_n || (last_ms > 0 && safe->office_ms - last_ms < CP_JOURNAL_MARK_MS) ||
         put_mark (self, safe->office_ms, safe_n, error);
}

static Anchor *
get_or_add_anchor (Slice *self, const char *chain)
{
  Anchor *anchor;

  for (guint i = 0; i < self->anchors->len; i++) {
    anchor = self->anchors->pdata[i];
    if (g_strcmp0 (anchor->chain, chain) == 0)
      return anchor;
  }
  anchor = g_new0 (Anchor, 1);
  anchor->chain = g_strdup (chain);
  g_ptr_array_add (self->anchors, anchor);
  return anchor;
}

static void
add_to_slice (Slice *self, CpStatement *row)
{
  gint64 n = cp_statement_get_int (row, N);
  Anchor *anchor = get_or_add_anchor (self, cp_statement_get_text (row, INCARNATION));

  g_array_append_val (self->ns, n);
  g_ptr_array_add (self->ids, g_strdup (cp_statement_get_text (row, ID)));
  g_free (anchor->hash);
  anchor->hash = g_strdup (cp_statement_get_text (row, HASH));
  anchor->seq = cp_statement_get_int (row, SEQ);
  anchor->was_signed = cp_statement_get_int (row, WAS_SIGNED) != 0;
}

static gboolean
read_slice (CpJournal *self, gint64 through_n, Slice *ret_slice, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_journal_get (self, "list-droppable", error);
  gboolean row = TRUE;

  if (rows == NULL)
    return FALSE;
  ret_slice->ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  ret_slice->ids = g_ptr_array_new_with_free_func (g_free);
  ret_slice->anchors = g_ptr_array_new_with_free_func (free_anchor);
  cp_statement_bind_int (rows, ":through_n", through_n);
  cp_statement_bind_int (rows, ":limit", CP_JOURNAL_SLICE);
  while (row) {
    if (!cp_statement_step (rows, &row, error))
      return FALSE;
    if (row)
      add_to_slice (ret_slice, rows);
  }
  return TRUE;
}

static gboolean
put_anchor (CpJournal *self, const Anchor *anchor, GError **error)
{
  CpStatement *statement = cp_journal_get (self, "put-anchor", error);
  g_autofree char *signature = cp_journal_sign_as (self, anchor->chain, anchor->seq, anchor->hash);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":incarnation", anchor->chain);
  cp_statement_bind_int (statement, ":seq", anchor->seq);
  cp_statement_bind_text (statement, ":hash", anchor->hash);
  cp_statement_bind_text (statement, ":signature", signature);
  cp_statement_bind_int (statement, ":was_signed", anchor->was_signed);
  return cp_statement_run (statement, error);
}

static gboolean
keep_id (
    CpJournal *self, const CpJournalSafe *safe, const Slice *slice, guint index, GError **error)
{
  CpStatement *statement = cp_journal_get (self, "add-dropped", error);
  gboolean told = FALSE;

  if (statement == NULL || !safe->tell (safe->data, slice->ids->pdata[index], &told, error))
    return FALSE;
  cp_statement_bind_int (statement, ":n", g_array_index (slice->ns, gint64, index));
  cp_statement_bind_int (statement, ":told", told);
  return cp_statement_run (statement, error);
}

static gboolean
delete_with (CpJournal *self, const char *name, const char *parameter, gint64 value, GError **error)
{
  CpStatement *statement = cp_journal_get (self, name, error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, parameter, value);
  return cp_statement_run (statement, error);
}

static gboolean
write_slice (CpJournal *self, const CpJournalSafe *safe, const Slice *slice, GError **error)
{
  gint64 last_n = get_last_n (slice);

  for (guint i = 0; i < slice->anchors->len; i++)
    if (!put_anchor (self, slice->anchors->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < slice->ns->len; i++)
    if (!keep_id (self, safe, slice, i, error))
      return FALSE;
  return delete_with (self, "drop-keys", ":through_n", last_n, error) &&
         delete_with (self, "drop-operations", ":through_n", last_n, error);
}

static gboolean
drop_slice (
    CpJournal *self, const CpJournalSafe *safe, const Slice *slice, gint64 mark_ms, GError **error)
{
  return cp_database_begin (self->db, error) &&
         cp_journal_finish (self,
                            write_slice (self, safe, slice, error) &&
                                delete_with (self, "delete-marks", ":before_ms", mark_ms, error),
                            error);
}

gboolean
cp_journal_let_go (CpJournal *self, const CpJournalSafe *safe, gboolean *ret_more, GError **error)
{
  g_auto (Slice) slice = { NULL };
  gint64 safe_n = 0, mark_ms, mark_n;

  *ret_more = FALSE;
  if (self->signer == NULL)
    return TRUE;
  if (!find_safe (self, safe, &safe_n, error) || !note_safe (self, safe, safe_n, error) ||
      !get_mark (self, safe->office_ms - CP_JOURNAL_KEPT_MS, &mark_ms, &mark_n, error) ||
      !read_slice (self, MIN (mark_n, safe_n), &slice, error))
    return FALSE;
  if (slice.ns->len == 0)
    return cp_database_give_back (self->db, ret_more, error);
  *ret_more = TRUE;
  return drop_slice (self, safe, &slice, mark_ms, error);
}
