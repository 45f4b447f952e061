/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who comes into a store's scope, and who leaves it. */
#include "cp-store-scope.h"

#include "cp-head-office-private.h"
#include "cp-thin.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define DEFAULT_DAYS 30

/* A store is looked at so often, and so many leave at a time, so that nobody waits long. */
#define SWEEP_MS (10 * 60 * G_GINT64_CONSTANT (1000))
#define SWEEP_MOST 100

/* Whether other stores hear less of it. */
static gboolean
says_more (const CpEntity *row)
{
  g_autoptr (CpJson) whole = cp_entity_to_json (row);
  g_autoptr (CpJson) thin = cp_thin (row->kind, whole);

  return thin == NULL || !json_equal (whole, thin);
}

static gboolean
tell_rows (CpHeadOffice *office, const GPtrArray *rows, GError **error)
{
  const CpHeadOfficeStorageClass *storage = office->storage->class_;

  for (guint i = 0; i < rows->len; i++) {
    CpEntity *row = rows->pdata[i];

    if (says_more (row) && !storage->put_row (office->storage, row, error))
      return FALSE;
  }
  return TRUE;
}

/* All that a store hears of the account only while it is in its scope, everybody is told again: under
 * a number that is newer than whatever it has. */
static gboolean
tell_again (CpHeadOffice *office, const char *account_id, GError **error)
{
  const CpAccount *present = NULL;
  g_autoptr (CpAccount) account = NULL;

  if (!office->storage->class_->get_account (office->storage, account_id, &present, error))
    return FALSE;
  account = cp_account_copy (present);
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    if (cp_kind_is_thinned ((CpKind) kind) && !tell_rows (office, account->rows[kind], error))
      return FALSE;
  return TRUE;
}

