/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How one row and the keys that it is found by get into the file and out of it. */
#include "cp-replica-private.h"

#include "cp-text.h"

#include <string.h>

char *
cp_replica_reverse_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (gsize i = strlen (text); i > 0; i--)
    if (g_ascii_isdigit (text[i - 1]))
      g_string_append_c (digits, text[i - 1]);
  return g_string_free (digits, FALSE);
}

static void
add_backwards (GArray *keys, int type, const char *text)
{
  g_autofree char *digits = text != NULL ? cp_replica_reverse_digits (text) : NULL;

  cp_keys_add (keys, (CpKeyType) type, digits);
}

/* So that the journal is asked for what was done on each of them. */
static void
add_accounts (GArray *keys, const CpMember *member)
{
  g_autoptr (GPtrArray) ids = cp_member_list_accounts (member);

  for (guint i = 0; i < ids->len; i++)
    cp_keys_add (keys, (CpKeyType) CP_ROW_KEY_ERASED, ids->pdata[i]);
}

static void
add_of_member (GArray *keys, const CpMember *member)
{
  g_autofree char *name = g_strdup_printf ("%s %s", member->given_name ? member->given_name : "",
                                           member->family_name ? member->family_name : "");
  g_auto (GStrv) tokens = cp_text_to_tokens (name);

  for (guint i = 0; tokens[i] != NULL; i++)
    cp_keys_add (keys, (CpKeyType) CP_ROW_KEY_NAME, tokens[i]);
  add_backwards (keys, CP_ROW_KEY_PHONE_BACKWARDS, member->phone);
  if (member->state == CP_MEMBER_ERASED)
    add_accounts (keys, member);
}

/* Returns: (transfer full) (element-type CpKey): all that the file finds the row by; some types are the file's own */
static GArray *
list_keys (gpointer entity)
{
  GArray *keys = cp_keys_new ();

  cp_entity_add_keys (entity, keys);
  if (((CpEntity *) entity)->kind == CP_KIND_MEMBER)
    add_of_member (keys, entity);
  if (((CpEntity *) entity)->kind == CP_KIND_CARD)
    add_backwards (keys, CP_ROW_KEY_CARD_BACKWARDS, ((CpCard *) entity)->number);
  return keys;
}

gboolean
cp_replica_has_key (gpointer entity, int type, const char *value)
{
  g_autoptr (GArray) keys = list_keys (entity);

  return cp_keys_has (keys, (CpKeyType) type, value);
}

/* Runs the statement @name for those of @keys that are not in @but. */
static gboolean
run_for_keys (CpReplica *self,
              const char *name,
              gint64 n,
              const GArray *keys,
              const GArray *but,
              GError **error)
{
  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);
    CpStatement *statement;

    if (but != NULL && cp_keys_has (but, key->type, key->value))
      continue;
    statement = cp_database_get (self->db, name, error);
    if (statement == NULL)
      return FALSE;
    cp_statement_bind_int (statement, ":type", key->type);
    cp_statement_bind_text (statement, ":value", key->value);
    cp_statement_bind_int (statement, ":n", n);
    if (!cp_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
delete_all_keys (CpReplica *self, gint64 n, GError **error)
{
  CpStatement *statement = cp_database_get (self->db, "delete-keys", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":n", n);
  return cp_statement_run (statement, error);
}

gboolean
cp_replica_insert_row (CpReplica *self, gpointer entity, const CpJson *data, GError **error)
{
  const CpEntity *row = entity;
  CpStatement *statement = cp_database_get (self->db, "insert-row", error);
  g_autoptr (GArray) keys = NULL;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":kind", row->kind);
  cp_replica_bind_id (statement, ":id", row->id);
  cp_replica_bind_id (statement, ":account_id", row->account_id);
  cp_replica_bind_row (self, statement, row, data);
  if (!cp_statement_run (statement, error))
    return FALSE;
  keys = list_keys (entity);
  return run_for_keys (self, self->is_building ? "insert-bulk-key" : "insert-key",
                       cp_database_get_last_row (self->db), keys, NULL, error);
}

/* What is there of a row. @entity: (nullable): %NULL where that is damaged, or nothing */
typedef struct {
  gint64 n; /* 0: nothing */
  gint64 ver;
  char *account_id;
  gpointer entity;
} Present;

static void
present_clear (Present *self)
{
  g_free (self->account_id);
  cp_entity_free (self->entity);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Present, present_clear)

