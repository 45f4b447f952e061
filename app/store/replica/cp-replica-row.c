/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How one row and the keys that it is found by get into the file and out of it. */
#include "cp-replica-private.h"

#include "cp-text.h"

#include <string.h>

static gboolean
insert_key (CpReplica *self, gint64 n, int type, const char *value, GError **error)
{
  CpStatement *statement =
      cp_database_get (self->db, self->is_building ? "insert-bulk-key" : "insert-key", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":type", type);
  cp_statement_bind_text (statement, ":value", value);
  cp_statement_bind_int (statement, ":n", n);
  return cp_statement_run (statement, error);
}

char *
cp_replica_reverse_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (gsize i = strlen (text); i > 0; i--)
    if (g_ascii_isdigit (text[i - 1]))
      g_string_append_c (digits, text[i - 1]);
  return g_string_free (digits, FALSE);
}

static gboolean
insert_backwards (CpReplica *self, gint64 n, int type, const char *text, GError **error)
{
  g_autofree char *digits = text != NULL ? cp_replica_reverse_digits (text) : NULL;

  return digits == NULL || *digits == '\0' || insert_key (self, n, type, digits, error);
}

static gboolean
insert_names (CpReplica *self, gint64 n, const CpMember *member, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s %s", member->given_name ? member->given_name : "",
                                           member->family_name ? member->family_name : "");
  g_auto (GStrv) tokens = cp_text_to_tokens (name);

  for (guint i = 0; tokens[i] != NULL; i++)
    if (!insert_key (self, n, CP_ROW_KEY_NAME, tokens[i], error))
      return FALSE;
  return insert_backwards (self, n, CP_ROW_KEY_PHONE_BACKWARDS, member->phone, error);
}

static gboolean
insert_keys (CpReplica *self, gint64 n, gpointer entity, GError **error)
{
  g_autoptr (GArray) keys = cp_keys_new ();

  cp_entity_add_keys (entity, keys);
  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);

    if (!insert_key (self, n, (int) key->type, key->value, error))
      return FALSE;
  }
  if (((CpEntity *) entity)->kind == CP_KIND_MEMBER)
    return insert_names (self, n, entity, error);
  if (((CpEntity *) entity)->kind == CP_KIND_CARD)
    return insert_backwards (self, n, CP_ROW_KEY_CARD_BACKWARDS, ((CpCard *) entity)->number,
                             error);
  return TRUE;
}

static gboolean
delete_keys (CpReplica *self, gint64 n, GError **error)
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
  g_autofree char *text = cp_json_to_text (data);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":kind", row->kind);
  cp_statement_bind_text (statement, ":id", row->id);
  cp_statement_bind_text (statement, ":account_id", row->account_id);
  cp_statement_bind_int (statement, ":ver", row->ver);
  cp_statement_bind_text (statement, ":data", text);
  return cp_statement_run (statement, error) &&
         insert_keys (self, cp_database_get_last_row (self->db), entity, error);
}

static gboolean
update_row (CpReplica *self, gint64 n, gpointer entity, const CpJson *data, GError **error)
{
  const CpEntity *row = entity;
  CpStatement *statement = cp_database_get (self->db, "update-row", error);
  g_autofree char *text = cp_json_to_text (data);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":n", n);
  cp_statement_bind_text (statement, ":account_id", row->account_id);
  cp_statement_bind_int (statement, ":ver", row->ver);
  cp_statement_bind_text (statement, ":data", text);
  return cp_statement_run (statement, error) && delete_keys (self, n, error) &&
         insert_keys (self, n, entity, error);
}

/* @ret_n: 0 if there is no such row. */
static gboolean
find_row (CpReplica *self,
          CpKind kind,
          const char *id,
          gint64 *ret_n,
          gint64 *ret_ver,
          char **ret_account_id,
          GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_database_get (self->db, "find-row", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_statement_bind_int (row, ":kind", kind);
  cp_statement_bind_text (row, ":id", id);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  *ret_n = found ? cp_statement_get_int (row, 0) : 0;
  *ret_ver = found ? cp_statement_get_int (row, 1) : 0;
  *ret_account_id = found ? g_strdup (cp_statement_get_text (row, 2)) : NULL;
  return TRUE;
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
static gboolean
note_thinned (CpReplica *self, const CpEntity *row, CpReplicaChanges *changes, GError **error)
{
  gpointer present = NULL;

  if (row->kind != CP_KIND_MEMBER || !((const CpMember *) row)->thin)
    return TRUE;
  if (!cp_replica_get_row (self, row->kind, row->id, &present, error))
    return FALSE;
  changes->forgot = changes->forgot || (present != NULL && !((const CpMember *) present)->thin);
  cp_entity_free (present);
  return TRUE;
}

gboolean
cp_replica_merge_row (
    CpReplica *self, gpointer entity, const CpJson *data, CpReplicaChanges *changes, GError **error)
{
  const CpEntity *row = entity;
  g_autofree char *account_id = NULL;
  gint64 n, ver;

  if (!find_row (self, row->kind, row->id, &n, &ver, &account_id, error))
    return FALSE;
  if (n != 0 && ver >= row->ver)
    return TRUE;
  cp_replica_touch (self, row->kind, row->id);
  note_change (changes, row->kind, account_id);
  note_change (changes, row->kind, row->account_id);
  if (n != 0)
    return note_thinned (self, row, changes, error) && update_row (self, n, entity, data, error);
  return cp_replica_insert_row (self, entity, data, error);
}

gboolean
cp_replica_delete_row (
    CpReplica *self, CpKind kind, const char *id, CpReplicaChanges *changes, GError **error)
{
  g_autofree char *account_id = NULL;
  CpStatement *statement;
  gint64 n, ver;

  if (!find_row (self, kind, id, &n, &ver, &account_id, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  cp_replica_touch (self, kind, id);
  note_change (changes, kind, account_id);
  changes->forgot = changes->forgot || kind < CP_N_ACCOUNT_KINDS;
  statement = cp_database_get (self->db, "delete-row", error);
  if (statement == NULL)
    return FALSE;
  cp_statement_bind_int (statement, ":n", n);
  return cp_statement_run (statement, error) && delete_keys (self, n, error);
}
