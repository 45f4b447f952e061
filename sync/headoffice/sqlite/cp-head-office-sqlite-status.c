/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office's own people look at. */
#include "cp-head-office-sqlite-private.h"

static gboolean
list_reviews (
    CpHeadOfficeStorage *storage, guint limit, CpTextFunc func, gpointer data, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "list-reviews", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":limit", limit);
  return cp_head_office_sqlite_list (statement, func, data, error);
}

static gboolean
change_outcome (CpHeadOfficeSqlite *self,
                const char *name,
                const char *operation_id,
                const char *before,
                const char *outcome,
                GArray *changed,
                GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, name, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":id", operation_id);
  cp_statement_bind_text (statement, ":before", before);
  cp_statement_bind_text (statement, ":outcome", outcome);
  while (row) {
    if (!cp_statement_step (statement, &row, error))
      return FALSE;
    if (row) {
      CpReceived one = { .device_id = g_strdup (cp_statement_get_text (statement, 0)),
                         .incarnation = g_strdup (cp_statement_get_text (statement, 1)),
                         .seq = cp_statement_get_int (statement, 2) };

      g_array_append_val (changed, one);
    }
  }
  return TRUE;
}

static gboolean
set_outcome (CpHeadOfficeStorage *storage,
             const char *operation_id,
             const char *before,
             const char *outcome,
             GArray *changed,
             GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

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
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "put-contact", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":device_id", device_id);
  cp_statement_bind_int (statement, ":at_ms", at_ms);
  cp_statement_bind_int (statement, ":cursor", contact->cursor);
  cp_statement_bind_int (statement, ":waiting", contact->waiting);
  cp_statement_bind_int (statement, ":waiting_bulk", contact->waiting_bulk);
  cp_statement_bind_text (statement, ":epoch", contact->epoch != NULL ? contact->epoch : "");
  return cp_statement_run (statement, error);
}

static gboolean
export_records (
    CpHeadOfficeStorage *storage, const char *table, CpTextFunc func, gpointer data, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autofree char *name = g_strconcat ("export-", table, NULL);
  CpStatement *statement = cp_database_get (self->database, name, error);

  return statement != NULL && cp_head_office_sqlite_list (statement, func, data, error);
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
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "put-usage", error);
  CpWorkUsage *usage = cp_work_find_usage (self->work, staff_id, kind, day);

  if (statement == NULL)
    return FALSE;
  if (usage != NULL)
    usage->is_loaded = FALSE;
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  cp_statement_bind_text (statement, ":kind", kind);
  cp_statement_bind_int (statement, ":day", day);
  cp_statement_bind_int (statement, ":count", count);
  cp_statement_bind_int (statement, ":value_minor", value_minor);
  return cp_statement_run (statement, error);
}

static gboolean
get_pulse (CpHeadOfficeStorage *storage, CpPulse *ret_pulse, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, "get-pulse", error);
  gboolean row;

  if (statement == NULL || !cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_pulse = (CpPulse){ .gseq = cp_statement_get_int (statement, 0),
                          .n_reviews = cp_statement_get_int (statement, 1) };
  return TRUE;
}

void
cp_head_office_sqlite_fill_status (CpHeadOfficeStorageClass *class_)
{
  class_->list_reviews = list_reviews;
  class_->set_outcome = set_outcome;
  class_->export_records = export_records;
  class_->put_usage = put_usage;
  class_->put_contact = put_contact;
  class_->get_pulse = get_pulse;
}