static gboolean
find_row (CpReplica *self, CpKind kind, const char *id, Present *ret_present, GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_database_get (self->db, "find-row", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_replica_bind_id (row, ":id", id);
  cp_statement_bind_int (row, ":kind", kind);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  if (found)
    *ret_present =
        (Present){ cp_statement_get_int (row, CP_N_ROW_COLUMNS),
                   cp_statement_get_int (row, CP_ROW_VER),
                   cp_replica_dup_id (row, CP_ROW_ACCOUNT_ID), cp_replica_read_entity (row, NULL) };
  return TRUE;
}

static gboolean
delete_keys (CpReplica *self, const Present *present, GError **error)
{
  g_autoptr (GArray) keys = present->entity != NULL ? list_keys (present->entity) : NULL;

  return keys != NULL ? run_for_keys (self, "delete-key", present->n, keys, NULL, error)
                      : delete_all_keys (self, present->n, error);
}

/* Most changes leave most keys as they are. */
static gboolean
change_keys (CpReplica *self, const Present *present, gpointer entity, GError **error)
{
  g_autoptr (GArray) new_ones = list_keys (entity);
  g_autoptr (GArray) old_ones = present->entity != NULL ? list_keys (present->entity) : NULL;

  return (old_ones != NULL
              ? run_for_keys (self, "delete-key", present->n, old_ones, new_ones, error)
              : delete_all_keys (self, present->n, error)) &&
         run_for_keys (self, "insert-key", present->n, new_ones, old_ones, error);
}

static gboolean
move_to_account (CpReplica *self, gint64 n, const char *account_id, GError **error)
{
  CpStatement *statement = cp_database_get (self->db, "move-row", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":n", n);
  cp_replica_bind_id (statement, ":account_id", account_id);
  return cp_statement_run (statement, error);
}

/* (Nearly every row stays with its account: to write that again would write to its index, somewhere else in
 * the file for each.) */
static gboolean
update_row (
    CpReplica *self, const Present *present, gpointer entity, const CpJson *data, GError **error)
{
  const CpEntity *row = entity;
  CpStatement *statement = cp_database_get (self->db, "update-row", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":n", present->n);
  cp_replica_bind_row (self, statement, entity, data);
  return cp_statement_run (statement, error) &&
         (g_strcmp0 (present->account_id, row->account_id) == 0 ||
          move_to_account (self, present->n, row->account_id, error)) &&
         change_keys (self, present, entity, error);
}

static void
note_change (CpReplicaChanges *changes, CpKind kind, const char *account_id)
{
  changes->programme = changes->programme || kind == CP_KIND_PROGRAMME;
  changes->staff = changes->staff || kind == CP_KIND_STAFF;
  if (account_id != NULL)
    g_hash_table_add (changes->account_ids, g_strdup (account_id));
}

/* Another store's member, of whom all was known here, is only known by the card from now on. */
static void
note_thinned (const Present *present, const CpEntity *row, CpReplicaChanges *changes)
{
  if (row->kind == CP_KIND_MEMBER && ((const CpMember *) row)->thin && present->entity != NULL)
    changes->forgot = changes->forgot || !((const CpMember *) present->entity)->thin;
}

gboolean
cp_replica_merge_row (
    CpReplica *self, gpointer entity, const CpJson *data, CpReplicaChanges *changes, GError **error)
{
  const CpEntity *row = entity;
  g_auto (Present) present = { 0 };

  if (!find_row (self, row->kind, row->id, &present, error))
    return FALSE;
  if (present.n != 0 && present.ver >= row->ver)
    return TRUE;
  cp_replica_touch (self, row->kind, row->id);
  note_change (changes, row->kind, present.account_id);
  note_change (changes, row->kind, row->account_id);
  note_thinned (&present, row, changes);
  return present.n != 0 ? update_row (self, &present, entity, data, error)
                        : cp_replica_insert_row (self, entity, data, error);
}

gboolean
cp_replica_delete_row (
    CpReplica *self, CpKind kind, const char *id, CpReplicaChanges *changes, GError **error)
{
  g_auto (Present) present = { 0 };
  CpStatement *statement;

  if (!find_row (self, kind, id, &present, error))
    return FALSE;
  if (present.n == 0)
    return TRUE;
  cp_replica_touch (self, kind, id);
  note_change (changes, kind, present.account_id);
  changes->forgot = changes->forgot || kind < CP_N_ACCOUNT_KINDS;
  statement = cp_database_get (self->db, "delete-row", error);
  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":n", present.n);
  return cp_statement_run (statement, error) && delete_keys (self, &present, error);
}
