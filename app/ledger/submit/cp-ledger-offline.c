/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What this till may redeem while head office can't be reached: docs/domain.md, "Redeeming while
 * offline". */
#include "cp-ledger-private.h"

#include "cp-share.h"

gint64
cp_ledger_get_age (const CpLedger *self)
{
  return self->current_boot_ms >= 0 && self->as_of_ms > 0
             ? cp_world_boot_ms (self->world) - self->current_boot_ms
             : -1;
}

/* @ret_lease: (transfer full) (nullable) */
static gboolean
load_lease (CpLedger *self, const CpAccount *account, CpLease **ret_lease, GError **error)
{
  const char *home_id = account != NULL ? cp_account_get_home (account) : NULL;
  gpointer row = NULL;

  if (home_id != NULL && !cp_replica_get_row (self->replica, CP_KIND_LEASE, home_id, &row, error))
    return FALSE;
  *ret_lease = row;
  return TRUE;
}

gboolean
cp_ledger_fill_offline (CpLedger *self,
                        const CpOperation *operation,
                        const CpAccount *base,
                        CpOffline *ret_offline,
                        CpLease **ret_lease,
                        GError **error)
{
  ret_offline->data_age_ms = cp_ledger_get_age (self);
  ret_offline->office_ms = self->office_offset_ms != G_MININT64
                               ? cp_world_boot_ms (self->world) + self->office_offset_ms
                               : 0;
  if (operation->kind != CP_OPERATION_REDEEM_REWARD &&
      operation->kind != CP_OPERATION_REDEEM_BENEFIT)
    return TRUE;
  if (base != NULL)
    ret_offline->confirmed_minor = cp_account_sum_rewards (base, operation->at_ms);
  return load_lease (self, base, ret_lease, error) &&
         cp_journal_sum_of_account (self->journal, operation->account_id,
                                    self->acked.seq[CP_LANE_PRIORITY], &ret_offline->account_minor,
                                    &ret_offline->asked_minor, error) &&
         cp_journal_sum_at_risk (self->journal, operation->member_id, self->settled,
                                 &ret_offline->store_minor, &ret_offline->member_redemptions,
                                 error);
}

/* What can't even be begun while head office is out of reach, in words. */
static CpJson *
list_online_only (const CpLedger *self)
{
  CpJson *titles = json_array ();

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    if (cp_programme_get_class (self->programme, kind) == CP_CLASS_ONLINE)
      json_array_append_new (
          titles, json_string (g_dgettext (NULL, cp_operation_kind_get_info (kind)->title)));
  return titles;
}

/* Whether the rows are young enough for a visitor to redeem by. */
static gboolean
is_fresh (const CpLedger *self)
{
  gint64 age_ms = cp_ledger_get_age (self);

  return age_ms >= 0 && age_ms <= self->programme->offline_max_age_ms;
}

CpJson *
cp_ledger_describe_offline (CpLedger *self, GError **error)
{
  const CpProgramme *programme = self->programme;
  gint64 share_minor = cp_share_of_store (programme, self->store_id, self->device_id);
  gint64 used_minor, of_member, left_minor;
  CpJson *document;

  if (!cp_journal_sum_at_risk (self->journal, NULL, self->settled, &used_minor, &of_member, error))
    return NULL;
  left_minor = MAX (share_minor - used_minor, 0);
  document = json_object ();
  cp_json_set_int (document, "floor_minor", programme->offline_floor_minor);
  cp_json_set_int (document, "store_left_minor", left_minor);
  cp_json_set_int (document, "reward_minor",
                   is_fresh (self) ? MIN (programme->offline_floor_minor, left_minor) : 0);
  cp_json_set (document, "online_only", list_online_only (self));
  return document;
}

/* Whether @item is an account of which head office wants the lease back from its home store's till. */
static const CpJson *
get_recalled (const CpJson *item)
{
  const char *kind = cp_json_get_text (item, "kind");
  const CpJson *data = cp_json_get_object (item, "data");

  return g_strcmp0 (kind, cp_kind_get_type (CP_KIND_ACCOUNT)->name) == 0 && data != NULL &&
                 cp_json_get_int (data, "lease_recalled_ms", 0) != 0
             ? data
             : NULL;
}

/* It is given back only by whoever has it, and once. */
static gboolean
is_to_return (CpLedger *self, const CpAccount *account, gboolean *ret_is, GError **error)
{
  const CpAccountRow *row = cp_account_get_row (account);
  CpLease *lease = NULL;

  *ret_is = FALSE;
  if (row == NULL || row->lease_recalled_ms == 0 || row->lease_returned)
    return TRUE;
  if (!load_lease (self, account, &lease, error))
    return FALSE;
  *ret_is = lease != NULL && g_strcmp0 (lease->device_id, self->device_id) == 0 &&
            g_strcmp0 (lease->incarnation, cp_journal_get_incarnation (self->journal)) == 0;
  cp_entity_free (lease);
  return TRUE;
}

static gboolean
return_lease (CpLedger *self, const CpAccount *account, GError **error)
{
  const CpMember *member = cp_account_find_member (account, NULL);
  CpStaff *device = cp_entity_new (CP_KIND_STAFF, "device", NULL);
  g_autoptr (CpJson) request = json_pack (
      "{s:s,s:{s:I}}", "kind", cp_operation_kind_get_info (CP_OPERATION_RETURN_LEASE)->word,
      "payload", "recalled_ms", (json_int_t) cp_account_get_row (account)->lease_recalled_ms);
  gboolean ok;

  if (member != NULL)
    cp_json_set_text (request, "member_id", member->entity.id);
  ok = cp_ledger_write_record (self, NULL, device, request, error);
  cp_entity_free (device);
  return ok;
}

gboolean
cp_ledger_answer_recalls (CpLedger *self, const CpJson *page, GError **error)
{
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    const CpJson *data = self->programme != NULL ? get_recalled (item) : NULL;
    g_autoptr (CpAccount) account = NULL;
    gboolean is_due;

    if (data == NULL)
      continue;
    account = cp_ledger_load_account (self, cp_json_get_text (item, "id"), NULL, error);
    if (account == NULL || !is_to_return (self, account, &is_due, error) ||
        (is_due && !return_lease (self, account, error)))
      return FALSE;
  }
  return TRUE;
}
