/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Accounts that go from one work to another. */
#include "cp-head-office-work-private.h"

struct _CpHeldAccount {
  CpAccount *account;
  GPtrArray *names;
  GPtrArray *rows;
};

void
cp_held_account_free (CpHeldAccount *self)
{
  if (self == NULL)
    return;
  cp_account_free (self->account);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->rows);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpHeldAccount, cp_held_account_free)

guint
cp_held_account_count_rows (const CpHeldAccount *self)
{
  return self->rows->len;
}

static void
take_row (CpWork *self, const CpEntity *entity, CpHeldAccount *held)
{
  const CpRowName wanted = { entity->kind, entity->id };
  gpointer name, row;

  if (!g_hash_table_steal_extended (self->rows, &wanted, &name, &row))
    g_assert_not_reached ();
  g_ptr_array_add (held->names, name);
  g_ptr_array_add (held->rows, row);
}

CpHeldAccount *
cp_work_take_account (CpWork *self, const char *account_id)
{
  gpointer account = NULL;
  CpHeldAccount *held;

  g_return_val_if_fail (self->changed->len == 0, NULL);

  if (!g_hash_table_steal_extended (self->accounts, account_id, NULL, &account))
    return NULL;
  held = g_new0 (CpHeldAccount, 1);
  held->account = account;
  held->names = g_ptr_array_new_with_free_func (g_free);
  held->rows = g_ptr_array_new_with_free_func (cp_work_row_free);
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < held->account->rows[kind]->len; i++)
      take_row (self, held->account->rows[kind]->pdata[i], held);
  return held;
}

static gboolean
has_any (const CpWork *self, const CpHeldAccount *held)
{
  if (g_hash_table_contains (self->accounts, held->account->id))
    return TRUE;
  for (guint i = 0; i < held->names->len; i++)
    if (g_hash_table_contains (self->rows, held->names->pdata[i]))
      return TRUE;
  return FALSE;
}

gboolean
cp_work_give_account (CpWork *self, CpHeldAccount *given)
{
  g_autoptr (CpHeldAccount) held = given;
  CpAccount *account = held->account;

  if (has_any (self, held))
    return FALSE;
  for (guint i = 0; i < held->names->len; i++)
    g_hash_table_insert (self->rows, held->names->pdata[i], held->rows->pdata[i]);
  g_ptr_array_set_free_func (held->names, NULL);
  g_ptr_array_set_free_func (held->rows, NULL);
  held->account = NULL;
  g_hash_table_insert (self->accounts, account->id, account);
  return TRUE;
}
