/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening, building and reading; what the feed does to it is in cp-replica-page.c. */
#include "cp-replica-private.h"

#include "cp-error.h"
#include "cp-store-resource.h"

#define FOLDER "/org/counterpart/store/replica/sql"
#define APPLICATION_ID 0x43505231 /* CPR1 */

static CpReplica *
open_as (const CpWorld *world,
         const char *path,
         CpDatabaseUse use,
         gboolean is_looked_through,
         GError **error)
{
  g_autoptr (CpReplica) self = g_new0 (CpReplica, 1);
  const CpDatabaseConfig config = {
    .path = path,
    .use = use,
    .is_looked_through = is_looked_through,
    .application_id = APPLICATION_ID,
    .resource = cp_store_get_resource (),
    .folder = FOLDER,
  };

  self->world = world;
  self->path = g_strdup (path);
  self->packed = g_byte_array_new ();
  self->is_building = use == CP_DATABASE_BUILD;
  self->db = cp_database_open (world, &config, error);
  if (self->db == NULL || !cp_replica_read_state (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

CpReplica *
cp_replica_open_as (const CpWorld *world, const char *path, CpDatabaseUse use, GError **error)
{
  return open_as (world, path, use, FALSE, error);
}

CpReplica *
cp_replica_open_looked_through (const CpWorld *world, const char *path, GError **error)
{
  return open_as (world, path, CP_DATABASE_DISPOSABLE, TRUE, error);
}

CpReplica *
cp_replica_open (const CpWorld *world, const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  CpReplica *self = cp_replica_open_as (world, path, CP_DATABASE_DISPOSABLE, &local);

  if (self != NULL)
    return self;
  if (!g_error_matches (local, CP_ERROR, CP_ERROR_CORRUPT)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  g_message ("The replica is begun anew: %s", local->message);
  if (!cp_database_set_aside (world, path, error))
    return NULL;
  return cp_replica_open_as (world, path, CP_DATABASE_DISPOSABLE, error);
}

gint64
cp_replica_get_schema (void)
{
  g_auto (GStrv) names = g_resource_enumerate_children (
      cp_store_get_resource (), FOLDER "/migrations/", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return g_strv_length (names);
}

CpReplica *
cp_replica_open_snapshot (const char *path, GError **error)
{
  return cp_replica_open_as (cp_world_real (), path, CP_DATABASE_READ_ONLY, error);
}

CpReplica *
cp_replica_build (const CpWorld *world, const char *path, GError **error)
{
  g_autoptr (CpReplica) self = cp_replica_open_as (world, path, CP_DATABASE_BUILD, error);

  if (self == NULL || !cp_database_begin (self->db, error) ||
      !cp_database_run_script (self->db, "build-begin", error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
cp_replica_put (CpReplica *self, CpKind kind, gint64 ver, const CpJson *data, GError **error)
{
  gpointer entity;
  gboolean ok;

  g_return_val_if_fail (self->is_building, FALSE);

  entity = cp_entity_from_newer_json (kind, data, ver, error);
  ok = entity != NULL && cp_replica_insert_row (self, entity, data, error);
  cp_entity_free (entity);
  return ok;
}

gboolean
cp_replica_put_acked (CpReplica *self, const char *chain, gint64 through, GError **error)
{
  CpStatement *statement = cp_database_get (self->db, "put-acked", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":incarnation", chain);
  cp_statement_bind_int (statement, ":through", through);
  return cp_statement_run (statement, error);
}

gboolean
cp_replica_seal (
    CpReplica *self, const char *epoch, gint64 cursor, gint64 head_office_ms, GError **error)
{
  g_autoptr (CpReplica) owned = self;

  g_return_val_if_fail (self->is_building, FALSE);

  return cp_database_run_script (self->db, "build-end", error) &&
         cp_replica_write_state (self, epoch, cursor, head_office_ms, error) &&
         cp_database_commit (self->db, error) &&
         cp_database_seal (g_steal_pointer (&self->db), error);
}

void
cp_replica_close (CpReplica *self)
{
  if (self == NULL)
    return;
  cp_replica_forget_sums (self);
  cp_database_close (self->db);
  g_byte_array_unref (self->packed);
  g_free (self->path);
  g_free (self->epoch);
  g_free (self);
}

const char *
cp_replica_get_path (const CpReplica *self)
{
  return self->path;
}

gboolean
cp_replica_is_fatal (const CpReplica *self)
{
  return cp_database_is_fatal (self->db);
}

const char *
cp_replica_get_epoch (const CpReplica *self)
{
  return self->epoch;
}

gint64
cp_replica_get_cursor (const CpReplica *self)
{
  return self->cursor;
}

gint64
cp_replica_get_head_office_ms (const CpReplica *self)
{
  return self->head_office_ms;
}

gboolean
cp_replica_read_state (CpReplica *self, GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_database_get (self->db, "get-state", error);
  gboolean found;

  if (row == NULL || !cp_statement_step (row, &found, error))
    return FALSE;
  if (!found) {
    g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT, "The replica does not know how far it is");
    return FALSE;
  }
  g_free (self->epoch);
  self->epoch = g_strdup (cp_statement_get_text (row, 0));
  self->cursor = cp_statement_get_int (row, 1);
  self->head_office_ms = cp_statement_get_int (row, 2);
  self->checked_ms = cp_statement_get_int (row, 3);
  return TRUE;
}

gboolean
cp_replica_get_acked (CpReplica *self, const char *chain, gint64 *ret_through, GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_database_get (self->db, "get-acked", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_statement_bind_text (row, ":incarnation", chain);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  *ret_through = found ? cp_statement_get_int (row, 0) : 0;
  return TRUE;
}

/* @leaves_damaged: whether the rows that can't be read are passed over, and not an error */
static GPtrArray *
read_entities (CpReplica *self, CpStatement *rows, gboolean leaves_damaged, GError **error)
{
  g_autoptr (GPtrArray) entities = g_ptr_array_new_with_free_func (cp_entity_free);
  g_autoptr (CpStatementCleaner) cleaner = rows;
  gboolean row;

  while (TRUE) {
    gpointer entity;

    if (!cp_statement_step (rows, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&entities);
    entity = cp_replica_read_entity (rows, leaves_damaged ? NULL : error);
    self->met_damage = self->met_damage || entity == NULL;
    if (entity != NULL)
      g_ptr_array_add (entities, entity);
    else if (!leaves_damaged)
      return NULL;
  }
}

static gboolean
read_one (CpReplica *self, CpStatement *rows, gpointer *ret_entity, GError **error)
{
  g_autoptr (CpStatementCleaner) cleaner = rows;
  gpointer entity = NULL;
  gboolean row;

  if (!cp_statement_step (rows, &row, error))
    return FALSE;
  if (row) {
    entity = cp_replica_read_entity (rows, error);
    self->met_damage = self->met_damage || entity == NULL;
    if (entity == NULL)
      return FALSE;
  }
  *ret_entity = entity;
  return TRUE;
}

gboolean
cp_replica_has_met_damage (CpReplica *self)
{
  gboolean has = self->met_damage;

  self->met_damage = FALSE;
  return has;
}

CpAccount *
cp_replica_load_account (CpReplica *self, const char *account_id, GError **error)
{
  CpStatement *rows = cp_database_get (self->db, "list-of-account", error);
  g_autoptr (CpAccount) account = NULL;
  g_autoptr (GPtrArray) entities = NULL;

  if (rows == NULL)
    return NULL;
  cp_replica_bind_id (rows, ":account_id", account_id);
  entities = read_entities (self, rows, FALSE, error);
  if (entities == NULL)
    return NULL;
  account = cp_account_new (account_id);
  while (entities->len > 0)
    cp_account_put (account, g_ptr_array_steal_index_fast (entities, entities->len - 1));
  return g_steal_pointer (&account);
}

gboolean
cp_replica_get_row (
    CpReplica *self, CpKind kind, const char *id, gpointer *ret_entity, GError **error)
{
  CpStatement *rows = cp_database_get (self->db, "find-row", error);

  if (rows == NULL)
    return FALSE;
  cp_replica_bind_id (rows, ":id", id);
  cp_statement_bind_int (rows, ":kind", kind);
  return read_one (self, rows, ret_entity, error);
}

gboolean
cp_replica_get_row_by_number (CpReplica *self, gint64 number, gpointer *ret_entity, GError **error)
{
  CpStatement *rows = cp_database_get (self->db, "get-row-by-number", error);

  if (rows == NULL)
    return FALSE;
  cp_statement_bind_int (rows, ":n", number);
  return read_one (self, rows, ret_entity, error);
}

GPtrArray *
cp_replica_list (CpReplica *self, CpKind kind, GError **error)
{
  CpStatement *rows;

  g_return_val_if_fail (kind >= CP_N_ACCOUNT_KINDS, NULL);

  rows = cp_database_get (self->db, "list-of-kind", error);
  if (rows == NULL)
    return NULL;
  cp_statement_bind_int (rows, ":kind", kind);
  return read_entities (self, rows, TRUE, error);
}

/* A key may outlive the row that it was of, where that was damaged: nobody is taken for another by it. */
static void
leave_those_with_key (GPtrArray *entities, const CpKey *key)
{
  guint i = 0;

  while (i < entities->len)
    if (cp_replica_has_key (entities->pdata[i], (int) key->type, key->value))
      i++;
    else
      g_ptr_array_remove_index (entities, i);
}

GPtrArray *
cp_replica_find (CpReplica *self, const CpKey *key, guint limit, GError **error)
{
  CpStatement *rows = cp_database_get (self->db, "list-with-key", error);
  GPtrArray *entities;

  if (rows == NULL)
    return NULL;
  cp_statement_bind_int (rows, ":type", key->type);
  cp_statement_bind_text (rows, ":value", key->value);
  cp_statement_bind_int (rows, ":limit", limit);
  entities = read_entities (self, rows, FALSE, error);
  if (entities != NULL)
    leave_those_with_key (entities, key);
  return entities;
}

gboolean
cp_replica_do_upkeep (CpReplica *self, GError **error)
{
  return !cp_database_wants_checkpoint (self->db) ||
         cp_database_checkpoint (self->db, FALSE, error);
}
