/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-memory.h"

#include "cp-subscription.h"

#include <string.h>

static gint64
sum_points (const CpTestWorld *world, const char *type_id)
{
  gint64 sum = 0;

  for (guint i = 0; i < world->accounts->len; i++) {
    const GPtrArray *entries = ((CpAccount *) world->accounts->pdata[i])->rows[CP_KIND_POINTS];

    for (guint j = 0; j < entries->len; j++)
      if (g_strcmp0 (((CpPoints *) entries->pdata[j])->type_id, type_id) == 0)
        sum += ((CpPoints *) entries->pdata[j])->amount;
  }
  return sum;
}

static const char *
get_type_id (const CpProgramme *programme, guint n)
{
  return ((CpPointsType *) programme->points_types->pdata[n])->id;
}

CpTestMemory *
cp_test_memory_new (const CpTestWorld *world, const CpProgramme *programme)
{
  CpTestMemory *self = g_new0 (CpTestMemory, 1);

  self->opted_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->erased = g_ptr_array_new_with_free_func (g_free);
  self->points = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < programme->points_types->len; i++) {
    gint64 sum = sum_points (world, get_type_id (programme, i));

    g_array_append_val (self->points, sum);
  }
  return self;
}

void
cp_test_memory_free (CpTestMemory *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->opted_out);
  g_ptr_array_unref (self->erased);
  g_array_unref (self->points);
  g_free (self);
}

/* What somebody said no to: by who they are now. */
static void
note_opt_out (CpTestMemory *self, const CpAccount *account, const CpOperation *operation)
{
  const CpOptOut *payload = operation->payload;
  const char *member_id = cp_account_resolve_member (account, operation->member_id);
  g_autofree char *id =
      cp_subscription_make_id (member_id, payload->mailing_id, payload->channel_id);
  const gint64 *before = g_hash_table_lookup (self->opted_out, id);
  gint64 *at_ms = g_new (gint64, 1);

  *at_ms = MAX (operation->at_ms, before != NULL ? *before : 0);
  g_hash_table_insert (self->opted_out, g_steal_pointer (&id), at_ms);
}

/* From then on it is the survivor who said no. */
static void
note_merge (CpTestMemory *self, const CpOperation *operation)
{
  const char *loser_id = ((CpMergeMembers *) operation->payload)->loser_id;
  g_autoptr (GList) ids = g_hash_table_get_keys (self->opted_out);

  for (const GList *at = ids; at != NULL; at = at->next) {
    const gint64 *at_ms = g_hash_table_lookup (self->opted_out, at->data);
    g_autofree char *id = NULL;
    const gint64 *before;
    gint64 *latest;

    if (!g_str_has_prefix (at->data, loser_id))
      continue;
    id = g_strconcat (operation->member_id, (const char *) at->data + strlen (loser_id), NULL);
    before = g_hash_table_lookup (self->opted_out, id);
    latest = g_new (gint64, 1);
    *latest = MAX (*at_ms, before != NULL ? *before : 0);
    g_hash_table_insert (self->opted_out, g_steal_pointer (&id), latest);
  }
}

static void
note_text (CpTestMemory *self, const char *text)
{
  if (text != NULL && strlen (text) > 3)
    g_ptr_array_add (self->erased, g_strdup (text));
}

/* Names, numbers and addresses that nobody else has in the test chain; of those who were merged into
 * the member, too. */
static void
note_person (CpTestMemory *self, const CpAccount *account, const CpOperation *operation)
{
  const GPtrArray *members = account->rows[CP_KIND_MEMBER];
  const char *erased_id = cp_account_resolve_member (account, operation->member_id);

  for (guint i = 0; i < members->len; i++) {
    const CpMember *member = members->pdata[i];

    if (g_strcmp0 (cp_account_resolve_member (account, member->entity.id), erased_id) != 0)
      continue;
    note_text (self, member->external_id);
    note_text (self, member->email);
    if (member->given_name != NULL && g_str_has_prefix (member->given_name, "Given"))
      note_text (self, member->given_name);
  }
}

