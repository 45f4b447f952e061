/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What rows add to the sums of their ranges, beside the rows. */
#include "cp-head-office-postgres-private.h"

static gboolean
get_sums (CpHeadOfficeStorage *storage, gint64 *ret_gseq, char **ret_sums, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_autoptr (PGresult) result = cp_postgres_query (self->postgres, "get-sums", NULL, error);

  if (result == NULL)
    return FALSE;
  *ret_gseq = cp_postgres_get_int (result, 0, 0);
  *ret_sums = g_strdup (cp_postgres_get_text (result, 0, 1));
  return TRUE;
}

static gboolean
put_sums (CpHeadOfficeStorage *storage, gint64 gseq, const char *sums, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_int (&params, gseq);
  cp_postgres_params_add_text (&params, sums);
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
  cp_postgres_columns_init (&columns, "itti");
  for (guint i = 0; i < sums->len; i++) {
    const CpRowSum *row = &g_array_index (sums, CpRowSum, i);

    cp_postgres_array_add_int (&columns.columns[0], row->range);
    cp_postgres_array_add_text (&columns.columns[1], row->kind);
    cp_postgres_array_add_text (&columns.columns[2], row->id);
    cp_postgres_array_add_int (&columns.columns[3], (gint64) row->sum);
  }
  result = cp_postgres_query_columns (self->postgres, "swap-row-sums", &columns, error);
  if (result == NULL)
    return FALSE;
  for (guint i = 0; i < sums->len; i++)
    g_array_index (sums, CpRowSum, i).sum = (guint64) cp_postgres_get_int (result, (int) i, 0);
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
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  cp_postgres_params_add_int (&params, first);
  cp_postgres_params_add_int (&params, last);
  result = cp_postgres_query (self->postgres, "list-range", &params, error);
  if (result == NULL)
    return FALSE;
  for (int i = 0; i < PQntuples (result); i++)
    if (!func (data, cp_postgres_get_text (result, i, 0), cp_postgres_get_text (result, i, 1),
               cp_postgres_get_int (result, i, 2), cp_postgres_get_text (result, i, 3)))
      return TRUE;
  return TRUE;
}

void
cp_head_office_postgres_fill_sums (CpHeadOfficeStorageClass *class_)
{
  class_->get_sums = get_sums;
  class_->put_sums = put_sums;
  class_->swap_row_sums = swap_row_sums;
  class_->list_range = list_range;
}
