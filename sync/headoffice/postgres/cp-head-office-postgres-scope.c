/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Of whom a store's devices are told all. */
#include "cp-head-office-postgres-private.h"

static gboolean
get_device_store (CpHeadOfficeStorage *storage,
                  const char *device_id,
                  char **ret_store_id,
                  GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  cp_postgres_params_add_text (&params, device_id);
  result = cp_postgres_query (self->postgres, "get-device-store", &params, error);
  if (result == NULL)
    return FALSE;
  *ret_store_id = PQntuples (result) > 0 ? g_strdup (cp_postgres_get_text (result, 0, 0)) : NULL;
  return TRUE;
}

static gboolean
list_scope (CpHeadOfficeStorage *storage,
            const char *store_id,
            const CpJson *account_ids,
            CpTextFunc func,
            gpointer data,
            GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_auto (CpPostgresArray) array = { 0 };
  CpPostgresParams params = { 0 };
  gsize i;
  CpJson *id;

  cp_postgres_params_add_text (&params, store_id);
  if (account_ids == NULL)
    return cp_postgres_each (self->postgres, "list-whole-scope", &params, func, data, error);
  cp_postgres_array_init (&array, TRUE);
  json_array_foreach ((CpJson *) account_ids, i, id)
  {
    cp_postgres_array_add_text (&array, json_string_value (id));
  }
  cp_postgres_params_add_array (&params, &array);
  return cp_postgres_each (self->postgres, "list-scope", &params, func, data, error);
}

static gboolean
list_past_visitors (CpHeadOfficeStorage *storage,
                    const char *store_id,
                    gint64 at_ms,
                    guint limit,
                    CpTextFunc func,
                    gpointer data,
                    GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_text (&params, store_id);
  cp_postgres_params_add_int (&params, at_ms);
  cp_postgres_params_add_int (&params, limit);
  return cp_postgres_each (self->postgres, "list-past-visitors", &params, func, data, error);
}

void
cp_head_office_postgres_fill_scope (CpHeadOfficeStorageClass *class_)
{
  class_->get_device_store = get_device_store;
  class_->list_scope = list_scope;
  class_->list_past_visitors = list_past_visitors;
}
