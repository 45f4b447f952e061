/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What to do where these are not head office's rows. */
#include "cp-replica-private.h"

#include "cp-error.h"

typedef struct {
  gint64 kind;
  char *id;
} Name;

static void
clear_name (gpointer data)
{
  g_free (((Name *) data)->id);
}

/* Columns: kind, id. */
static void
take_name (GArray *names, CpStatement *row, guint bits, guint range)
{
  gint64 kind = cp_statement_get_int (row, CP_ROW_KIND);
  g_autofree char *id = cp_replica_dup_id (row, CP_ROW_ID);

  if (id != NULL && cp_range_of (bits, cp_replica_get_kind_word (kind), id) == range) {
    Name name = { kind, g_steal_pointer (&id) };

    g_array_append_val (names, name);
  }
}

static GArray *
list_range (CpReplica *self, guint bits, guint range, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_database_get (self->db, "list-names", error);
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (Name));
  gboolean row = TRUE;

  g_array_set_clear_func (names, clear_name);
  while (rows != NULL && row) {
    if (!cp_statement_step (rows, &row, error))
      return NULL;
    if (row)
      take_name (names, rows, bits, range);
  }
  return rows != NULL ? g_steal_pointer (&names) : NULL;
}

static gboolean
clear_range (CpReplica *self, guint bits, guint range, CpReplicaChanges *changes, GError **error)
{
  g_autoptr (GArray) names = list_range (self, bits, range, error);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    const Name *name = &g_array_index (names, Name, i);

    if (!cp_replica_delete_row (self, (CpKind) name->kind, name->id, changes, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The range of rows %s", what);
  return FALSE;
}

static gboolean
put_row (CpReplica *self,
         guint bits,
         guint range,
         const CpJson *item,
         CpReplicaChanges *changes,
         GError **error)
{
  const char *word = cp_json_get_text (item, "kind");
  const char *id = cp_json_get_text (item, "id");
  int kind = word != NULL ? cp_kind_from_word (word) : -1;
  CpEntity *entity;
  gboolean ok;

  if (word == NULL || id == NULL || cp_range_of (bits, word, id) != range)
    return refuse (error, "holds one that is not in it");
  if (kind < 0)
    return TRUE;
  entity = cp_entity_from_newer_json ((CpKind) kind, cp_json_get_object (item, "data"),
                                      cp_json_get_int (item, "ver", 0), error);
  ok = entity != NULL &&
       cp_replica_merge_row (self, entity, cp_json_get_object (item, "data"), changes, error);
  cp_entity_free (entity);
  return ok;
}

static gboolean
put_rows (CpReplica *self,
          guint bits,
          guint range,
          const CpJson *items,
          CpReplicaChanges *changes,
          GError **error)
{
  gsize i;
  CpJson *item;

  if (!clear_range (self, bits, range, changes, error))
    return FALSE;
  json_array_foreach ((CpJson *) items, i, item)
  {
    if (!put_row (self, bits, range, item, changes, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cp_replica_put_range (CpReplica *self,
                      guint bits,
                      guint range,
                      gint64 cursor,
                      const CpJson *items,
                      CpReplicaChanges *ret_changes,
                      GError **error)
{
  g_auto (CpReplicaChanges)
      changes = { .account_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

  if (bits < CP_RANGE_LEAST_BITS || bits > CP_RANGE_MOST_BITS || range >> bits != 0 ||
      items == NULL)
    return refuse (error, "is none");
  if (cursor != self->cursor)
    return refuse (error, "is of another moment than the others");
  if (!cp_database_begin (self->db, error))
    return FALSE;
  if (!put_rows (self, bits, range, items, &changes, error)) {
    cp_database_rollback (self->db);
    return FALSE;
  }
  if (!cp_replica_commit (self, error))
    return FALSE;
  *ret_changes = changes;
  changes.account_ids = NULL;
  return TRUE;
}
