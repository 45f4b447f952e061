/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-account-cache.h"

struct _CpAccountCache {
  GHashTable *entries; /* account id → Entry */
  guint n_rows;
  guint max_rows;
};

typedef struct {
  gint64 changes;
  CpHeldAccount *held;
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  cp_held_account_free (entry->held);
  g_free (entry);
}

CpAccountCache *
cp_account_cache_new (guint max_rows)
{
  CpAccountCache *self = g_new0 (CpAccountCache, 1);

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_entry);
  self->max_rows = max_rows;
  return self;
}

void
cp_account_cache_free (CpAccountCache *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_free (self);
}

void
cp_account_cache_clear (CpAccountCache *self)
{
  g_hash_table_remove_all (self->entries);
  self->n_rows = 0;
}

CpHeldAccount *
cp_account_cache_take (CpAccountCache *self, const char *account_id, gint64 changes)
{
  Entry *entry = g_hash_table_lookup (self->entries, account_id);
  CpHeldAccount *held = NULL;

  if (entry == NULL)
    return NULL;
  self->n_rows -= cp_held_account_count_rows (entry->held);
  if (entry->changes == changes)
    held = g_steal_pointer (&entry->held);
  g_hash_table_remove (self->entries, account_id);
  return held;
}

void
cp_account_cache_put (CpAccountCache *self,
                      const char *account_id,
                      gint64 changes,
                      CpHeldAccount *held)
{
  Entry *entry = g_new0 (Entry, 1);

  cp_held_account_free (cp_account_cache_take (self, account_id, changes));
  if (self->n_rows + cp_held_account_count_rows (held) > self->max_rows)
    cp_account_cache_clear (self);
  entry->changes = changes;
  entry->held = held;
  self->n_rows += cp_held_account_count_rows (held);
  g_hash_table_insert (self->entries, g_strdup (account_id), entry);
}
