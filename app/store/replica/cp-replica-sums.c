/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether these are head office's rows: every one is read from the disk and added up, in slices, while
 * everything else goes on. A range that was written to meanwhile is left for the next time. */
#include "cp-replica-private.h"

#define ROWS_A_RANGE 2000

struct _CpReplicaSums {
  CpRangeSums *sums;
  gint64 last_n; /* which row was added last */
  gboolean is_done;
  guint8 is_touched[1 << CP_RANGE_MOST_BITS];
};

const char *
cp_replica_get_kind_word (gint64 kind)
{
  return kind >= 0 && kind < CP_N_KINDS ? cp_kind_get_type ((CpKind) kind)->name : "";
}

static gboolean
choose_bits (CpReplica *self, guint *ret_bits, GError **error)
{
  g_autoptr (CpStatementCleaner) last = cp_database_get (self->db, "get-last-row", error);
  guint bits = CP_RANGE_LEAST_BITS;
  gboolean row;

  if (last == NULL || !cp_statement_step (last, &row, error))
    return FALSE;
  while (bits < CP_RANGE_MOST_BITS && cp_statement_get_int (last, 0) >> bits > ROWS_A_RANGE)
    bits++;
  *ret_bits = bits;
  return TRUE;
}

static gboolean
begin (CpReplica *self, GError **error)
{
  guint bits = 0;

  if (self->sums != NULL)
    return TRUE;
  if (!choose_bits (self, &bits, error))
    return FALSE;
  self->sums = g_new0 (CpReplicaSums, 1);
  self->sums->sums = cp_range_sums_new (bits);
  return TRUE;
}

/* One that is damaged adds nothing, so its range differs. */
static void
add_row (CpReplicaSums *sums, CpStatement *row)
{
  const char *kind = cp_replica_get_kind_word (cp_statement_get_int (row, CP_ROW_KIND));
  g_autofree char *id = cp_replica_dup_id (row, CP_ROW_ID);
  g_autofree char *text = cp_replica_dup_row_text (row);

  if (id != NULL && text != NULL)
    cp_range_sums_add (sums->sums, kind, id, cp_statement_get_int (row, CP_ROW_VER), text);
  sums->last_n = cp_statement_get_int (row, CP_N_ROW_COLUMNS);
}

gboolean
cp_replica_add_up (CpReplica *self, guint n_rows, GError **error)
{
  CpReplicaSums *sums;
  g_autoptr (CpStatementCleaner) rows = NULL;
  gboolean row = TRUE;
  guint n_added = 0;

  if (!begin (self, error))
    return FALSE;
  sums = self->sums;
  rows = sums->is_done ? NULL : cp_database_get (self->db, "list-images-after", error);
  if (rows == NULL)
    return sums->is_done;
  cp_statement_bind_int (rows, ":after", sums->last_n);
  cp_statement_bind_int (rows, ":limit", n_rows);
  while (row) {
    if (!cp_statement_step (rows, &row, error))
      return FALSE;
    if (!row)
      break;
    add_row (sums, rows);
    n_added++;
  }
  sums->is_done = n_added < n_rows;
  return TRUE;
}

gboolean
cp_replica_is_adding_up (const CpReplica *self)
{
  return self->sums != NULL && !self->sums->is_done;
}

const CpRangeSums *
cp_replica_get_sums (const CpReplica *self)
{
  return self->sums != NULL && self->sums->is_done ? self->sums->sums : NULL;
}

gboolean
cp_replica_is_range_touched (const CpReplica *self, guint range)
{
  return self->sums->is_touched[range] != 0;
}

void
cp_replica_forget_sums (CpReplica *self)
{
  if (self->sums != NULL)
    cp_range_sums_free (self->sums->sums);
  g_clear_pointer (&self->sums, g_free);
}

void
cp_replica_touch (CpReplica *self, CpKind kind, const char *id)
{
  if (self->sums != NULL)
    self->sums
        ->is_touched[cp_range_of (self->sums->sums->bits, cp_kind_get_type (kind)->name, id)] =
        TRUE;
}

gboolean
cp_replica_put_checked (CpReplica *self, gint64 head_office_ms, GError **error)
{
  CpStatement *statement = cp_database_get (self->db, "put-checked", error);

  if (statement == NULL || !cp_database_begin (self->db, error))
    return FALSE;
  cp_statement_bind_int (statement, ":checked_ms", head_office_ms);
  if (cp_statement_run (statement, error))
    return cp_replica_commit (self, error);
  cp_database_rollback (self->db);
  return FALSE;
}

gint64
cp_replica_get_checked_ms (const CpReplica *self)
{
  return self->checked_ms;
}
