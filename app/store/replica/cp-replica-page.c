/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A page of head office's feed, from the document into the file. */
#include "cp-replica-private.h"

#include "cp-error.h"

typedef struct {
  CpReplica *replica;
  const char *incarnation;
  const CpLaneMarks *ours;
  CpReplicaChanges *changes;
} Applying;

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The page of the feed %s", what);
  return FALSE;
}

static gboolean
apply_row (Applying *self, const CpJson *item, GError **error)
{
  int kind = cp_kind_from_word (cp_json_get_text (item, "kind"));
  const char *id = cp_json_get_text (item, "id");
  const CpJson *data = cp_json_get_object (item, "data");
  CpEntity *entity;
  gboolean ok;

  if (id == NULL || cp_json_get_text (item, "kind") == NULL)
    return refuse (error, "holds a row without kind or id");
  if (kind < 0)
    return TRUE; /* a newer head office's; the next version fetches everything anew */
  if (json_is_null (json_object_get (item, "data")))
    return cp_replica_delete_row (self->replica, (CpKind) kind, id, self->changes, error);
  entity = cp_entity_from_newer_json ((CpKind) kind, data, cp_json_get_int (item, "ver", 0), error);
  if (entity == NULL)
    return FALSE;
  ok = g_strcmp0 (entity->id, id) == 0
           ? cp_replica_merge_row (self->replica, entity, data, self->changes, error)
           : refuse (error, "holds a row under another's id");
  cp_entity_free (entity);
  return ok;
}

CpLane
cp_replica_get_lane (const CpJson *ack)
{
  return cp_json_get_int (ack, "lane", 0) == CP_LANE_BULK ? CP_LANE_BULK : CP_LANE_PRIORITY;
}

static gboolean
apply_ack (Applying *self, const CpJson *item, GError **error)
{
  CpLane lane = cp_replica_get_lane (item);
  g_autofree char *chain = cp_chain_dup_name (self->incarnation, lane);
  gint64 seq = cp_json_get_int (item, "seq", 0);

  self->changes->outcomes = TRUE;
  return cp_replica_put_outcome (self->replica, item, error) &&
         ((self->ours != NULL && seq > self->ours->seq[lane]) ||
          cp_replica_put_acked (self->replica, chain, seq, error));
}

static gboolean
apply_items (Applying *self, const CpJson *items, GError **error)
{
  gsize i;
  CpJson *item;

  json_array_foreach ((CpJson *) items, i, item)
  {
    const char *type = cp_json_get_text (item, "t");

    if (g_strcmp0 (type, "row") == 0 && !apply_row (self, item, error))
      return FALSE;
    if (g_strcmp0 (type, "ack") == 0 && !apply_ack (self, item, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_other_epoch (const CpReplica *self, const CpJson *page)
{
  return self->epoch != NULL && g_strcmp0 (self->epoch, cp_json_get_text (page, "epoch")) != 0;
}

gboolean
cp_replica_check_page (const CpReplica *self, const CpJson *page, GError **error)
{
  const CpJson *items = cp_json_get_array (page, "items");
  gint64 after = cp_json_get_int (page, "after", -1);
  gsize n_items = json_array_size (items);

  if (cp_json_get_text (page, "epoch") == NULL || items == NULL)
    return refuse (error, "has no epoch or no items");
  if (after != (is_other_epoch (self, page) ? 0 : self->cursor))
    return refuse (error, "does not begin where ours ends");
  if (cp_json_get_int (page, "through", -1) < after)
    return refuse (error, "ends before it begins");
  if (n_items > 0 &&
      g_strcmp0 (cp_json_get_text (json_array_get (items, n_items - 1), "t"), "end") != 0)
    return refuse (error, "does not end on an end");
  return TRUE;
}

static gboolean
clear_all (CpReplica *self, GError **error)
{
  static const char *const names[] = { "clear-row", "clear-row-key", "clear-outcome",
                                       "clear-acked" };

  cp_replica_forget_sums (self);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    CpStatement *statement = cp_database_get (self->db, names[i], error);

    if (statement == NULL || !cp_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cp_replica_write_state (
    CpReplica *self, const char *epoch, gint64 cursor, gint64 head_office_ms, GError **error)
{
  CpStatement *statement = cp_database_get (self->db, "put-state", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":epoch", epoch);
  cp_statement_bind_int (statement, ":cursor", cursor);
  cp_statement_bind_int (statement, ":head_office_ms", head_office_ms);
  return cp_statement_run (statement, error);
}

static gboolean
apply_all (Applying *self, const CpJson *page, GError **error)
{
  gint64 head_office_ms = self->replica->head_office_ms;

  if (is_other_epoch (self->replica, page)) {
    if (!clear_all (self->replica, error))
      return FALSE;
    self->changes->programme = self->changes->staff = self->changes->outcomes = TRUE;
    self->changes->forgot = TRUE;
    head_office_ms = 0;
  }
  /* Only a page with nothing behind it says that these rows are all there are. */
  if (!cp_json_get_bool (page, "more"))
    head_office_ms = cp_json_get_int (page, "head_office_ms", head_office_ms);
  return apply_items (self, cp_json_get_array (page, "items"), error) &&
         cp_replica_write_state (self->replica, cp_json_get_text (page, "epoch"),
                                 cp_json_get_int (page, "through", 0), head_office_ms, error);
}

/* Known or not, the file is looked at again: its cursor says whether the page is in it. */
gboolean
cp_replica_commit (CpReplica *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (cp_database_commit (self->db, &local))
    return cp_replica_read_state (self, error);
  if (g_error_matches (local, CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME))
    local->code = CP_ERROR_FULL;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
cp_replica_apply_page (CpReplica *self,
                       const char *incarnation,
                       const CpLaneMarks *ours,
                       const CpJson *page,
                       CpReplicaChanges *ret_changes,
                       GError **error)
{
  g_auto (CpReplicaChanges)
      changes = { .account_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  Applying applying = { self, incarnation, ours, &changes };

  if (!cp_replica_check_page (self, page, error) || !cp_database_begin (self->db, error))
    return FALSE;
  if (!apply_all (&applying, page, error)) {
    cp_database_rollback (self->db);
    return FALSE;
  }
  if (!cp_replica_commit (self, error))
    return FALSE;
  *ret_changes = changes;
  changes.account_ids = NULL;
  return TRUE;
}

void
cp_replica_changes_clear (CpReplicaChanges *self)
{
  g_clear_pointer (&self->account_ids, g_hash_table_unref);
}