static gboolean
is_at_home (const CpAccount *account, const char *store_id)
{
  const GPtrArray *members = account->rows[CP_KIND_MEMBER];

  for (guint i = 0; i < members->len; i++)
    if (g_strcmp0 (cp_member_get_home (members->pdata[i]), store_id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
put_visitor (
    CpHeadOffice *office, const char *id, const char *account_id, gint64 until_ms, GError **error)
{
  CpVisitor *visitor = cp_entity_new (CP_KIND_VISITOR, id, NULL);
  gboolean ok;

  visitor->visited_account_id = g_strdup (account_id);
  visitor->until_ms = until_ms;
  ok = cp_head_office_put_row (office, visitor, error);
  cp_entity_free (visitor);
  return ok;
}

static gboolean
get_until (CpHeadOffice *office, const char *id, gint64 *ret_until_ms, GError **error)
{
  gpointer row = NULL;

  if (!office->storage->class_->get_row (office->storage, CP_KIND_VISITOR, id, &row, error))
    return FALSE;
  *ret_until_ms = row != NULL ? ((CpVisitor *) row)->until_ms : 0;
  cp_entity_free (row);
  return TRUE;
}

gboolean
cp_store_scope_invite (CpHeadOffice *office,
                       const char *store_id,
                       const char *account_id,
                       gint64 until_ms,
                       GError **error)
{
  g_autofree char *id = cp_visitor_dup_id (store_id, account_id);
  const CpAccount *account = NULL;
  gint64 present_ms = 0;

  if (!office->storage->class_->get_account (office->storage, account_id, &account, error))
    return FALSE;
  if (is_at_home (account, store_id))
    return TRUE;
  if (!get_until (office, id, &present_ms, error))
    return FALSE;
  /* To the day is close enough, and keeps the feed from being full of it. */
  if (present_ms > 0 && until_ms < present_ms + DAY_MS)
    return TRUE;
  return put_visitor (office, id, account_id, until_ms, error) &&
         (present_ms > 0 || tell_again (office, account_id, error));
}

gboolean
cp_store_scope_welcome (CpHeadOffice *office,
                        const char *device_id,
                        const char *account_id,
                        const CpOperation *operation,
                        GError **error)
{
  gint64 now_ms = cp_world_wall_ms (office->world);
  g_autofree char *store_id = NULL;
  gint64 days;
  gint64 until_ms;

  /* What a till gives back by itself is no visit. */
  if (!cp_head_office_is_store_scope (office) || account_id == NULL ||
      operation->kind == CP_OPERATION_RETURN_LEASE)
    return TRUE;
  days = office->programme->visitor_days > 0 ? office->programme->visitor_days : DEFAULT_DAYS;
  until_ms = MIN (operation->at_ms, now_ms) + days * DAY_MS;
  if (until_ms <= now_ms)
    return TRUE;
  if (!cp_store_scope_dup_store (office, device_id, &store_id, error))
    return FALSE;
  return store_id == NULL || cp_store_scope_invite (office, store_id, account_id, until_ms, error);
}

gboolean
cp_store_scope_note_member (CpHeadOffice *office,
                            const CpMember *old,
                            const CpMember *member,
                            GError **error)
{
  gboolean has_moved;

  if (!cp_head_office_is_store_scope (office) || old == NULL)
    return TRUE;
  has_moved = g_strcmp0 (old->entity.account_id, member->entity.account_id) != 0;
  if (!has_moved && g_strcmp0 (cp_member_get_home (old), cp_member_get_home (member)) == 0)
    return TRUE;
  return tell_again (office, member->entity.account_id, error) &&
         (!has_moved || tell_again (office, old->entity.account_id, error));
}

static gboolean
take_id (gpointer data, const char *account_id)
{
  g_ptr_array_add (data, g_strdup (account_id));
  return TRUE;
}

/* It is looked at again within the transaction, since they may have come again. */
static gboolean
see_out (CpHeadOffice *office,
         const char *store_id,
         const char *account_id,
         gint64 now_ms,
         GError **error)
{
  g_autofree char *id = cp_visitor_dup_id (store_id, account_id);
  const CpAccount *account = NULL;
  gint64 until_ms = 0;

  if (!office->storage->class_->get_account (office->storage, account_id, &account, error) ||
      !get_until (office, id, &until_ms, error))
    return FALSE;
  if (until_ms == 0 || until_ms > now_ms)
    return TRUE;
  return put_visitor (office, id, account_id, 0, error) && tell_again (office, account_id, error) &&
         office->storage->class_->end_transaction (office->storage, error);
}

static gboolean
see_all_out (CpHeadOffice *office,
             const char *store_id,
             const GPtrArray *account_ids,
             gint64 now_ms,
             GError **error)
{
  if (!cp_head_office_begin (office, error))
    return FALSE;
  for (guint i = 0; i < account_ids->len; i++)
    if (!see_out (office, store_id, account_ids->pdata[i], now_ms, error))
      return cp_head_office_finish (office, FALSE, error);
  return cp_head_office_finish (office, TRUE, error);
}

static gboolean
sweep (CpHeadOffice *office, const char *store_id, gint64 now_ms, guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) account_ids = g_ptr_array_new_with_free_func (g_free);

  if (!office->storage->class_->list_past_visitors (office->storage, store_id, now_ms, SWEEP_MOST,
                                                    take_id, account_ids, error))
    return FALSE;
  *ret_n = account_ids->len;
  return account_ids->len == 0 || see_all_out (office, store_id, account_ids, now_ms, error);
}

void
cp_store_scope_sweep (CpHeadOffice *office, const char *device_id)
{
  gint64 now_ms = cp_world_wall_ms (office->world);
  g_autofree char *store_id = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 *next_ms;
  guint n = 0;

  if (!cp_head_office_is_store_scope (office))
    return;
  if (!cp_store_scope_dup_store (office, device_id, &store_id, &error)) {
    g_message ("It can't be seen who visits: %s", error->message);
    return;
  }
  if (store_id == NULL)
    return;
  if (office->swept == NULL)
    office->swept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  next_ms = g_hash_table_lookup (office->swept, store_id);
  if (next_ms != NULL && now_ms < *next_ms)
    return;
  if (!sweep (office, store_id, now_ms, &n, &error))
    g_message ("Visitors can't be seen out: %s", error->message);
  /* If there were as many as go at a time there may be more. */
  now_ms += n < SWEEP_MOST ? SWEEP_MS : 0;
  g_hash_table_replace (office->swept, g_steal_pointer (&store_id),
                        g_memdup2 (&now_ms, sizeof now_ms));
}
