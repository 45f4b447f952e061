/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Points: adjust". Operation 14. */
#include "cp-figure.h"
#include "cp-points-ledger.h"
#include "cp-tier.h"

#include <glib/gi18n-lib.h>

#define MOST_POINTS G_GINT64_CONSTANT (1000000000)

/* How often and how much the account was adjusted on the day of @operation. */
static void
sum_of_day (const CpCase *the_case, const CpOperation *operation, gint64 *count, gint64 *sum)
{
  const GPtrArray *entries = the_case->account->rows[CP_KIND_POINTS];
  const char *type_id = ((const CpAdjustPoints *) operation->payload)->type_id;
  gint64 day = cp_calendar_get_day (the_case->programme, operation->store_id,
                                    cp_rule_time (the_case, operation));
  const char *last_id = NULL;

  for (guint i = 0; i < entries->len; i++) {
    const CpPoints *entry = entries->pdata[i];

    if (!entry->adjusted || g_strcmp0 (entry->type_id, type_id) != 0 ||
        cp_calendar_get_day (the_case->programme, operation->store_id, entry->at_ms) != day)
      continue;
    /* One operation may write several entries; their ids follow each other. */
    *count += g_strcmp0 (last_id, entry->operation_id) != 0;
    *sum += ABS (entry->amount);
    last_id = entry->operation_id;
  }
}

/* (nullable): why it waits for head office; %NULL: it takes effect at once */
static const char *
find_cap (const CpCase *the_case,
          const CpOperation *operation,
          const CpPointsType *type,
          gint64 amount)
{
  gint64 count = 0;
  gint64 sum = 0;

  if (cp_rule_is_final (the_case))
    return NULL;
  if (amount < 0)
    return _ ("What is taken away waits for head office and has no effect before.");
  sum_of_day (the_case, operation, &count, &sum);
  if (type->adjust_cap > 0 && amount > type->adjust_cap)
    return _ ("So much at once waits for head office and has no effect before.");
  if (type->adjust_day_count > 0 && count >= type->adjust_day_count)
    return _ ("This member's points were adjusted as often as is allowed today: it waits for head "
              "office and has no effect before.");
  if (type->adjust_day_cap > 0 && sum + amount > type->adjust_day_cap)
    return _ ("This member's points were adjusted by as much as is allowed today: it waits for "
              "head office and has no effect before.");
  return NULL;
}

static void
refuse_balance (gint64 balance, CpDecision *decision)
{
  g_autofree char *count = cp_figure_count (balance);

  cp_decision_refuse (decision, CP_REJECTION_INSUFFICIENT_BALANCE, _ ("The balance is %s."), count);
}

static gboolean
check (const CpCase *the_case,
       const CpOperation *operation,
       const CpPointsType *type,
       gint64 balance,
       CpDecision *decision)
{
  const CpAdjustPoints *payload = operation->payload;

  if (type == NULL)
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The programme has no such points."));
  else if (payload->amount == 0 || payload->amount > MOST_POINTS || payload->amount < -MOST_POINTS)
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The amount can't be right."));
  else if (payload->amount < 0 && balance + payload->amount < 0)
    refuse_balance (balance, decision);
  return decision->code == CP_REJECTION_NONE;
}

/* The second step of two: what the balance will be. */
static void
tell (const CpPointsType *type, gint64 balance, gint64 amount, CpDecision *decision)
{
  g_autofree char *count = cp_figure_count (ABS (amount));
  g_autofree char *before = cp_figure_count (balance);
  g_autofree char *after = cp_figure_count (balance + amount);

  if (amount > 0)
    cp_decision_add_effect (decision, _ ("Adds %s %s: %s become %s."), count, type->name, before,
                            after);
  else
    cp_decision_add_effect (decision, _ ("Takes away %s %s: %s become %s."), count, type->name,
                            before, after);
}

void
cp_rule_adjust_points (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpAdjustPoints *payload = operation->payload;
  const CpPointsType *type = cp_programme_find_points_type (the_case->programme, payload->type_id);
  gint64 balance = cp_account_sum_points (the_case->account, payload->type_id,
                                          cp_rule_time (the_case, operation));
  g_autofree char *reason = NULL;
  const char *cap;
  guint n = 1;
  CpPointsEntry entry = {
    .type = type, .note = payload->note, .adjusted = TRUE, .card_id = operation->card_id, .n = &n
  };

  if (!check (the_case, operation, type, balance, decision) ||
      !cp_rule_check_reason (the_case, operation, payload->reason_id, payload->customer_text,
                             decision, &reason))
    return;
  entry.reason = reason;
  decision->value_minor = ABS (payload->amount);
  tell (type, balance, payload->amount, decision);
  cap = find_cap (the_case, operation, type, payload->amount);
  if (cap != NULL)
    cp_decision_add_effect (decision, "%s", cap);
  else if (payload->amount > 0)
    cp_points_ledger_add (the_case, operation, &entry, payload->amount, decision);
  else
    cp_points_ledger_take (the_case, operation, &entry, -payload->amount, decision);
  if (!type->spendable)
    cp_tier_update (the_case, operation, operation->member_id, &n, decision);
}
