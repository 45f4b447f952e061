/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The overlay: head office's rows with this device's own waiting operations on top, worked out anew
 * at each reading. Nothing that it shows is ever written down. */
#include "cp-ledger-private.h"

#include "cp-error.h"

/* How many rows one key may lead to. */
#define MAX_ROWS_BY_KEY 50

/* An operation's keys can lead to accounts whose own operations have keys … Each step goes back in
 * time, so it ends; past this depth head office's rows are taken as they are. */
#define MAX_DEPTH 3

typedef struct {
  CpLedger *ledger;
  gint64 before_n; /* in the journal */
  guint depth;
} Overlay;

static CpAccount *load (const Overlay *overlay, const char *account_id, GError **error);

static gboolean
has_key (gconstpointer entity, const CpKey *key)
{
  g_autoptr (GArray) keys = cp_keys_new ();

  cp_entity_add_keys (entity, keys);
  return cp_keys_has (keys, key->type, key->value);
}

/* Takes the place of the same row as it was before. */
static void
put_row (GPtrArray *rows, gpointer entity)
{
  const CpEntity *row = entity;

  for (guint i = 0; i < rows->len; i++) {
    const CpEntity *other = rows->pdata[i];

    if (other->kind == row->kind && g_str_equal (other->id, row->id)) {
      cp_entity_free (rows->pdata[i]);
      rows->pdata[i] = entity;
      return;
    }
  }
  g_ptr_array_add (rows, entity);
}

static void
put_rows_with_key (GPtrArray *rows, const CpAccount *account, const CpKey *key)
{
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++)
      if (has_key (account->rows[kind]->pdata[i], key))
        put_row (rows, cp_entity_copy (account->rows[kind]->pdata[i]));
}

static void
add_account (GPtrArray *account_ids, const char *account_id, const char *own_id)
{
  if (g_strcmp0 (account_id, own_id) != 0 &&
      !g_ptr_array_find_with_equal_func (account_ids, account_id, g_str_equal, NULL))
    g_ptr_array_add (account_ids, g_strdup (account_id));
}

/* Rows on no account go to @rows at once; which accounts the others hang on, to @account_ids. */
static gboolean
look_up_key (const Overlay *overlay,
             const CpKey *key,
             const char *own_id,
             GPtrArray *rows,
             GPtrArray *account_ids,
             GError **error)
{
  g_autoptr (GPtrArray) found =
      cp_replica_find (overlay->ledger->replica, key, MAX_ROWS_BY_KEY, error);
  g_auto (GStrv) waiting = NULL;

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++) {
    const CpEntity *row = found->pdata[i];

    if (row->account_id == NULL)
      put_row (rows, cp_entity_copy (row));
    else
      add_account (account_ids, row->account_id, own_id);
  }
  waiting = cp_journal_list_accounts_with_key (overlay->ledger->journal, key,
                                               &overlay->ledger->acked, overlay->before_n, error);
  for (guint i = 0; waiting != NULL && waiting[i] != NULL; i++)
    add_account (account_ids, waiting[i], own_id);
  return waiting != NULL;
}

static gboolean
gather_by_key (
    const Overlay *overlay, const CpKey *key, const char *own_id, GPtrArray *rows, GError **error)
{
  const Overlay inner = { overlay->ledger, overlay->before_n, overlay->depth + 1 };
  g_autoptr (GPtrArray) account_ids = g_ptr_array_new_with_free_func (g_free);

  if (!look_up_key (overlay, key, own_id, rows, account_ids, error))
    return FALSE;
  for (guint i = 0; i < account_ids->len; i++) {
    g_autoptr (CpAccount) account = load (&inner, account_ids->pdata[i], error);

    if (account == NULL)
      return FALSE;
    put_rows_with_key (rows, account, key);
  }
  return TRUE;
}

static GPtrArray *
gather (const Overlay *overlay, const CpOperation *operation, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (cp_entity_free);
  g_autoptr (GArray) keys = cp_keys_new ();

  cp_operation_add_keys (operation, overlay->ledger->programme, keys);
  for (guint i = 0; i < keys->len; i++)
    if (!gather_by_key (overlay, &g_array_index (keys, CpKey, i), operation->account_id, rows,
                        error))
      return NULL;
  return g_steal_pointer (&rows);
}

