/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Head office has erased a member: nothing of them is left here but that things happened. */
#include "cp-ledger-private.h"

#include "cp-error.h"

/* (nullable): what is left in @item of somebody who was erased */
static const CpJson *
get_erased (const CpJson *item)
{
  const CpJson *data = cp_json_get_object (item, "data");

  if (g_strcmp0 (cp_json_get_text (item, "t"), "row") != 0 ||
      g_strcmp0 (cp_json_get_text (item, "kind"), cp_kind_get_type (CP_KIND_MEMBER)->name) != 0 ||
      g_strcmp0 (cp_json_get_text (data, "state"), "erased") != 0)
    return NULL;
  return data;
}

/* @account_id: (nullable): then there is nothing to mark */
static gboolean
mark (CpLedger *self, const char *account_id, GError **error)
{
  if (account_id == NULL)
    return TRUE;
  self->erases = TRUE;
  return cp_journal_mark_erased (self->journal, account_id, error);
}

/* What was done before they were merged, or joined a family, is that account's in the journal. */
static gboolean
mark_all (CpLedger *self, const CpJson *member, GError **error)
{
  gsize i;
  const json_t *former;

  json_array_foreach (cp_json_get_array (member, "former_account_ids"), i, former)
  {
    if (!mark (self, json_string_value (former), error))
      return FALSE;
  }
  return mark (self, cp_json_get_text (member, "account_id"), error);
}

gboolean
cp_ledger_mark_erased (CpLedger *self, const CpJson *page, GError **error)
{
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    const CpJson *erased = get_erased (item);

    if (erased != NULL && !mark_all (self, erased, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cp_ledger_mark_erased_rows (CpLedger *self, GError **error)
{
  g_auto (GStrv) account_ids = cp_replica_list_erased (self->replica, error);

  for (guint i = 0; account_ids != NULL && account_ids[i] != NULL; i++)
    if (!mark (self, account_ids[i], error))
      return FALSE;
  return account_ids != NULL;
}

/* Nothing is to be left of rows that head office has taken back, so that a kiosk which is stolen does
 * not say whom it once knew. Without room it stays due, and upkeep tries again. */
void
cp_ledger_forget (CpLedger *self, const CpReplicaChanges *changes)
{
  g_autoptr (GError) error = NULL;

  self->forget_due = self->forget_due || (changes != NULL && changes->forgot);
  if (!self->forget_due || !cp_ledger_check_alive (self, NULL))
    return;
  self->forget_due = !cp_replica_settle (self->replica, &error);
  if (self->forget_due)
    g_message ("What is not to be known here can't be forgotten yet: %s", error->message);
}

/* Without room it stays due, and upkeep tries again. */
void
cp_ledger_erase (CpLedger *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->erases || !cp_ledger_check_alive (self, NULL))
    return;
  self->erase_due = !cp_journal_erase (self->journal, &self->acked, &error) ||
                    !cp_replica_settle (self->replica, &error);
  if (self->erase_due)
    g_message ("What head office has erased can't be erased here yet: %s", error->message);
}
