/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices, their chains, and what came in. */
#include "cp-head-office-sqlite-private.h"

static gboolean
get_chain (CpHeadOfficeStorage *storage,
           const char *device_id,
           const char *incarnation,
           gint64 *ret_seq,
           char **ret_hash,
           GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, "get-chain", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":device_id", device_id);
  cp_statement_bind_text (statement, ":incarnation", incarnation);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_seq = row ? cp_statement_get_int (statement, 0) : 0;
  *ret_hash = row ? g_strdup (cp_statement_get_text (statement, 1)) : NULL;
  return TRUE;
}

static gboolean
put_chain (CpHeadOfficeStorage *storage, const CpPlace *place, const char *hash, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "put-chain", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_place (statement, place);
  cp_statement_bind_text (statement, ":hash", hash);
  return cp_statement_run (statement, error);
}

static gboolean
get_hash_at (CpHeadOfficeStorage *storage, const CpPlace *place, char **ret_hash, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, "get-hash-at", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_place (statement, place);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_hash = row ? g_strdup (cp_statement_get_text (statement, 0)) : NULL;
  return TRUE;
}

static void
expect_no_operation (CpHeadOfficeStorage *storage, const char *id)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  if (!self->looks)
    cp_work_miss_operation (self->work, id);
}

static gboolean
read_operation (CpHeadOfficeSqlite *self, const char *id, CpReceived *ret_operation, GError **error)
{
  g_autoptr (CpStatementCleaner) statement =
      cp_database_get (self->database, "get-operation", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":id", id);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  ret_operation->id = g_strdup (cp_statement_get_text (statement, 0));
  ret_operation->hash = g_strdup (cp_statement_get_text (statement, 1));
  ret_operation->body = g_strdup (cp_statement_get_text (statement, 2));
  ret_operation->outcome = g_strdup (cp_statement_get_text (statement, 3));
  ret_operation->device_id = g_strdup (cp_statement_get_text (statement, 4));
  ret_operation->incarnation = g_strdup (cp_statement_get_text (statement, 5));
  ret_operation->seq = cp_statement_get_int (statement, 6);
  return TRUE;
}

static gboolean
get_operation (CpHeadOfficeStorage *storage,
               const char *id,
               CpReceived *ret_operation,
               GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  gboolean is_missed;

  *ret_operation = (CpReceived){ 0 };
  cp_work_find_operation (self->work, id, &is_missed);
  return is_missed || read_operation (self, id, ret_operation, error);
}

static void
bind_received (CpStatement *statement, const CpPlace *place, const CpReceived *operation)
{
  cp_statement_bind_place (statement, place);
  cp_statement_bind_lasting_text (statement, ":id", operation->id);
  cp_statement_bind_lasting_text (statement, ":hash", operation->hash);
  cp_statement_bind_lasting_text (statement, ":body", operation->body);
  cp_statement_bind_int (statement, ":at_ms", operation->at_ms);
}

/* By whom it can be found when they are erased; after it was put. */
static gboolean
put_about (CpHeadOfficeSqlite *self, const char *body, GError **error)
{
  CpStatement *statement = cp_database_get (self->database, "add-operation-about", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":n", cp_database_get_last_row (self->database));
  cp_statement_bind_lasting_text (statement, ":body", body);
  return cp_statement_run (statement, error);
}

static gboolean
put_operation (CpHeadOfficeStorage *storage,
               const CpPlace *place,
               const CpReceived *operation,
               GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "put-operation", error);

  if (statement == NULL)
    return FALSE;
  bind_received (statement, place, operation);
  cp_statement_bind_lasting_text (statement, ":outcome", operation->outcome);
  cp_statement_bind_int (statement, ":is_repeat", operation->is_repeat ? 1 : 0);
  cp_work_count_usage (self->work, operation);
  if (!cp_statement_run (statement, error))
    return cp_head_office_sqlite_met_another (self);
  return put_about (self, operation->body, error);
}

static CpWorkUsage *
load_usage (
    CpHeadOfficeSqlite *self, const char *staff_id, const char *kind, gint64 day, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, "get-usage", error);
  CpWorkUsage *usage;
  gboolean row;

  if (statement == NULL)
    return NULL;
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  cp_statement_bind_text (statement, ":kind", kind);
  cp_statement_bind_int (statement, ":day", day);
  if (!cp_statement_step (statement, &row, error))
    return NULL;
  usage = cp_work_load_usage (self->work, staff_id, kind, day);
  usage->is_loaded = TRUE;
  usage->count = row ? cp_statement_get_int (statement, 0) : 0;
  usage->minor = row ? cp_statement_get_int (statement, 1) : 0;
  return usage;
}

static gboolean
get_usage (CpHeadOfficeStorage *storage,
           const char *staff_id,
           const char *kind,
           gint64 day,
           gint64 *ret_count,
           gint64 *ret_minor,
           GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpWorkUsage *usage = cp_work_find_usage (self->work, staff_id, kind, day);

  if (usage == NULL || !usage->is_loaded)
    usage = load_usage (self, staff_id, kind, day, error);
  if (usage == NULL)
    return FALSE;
  *ret_count = usage->count + usage->more;
  *ret_minor = usage->minor + usage->more_minor;
  return TRUE;
}

