/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Receipts: claim". */
#include "cp-claim-receipt.h"

#include "cp-calendar.h"
#include "cp-earning.h"
#include "cp-figure.h"
#include "cp-points-ledger.h"
#include "cp-receipt-state.h"
#include "cp-text.h"
#include "cp-tier.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How far clocks on earth are behind UTC, and before it, at most. */
#define MOST_WEST_MS (G_GINT64_CONSTANT (12) * 60 * 60 * 1000)
#define MOST_EAST_MS (G_GINT64_CONSTANT (14) * 60 * 60 * 1000)

const CpReceipt *
cp_claim_receipt_find (const GPtrArray *rows, const char *number, const char *store_id)
{
  const CpReceipt *found = NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CpEntity *entity = rows->pdata[i];
    const CpReceipt *receipt = rows->pdata[i];

    if (entity->kind == CP_KIND_RECEIPT && g_strcmp0 (receipt->number, number) == 0 &&
        (found == NULL || g_strcmp0 (receipt->store_id, store_id) == 0))
      found = receipt;
  }
  return found;
}

/* Of several with the same number, the one of the store that was named. */
static const CpReceipt *
find_receipt (const CpCase *the_case, const char *number, const char *store_id)
{
  const GPtrArray *own_rows = the_case->account->rows[CP_KIND_RECEIPT];
  const CpReceipt *own = cp_claim_receipt_find (own_rows, number, store_id);
  const CpReceipt *other = cp_claim_receipt_find (the_case->others, number, store_id);

  return own == NULL || (other != NULL && g_strcmp0 (other->store_id, store_id) == 0) ? other : own;
}

gboolean
cp_claim_receipt_is_too_old (const CpProgramme *programme,
                             const char *store_id,
                             gint64 bought_at_ms,
                             gint64 claimed_at_ms,
                             gint64 *ret_age_days)
{
  *ret_age_days = cp_calendar_get_day (programme, store_id, claimed_at_ms) -
                  cp_calendar_get_day (programme, store_id, bought_at_ms);
  return programme->claim_window_days > 0 && *ret_age_days > programme->claim_window_days;
}

/* When it was claimed, and not when head office hears of it, decides whether it was in time and from
 * when on points expire; unless that was before the purchase, by a wrong clock. */
static gint64
get_claim_time (const CpCase *the_case, const CpOperation *operation, gint64 bought_at_ms)
{
  gint64 at_ms = MIN (operation->at_ms, the_case->now_ms);

  return cp_rule_is_final (the_case) && at_ms >= bought_at_ms ? at_ms
                                                              : cp_rule_time (the_case, operation);
}

/* @store_id: where it was bought, if that is known */
static gboolean
check_window (const CpCase *the_case,
              const CpOperation *operation,
              const char *store_id,
              gint64 bought_at_ms,
              CpDecision *decision)
{
  const CpProgramme *programme = the_case->programme;
  gint64 age_days;

  if (cp_claim_receipt_is_too_old (programme, store_id, bought_at_ms,
                                   get_claim_time (the_case, operation, bought_at_ms), &age_days)) {
    cp_decision_refuse (decision, CP_REJECTION_RECEIPT_TOO_OLD,
                        _ ("Receipts can be claimed for %d days; this one is %d days old."),
                        (int) programme->claim_window_days, (int) age_days);
    return FALSE;
  }
  if (age_days < -1) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The date lies in the future."));
    return FALSE;
  }
  return TRUE;
}

/* On paper stands the day as it was at the store. Where the programme does not say what that is, it may be
 * anywhere on earth. */
static gboolean
may_be_day (const CpProgramme *programme, const CpReceipt *receipt, gint64 day)
{
  if (cp_calendar_has_zone (programme, receipt->store_id))
    return day == cp_calendar_get_day (programme, receipt->store_id, receipt->at_ms);
  return day >= cp_day_of (receipt->at_ms - MOST_WEST_MS) &&
         day <= cp_day_of (receipt->at_ms + MOST_EAST_MS);
}

static gboolean
check_mismatch (const CpCase *the_case,
                const CpOperation *operation,
                const CpReceipt *receipt,
                CpDecision *decision)
{
  const CpProgramme *programme = the_case->programme;
  const CpClaimReceipt *payload = operation->payload;
  gint64 day = cp_calendar_get_day (programme, operation->store_id, payload->day_ms);

  if (payload->store_id != NULL && *payload->store_id != '\0' &&
      g_strcmp0 (payload->store_id, receipt->store_id) != 0)
    cp_decision_refuse (decision, CP_REJECTION_RECEIPT_MISMATCH, _ ("The store differs."));
  else if (payload->day_ms != 0 && !may_be_day (programme, receipt, day))
    cp_decision_refuse (decision, CP_REJECTION_RECEIPT_MISMATCH, _ ("The date differs."));
  else if (payload->total_minor != 0 && payload->total_minor != receipt->total_minor)
    cp_decision_refuse (decision, CP_REJECTION_RECEIPT_MISMATCH, _ ("The total differs."));
  return decision->code == CP_REJECTION_NONE;
}