/* (transfer full) (nullable): the second member's account, unless it is the operation's own */
static gboolean
load_other (const Overlay *overlay,
            const CpOperation *operation,
            CpAccount **ret_account,
            GError **error)
{
  const Overlay inner = { overlay->ledger, overlay->before_n, overlay->depth + 1 };
  const char *other_id = cp_operation_get_other_member (operation);
  g_autofree char *account_id = NULL;

  if (other_id == NULL)
    return TRUE;
  if (!cp_ledger_find_account_of_member (overlay->ledger, other_id, &account_id, error))
    return FALSE;
  if (account_id == NULL || g_strcmp0 (account_id, operation->account_id) == 0)
    return TRUE;
  *ret_account = load (&inner, account_id, error);
  return *ret_account != NULL;
}

/* (transfer full) (nullable) */
static CpOperation *
read_operation (const CpJournalEntry *entry)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) body = cp_json_parse_object (entry->body, -1, &error);
  CpOperation *operation = body != NULL ? cp_operation_from_json (body, &error) : NULL;

  if (operation == NULL)
    g_debug ("What operation %" G_GINT64_FORMAT " does can't be shown: %s", entry->n,
             error->message);
  return operation;
}

/* What the rules made of it at the counter, on rows as they are now. Where it no longer holds it
 * changes nothing; head office's word on it will come. So will it on what a newer program did here
 * before it was taken back. */
static gboolean
replay (const Overlay *overlay, const CpJournalEntry *entry, CpAccount *account, GError **error)
{
  const Overlay before = { overlay->ledger, entry->n, overlay->depth };
  g_autoptr (CpOperation) operation = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (CpAccount) other = NULL;
  g_autoptr (CpDecision) decision = NULL;
  CpCase the_case = { .mode = CP_DECIDE_REPLAY };

  /* Head office has done it, and has yet to tell us: another device of our name brought it in. */
  if (entry->body == NULL || cp_account_find (account, CP_KIND_ACTION, entry->id) != NULL)
    return TRUE;
  operation = read_operation (entry);
  if (operation == NULL)
    return TRUE;
  others = gather (&before, operation, error);
  if (others == NULL || !load_other (&before, operation, &other, error))
    return FALSE;
  the_case.other_account = other;
  the_case.programme = overlay->ledger->programme;
  the_case.account = cp_account_is_empty (account) ? NULL : account;
  the_case.others = others;
  the_case.now_ms = cp_world_wall_ms (overlay->ledger->world);
  decision = cp_decide (&the_case, operation);
  if (decision->code == CP_REJECTION_NONE)
    cp_decision_apply (decision, account, TRUE);
  return TRUE;
}

/* After a merge or a join, operations made under the account that emptied are still to come. */
static gboolean
add_entries (const Overlay *overlay, const char *account_id, GPtrArray *entries, GError **error)
{
  g_autoptr (GPtrArray) found = cp_journal_list_of_account (
      overlay->ledger->journal, account_id, &overlay->ledger->acked, overlay->before_n, error);

  if (found == NULL)
    return FALSE;
  while (found->len > 0)
    g_ptr_array_add (entries, g_ptr_array_steal_index (found, 0));
  return TRUE;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const CpJournalEntry *one = *(CpJournalEntry *const *) a;
  const CpJournalEntry *other = *(CpJournalEntry *const *) b;

  return one->n < other->n ? -1 : one->n > other->n;
}

/* (transfer full): the account's id, and those of its former selves */
static GPtrArray *
list_selves (const CpAccount *account)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *selves = g_ptr_array_new_with_free_func (g_free);
  const GPtrArray *members = account->rows[CP_KIND_MEMBER];

  g_hash_table_add (seen, account->id);
  g_ptr_array_add (selves, g_strdup (account->id));
  for (guint i = 0; i < members->len; i++) {
    g_autoptr (GPtrArray) ids = cp_member_list_accounts (members->pdata[i]);

    for (guint j = 0; j < ids->len; j++)
      if (g_hash_table_add (seen, ids->pdata[j]))
        g_ptr_array_add (selves, g_strdup (ids->pdata[j]));
  }
  return selves;
}

/* (transfer full): the operations on all @selves, in order */
static GPtrArray *
list_entries (const Overlay *overlay, const GPtrArray *selves, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cp_journal_entry_free);

  for (guint i = 0; i < selves->len; i++)
    if (!add_entries (overlay, selves->pdata[i], entries, error))
      return NULL;
  g_ptr_array_sort (entries, compare_entries);
  return g_steal_pointer (&entries);
}

/* Head office moves no history, which is most of what there is: what was done before a merge or a join stands
 * in the account where it was done, and is one history with the rest. */
