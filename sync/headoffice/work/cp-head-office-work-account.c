/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Accounts that outlast the turn in which they were loaded. */
#include "cp-head-office-work-private.h"

CpWorkAccount *
cp_work_find_account (const CpWork *self, const char *account_id)
{
  CpWorkAccount *account = g_hash_table_lookup (self->accounts, account_id);

  return account != NULL && account->turn == self->turn ? account : NULL;
}

static void
drop_row (CpWork *self, const CpEntity *entity)
{
  const CpRowName name = { entity->kind, entity->id };

  g_hash_table_remove (self->rows, &name);
}

void
cp_work_drop_account (CpWork *self, CpWorkAccount *account)
{
  const CpAccount *view = account->view;

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < view->rows[kind]->len; i++)
      drop_row (self, view->rows[kind]->pdata[i]);
  g_hash_table_remove (self->accounts, view->id);
}

void
cp_work_make_room (CpWork *self, CpKind kind, const char *id)
{
  const CpRowName name = { kind, id };
  const CpWorkRow *row = g_hash_table_lookup (self->rows, &name);

  if (row == NULL || cp_work_row_is_good (self, row))
    return;
  if (row->account != NULL)
    cp_work_drop_account (self, row->account);
  else
    g_hash_table_remove (self->rows, &name);
}

void
cp_work_begin_account (CpWork *self, const char *account_id)
{
  CpWorkAccount *account = g_hash_table_lookup (self->accounts, account_id);

  if (account != NULL && account->turn == self->turn)
    return;
  if (account != NULL)
    cp_work_drop_account (self, account);
  account = g_new0 (CpWorkAccount, 1);
  account->view = cp_account_new_view (account_id);
  account->turn = self->turn;
  g_hash_table_insert (self->accounts, account->view->id, account);
  g_ptr_array_add (self->awake, account);
}

const CpAccount *
cp_work_get_account (const CpWork *self, const char *account_id)
{
  const CpWorkAccount *account = cp_work_find_account (self, account_id);

  return account != NULL ? account->view : NULL;
}

void
cp_work_number_account (CpWork *self, const char *account_id, gint64 changes)
{
  CpWorkAccount *account = cp_work_find_account (self, account_id);

  if (account != NULL)
    account->changes = changes;
}

gboolean
cp_work_wake_account (CpWork *self, const char *account_id, gint64 changes)
{
  CpWorkAccount *account = g_hash_table_lookup (self->accounts, account_id);

  if (account == NULL)
    return FALSE;
  if (account->turn == self->turn)
    return TRUE;
  if (account->changes != changes) {
    cp_work_drop_account (self, account);
    return FALSE;
  }
  account->turn = self->turn;
  g_ptr_array_add (self->awake, account);
  return TRUE;
}

void
cp_work_end_turn (CpWork *self)
{
  g_return_if_fail (self->changed->len == 0);

  g_hash_table_remove_all (self->missing);
  g_hash_table_remove_all (self->keys);
  g_hash_table_remove_all (self->usages);
  g_hash_table_remove_all (self->operations);
  g_ptr_array_set_size (self->awake, 0);
  self->turn++;
}

void
cp_work_give_up (CpWork *self)
{
  for (guint i = 0; i < self->awake->len; i++)
    cp_work_drop_account (self, self->awake->pdata[i]);
  g_ptr_array_set_size (self->changed, 0);
  g_ptr_array_set_size (self->usage_list, 0);
  g_ptr_array_set_size (self->received, 0);
  cp_work_end_turn (self);
}