static gboolean
check_free (const CpCase *the_case, const CpReceipt *receipt, CpDecision *decision)
{
  if (receipt->state != CP_RECEIPT_CONFIRMED)
    cp_decision_refuse (decision, CP_REJECTION_NOT_ELIGIBLE,
                        receipt->state == CP_RECEIPT_CANCELLED
                            ? _ ("The purchase was cancelled.")
                            : _ ("The purchase is not complete yet."));
  else if (receipt->attribution == CP_RECEIPT_DETACHED)
    cp_decision_refuse (decision, CP_REJECTION_RECEIPT_ALREADY_CLAIMED,
                        _ ("It was taken off an account before."));
  else if (receipt->attribution == CP_RECEIPT_PENDING)
    cp_decision_refuse (decision, CP_REJECTION_RECEIPT_ALREADY_CLAIMED,
                        _ ("It is waiting for head office already."));
  else if (receipt->attribution == CP_RECEIPT_ATTRIBUTED)
    cp_decision_refuse (decision, CP_REJECTION_RECEIPT_ALREADY_CLAIMED,
                        g_strcmp0 (receipt->entity.account_id, the_case->account->id) == 0
                            ? _ ("This member has it.")
                            : _ ("Another member has it."));
  return decision->code == CP_REJECTION_NONE;
}

static void
add_points (const CpCase *the_case,
            const CpOperation *operation,
            const CpReceipt *receipt,
            CpDecision *decision)
{
  const GPtrArray *types = the_case->programme->points_types;
  guint n = 1;

  for (guint i = 0; i < types->len; i++) {
    const CpPointsType *type = types->pdata[i];
    gint64 amount = cp_earning_get_points (the_case->programme, the_case->account,
                                           operation->member_id, receipt, type);
    CpPointsEntry entry = { .type = type,
                            .receipt_id = receipt->entity.id,
                            .card_id =
                                receipt->card_id != NULL ? receipt->card_id : operation->card_id,
                            .since_ms = get_claim_time (the_case, operation, receipt->at_ms),
                            .n = &n };
    g_autofree char *count = cp_figure_count (amount);

    n = i + 1;
    if (amount <= 0)
      continue;
    cp_decision_add_effect (decision, _ ("Adds %s %s."), count, type->name);
    if (cp_rule_is_final (the_case))
      cp_points_ledger_add (the_case, operation, &entry, amount, decision);
  }
  n = types->len + 1;
  cp_tier_update (the_case, operation, operation->member_id, &n, decision);
}

static void
attribute (const CpCase *the_case,
           const CpOperation *operation,
           const CpReceipt *receipt,
           CpDecision *decision)
{
  CpReceipt *claimed = cp_entity_copy (receipt);

  g_free (claimed->entity.account_id);
  claimed->entity.account_id = g_strdup (the_case->account->id);
  g_free (claimed->member_id);
  claimed->member_id = g_strdup (operation->member_id);
  cp_receipt_attribution_next (receipt, operation->kind, cp_rule_is_final (the_case),
                               &claimed->attribution);
  claimed->claimed_at_ms = get_claim_time (the_case, operation, receipt->at_ms);
  decision->value_minor = receipt->total_minor;
  cp_decision_change (decision, claimed);
}

/* Head office knows every receipt. Here it may only not have arrived yet. */
static void
claim_unknown (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpClaimReceipt *payload = operation->payload;

  if (cp_rule_is_final (the_case)) {
    cp_decision_refuse (decision, CP_REJECTION_RECEIPT_NOT_FOUND, NULL);
    return;
  }
  if (payload->day_ms != 0 &&
      !check_window (the_case, operation, operation->store_id, payload->day_ms, decision))
    return;
  decision->value_minor = payload->total_minor;
  cp_decision_add_effect (decision,
                          _ ("This receipt is not known here: head office looks for it."));
}

void
cp_rule_claim_receipt (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpClaimReceipt *payload = operation->payload;
  g_autofree char *number = cp_text_clean (payload->number);
  const CpReceipt *receipt = find_receipt (the_case, number, payload->store_id);

  if (number == NULL || payload->day_ms < 0 || payload->total_minor < 0 ||
      payload->total_minor > CP_MOST_MINOR) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("This is no receipt's number."));
    return;
  }
  if (receipt == NULL) {
    claim_unknown (the_case, operation, decision);
    return;
  }
  if (!check_mismatch (the_case, operation, receipt, decision) ||
      !check_free (the_case, receipt, decision) ||
      !check_window (the_case, operation, receipt->store_id, receipt->at_ms, decision))
    return;
  attribute (the_case, operation, receipt, decision);
  add_points (the_case, operation, receipt, decision);
  if (!cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("It counts once head office has agreed."));
}
