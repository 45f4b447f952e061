/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-account.h"

static CpAccount *
make (const char *id, gboolean is_view)
{
  CpAccount *self = g_new0 (CpAccount, 1);

  self->id = g_strdup (id);
  self->is_view = is_view;
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    self->rows[kind] = g_ptr_array_new_with_free_func (is_view ? NULL : cp_entity_free);
  return self;
}

CpAccount *
cp_account_new (const char *id)
{
  return make (id, FALSE);
}

CpAccount *
cp_account_new_view (const char *id)
{
  return make (id, TRUE);
}

static gpointer
copy_row (gconstpointer row, gpointer data)
{
  return cp_entity_copy (row);
}

CpAccount *
cp_account_copy (const CpAccount *self)
{
  CpAccount *copy = g_new0 (CpAccount, 1);

  copy->id = g_strdup (self->id);
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++) {
    copy->rows[kind] = g_ptr_array_copy (self->rows[kind], copy_row, NULL);
    g_ptr_array_set_free_func (copy->rows[kind], cp_entity_free);
  }
  return copy;
}

void
cp_account_free (CpAccount *self)
{
  if (self == NULL)
    return;
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    g_ptr_array_unref (self->rows[kind]);
  g_free (self->id);
  g_free (self);
}

/* Where @id stands in @rows, or should. */
static gboolean
find_place (const GPtrArray *rows, const char *id, guint *ret_place)
{
  guint low = 0;
  guint high = rows->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const CpEntity *row = rows->pdata[middle];
    int order = g_strcmp0 (row->id, id);

    if (order == 0) {
      *ret_place = middle;
      return TRUE;
    }
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  *ret_place = low;
  return FALSE;
}

void
cp_account_put (CpAccount *self, gpointer entity)
{
  CpEntity *row = entity;
  GPtrArray *rows;
  guint place = 0;

  g_return_if_fail (row->kind < CP_N_ACCOUNT_KINDS);

  rows = self->rows[row->kind];
  if (find_place (rows, row->id, &place)) {
    if (!self->is_view)
      cp_entity_free (rows->pdata[place]);
    rows->pdata[place] = row;
  } else {
    g_ptr_array_insert (rows, (int) place, row);
  }
}

void
cp_account_drop (CpAccount *self, CpKind kind, const char *id)
{
  guint place = 0;

  g_return_if_fail (kind < CP_N_ACCOUNT_KINDS);

  if (find_place (self->rows[kind], id, &place))
    g_ptr_array_remove_index (self->rows[kind], place);
}

gpointer
cp_account_find (const CpAccount *self, CpKind kind, const char *id)
{
  guint place = 0;

  g_return_val_if_fail (kind < CP_N_ACCOUNT_KINDS, NULL);

  if (id == NULL || !find_place (self->rows[kind], id, &place))
    return NULL;
  return self->rows[kind]->pdata[place];
}

gboolean
cp_account_is_empty (const CpAccount *self)
{
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    if (self->rows[kind]->len > 0)
      return FALSE;
  return TRUE;
}

const CpAccountRow *
cp_account_get_row (const CpAccount *self)
{
  return cp_account_find (self, CP_KIND_ACCOUNT, self->id);
}

GPtrArray *
cp_member_list_accounts (const CpMember *member)
{
  GPtrArray *ids = g_ptr_array_new ();
  gsize i;
  const json_t *former;

  if (member->entity.account_id != NULL)
    g_ptr_array_add (ids, member->entity.account_id);
  json_array_foreach (member->former_account_ids, i, former)
  {
    if (json_is_string (former))
      g_ptr_array_add (ids, (gpointer) json_string_value (former));
  }
  return ids;
}

gboolean
cp_member_is_present (const CpMember *member)
{
  return member->state != CP_MEMBER_MERGED && member->state != CP_MEMBER_ERASED;
}

const char *
cp_member_get_home (const CpMember *member)
{
  return member->state != CP_MEMBER_MERGED ? member->home_store_id : NULL;
}

const CpMember *
cp_account_find_member (const CpAccount *self, const char *member_id)
{
  const GPtrArray *members = self->rows[CP_KIND_MEMBER];

  if (member_id != NULL)
    return cp_account_find (self, CP_KIND_MEMBER, member_id);
  for (guint i = 0; i < members->len; i++)
    if (cp_member_is_present (members->pdata[i]))
      return members->pdata[i];
  return members->len > 0 ? members->pdata[0] : NULL;
}

const char *
cp_account_get_home (const CpAccount *self)
{
  const GPtrArray *members = self->rows[CP_KIND_MEMBER];
  const CpMember *first = NULL;

  for (guint i = 0; i < members->len; i++) {
    const CpMember *member = members->pdata[i];

    if (cp_member_is_present (member) &&
        (first == NULL || g_strcmp0 (member->entity.id, first->entity.id) < 0))
      first = member;
  }
  return first != NULL ? first->home_store_id : NULL;
}

