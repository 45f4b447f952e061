/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-lease.h"

#include <glib/gi18n-lib.h>

gboolean
cp_lease_is_live (const CpLease *self, gint64 now_ms)
{
  return self != NULL && self->until_ms + CP_LEASE_MARGIN_MS > now_ms;
}

gboolean
cp_lease_is_ours (const CpCase *the_case, const CpOperation *operation)
{
  const CpLease *lease = the_case->lease;

  return lease != NULL && g_strcmp0 (lease->device_id, operation->device_id) == 0 &&
         g_strcmp0 (lease->incarnation, the_case->incarnation) == 0;
}

/* However long the lease has been over: what its holder has given away by then, head office hears only
 * when the holder is in touch again. */
gint64
cp_lease_reserve (const CpCase *the_case, const CpOperation *operation, gint64 held_minor)
{
  const CpLease *lease = the_case->lease;
  const CpAccountRow *row = cp_account_get_row (the_case->account);

  if (lease == NULL || lease->until_ms == 0 || cp_lease_is_ours (the_case, operation) ||
      (row != NULL && row->lease_returned))
    return 0;
  return CLAMP (lease->amount_minor, 0, MAX (held_minor, 0));
}

/* Its end is by head office's clock, as far as it is known here. */
gboolean
cp_lease_covers (const CpCase *the_case, const CpOperation *operation, gint64 amount_minor)
{
  const CpOffline *offline = &the_case->offline;
  const CpLease *lease = the_case->lease;
  const CpAccountRow *row = cp_account_get_row (the_case->account);

  if (!cp_lease_is_ours (the_case, operation) || offline->data_age_ms < 0 ||
      offline->office_ms >= lease->until_ms)
    return FALSE;
  if (cp_account_is_overdrawn (the_case->account, the_case->now_ms) ||
      (row != NULL && (row->lease_recalled_ms != 0 || row->lease_returned)))
    return FALSE;
  return offline->account_minor + amount_minor <=
         MIN (offline->confirmed_minor, lease->amount_minor);
}

void
cp_lease_grant_again (const CpCase *the_case, CpDecision *decision)
{
  const CpAccountRow *row = cp_account_get_row (the_case->account);
  CpAccountRow *again;

  if (!cp_rule_is_final (the_case) || row == NULL || !row->lease_returned)
    return;
  again = cp_entity_copy (row);
  again->lease_recalled_ms = 0;
  again->lease_returned = FALSE;
  cp_decision_change (decision, again);
}

/* What is said by a till that has no lease, or of a lease that it does not have any more, says
 * nothing. */
void
cp_rule_return_lease (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpAccountRow *row =
      the_case->account != NULL ? cp_account_get_row (the_case->account) : NULL;
  const CpReturnLease *payload = operation->payload;
  CpAccountRow *returned;

  cp_decision_add_effect (decision, _ ("What was kept for this store is given back."));
  if (row == NULL || row->lease_recalled_ms != payload->recalled_ms)
    return;
  if (cp_rule_is_final (the_case) && !cp_lease_is_ours (the_case, operation))
    return;
  returned = cp_entity_copy (row);
  returned->lease_returned = TRUE;
  cp_decision_change (decision, returned);
}
