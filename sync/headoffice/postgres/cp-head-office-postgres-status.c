/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office's own people look at. */
#include "cp-head-office-postgres-private.h"

typedef struct {
  CpTextFunc func;
  gpointer data;
} Listing;

/* The server writes white space between what it puts together. */
static gboolean
give_canonical (gpointer data, const char *text)
{
  Listing *listing = data;
  g_autoptr (CpJson) json = cp_json_parse (text, -1, NULL);
  g_autofree char *canonical = json != NULL ? cp_json_to_text (json) : NULL;

  return listing->func (listing->data, canonical != NULL ? canonical : text);
}

static gboolean
list (CpHeadOfficeStorage *storage,
      const char *name,
      const CpPostgresParams *params,
      CpTextFunc func,
      gpointer data,
      GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  Listing listing = { func, data };

  return cp_postgres_ensure (self->postgres, error) &&
         cp_postgres_each (self->postgres, name, params, give_canonical, &listing, error);
}

static gboolean
list_operations (CpHeadOfficeStorage *storage, CpTextFunc func, gpointer data, GError **error)
{
  const CpPostgresParams none = { 0 };

  return list (storage, "list-operations", &none, func, data, error);
}

static gboolean
list_devices (CpHeadOfficeStorage *storage, CpTextFunc func, gpointer data, GError **error)
{
  const CpPostgresParams none = { 0 };

  return list (storage, "list-devices", &none, func, data, error);
}

static gboolean
list_erasures (
    CpHeadOfficeStorage *storage, gint64 after, CpTextFunc func, gpointer data, GError **error)
{
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_int (&params, after);
  return list (storage, "list-erasures", &params, func, data, error);
}

static gboolean
list_reviews (
    CpHeadOfficeStorage *storage, guint limit, CpTextFunc func, gpointer data, GError **error)
{
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_int (&params, limit);
  return list (storage, "list-reviews", &params, func, data, error);
}

static gboolean
change_outcome (CpHeadOfficePostgres *self,
                const char *name,
                const char *operation_id,
                const char *before,
                const char *outcome,
                GArray *changed,
                GError **error)
{
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  cp_postgres_params_add_text (&params, operation_id);
  cp_postgres_params_add_text (&params, before);
  cp_postgres_params_add_text (&params, outcome);
  result = cp_postgres_query (self->postgres, name, &params, error);
  for (int i = 0; result != NULL && i < PQntuples (result); i++) {
    CpReceived one = { .device_id = g_strdup (PQgetvalue (result, i, 0)),
                       .incarnation = g_strdup (PQgetvalue (result, i, 1)),
                       .seq = cp_postgres_get_int (result, i, 2) };

    g_array_append_val (changed, one);
  }
  return result != NULL;
}

static gboolean
set_outcome (CpHeadOfficeStorage *storage,
             const char *operation_id,
             const char *before,
             const char *outcome,
             GArray *changed,
             GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  if (!change_outcome (self, "set-outcome", operation_id, before, outcome, changed, error))
    return FALSE;
  return changed->len == 0 || change_outcome (self, "set-outcome-of-repeats", operation_id, before,
                                              outcome, changed, error);
}

static gboolean
put_contact (CpHeadOfficeStorage *storage,
             const char *device_id,
             gint64 at_ms,
             const CpContact *contact,
             GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_text (&params, device_id);
  cp_postgres_params_add_int (&params, at_ms);
  cp_postgres_params_add_int (&params, contact->cursor);
  cp_postgres_params_add_int (&params, contact->waiting);
  cp_postgres_params_add_int (&params, contact->waiting_bulk);
  cp_postgres_params_add_text (&params, contact->epoch != NULL ? contact->epoch : "");
  return cp_postgres_run (self->postgres, "put-contact", &params, error);
}

static gboolean
export_records (
    CpHeadOfficeStorage *storage, const char *table, CpTextFunc func, gpointer data, GError **error)
{
  const CpPostgresParams none = { 0 };
  g_autofree char *name = g_strconcat ("export-", table, NULL);

  return list (storage, name, &none, func, data, error);
}

static gboolean
put_usage (CpHeadOfficeStorage *storage,
           const char *staff_id,
           const char *kind,
           gint64 day,
           gint64 count,
           gint64 value_minor,
           GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_text (&params, staff_id);
  cp_postgres_params_add_text (&params, kind);
  cp_postgres_params_add_int (&params, day);
  cp_postgres_params_add_int (&params, count);
  cp_postgres_params_add_int (&params, value_minor);
  return cp_postgres_run (self->postgres, "put-usage", &params, error);
}

static gboolean
get_pulse (CpHeadOfficeStorage *storage, CpPulse *ret_pulse, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_autoptr (PGresult) result = NULL;

  if (cp_postgres_ensure (self->postgres, error))
    result = cp_postgres_query (self->postgres, "get-pulse", NULL, error);
  if (result == NULL)
    return FALSE;
  *ret_pulse = (CpPulse){ .gseq = cp_postgres_get_int (result, 0, 0),
                          .n_unnumbered = cp_postgres_get_int (result, 0, 1),
                          .unnumbered_ms = cp_postgres_get_int (result, 0, 2),
                          .n_reviews = cp_postgres_get_int (result, 0, 3) };
  return TRUE;
}

void
cp_head_office_postgres_fill_status (CpHeadOfficeStorageClass *class_)
{
  class_->list_operations = list_operations;
  class_->list_devices = list_devices;
  class_->list_erasures = list_erasures;
  class_->list_reviews = list_reviews;
  class_->set_outcome = set_outcome;
  class_->export_records = export_records;
  class_->put_usage = put_usage;
  class_->put_contact = put_contact;
  class_->get_pulse = get_pulse;
}
