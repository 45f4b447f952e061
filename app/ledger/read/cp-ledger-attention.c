/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Own operations that head office refused or changed, until somebody has seen to them. */
#include "cp-ledger-private.h"

#include "cp-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More than anybody reads; what is beyond shows when these are dismissed. */
#define MAX_LISTED 500

static const char *const worst_first[] = { "rejected", "needs_review", "accepted_changed" };

typedef struct {
  CpJournalEntry *entry;
  CpOutcome *outcome;
} Item;

static void
free_item (gpointer data)
{
  Item *self = data;

  cp_journal_entry_free (self->entry);
  cp_outcome_free (self->outcome);
  g_free (self);
}

static guint
get_rank (const CpOutcome *outcome)
{
  guint rank = 0;

  while (rank < G_N_ELEMENTS (worst_first) && !g_str_equal (outcome->outcome, worst_first[rank]))
    rank++;
  return rank;
}

/* The worst first, and of those the newest. What was let go of has no place in the journal any more, and was
 * done before all that has. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *one = *(const Item *const *) a, *other = *(const Item *const *) b;
  guint rank = get_rank (one->outcome), other_rank = get_rank (other->outcome);

  if (rank != other_rank)
    return rank < other_rank ? -1 : 1;
  if (one->entry->n != other->entry->n)
    return one->entry->n > other->entry->n ? -1 : 1;
  if (one->entry->at_ms != other->entry->at_ms)
    return one->entry->at_ms > other->entry->at_ms ? -1 : 1;
  return strcmp (one->entry->id, other->entry->id);
}

static gboolean
add_item (CpLedger *self, CpOutcome *outcome, GPtrArray *items, GError **error)
{
  g_autoptr (CpOutcome) owned = outcome;
  CpJournalEntry *entry = NULL;
  Item *item;

  if (!cp_journal_find (self->journal, outcome->operation_id, &entry, NULL, error))
    return FALSE;
  if (entry == NULL || entry->kind == NULL) {
    cp_journal_entry_free (entry);
    return TRUE;
  }
  item = g_new0 (Item, 1);
  item->entry = entry;
  item->outcome = g_steal_pointer (&owned);
  g_ptr_array_add (items, item);
  return TRUE;
}

/* All that nobody has dismissed, in no order. */
static GPtrArray *
list_items (CpLedger *self, GError **error)
{
  g_autoptr (GHashTable) dismissed = cp_journal_list_dismissed (self->journal, error);
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (free_item);

  if (dismissed == NULL)
    return NULL;
  outcomes = cp_replica_list_outcomes (self->replica, error);
  if (outcomes == NULL)
    return NULL;
  while (outcomes->len > 0) {
    CpOutcome *outcome = g_ptr_array_steal_index_fast (outcomes, outcomes->len - 1);

    if (g_hash_table_contains (dismissed, outcome->operation_id))
      cp_outcome_free (outcome);
    else if (!add_item (self, outcome, items, error))
      return NULL;
  }
  return g_steal_pointer (&items);
}

gboolean
cp_ledger_count_attention (CpLedger *self, gint64 *ret_count, GError **error)
{
  g_autoptr (GPtrArray) items = list_items (self, error);

  if (items == NULL)
    return FALSE;
  *ret_count = items->len;
  return TRUE;
}

static void
add_texts (CpJson *document, const CpOutcome *outcome)
{
  g_autoptr (CpJson) flags =
      outcome->flags != NULL ? cp_json_parse (outcome->flags, -1, NULL) : NULL;
  const char *word = outcome->code;
  int code;

  /* What stands although a rule was broken says which by its first flag. */
  if (word == NULL && json_array_size (flags) > 0)
    word = json_string_value (json_array_get (flags, 0));
  code = word != NULL ? cp_rejection_from_word (word) : -1;
  if (code >= 0)
    cp_view_add_rejection (document, (CpRejection) code);
  else
    cp_json_set_text (document, "code", word);
}

static char *
find_name (CpLedger *self, const CpJournalEntry *entry)
{
  g_autoptr (CpAccount) account = entry->account_id != NULL
                                      ? cp_ledger_load_account (self, entry->account_id, NULL, NULL)
                                      : NULL;
  const CpMember *member = account != NULL && entry->member_id != NULL
                               ? cp_account_find_member (account, entry->member_id)
                               : NULL;
  g_autofree char *name = NULL;

  if (member == NULL)
    return NULL;
  name = g_strdup_printf ("%s %s", member->given_name != NULL ? member->given_name : "",
                          member->family_name != NULL ? member->family_name : "");
  return g_strdup (g_strstrip (name));
}

/* (transfer none): what nobody of the staff did, the member did */
static const char *
name_actor (const CpJournalEntry *entry, const CpStaff *staff)
{
  if (staff != NULL)
    return staff->name;
  return g_strcmp0 (entry->staff_id, CP_LEDGER_NO_STAFF) == 0 ? _ ("The member") : entry->staff_id;
}

static CpJson *
describe_item (CpLedger *self, const Item *item)
{
  const CpStaff *staff = cp_ledger_find_staff (self, item->entry->staff_id);
  int kind = cp_operation_kind_from_word (item->entry->kind);
  g_autofree char *name = find_name (self, item->entry);
  CpJson *document = json_object ();

  cp_json_set_text (document, "operation_id", item->entry->id);
  cp_json_set_text (document, "kind", item->entry->kind);
  if (kind >= 0)
    cp_json_set_text (document, "title",
                      _ (cp_operation_kind_get_info ((CpOperationKind) kind)->title));
  cp_json_set_text (document, "member_id", item->entry->member_id);
  cp_json_set_text (document, "member_name", name);
  cp_json_set_int (document, "at_ms", item->entry->at_ms);
  cp_json_set_text (document, "staff_name", name_actor (item->entry, staff));
  cp_json_set_text (document, "outcome", item->outcome->outcome);
  cp_json_set_text (document, "detail", item->outcome->detail);
  add_texts (document, item->outcome);
  return document;
}

CpJson *
cp_ledger_get_attention (CpLedger *self, const char *session, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  CpJson *list, *reply;

  if (!cp_ledger_check_alive (self, error) || cp_ledger_use_session (self, session, error) == NULL)
    return NULL;
  items = list_items (self, error);
  if (items == NULL)
    return NULL;
  g_ptr_array_sort (items, compare_items);
  list = json_array ();
  for (guint i = 0; i < MIN (items->len, MAX_LISTED); i++)
    cp_json_append (list, describe_item (self, items->pdata[i]));
  reply = json_object ();
  cp_json_set (reply, "items", list);
  return reply;
}

gboolean
cp_ledger_dismiss_attention (CpLedger *self,
                             const char *session,
                             const char *operation_id,
                             GError **error)
{
  const CpStaff *staff;
  g_autoptr (CpJournalEntry) entry = NULL;
  g_autoptr (GError) local = NULL;
  gboolean ok;

  g_return_val_if_fail (operation_id != NULL, FALSE);

  if (!cp_ledger_check_alive (self, error))
    return FALSE;
  staff = cp_ledger_use_session (self, session, error);
  if (staff == NULL || !cp_journal_find (self->journal, operation_id, &entry, NULL, error))
    return FALSE;
  if (entry == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no such operation");
    return FALSE;
  }
  ok = cp_journal_dismiss (self->journal, operation_id, staff->entity.id, &local);
  cp_ledger_note_write (self, local);
  if (ok)
    cp_ledger_tell (self, "attention", NULL);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}