static gboolean
put_stray (CpHeadOfficeStorage *storage,
           const CpPlace *place,
           const CpReceived *operation,
           GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "put-stray", error);

  if (statement == NULL)
    return FALSE;
  bind_received (statement, place, operation);
  return cp_statement_run (statement, error);
}

static gboolean
read_device (CpHeadOfficeStorage *storage,
             const char *name,
             const char *parameter,
             const char *value,
             CpDevice **ret_device,
             GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, name, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, parameter, value);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_device = NULL;
  if (!row)
    return TRUE;
  *ret_device =
      cp_device_new (cp_statement_get_text (statement, 0), cp_statement_get_text (statement, 1),
                     cp_statement_get_text (statement, 3));
  (*ret_device)->revoked = cp_statement_get_int (statement, 2) != 0;
  return TRUE;
}

static gboolean
get_device (CpHeadOfficeStorage *storage,
            const char *token_hash,
            CpDevice **ret_device,
            GError **error)
{
  return read_device (storage, "get-device", ":token_hash", token_hash, ret_device, error);
}

/* A transaction has the database to itself. */
static gboolean
hold_device (CpHeadOfficeStorage *storage,
             const char *device_id,
             CpDevice **ret_device,
             GError **error)
{
  return read_device (storage, "hold-device", ":id", device_id, ret_device, error);
}

static gboolean
put_device (CpHeadOfficeStorage *storage, const CpDevice *device, gint64 now_ms, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "put-device", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":id", device->id);
  cp_statement_bind_text (statement, ":store_id", device->store_id);
  cp_statement_bind_text (statement, ":token_hash", device->token_hash);
  cp_statement_bind_int (statement, ":revoked", device->revoked ? 1 : 0);
  cp_statement_bind_int (statement, ":at_ms", now_ms);
  return cp_statement_run (statement, error);
}

static gboolean
list (
    CpHeadOfficeStorage *storage, const char *name, CpTextFunc func, gpointer data, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, name, error);

  return statement != NULL && cp_head_office_sqlite_list (statement, func, data, error);
}

static gboolean
list_operations (CpHeadOfficeStorage *storage, CpTextFunc func, gpointer data, GError **error)
{
  return list (storage, "list-operations", func, data, error);
}

static gboolean
list_devices (CpHeadOfficeStorage *storage, CpTextFunc func, gpointer data, GError **error)
{
  return list (storage, "list-devices", func, data, error);
}

static gboolean
list_chains (CpHeadOfficeStorage *storage,
             const char *device_id,
             CpChainFunc func,
             gpointer data,
             GError **error)
{
  const char *name = device_id != NULL ? "list-device-chains" : "list-chains";
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) rows = cp_database_get (self->database, name, error);
  gboolean row = TRUE;

  if (rows == NULL)
    return FALSE;
  if (device_id != NULL)
    cp_statement_bind_text (rows, ":device_id", device_id);
  while (row) {
    if (!cp_statement_step (rows, &row, error))
      return FALSE;
    if (row && !func (data, cp_statement_get_text (rows, 0), cp_statement_get_int (rows, 1)))
      return TRUE;
  }
  return TRUE;
}

static gboolean
list_outcomes (CpHeadOfficeStorage *storage,
               const CpPlace *after,
               guint limit,
               CpOutcomeFunc func,
               gpointer data,
               GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) rows = cp_database_get (self->database, "list-outcomes", error);
  gboolean row = TRUE;

  if (rows == NULL)
    return FALSE;
  cp_statement_bind_text (rows, ":device_id", after->device_id);
  cp_statement_bind_text (rows, ":incarnation", after->incarnation);
  cp_statement_bind_int (rows, ":seq", after->seq);
  cp_statement_bind_int (rows, ":limit", limit);
  while (row) {
    if (!cp_statement_step (rows, &row, error))
      return FALSE;
    if (row)
      func (data, cp_statement_get_int (rows, 0), cp_statement_get_text (rows, 1),
            cp_statement_get_text (rows, 2));
  }
  return TRUE;
}

void
cp_head_office_sqlite_fill_chain (CpHeadOfficeStorageClass *class_)
{
  class_->get_chain = get_chain;
  class_->put_chain = put_chain;
  class_->get_hash_at = get_hash_at;
  class_->expect_no_operation = expect_no_operation;
  class_->get_operation = get_operation;
  class_->put_operation = put_operation;
  class_->get_usage = get_usage;
  class_->put_stray = put_stray;
  class_->get_device = get_device;
  class_->hold_device = hold_device;
  class_->put_device = put_device;
  class_->list_operations = list_operations;
  class_->list_devices = list_devices;
  class_->list_chains = list_chains;
  class_->list_outcomes = list_outcomes;
}