/* Points come and go by the ledger's own operations alone. */
static void
note_points (CpTestMemory *self,
             const CpProgramme *programme,
             const CpOperation *operation,
             const CpDecision *decision)
{
  for (guint i = 0; i < decision->changes->len; i++) {
    const CpPoints *entry = decision->changes->pdata[i];

    if (entry->entity.kind != CP_KIND_POINTS || g_strcmp0 (entry->operation_id, operation->id) != 0)
      continue;
    g_assert_true (operation->kind == CP_OPERATION_ADJUST_POINTS ||
                   operation->kind == CP_OPERATION_CLAIM_RECEIPT ||
                   operation->kind == CP_OPERATION_DETACH_RECEIPT);
    for (guint j = 0; j < programme->points_types->len; j++)
      if (g_strcmp0 (entry->type_id, get_type_id (programme, j)) == 0)
        g_array_index (self->points, gint64, j) += entry->amount;
  }
}

void
cp_test_memory_note (CpTestMemory *self,
                     const CpTestWorld *world,
                     const CpProgramme *programme,
                     const CpOperation *operation,
                     const CpDecision *decision)
{
  const CpAccount *account = cp_test_world_find_account_of (world, operation);

  if (operation->kind == CP_OPERATION_OPT_OUT)
    note_opt_out (self, account, operation);
  if (operation->kind == CP_OPERATION_MERGE_MEMBERS)
    note_merge (self, operation);
  if (operation->kind == CP_OPERATION_REMOVE_MEMBER)
    note_person (self, account, operation);
  note_points (self, programme, operation, decision);
}

/* Invariant 6: whoever gets something has said so since they last said no, and it is known how. */
static void
check_consent (const CpTestMemory *self, const CpAccount *account)
{
  const GPtrArray *cells = account->rows[CP_KIND_SUBSCRIPTION];

  for (guint i = 0; i < cells->len; i++) {
    const CpSubscription *cell = cells->pdata[i];
    const gint64 *at_ms = g_hash_table_lookup (self->opted_out, cell->entity.id);

    if (!cell->opted_in)
      continue;
    g_assert_true (at_ms == NULL || cell->at_ms > *at_ms);
    g_assert_true (cell->text_version != NULL && cell->language != NULL && cell->method != NULL &&
                   cell->staff_id != NULL && cell->at_ms > 0);
  }
}

/* Invariant 7, the first half: an alias leads to somebody who is there, or has been erased. */
static void
check_aliases (const CpAccount *account)
{
  const GPtrArray *members = account->rows[CP_KIND_MEMBER];

  for (guint i = 0; i < members->len; i++) {
    const CpMember *member = members->pdata[i];
    const CpMember *now = cp_account_find (account, CP_KIND_MEMBER,
                                           cp_account_resolve_member (account, member->entity.id));

    g_assert_nonnull (now);
    g_assert_cmpint (now->state, !=, CP_MEMBER_MERGED);
    if (member->state != CP_MEMBER_MERGED)
      g_assert_true (now == member);
  }
}

/* Invariant 9: what has moved has moved whole; nothing is left where nobody looks. */
static void
check_emptied (const CpAccount *account)
{
  const CpAccountRow *row = cp_account_get_row (account);

  if (row == NULL || row->moved_to_account_id == NULL)
    return;
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    if (kind != CP_KIND_ACCOUNT)
      g_assert_cmpuint (account->rows[kind]->len, ==, 0);
}

void
cp_test_memory_check (const CpTestMemory *self,
                      const CpTestWorld *world,
                      const CpProgramme *programme)
{
  g_autofree char *text = self->erased->len > 0 ? cp_test_world_to_text (world) : NULL;

  for (guint i = 0; i < world->accounts->len; i++) {
    check_consent (self, world->accounts->pdata[i]);
    check_aliases (world->accounts->pdata[i]);
    check_emptied (world->accounts->pdata[i]);
  }
  for (guint i = 0; i < self->erased->len; i++)
    g_assert_null (strstr (text, self->erased->pdata[i]));
  for (guint i = 0; i < self->points->len; i++)
    g_assert_cmpint (sum_points (world, get_type_id (programme, i)), ==,
                     g_array_index (self->points, gint64, i));
}