static gboolean
add_history (const Overlay *overlay, const GPtrArray *selves, CpAccount *account, GError **error)
{
  for (guint i = 1; i < selves->len; i++) {
    g_autoptr (CpAccount) former =
        cp_replica_load_account (overlay->ledger->replica, selves->pdata[i], error);

    if (former == NULL)
      return FALSE;
    for (guint j = 0; j < former->rows[CP_KIND_ACTION]->len; j++)
      cp_account_put (account, cp_entity_copy (former->rows[CP_KIND_ACTION]->pdata[j]));
  }
  return TRUE;
}

static CpAccount *
load (const Overlay *overlay, const char *account_id, GError **error)
{
  CpLedger *ledger = overlay->ledger;
  g_autoptr (CpAccount) account = cp_replica_load_account (ledger->replica, account_id, error);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) selves = NULL;

  if (account == NULL)
    return NULL;
  selves = list_selves (account);
  if (!add_history (overlay, selves, account, error))
    return NULL;
  if (overlay->depth > MAX_DEPTH || ledger->programme == NULL)
    return g_steal_pointer (&account);
  entries = list_entries (overlay, selves, error);
  if (entries == NULL)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    if (!replay (overlay, entries->pdata[i], account, error))
      return NULL;
  return g_steal_pointer (&account);
}

/* (transfer full): where what stood in the account is now */
static gboolean
follow (CpLedger *self, const char *account_id, char **ret_account_id, GError **error)
{
  gpointer row = NULL;
  const char *moved_to;

  if (!cp_replica_get_row (self->replica, CP_KIND_ACCOUNT, account_id, &row, error))
    return FALSE;
  moved_to = row != NULL ? ((CpAccountRow *) row)->moved_to_account_id : NULL;
  *ret_account_id = g_strdup (moved_to != NULL ? moved_to : account_id);
  cp_entity_free (row);
  return TRUE;
}

CpAccount *
cp_ledger_load_account (CpLedger *self,
                        const char *account_id,
                        CpAccount **ret_base,
                        GError **error)
{
  const Overlay overlay = { self, G_MAXINT64, 0 };
  g_autoptr (CpAccount) base = NULL;
  g_autofree char *present_id = NULL;
  CpAccount *current;

  if (!follow (self, account_id, &present_id, error))
    return NULL;
  if (ret_base != NULL) {
    base = cp_replica_load_account (self->replica, present_id, error);
    if (base == NULL)
      return NULL;
  }
  current = load (&overlay, present_id, error);
  if (current != NULL && ret_base != NULL)
    *ret_base = g_steal_pointer (&base);
  return current;
}

gboolean
cp_ledger_load_other_account (CpLedger *self,
                              const CpOperation *operation,
                              CpAccount **ret_account,
                              GError **error)
{
  const Overlay overlay = { self, G_MAXINT64, 0 };

  return load_other (&overlay, operation, ret_account, error);
}

GPtrArray *
cp_ledger_gather_others (CpLedger *self, const CpOperation *operation, GError **error)
{
  const Overlay overlay = { self, G_MAXINT64, 0 };

  return gather (&overlay, operation, error);
}

GPtrArray *
cp_ledger_gather_by_key (CpLedger *self, const CpKey *key, GError **error)
{
  const Overlay overlay = { self, G_MAXINT64, 0 };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (cp_entity_free);

  return gather_by_key (&overlay, key, NULL, rows, error) ? g_steal_pointer (&rows) : NULL;
}

gboolean
cp_ledger_find_account_of_member (CpLedger *self,
                                  const char *member_id,
                                  char **ret_account_id,
                                  GError **error)
{
  gpointer row = NULL;

  if (!cp_replica_get_row (self->replica, CP_KIND_MEMBER, member_id, &row, error))
    return FALSE;
  if (row == NULL)
    return cp_journal_find_account_of_member (self->journal, member_id, ret_account_id, error);
  *ret_account_id = g_strdup (((CpEntity *) row)->account_id);
  cp_entity_free (row);
  return TRUE;
}

/* A circle can't be, but must not hang. */
#define MAX_MERGES 100

gboolean
cp_ledger_find_survivor (CpLedger *self,
                         const char *member_id,
                         char **ret_member_id,
                         GError **error)
{
  g_autofree char *survivor_id = g_strdup (member_id);

  for (guint i = 0; i < MAX_MERGES; i++) {
    gpointer row = NULL;
    char *next_id;

    if (!cp_replica_get_row (self->replica, CP_KIND_MEMBER, survivor_id, &row, error))
      return FALSE;
    next_id = g_strdup (cp_member_get_survivor (row));
    cp_entity_free (row);
    if (next_id == NULL)
      break;
    g_free (survivor_id);
    survivor_id = next_id;
  }
  *ret_member_id = g_steal_pointer (&survivor_id);
  return TRUE;
}
