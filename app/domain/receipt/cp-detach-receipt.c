/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Receipts: detach". Operation 24. */
#include "cp-figure.h"
#include "cp-points-ledger.h"
#include "cp-receipt-state.h"
#include "cp-tier.h"

#include <glib/gi18n-lib.h>

static gboolean
check (const CpReceipt *receipt, CpAttribution *ret_next, gboolean final, CpDecision *decision)
{
  if (receipt == NULL)
    cp_decision_refuse (decision, CP_REJECTION_RECEIPT_NOT_FOUND, NULL);
  else if (!cp_receipt_attribution_next (receipt, CP_OPERATION_DETACH_RECEIPT, final, ret_next))
    cp_decision_refuse (decision, CP_REJECTION_NOT_ELIGIBLE,
                        receipt->attribution == CP_RECEIPT_DETACHED
                            ? _ ("It has been taken off already.")
                            : _ ("It has not been credited to this member."));
  return decision->code == CP_REJECTION_NONE;
}

/* What the receipt brought of @type, and what the balance becomes without it. */
static void
tell (const CpCase *the_case,
      const CpOperation *operation,
      const CpReceipt *receipt,
      const CpPointsType *type,
      CpDecision *decision)
{
  const GPtrArray *entries = the_case->account->rows[CP_KIND_POINTS];
  gint64 at_ms = cp_rule_time (the_case, operation);
  gint64 balance = cp_account_sum_points (the_case->account, type->id, at_ms);
  gint64 earned = 0, counted = 0;
  g_autofree char *count = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < entries->len; i++) {
    const CpPoints *entry = entries->pdata[i];

    if (g_strcmp0 (entry->receipt_id, receipt->entity.id) != 0 ||
        g_strcmp0 (entry->type_id, type->id) != 0)
      continue;
    earned += entry->amount;
    counted += cp_points_count_at (entry, at_ms) ? entry->amount : 0;
  }
  if (earned == 0)
    return;
  count = cp_figure_count (earned);
  before = cp_figure_count (balance);
  after = cp_figure_count (balance - counted);
  cp_decision_add_effect (decision, _ ("Takes back %s %s: %s become %s."), count, type->name,
                          before, after);
}

static void
detach (const CpCase *the_case,
        const CpOperation *operation,
        const CpReceipt *receipt,
        CpAttribution next,
        CpDecision *decision)
{
  CpReceipt *detached = cp_entity_copy (receipt);
  guint n = 1;

  detached->attribution = next;
  cp_decision_change (decision, detached);
  cp_points_ledger_undo (the_case, operation, receipt->entity.id, &n, decision);
  cp_tier_update (the_case, operation,
                  receipt->member_id != NULL ? receipt->member_id : operation->member_id, &n,
                  decision);
}

void
cp_rule_detach_receipt (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpDetachReceipt *payload = operation->payload;
  const CpReceipt *receipt =
      cp_account_find (the_case->account, CP_KIND_RECEIPT, payload->receipt_id);
  const GPtrArray *types = the_case->programme->points_types;
  gboolean final = cp_rule_is_final (the_case);
  CpAttribution next = CP_RECEIPT_DETACHED;
  g_autofree char *reason = NULL;

  if (!check (receipt, &next, final, decision) ||
      !cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  decision->value_minor = receipt->total_minor;
  cp_decision_add_effect (decision, _ ("Receipt %s is no longer this member's."), receipt->number);
  for (guint i = 0; i < types->len; i++)
    tell (the_case, operation, receipt, types->pdata[i], decision);
  if (final)
    detach (the_case, operation, receipt, next, decision);
  else
    cp_decision_add_effect (decision, _ ("It waits for head office and has no effect before."));
}
