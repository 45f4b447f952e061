/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-storage.h"

CpDevice *
cp_device_new (const char *id, const char *store_id, const char *token_hash)
{
  CpDevice *self = g_new0 (CpDevice, 1);

  self->id = g_strdup (id);
  self->store_id = g_strdup (store_id);
  self->token_hash = g_strdup (token_hash);
  return self;
}

void
cp_device_free (CpDevice *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->store_id);
  g_free (self->token_hash);
  g_free (self);
}

void
cp_received_clear (CpReceived *self)
{
  g_free (self->id);
  g_free (self->hash);
  g_free (self->body);
  g_free (self->outcome);
  g_free (self->kind);
  g_free (self->staff_id);
  g_free (self->device_id);
  g_free (self->incarnation);
  *self = (CpReceived){ 0 };
}

GArray *
cp_received_list_new (void)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (CpReceived));

  g_array_set_clear_func (list, (GDestroyNotify) cp_received_clear);
  return list;
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

CpWanted *
cp_wanted_new (void)
{
  CpWanted *self = g_new0 (CpWanted, 1);

  self->operation_ids = new_set ();
  self->account_ids = new_set ();
  self->keys = cp_keys_new ();
  return self;
}

void
cp_wanted_free (CpWanted *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->operation_ids);
  g_hash_table_unref (self->account_ids);
  for (guint kind = 0; kind < CP_N_KINDS; kind++)
    g_clear_pointer (&self->row_ids[kind], g_hash_table_unref);
  g_array_unref (self->keys);
  g_free (self);
}

void
cp_wanted_add (GHashTable *ids, const char *id)
{
  if (id != NULL && !g_hash_table_contains (ids, id))
    g_hash_table_add (ids, g_strdup (id));
}

void
cp_wanted_add_row (CpWanted *self, CpKind kind, const char *id)
{
  if (id == NULL)
    return;
  if (self->row_ids[kind] == NULL)
    self->row_ids[kind] = new_set ();
  cp_wanted_add (self->row_ids[kind], id);
}

void
cp_head_office_storage_free (CpHeadOfficeStorage *self)
{
  if (self != NULL)
    self->class_->free (self);
}

void
cp_kept_sums_clear (CpKeptSums *self)
{
  g_free (self->sums);
  g_free (self->thin_sums);
  g_free (self->thin_rules);
  *self = (CpKeptSums){ 0 };
}
