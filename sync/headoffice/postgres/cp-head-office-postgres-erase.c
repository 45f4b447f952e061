/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Taking out of the feed and of what came in who somebody was. What the tables no longer say is in
 * their files until VACUUM FULL has written those anew. */
#include "cp-error.h"
#include "cp-head-office-erase.h"
#include "cp-head-office-postgres-private.h"

#include <string.h>

/* Appends @item as it is, or the row in it without who it was of. */
static gboolean
append_item (GString *body, const char *item, GHashTable *ids, GError **error)
{
  g_autofree char *copy = g_strdup (item);
  char *parts[CP_N_ROW_PARTS];
  g_autofree char *image = NULL;

  if (*item == 'R' && cp_postgres_split_item (copy, parts, CP_N_ROW_PARTS) &&
      g_hash_table_contains (ids, parts[2])) {
    image = cp_erased_dup_image (parts[1], parts[5], error);
    if (image == NULL)
      return FALSE;
    g_string_append_len (body, item, parts[5] - copy);
    g_string_append (body, image);
  } else {
    g_string_append (body, item);
  }
  g_string_append_c (body, CP_ITEM_END);
  return TRUE;
}

static char *
rewrite (char *body, GHashTable *ids, GError **error)
{
  g_autoptr (GString) rewritten = g_string_sized_new (strlen (body));

  while (*body != '\0') {
    char *end = strchr (body, CP_ITEM_END);

    if (end == NULL) {
      g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT, "An entry of the feed can't be read");
      return NULL;
    }
    *end = '\0';
    if (!append_item (rewritten, body, ids, error))
      return NULL;
    body = end + 1;
  }
  return g_string_free (g_steal_pointer (&rewritten), FALSE);
}

static gboolean
put_item (CpHeadOfficePostgres *self, PGresult *items, int row, GHashTable *ids, GError **error)
{
  g_autofree char *body = g_strdup (PQgetvalue (items, row, 2));
  g_autofree char *rewritten = rewrite (body, ids, error);
  CpPostgresParams params = { 0 };

  if (rewritten == NULL)
    return FALSE;
  cp_postgres_params_add_int (&params, cp_postgres_get_int (items, row, 0));
  cp_postgres_params_add_int (&params, cp_postgres_get_int (items, row, 1));
  cp_postgres_params_add_text (&params, rewritten);
  return cp_postgres_run (self->postgres, "put-item-body", &params, error);
}

static gboolean
forget_feed (CpHeadOfficeStorage *storage, const GPtrArray *rows, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (CpPostgresColumns) columns = { 0 };
  g_autoptr (PGresult) items = NULL;

  if (!cp_head_office_postgres_write_operations (self, error))
    return FALSE;
  if (rows->len == 0)
    return TRUE;
  cp_postgres_columns_init (&columns, "t");
  for (guint i = 0; i < rows->len; i++) {
    const CpEntity *row = rows->pdata[i];

    g_hash_table_add (ids, row->id);
    cp_postgres_array_add_text (&columns.columns[0], row->id);
  }
  if (cp_postgres_run (self->postgres, "allow-bitmaps", NULL, error))
    items = cp_postgres_query_columns (self->postgres, "list-items-of-rows", &columns, error);
  for (int i = 0; items != NULL && i < PQntuples (items); i++)
    if (!put_item (self, items, i, ids, error))
      return FALSE;
  return items != NULL;
}

static gboolean
run_forget (CpHeadOfficePostgres *self,
            const char *name,
            const char *account_id,
            const char *member_id,
            GError **error)
{
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_text (&params, account_id);
  cp_postgres_params_add_text (&params, member_id);
  return cp_postgres_run (self->postgres, name, &params, error);
}

static gboolean
forget_enrolments (CpHeadOfficePostgres *self, const char *member_id, GError **error)
{
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_text (&params, member_id);
  return cp_postgres_run (self->postgres, "forget-enrolments", &params, error);
}

static gboolean
forget_said (CpHeadOfficeStorage *storage,
             const char *account_id,
             const char *member_id,
             GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  return run_forget (self, "forget-operations", account_id, member_id, error) &&
         forget_enrolments (self, member_id, error) &&
         run_forget (self, "forget-strays", account_id, member_id, error);
}

/* It has no number before it is committed. */
static gboolean
put_mark (CpHeadOfficePostgres *self, gint64 *ret_mark, GError **error)
{
  CpPostgresParams params = { 0 };

  if (!cp_head_office_postgres_take_gid (self, error))
    return FALSE;
  *ret_mark = self->gid;
  cp_postgres_params_add_int (&params, self->gid);
  return cp_postgres_run (self->postgres, "put-mark", &params, error);
}

/* Whoever comes second has waited until the first one is there to be seen, so that numbers are in the order in
 * which they are committed, without a gap. */
static gboolean
put_erasure (CpHeadOfficeStorage *storage,
             const char *member_id,
             gint64 at_ms,
             const char *epoch,
             GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };
  gint64 mark = 0;

  if (epoch != NULL && !put_mark (self, &mark, error))
    return FALSE;
  cp_postgres_params_add_text (&params, member_id);
  cp_postgres_params_add_int (&params, at_ms);
  cp_postgres_params_add_text (&params, epoch != NULL ? epoch : "");
  cp_postgres_params_add_int (&params, mark);
  self->has_setting = TRUE;
  return cp_postgres_run (self->postgres, "lock-erasures", NULL, error) &&
         cp_postgres_run (self->postgres, "put-erasure", &params, error);
}

static gboolean
count_erasures (CpHeadOfficeStorage *storage, gint64 *ret_n, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_autoptr (PGresult) result = NULL;

  if (cp_postgres_ensure (self->postgres, error))
    result = cp_postgres_query (self->postgres, "count-erasures", NULL, error);
  if (result == NULL)
    return FALSE;
  *ret_n = cp_postgres_get_int (result, 0, 0);
  return TRUE;
}

static gboolean
forget_entries (
    CpHeadOfficeStorage *storage, gint64 through, guint limit, gboolean *ret_done, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;
  gint64 first;

  cp_postgres_params_add_int (&params, through);
  cp_postgres_params_add_int (&params, limit);
  if (!cp_postgres_run (self->postgres, "forget-entries", &params, error))
    return FALSE;
  result = cp_postgres_query (self->postgres, "get-first-gseq", NULL, error);
  if (result == NULL)
    return FALSE;
  first = cp_postgres_get_int (result, 0, 0);
  *ret_done = first == 0 || first > through;
  return TRUE;
}

void
cp_head_office_postgres_fill_erase (CpHeadOfficeStorageClass *class_)
{
  class_->forget_entries = forget_entries;
  class_->forget_feed = forget_feed;
  class_->forget_said = forget_said;
  class_->put_erasure = put_erasure;
  class_->count_erasures = count_erasures;
}
