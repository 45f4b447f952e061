/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices, their chains, and what came in. */
#include "cp-error.h"
#include "cp-head-office-postgres-private.h"

static void
add_place (CpPostgresParams *params, const CpPlace *place)
{
  cp_postgres_params_add_text (params, place->device_id);
  cp_postgres_params_add_text (params, place->incarnation);
  cp_postgres_params_add_int (params, place->seq);
}

/* One push of a device at a time, over all processes. */
static gboolean
lock_chain (CpHeadOfficePostgres *self, const char *device_id, GError **error)
{
  CpPostgresParams params = { 0 };

  if (!self->in_transaction)
    return cp_postgres_ensure (self->postgres, error);
  cp_postgres_params_add_text (&params, device_id);
  return cp_postgres_run (self->postgres, "lock-chain", &params, error);
}

static gboolean
get_chain (CpHeadOfficeStorage *storage,
           const char *device_id,
           const char *incarnation,
           gint64 *ret_seq,
           char **ret_hash,
           GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;
  gboolean found;

  cp_postgres_params_add_text (&params, device_id);
  cp_postgres_params_add_text (&params, incarnation);
  if (lock_chain (self, device_id, error))
    result = cp_postgres_query (self->postgres, "get-chain", &params, error);
  if (result == NULL)
    return FALSE;
  found = PQntuples (result) > 0;
  *ret_seq = found ? cp_postgres_get_int (result, 0, 0) : 0;
  *ret_hash = found ? g_strdup (cp_postgres_get_text (result, 0, 1)) : NULL;
  return TRUE;
}

static gboolean
put_chain (CpHeadOfficeStorage *storage, const CpPlace *place, const char *hash, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  add_place (&params, place);
  cp_postgres_params_add_text (&params, hash);
  return cp_postgres_run (self->postgres, "put-chain", &params, error);
}

static gboolean
get_hash_at (CpHeadOfficeStorage *storage, const CpPlace *place, char **ret_hash, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  add_place (&params, place);
  result = cp_postgres_query (self->postgres, "get-hash-at", &params, error);
  if (result == NULL)
    return FALSE;
  *ret_hash = PQntuples (result) > 0 ? g_strdup (cp_postgres_get_text (result, 0, 0)) : NULL;
  return TRUE;
}

gboolean
cp_head_office_postgres_load_operations (CpHeadOfficePostgres *self,
                                         const char *const *ids,
                                         guint n_ids,
                                         GError **error)
{
  g_auto (CpPostgresColumns) columns = { 0 };
  g_autoptr (PGresult) result = NULL;

  if (n_ids == 0)
    return TRUE;
  cp_postgres_columns_init (&columns, "t");
  for (guint i = 0; i < n_ids; i++) {
    cp_postgres_array_add_text (&columns.columns[0], ids[i]);
    cp_work_load_operation (self->work, ids[i], NULL);
  }
  result = cp_postgres_query_columns (self->postgres, "list-operations-by-id", &columns, error);
  for (int i = 0; result != NULL && i < PQntuples (result); i++) {
    CpReceived received = { .id = g_strdup (PQgetvalue (result, i, 0)),
                            .hash = g_strdup (PQgetvalue (result, i, 1)),
                            .body = g_strdup (PQgetvalue (result, i, 2)),
                            .outcome = g_strdup (PQgetvalue (result, i, 3)),
                            .device_id = g_strdup (PQgetvalue (result, i, 4)),
                            .incarnation = g_strdup (PQgetvalue (result, i, 5)),
                            .seq = cp_postgres_get_int (result, i, 6) };

    cp_work_load_operation (self->work, received.id, &received);
  }
  return result != NULL;
}

static void
expect_no_operation (CpHeadOfficeStorage *storage, const char *id)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  if (!self->looks)
    cp_work_miss_operation (self->work, id);
}

static gboolean
get_operation (CpHeadOfficeStorage *storage,
               const char *id,
               CpReceived *ret_operation,
               GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  const CpReceived *received;
  gboolean known;

  cp_work_find_operation (self->work, id, &known);
  if (!known && !cp_head_office_postgres_load_operations (self, &id, 1, error))
    return FALSE;
  received = cp_work_find_operation (self->work, id, &known);
  *ret_operation = (CpReceived){ 0 };
  if (received != NULL)
    *ret_operation = (CpReceived){ .id = g_strdup (received->id),
                                   .hash = g_strdup (received->hash),
                                   .body = g_strdup (received->body),
                                   .outcome = g_strdup (received->outcome),
                                   .device_id = g_strdup (received->device_id),
                                   .incarnation = g_strdup (received->incarnation),
                                   .seq = received->seq };
  if (!self->in_transaction)
    cp_work_give_up (self->work);
  return TRUE;
}

