/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Taking out of the feed and of what came in who somebody was. */
#include "cp-head-office-erase.h"
#include "cp-head-office-sqlite-private.h"

typedef struct {
  gint64 gseq;
  char *data;
} Entry;

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->data);
}

/* (transfer full): of Entry: what the feed says of @rows, erased */
static GArray *
list_entries (CpHeadOfficeSqlite *self, const GPtrArray *rows, GError **error)
{
  g_autoptr (CpStatementCleaner) statement =
      cp_database_get (self->database, "list-feed-of-rows", error);
  g_autofree char *names = cp_erased_dup_names (rows);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  gboolean row = TRUE;

  g_array_set_clear_func (entries, clear_entry);
  if (statement == NULL)
    return NULL;
  cp_statement_bind_text (statement, ":rows", names);
  while (row) {
    Entry entry;

    if (!cp_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      break;
    entry.gseq = cp_statement_get_int (statement, 0);
    entry.data = cp_erased_dup_image (cp_statement_get_text (statement, 1),
                                      cp_statement_get_text (statement, 2), error);
    if (entry.data == NULL)
      return NULL;
    g_array_append_val (entries, entry);
  }
  return g_steal_pointer (&entries);
}

static gboolean
forget_feed (CpHeadOfficeStorage *storage, const GPtrArray *rows, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  g_autoptr (GArray) entries = NULL;

  /* No page may end here: the outcome of what asked for it is still to come. */
  if (!cp_head_office_sqlite_write_work (self, error))
    return FALSE;
  entries = list_entries (self, rows, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    const Entry *entry = &g_array_index (entries, Entry, i);
    CpStatement *statement = cp_database_get (self->database, "put-feed-data", error);

    if (statement == NULL)
      return FALSE;
    cp_statement_bind_int (statement, ":gseq", entry->gseq);
    cp_statement_bind_text (statement, ":data", entry->data);
    if (!cp_statement_run (statement, error))
      return FALSE;
  }
  return entries != NULL;
}

static gboolean
run_forget (CpHeadOfficeSqlite *self,
            const char *name,
            const char *account_id,
            const char *member_id,
            GError **error)
{
  CpStatement *statement = cp_database_get (self->database, name, error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":account_id", account_id);
  cp_statement_bind_text (statement, ":member_id", member_id);
  return cp_statement_run (statement, error);
}

static gboolean
forget_said (CpHeadOfficeStorage *storage,
             const char *account_id,
             const char *member_id,
             GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);

  return run_forget (self, "forget-operations", account_id, member_id, error) &&
         run_forget (self, "forget-about", account_id, member_id, error) &&
         run_forget (self, "forget-strays", account_id, member_id, error);
}

static gboolean
get_number (CpHeadOfficeSqlite *self, const char *name, gint64 *ret_number, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_database_get (self->database, name, error);
  gboolean row;

  if (statement == NULL || !cp_statement_step (statement, &row, error))
    return FALSE;
  *ret_number = cp_statement_get_int (statement, 0);
  return TRUE;
}

/* It has its number as soon as it is put. */
static gboolean
find_end (CpHeadOfficeStorage *storage, gint64 *ret_gseq, GError **error)
{
  return cp_head_office_sqlite_write_work (cp_head_office_sqlite_cast (storage), error) &&
         storage->class_->get_last_gseq (storage, ret_gseq, error);
}

static gboolean
put_erasure (CpHeadOfficeStorage *storage,
             const char *member_id,
             gint64 at_ms,
             const char *epoch,
             GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement;
  gint64 gseq = 0;

  if (epoch != NULL && !find_end (storage, &gseq, error))
    return FALSE;
  statement = cp_database_get (self->database, "put-erasure", error);
  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":member_id", member_id);
  cp_statement_bind_int (statement, ":at_ms", at_ms);
  cp_statement_bind_text (statement, ":epoch", epoch != NULL ? epoch : "");
  cp_statement_bind_int (statement, ":gseq", gseq);
  return cp_statement_run (statement, error);
}

static gboolean
list_erasures (
    CpHeadOfficeStorage *storage, gint64 after, CpTextFunc func, gpointer data, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "list-erasures", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":after", after);
  return cp_head_office_sqlite_list (statement, func, data, error);
}

static gboolean
count_erasures (CpHeadOfficeStorage *storage, gint64 *ret_n, GError **error)
{
  return get_number (cp_head_office_sqlite_cast (storage), "count-erasures", ret_n, error);
}

static gboolean
settle (CpHeadOfficeStorage *storage, GError **error)
{
  return cp_database_checkpoint (cp_head_office_sqlite_cast (storage)->database, TRUE, error);
}

static gboolean
forget_entries (
    CpHeadOfficeStorage *storage, gint64 through, guint limit, gboolean *ret_done, GError **error)
{
  CpHeadOfficeSqlite *self = cp_head_office_sqlite_cast (storage);
  CpStatement *statement = cp_database_get (self->database, "forget-entries", error);
  gint64 first = 0;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":through", through);
  cp_statement_bind_int (statement, ":limit", limit);
  if (!cp_statement_run (statement, error) || !get_number (self, "get-first-gseq", &first, error))
    return FALSE;
  *ret_done = first == 0 || first > through;
  return TRUE;
}

void
cp_head_office_sqlite_fill_erase (CpHeadOfficeStorageClass *class_)
{
  class_->forget_entries = forget_entries;
  class_->forget_feed = forget_feed;
  class_->forget_said = forget_said;
  class_->put_erasure = put_erasure;
  class_->list_erasures = list_erasures;
  class_->count_erasures = count_erasures;
  class_->settle = settle;
}
