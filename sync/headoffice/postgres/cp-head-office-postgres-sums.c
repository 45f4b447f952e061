/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What rows add to the sums of their ranges, beside the rows. */
#include "cp-head-office-postgres-private.h"

static gboolean
get_sums (CpHeadOfficeStorage *storage, CpKeptSums *ret_kept, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_autoptr (PGresult) result = cp_postgres_query (self->postgres, "get-sums", NULL, error);

  if (result == NULL)
    return FALSE;
  *ret_kept = (CpKeptSums){ cp_postgres_get_int (result, 0, 0),
                            g_strdup (cp_postgres_get_text (result, 0, 1)),
                            g_strdup (cp_postgres_get_text (result, 0, 2)),
                            g_strdup (cp_postgres_get_text (result, 0, 3)),
                            (guint) cp_postgres_get_int (result, 0, 4) };
  return TRUE;
}

static gboolean
put_sums (CpHeadOfficeStorage *storage, const CpKeptSums *kept, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_int (&params, kept->gseq);
  cp_postgres_params_add_text (&params, kept->sums);
  cp_postgres_params_add_text (&params, kept->thin_sums);
  cp_postgres_params_add_text (&params, kept->thin_rules);
  cp_postgres_params_add_int (&params, kept->thin_ranges);
  return cp_postgres_run (self->postgres, "put-sums", &params, error);
}

static gboolean
swap_row_sums (CpHeadOfficeStorage *storage, GArray *sums, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_auto (CpPostgresColumns) columns = { 0 };
  g_autoptr (PGresult) result = NULL;

  if (sums->len == 0)
    return TRUE;
  cp_postgres_columns_init (&columns, "ittii");
  for (guint i = 0; i < sums->len; i++) {
    const CpRowSum *row = &g_array_index (sums, CpRowSum, i);

    cp_postgres_array_add_int (&columns.columns[0], row->range);
    cp_postgres_array_add_text (&columns.columns[1], row->kind);
    cp_postgres_array_add_text (&columns.columns[2], row->id);
    cp_postgres_array_add_int (&columns.columns[3], (gint64) row->sum);
    cp_postgres_array_add_int (&columns.columns[4], (gint64) row->thin);
  }
  result = cp_postgres_query_columns (self->postgres, "swap-row-sums", &columns, error);
  if (result == NULL)
    return FALSE;
  for (guint i = 0; i < sums->len; i++) {
    CpRowSum *row = &g_array_index (sums, CpRowSum, i);

    row->sum = (guint64) cp_postgres_get_int (result, (int) i, 0);
    row->thin = (guint64) cp_postgres_get_int (result, (int) i, 1);
  }
  return TRUE;
}

static void
give_images (const PGresult *result, CpImageFunc func, gpointer data)
{
  for (int i = 0; i < PQntuples (result); i++)
    if (!func (data, cp_postgres_get_text (result, i, 0), cp_postgres_get_text (result, i, 1),
               cp_postgres_get_int (result, i, 2), cp_postgres_get_text (result, i, 3)))
      return;
}

static gboolean
list_range (CpHeadOfficeStorage *storage,
            guint first,
            guint last,
            CpImageFunc func,
            gpointer data,
            GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  cp_postgres_params_add_int (&params, first);
  cp_postgres_params_add_int (&params, last);
  result = cp_postgres_query (self->postgres, "list-range", &params, error);
  if (result == NULL)
    return FALSE;
  give_images (result, func, data);
  return TRUE;
}

static gboolean
list_account_rows (CpHeadOfficeStorage *storage,
                   const char *const *account_ids,
                   guint n_ids,
                   CpImageFunc func,
                   gpointer data,
                   GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_auto (CpPostgresColumns) ids = { 0 };
  g_autoptr (PGresult) result = NULL;

  cp_postgres_columns_init (&ids, "t");
  for (guint i = 0; i < n_ids; i++)
    cp_postgres_array_add_text (&ids.columns[0], account_ids[i]);
  result = cp_postgres_query_columns (self->postgres, "list-account-images", &ids, error);
  if (result == NULL)
    return FALSE;
  give_images (result, func, data);
  return TRUE;
}

void
cp_head_office_postgres_fill_sums (CpHeadOfficeStorageClass *class_)
{
  class_->get_sums = get_sums;
  class_->put_sums = put_sums;
  class_->swap_row_sums = swap_row_sums;
  class_->list_range = list_range;
  class_->list_account_rows = list_account_rows;
}
