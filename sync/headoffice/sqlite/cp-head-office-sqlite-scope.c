/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Of whom a store's devices are told all. */
#include "cp-head-office-sqlite-private.h"

static gboolean
get_device_store (CpHeadOfficeStorage *storage,
                  const char *device_id,
                  char **ret_store_id,
                  GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) statement =
      cp_database_get (self->database, "get-device-store", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":id", device_id);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_store_id = row ? g_strdup (cp_statement_get_text (statement, 0)) : NULL;
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
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autofree char *accounts = account_ids != NULL ? cp_json_to_text (account_ids) : NULL;
  CpStatement *statement =
      cp_database_get (self->database, accounts != NULL ? "list-scope" : "list-whole-scope", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":store_id", store_id);
  if (accounts != NULL)
    cp_statement_bind_text (statement, ":accounts", accounts);
  return cp_head_office_sqlite_list (statement, func, data, error);
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
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "list-past-visitors", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":store_id", store_id);
  cp_statement_bind_int (statement, ":at_ms", at_ms);
  cp_statement_bind_int (statement, ":limit", limit);
  return cp_head_office_sqlite_list (statement, func, data, error);
}

void
cp_head_office_sqlite_fill_scope (CpHeadOfficeStorageClass *class_)
{
  class_->get_device_store = get_device_store;
  class_->list_scope = list_scope;
  class_->list_past_visitors = list_past_visitors;
}