guint
cp_account_count_members (const CpAccount *self)
{
  const GPtrArray *members = self->rows[CP_KIND_MEMBER];
  guint n = 0;

  for (guint i = 0; i < members->len; i++)
    n += cp_member_is_present (members->pdata[i]);
  return n;
}

const char *
cp_member_get_survivor (const CpMember *self)
{
  return self != NULL && self->state == CP_MEMBER_MERGED ? self->merged_into : NULL;
}

const char *
cp_account_resolve_member (const CpAccount *self, const char *member_id)
{
  /* Each step leads to another of the account's members; a circle can't be, but must not hang. */
  for (guint i = 0; i < self->rows[CP_KIND_MEMBER]->len; i++) {
    const char *survivor_id =
        cp_member_get_survivor (cp_account_find (self, CP_KIND_MEMBER, member_id));

    if (survivor_id == NULL)
      break;
    member_id = survivor_id;
  }
  return member_id;
}

const CpCard *
cp_account_find_card_by_uid (const CpAccount *self, const char *uid)
{
  const GPtrArray *cards = self->rows[CP_KIND_CARD];
  const CpCard *found = NULL;

  for (guint i = 0; i < cards->len; i++) {
    const CpCard *card = cards->pdata[i];

    if (card->uid == NULL || g_strcmp0 (card->uid, uid) != 0)
      continue;
    if (card->state != CP_CARD_RETIRED)
      return card;
    if (found == NULL)
      found = card;
  }
  return found;
}

gboolean
cp_points_count_at (const CpPoints *entry, gint64 at_ms)
{
  return entry->pending_until_ms <= at_ms &&
         (entry->expires_at_ms == 0 || entry->expires_at_ms > at_ms);
}

gint64
cp_account_sum_points (const CpAccount *self, const char *type_id, gint64 now_ms)
{
  const GPtrArray *entries = self->rows[CP_KIND_POINTS];
  gint64 sum = 0;

  for (guint i = 0; i < entries->len; i++) {
    const CpPoints *entry = entries->pdata[i];

    if (g_strcmp0 (entry->type_id, type_id) == 0 && cp_points_count_at (entry, now_ms))
      sum += entry->amount;
  }
  return sum;
}

gint64
cp_account_sum_pending (const CpAccount *self, const char *type_id, gint64 now_ms)
{
  const GPtrArray *entries = self->rows[CP_KIND_POINTS];
  gint64 sum = 0;

  for (guint i = 0; i < entries->len; i++) {
    const CpPoints *entry = entries->pdata[i];

    if (g_strcmp0 (entry->type_id, type_id) == 0 && entry->pending_until_ms > now_ms)
      sum += entry->amount;
  }
  return sum;
}

gint64
cp_account_sum_rewards (const CpAccount *self, gint64 now_ms)
{
  return cp_account_sum_class (self, CP_CLASS_REWARD, now_ms);
}

gboolean
cp_account_is_overdrawn (const CpAccount *self, gint64 now_ms)
{
  return cp_account_sum_rewards (self, now_ms) < 0;
}

gint64
cp_account_sum_class (const CpAccount *self, CpIncentiveClass class_, gint64 now_ms)
{
  const GPtrArray *incentives = self->rows[CP_KIND_INCENTIVE];
  gint64 sum = 0;

  for (guint i = 0; i < incentives->len; i++) {
    const CpIncentive *incentive = incentives->pdata[i];
    CpIncentiveState state = cp_incentive_get_state (incentive, now_ms);
    gboolean usable = state == CP_INCENTIVE_ACTIVE || state == CP_INCENTIVE_PART_USED;

    if (incentive->class_ == class_ && (usable || incentive->balance_minor < 0))
      sum += incentive->balance_minor;
  }
  return sum;
}

CpIncentiveState
cp_incentive_get_state (const CpIncentive *incentive, gint64 now_ms)
{
  CpIncentiveState state = incentive->state;

  if (state == CP_INCENTIVE_VOIDED || state == CP_INCENTIVE_USED)
    return state;
  if (incentive->expires_at_ms != 0 && incentive->expires_at_ms <= now_ms)
    return CP_INCENTIVE_EXPIRED;
  if (state == CP_INCENTIVE_ISSUED && incentive->usable_from_ms <= now_ms)
    return CP_INCENTIVE_ACTIVE;
  return state;
}

gboolean
cp_card_identifies (const CpCard *card)
{
  return !card->blocked && (card->state == CP_CARD_LINKED || card->state == CP_CARD_ACTIVE);
}
