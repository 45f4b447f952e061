/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Head office has erased a member: nothing of them is left here but that things happened. */
#include "cp-ledger-private.h"

#include "cp-error.h"

/* Whether @item is what is left of somebody who was erased. */
static gboolean
is_erased (const CpJson *item)
{
  return g_strcmp0 (cp_json_get_text (item, "kind"), cp_kind_get_type (CP_KIND_MEMBER)->name) ==
             0 &&
         g_strcmp0 (cp_json_get_text (cp_json_get_object (item, "data"), "state"), "erased") == 0;
}

static gboolean
mark (CpLedger *self, const char *const *account_ids, GError **error)
{
  if (account_ids[0] == NULL)
    return TRUE;
  self->erases = self->erase_due = TRUE;
  return cp_journal_mark_erased (self->journal, account_ids, error);
}

static gboolean
mark_all (CpLedger *self, const CpJson *item, GError **error)
{
  CpMember *member =
      cp_entity_from_newer_json (CP_KIND_MEMBER, cp_json_get_object (item, "data"), 0, error);
  g_autoptr (GPtrArray) ids = member != NULL ? cp_member_list_accounts (member) : NULL;
  gboolean ok = ids != NULL;

  if (ok) {
    g_ptr_array_add (ids, NULL);
    ok = mark (self, (const char *const *) ids->pdata, error);
  }
  cp_entity_free (member);
  return ok;
}

gboolean
cp_ledger_mark_erased (CpLedger *self, const CpJson *page, GError **error)
{
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (is_erased (item) && !mark_all (self, item, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cp_ledger_mark_erased_rows (CpLedger *self, const char *staged, GError **error)
{
  g_auto (GStrv) account_ids = cp_replica_list_erased (self->replica, staged, error);

  return account_ids != NULL && mark (self, (const char *const *) account_ids, error);
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

/* Rows of an account on which somebody was erased may take the place of others that say more of them. */
static gboolean
touches_erased (CpLedger *self,
                const CpReplicaChanges *changes,
                gboolean *ret_touches,
                GError **error)
{
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (changes->account_ids, NULL);

  return cp_journal_is_any_erased (self->journal, (const char *const *) ids, ret_touches, error);
}

/* What head office has got now, and waited while somebody was erased. The rows are as they were. */
static gboolean
erase_got (CpLedger *self, GError **error)
{
  gboolean has = FALSE;

  return cp_journal_has_to_erase (self->journal, &self->acked, &has, error) &&
         (!has || cp_journal_erase (self->journal, &self->acked, error));
}

void
cp_ledger_erase_after (CpLedger *self, const CpReplicaChanges *changes)
{
  g_autoptr (GError) error = NULL;
  gboolean touches = FALSE;

  if (!self->erases || !cp_ledger_check_alive (self, NULL))
    return;
  /* Where it can't be found out, it is done. */
  self->erase_due = self->erase_due || !touches_erased (self, changes, &touches, &error) ||
                    touches || (changes->outcomes && !erase_got (self, &error));
  if (self->erase_due)
    cp_ledger_erase (self);
}