static gboolean
put_operation (CpHeadOfficeStorage *storage,
               const CpPlace *place,
               const CpReceived *operation,
               GError **error)
{
  cp_work_put_operation (cp_head_office_postgres_cast (storage)->work, place, operation);
  return TRUE;
}

static CpWorkUsage *
load_usage (
    CpHeadOfficePostgres *self, const char *staff_id, const char *kind, gint64 day, GError **error)
{
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;
  CpWorkUsage *usage;

  cp_postgres_params_add_text (&params, staff_id);
  cp_postgres_params_add_text (&params, kind);
  cp_postgres_params_add_int (&params, day);
  result = cp_postgres_query (self->postgres, "lock-usage", &params, error);
  if (result == NULL)
    return NULL;
  usage = cp_work_load_usage (self->work, staff_id, kind, day);
  usage->is_loaded = TRUE;
  if (PQntuples (result) > 0) {
    usage->count = cp_postgres_get_int (result, 0, 0);
    usage->minor = cp_postgres_get_int (result, 0, 1);
  }
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
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
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
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  add_place (&params, place);
  cp_postgres_params_add_text (&params, operation->hash);
  cp_postgres_params_add_text (&params, operation->id);
  cp_postgres_params_add_text (&params, operation->body);
  cp_postgres_params_add_int (&params, operation->at_ms);
  return cp_postgres_run (self->postgres, "put-stray", &params, error);
}

static gboolean
read_device (CpHeadOfficePostgres *self,
             const char *name,
             const char *value,
             CpDevice **ret_device,
             GError **error)
{
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  cp_postgres_params_add_text (&params, value);
  result = cp_postgres_query (self->postgres, name, &params, error);
  if (result == NULL)
    return FALSE;
  *ret_device = NULL;
  if (PQntuples (result) == 0)
    return TRUE;
  *ret_device = cp_device_new (PQgetvalue (result, 0, 0), PQgetvalue (result, 0, 1),
                               PQgetvalue (result, 0, 3));
  (*ret_device)->revoked = cp_postgres_get_int (result, 0, 2) != 0;
  return TRUE;
}

static gboolean
get_device (CpHeadOfficeStorage *storage,
            const char *token_hash,
            CpDevice **ret_device,
            GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  return cp_postgres_ensure (self->postgres, error) &&
         read_device (self, "get-device", token_hash, ret_device, error);
}

static gboolean
hold_device (CpHeadOfficeStorage *storage,
             const char *device_id,
             CpDevice **ret_device,
             GError **error)
{
  return read_device (cp_head_office_postgres_cast (storage), "hold-device", device_id, ret_device,
                      error);
}

static gboolean
put_device (CpHeadOfficeStorage *storage, const CpDevice *device, gint64 now_ms, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_text (&params, device->id);
  cp_postgres_params_add_text (&params, device->store_id);
  cp_postgres_params_add_text (&params, device->token_hash);
  cp_postgres_params_add_int (&params, device->revoked ? 1 : 0);
  cp_postgres_params_add_int (&params, now_ms);
  return cp_postgres_run (self->postgres, "put-device", &params, error);
}

static gboolean
list_chains (CpHeadOfficeStorage *storage,
             const char *device_id,
             CpChainFunc func,
             gpointer data,
             GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  if (device_id != NULL)
    cp_postgres_params_add_text (&params, device_id);
  result = device_id != NULL
               ? cp_postgres_query (self->postgres, "list-device-chains", &params, error)
               : cp_postgres_query (self->postgres, "list-chains", NULL, error);

  for (int i = 0; result != NULL && i < PQntuples (result); i++)
    if (!func (data, PQgetvalue (result, i, 0), cp_postgres_get_int (result, i, 1)))
      break;
  return result != NULL;
}

static gboolean
list_outcomes (CpHeadOfficeStorage *storage,
               const CpPlace *after,
               guint limit,
               CpOutcomeFunc func,
               gpointer data,
               GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  cp_postgres_params_add_text (&params, after->device_id);
  cp_postgres_params_add_text (&params, after->incarnation);
  cp_postgres_params_add_int (&params, after->seq);
  cp_postgres_params_add_int (&params, limit);
  result = cp_postgres_query (self->postgres, "list-outcomes", &params, error);
  for (int i = 0; result != NULL && i < PQntuples (result); i++)
    func (data, cp_postgres_get_int (result, i, 0), PQgetvalue (result, i, 1),
          PQgetvalue (result, i, 2));
  return result != NULL;
}

void
cp_head_office_postgres_fill_chain (CpHeadOfficeStorageClass *class_)
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
  class_->list_chains = list_chains;
  class_->list_outcomes = list_outcomes;
}
