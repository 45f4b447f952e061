/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What rows add to the sums of their ranges, beside the rows. */
#include "cp-head-office-sqlite-private.h"

static gboolean
get_sums (CpHeadOfficeStorage *storage, gint64 *ret_gseq, char **ret_sums, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) row = cp_database_get (self->database, "get-sums", error);
  gboolean found;

  if (row == NULL || !cp_statement_step (row, &found, error))
    return FALSE;
  *ret_gseq = cp_statement_get_int (row, 0);
  *ret_sums = g_strdup (found ? cp_statement_get_text (row, 1) : "");
  return TRUE;
}

static gboolean
put_sums (CpHeadOfficeStorage *storage, gint64 gseq, const char *sums, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "put-sums", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":gseq", gseq);
  cp_statement_bind_text (statement, ":sums", sums);
  return cp_statement_run (statement, error);
}

static void
bind_name (CpStatement *statement, const CpRowSum *row)
{
  cp_statement_bind_int (statement, ":range", row->range);
  cp_statement_bind_text (statement, ":kind", row->kind);
  cp_statement_bind_text (statement, ":id", row->id);
}

static gboolean
get_row_sum (CpHeadOfficeSqlite *self, const CpRowSum *row, guint64 *ret_sum, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, "get-row-sum", error);
  gboolean found;

  if (statement == NULL)
    return FALSE;
  bind_name (statement, row);
  if (!cp_statement_step (statement, &found, error))
    return FALSE;
  *ret_sum = found ? (guint64) cp_statement_get_int (statement, 0) : 0;
  return TRUE;
}

static gboolean
put_row_sum (CpHeadOfficeSqlite *self, const CpRowSum *row, GError **error)
{
  CpStatement *statement = cp_database_get (self->database, "put-row-sum", error);

  if (statement == NULL)
    return FALSE;
  bind_name (statement, row);
  cp_statement_bind_int (statement, ":sum", (gint64) row->sum);
  return cp_statement_run (statement, error);
}

static gboolean
swap_row_sums (CpHeadOfficeStorage *storage, GArray *sums, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  for (guint i = 0; i < sums->len; i++) {
    CpRowSum *row = &g_array_index (sums, CpRowSum, i);
    guint64 before;

    if (!get_row_sum (self, row, &before, error) || !put_row_sum (self, row, error))
      return FALSE;
    row->sum = before;
  }
  return TRUE;
}

static gboolean
list_range (CpHeadOfficeStorage *storage,
            guint first,
            guint last,
            CpImageFunc func,
            gpointer data,
            GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) rows = cp_database_get (self->database, "list-range", error);
  gboolean row = TRUE;

  if (rows == NULL)
    return FALSE;
  cp_statement_bind_int (rows, ":first", first);
  cp_statement_bind_int (rows, ":last", last);
  while (row) {
    if (!cp_statement_step (rows, &row, error))
      return FALSE;
    if (row && !func (data, cp_statement_get_text (rows, 0), cp_statement_get_text (rows, 1),
                      cp_statement_get_int (rows, 2), cp_statement_get_text (rows, 3)))
      return TRUE;
  }
  return TRUE;
}

void
cp_head_office_sqlite_fill_sums (CpHeadOfficeStorageClass *class_)
{
  class_->get_sums = get_sums;
  class_->put_sums = put_sums;
  class_->swap_row_sums = swap_row_sums;
  class_->list_range = list_range;
}
