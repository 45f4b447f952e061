/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What this till may redeem while head office can't be reached: docs/domain.md, "Redeeming while
 * offline". */
#include "cp-ledger-private.h"

#include "cp-share.h"

gint64
cp_ledger_get_age (const CpLedger *self)
{
  return self->current_boot_ms >= 0 ? cp_world_boot_ms (self->world) - self->current_boot_ms : -1;
}

gboolean
cp_ledger_fill_offline (CpLedger *self,
                        const CpOperation *operation,
                        CpOffline *ret_offline,
                        GError **error)
{
  ret_offline->data_age_ms = cp_ledger_get_age (self);
  if (operation->kind != CP_OPERATION_REDEEM_REWARD &&
      operation->kind != CP_OPERATION_REDEEM_BENEFIT)
    return TRUE;
  return cp_journal_sum_at_risk (self->journal, operation->member_id, self->settled,
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
