/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What rows add to the sums of their ranges, beside the rows. */
#include "cp-head-office-sqlite-private.h"

static gboolean
get_sums (CpHeadOfficeStorage *storage, CpKeptSums *ret_kept, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) row = cp_database_get (self->database, "get-sums", error);
  gboolean found;

  if (row == NULL || !cp_statement_step (row, &found, error))
    return FALSE;
  *ret_kept =
      (CpKeptSums){ cp_statement_get_int (row, 0), g_strdup (cp_statement_get_text (row, 1)),
                    g_strdup (cp_statement_get_text (row, 2)),
                    g_strdup (cp_statement_get_text (row, 3)),
                    (guint) cp_statement_get_int (row, 4) };
  return TRUE;
}

static gboolean
put_sums (CpHeadOfficeStorage *storage, const CpKeptSums *kept, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "put-sums", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":gseq", kept->gseq);
  cp_statement_bind_text (statement, ":sums", kept->sums);
  cp_statement_bind_text (statement, ":thin_sums", kept->thin_sums);
  cp_statement_bind_text (statement, ":thin_rules", kept->thin_rules);
  cp_statement_bind_int (statement, ":thin_ranges", kept->thin_ranges);
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
get_row_sum (CpHeadOfficeSqlite *self, CpRowSum *row, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, "get-row-sum", error);
  gboolean found;

  if (statement == NULL)
    return FALSE;
  bind_name (statement, row);
  if (!cp_statement_step (statement, &found, error))
    return FALSE;
  row->sum = found ? (guint64) cp_statement_get_int (statement, 0) : 0;
  row->thin = found ? (guint64) cp_statement_get_int (statement, 1) : 0;
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
  cp_statement_bind_int (statement, ":thin", (gint64) row->thin);
  return cp_statement_run (statement, error);
}

static gboolean
swap_row_sums (CpHeadOfficeStorage *storage, GArray *sums, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  for (guint i = 0; i < sums->len; i++) {
    CpRowSum *row = &g_array_index (sums, CpRowSum, i);
    const CpRowSum now = *row;

    if (!get_row_sum (self, row, error) || !put_row_sum (self, &now, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
give_images (CpStatement *rows, CpImageFunc func, gpointer data, GError **error)
{
  gboolean row = TRUE;

  while (row) {
    if (!cp_statement_step (rows, &row, error))
      return FALSE;
    if (row && !func (data, cp_statement_get_text (rows, 0), cp_statement_get_text (rows, 1),
                      cp_statement_get_int (rows, 2), cp_statement_get_text (rows, 3)))
      return TRUE;
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

  if (rows == NULL)
    return FALSE;
  cp_statement_bind_int (rows, ":first", first);
  cp_statement_bind_int (rows, ":last", last);
  return give_images (rows, func, data, error);
}

static gboolean
list_account_rows (CpHeadOfficeStorage *storage,
                   const char *const *account_ids,
                   guint n_ids,
                   CpImageFunc func,
                   gpointer data,
                   GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  for (guint i = 0; i < n_ids; i++) {
    g_autoptr (CpStatementCleaner) rows =
        cp_database_get (self->database, "list-account-images", error);

    if (rows == NULL)
      return FALSE;
    cp_statement_bind_lasting_text (rows, ":account_id", account_ids[i]);
    if (!give_images (rows, func, data, error))
      return FALSE;
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
  class_->list_account_rows = list_account_rows;
}
